import { isUtf8 } from "node:buffer";
import { kindOf } from "../chat/fieldFaults";
import type { Fields } from "../chat/fields";
import {
  type Operation,
  type OperationName,
  operations,
  type RequestBody,
} from "../chat/operations";
import { isJsonObject, type JsonObject, readJson } from "../util/json";
import { type Answer, type Explanation, type Reading, refusal } from "./answers";
import { assumptions } from "./assumptions";
import { readMembers } from "./fieldCheck";
import { headerValue, type RecordedRequest } from "./recording";

/** Refuses a media type other than JSON in UTF-8. */
export function refuseMediaType(request: RecordedRequest): Answer | undefined {
  const contentType = headerValue(request, "Content-Type");
  const [type = "", ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters
    .map(
      (parameter) =>
        /^\s*charset\s*=\s*"?(?<label>[^"\s]*)"?\s*$/.exec(parameter)?.groups?.["label"],
    )
    .find((label) => label !== undefined);
  if (type.trim() === "application/json" && charset === "utf-8") {
    return undefined;
  }
  return invalid({
    came:
      contentType === undefined
        ? "The request came without the header Content-Type."
        : `The header Content-Type is '${contentType}'.`,
    expected: "Content-Type must be application/json; charset=utf-8.",
    ...(contentType === undefined
      ? {}
      : {
          differs:
            type.trim() !== "application/json"
              ? `The media type is '${type.trim()}'.`
              : charset === undefined
                ? "The charset is missing."
                : `The charset is '${charset}'.`,
        }),
    remedy: "Send the header Content-Type: application/json; charset=utf-8.",
  });
}

/** Reads the body of an operation, or says why it cannot be one. */
export function readBody<N extends OperationName>(
  operation: N,
  request: RecordedRequest,
): Reading<RequestBody<N>> {
  const fields: Fields = operations[operation].body;
  const { queryParameter }: Operation = operations[operation];
  const object =
    queryParameter !== undefined
      ? readParameter(operation, queryParameter.name, request)
      : Object.keys(fields).length === 0
        ? readNoMembers(request)
        : readObject(operation, request);
  if (!object.ok) {
    return object;
  }
  const members = readMembers(object.value, fields, "body");
  if (!members.ok) {
    return no(members.explanation);
  }
  // Each member of the descriptor was read by its type, the required ones are there.
  return { ok: true, value: members.value as RequestBody<N> };
}

/** Reads the body of an operation without members, as those of the site are. */
function readNoMembers({ bytes, body }: RecordedRequest): Reading<JsonObject> {
  return /^\s*(?:\{\s*\}\s*)?$/.test(body)
    ? { ok: true, value: {} }
    : {
        ok: false,
        refusal: refusal("site", assumptions.siteBody.value, {
          came: `The body came with ${bytes.length} bytes.`,
          expected: "Only an empty body or {} is allowed.",
          remedy: "Send no body.",
        }),
      };
}

/** Reads the JSON object that an operation without a body has in its query. */
function readParameter(
  operation: OperationName,
  name: string,
  { url }: RecordedRequest,
): Reading<JsonObject> {
  const query = url.includes("?") ? url.slice(url.indexOf("?")) : "";
  const given = new URLSearchParams(query).get(name);
  const expected = `The parameter ${name} must be a JSON object with the members of ${operation}: ${Object.keys(operations[operation].body).join(", ")}.`;
  if (given === null) {
    return no({
      came: `The query came without the parameter ${name}.`,
      expected,
      remedy: `Add &${name}= with the JSON object, percent-encoded, to the query.`,
    });
  }
  const reading = readJson(given);
  return reading.ok && isJsonObject(reading.value)
    ? { ok: true, value: reading.value }
    : no({
        came: `The parameter ${name} is '${given.slice(0, 60)}'.`,
        expected,
        remedy: "Send a JSON object, percent-encoded.",
      });
}

function readObject(
  operation: OperationName,
  { bytes, body }: RecordedRequest,
): Reading<JsonObject> {
  const expected = `The body must be a JSON object with the members of ${operation}: ${Object.keys(operations[operation].body).join(", ")}.`;
  if (body.trim() === "") {
    return no({
      came: "The request came with an empty body.",
      expected,
      remedy: "Send the JSON object as the body.",
    });
  }
  if (!isUtf8(bytes)) {
    return no({
      came: `The body came with ${bytes.length} bytes that are not UTF-8.`,
      expected: "The body must be JSON in UTF-8, as Content-Type says.",
      remedy: "Encode the body as UTF-8.",
    });
  }
  const reading = readJson(body);
  if (!reading.ok) {
    const { message, line, column } = reading.fault;
    return no({
      came: `The body is not JSON: it begins with '${body.slice(0, 60)}'.`,
      expected,
      differs: `The first fault is at line ${line}, column ${column}: ${message}.`,
      remedy: "Correct the body there.",
    });
  }
  if (!isJsonObject(reading.value)) {
    return no({
      came: `The body is ${kindOf(reading.value)}.`,
      expected,
      remedy: "Send a JSON object as the body.",
    });
  }
  return { ok: true, value: reading.value };
}

function invalid(explanation: Explanation): Answer {
  return refusal("chatServer", assumptions.invalidRequest.value, explanation);
}

function no(explanation: Explanation): { readonly ok: false; readonly refusal: Answer } {
  return { ok: false, refusal: invalid(explanation) };
}
