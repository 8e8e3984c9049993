import { isUtf8 } from "node:buffer";
import { isJsonObject, type JsonObject, readJson } from "../../util/json";
import { type Answer, type Explanation, type Reading, refusal } from "../answers";
import { assumptions } from "../assumptions";
import { refuseMediaType } from "../bodyCheck";
import { kindOf } from "../fieldCheck";
import type { RecordedRequest } from "../recording";
import { consumerAssumptions } from "./assumptions";
import { readMembers } from "./fieldCheck";
import {
  type ConsumerOperation,
  type ConsumerOperationName,
  consumerOperations,
} from "./operations";
import { partsOf } from "./routeCheck";
import type { ConsumerBody } from "./values";

/** Reads what an operation is told in its body or in its query, or says why it cannot be read. */
export function readRequest<N extends ConsumerOperationName>(
  name: N,
  request: RecordedRequest,
): Reading<ConsumerBody<N>> {
  const operation: ConsumerOperation = consumerOperations[name];
  const { request: members, place } = operation;
  const refused =
    members === undefined && place === "chatServer" ? refuseMediaType(request) : undefined;
  if (refused !== undefined) {
    return { ok: false, refusal: refused };
  }
  const object = members === undefined ? bodyOf(operation, request) : queryOf(operation, request);
  if (!object.ok) {
    return { ok: false, refusal: refusalAt(operation, object.explanation) };
  }
  const reading =
    members === undefined
      ? readMembers(object.value, operation.body, "body")
      : readMembers(object.value, members, "query parameter request");
  return reading.ok
    ? // Each member of the descriptor was read by its type, the required ones are there.
      { ok: true, value: reading.value as ConsumerBody<N> }
    : { ok: false, refusal: refusalAt(operation, reading.explanation) };
}

type ObjectReading =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly explanation: Explanation };

function bodyOf(operation: ConsumerOperation, { bytes, body }: RecordedRequest): ObjectReading {
  const names = Object.keys(operation.body).join(", ");
  const expected = `The body must be a JSON object with the members of ${operation.name}: ${names}.`;
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
      expected: "The body must be JSON in UTF-8.",
      remedy: "Encode the body as UTF-8.",
    });
  }
  return objectIn(body, "body", expected);
}

function queryOf(operation: ConsumerOperation, { url }: RecordedRequest): ObjectReading {
  const names = Object.keys(operation.request ?? {}).join(", ");
  const expected = `The query must hold request: a JSON object with the members of ${operation.name}, encoded for a URL: ${names}.`;
  const [text, ...others] = new URLSearchParams(partsOf(url).query).getAll("request");
  if (text === undefined || others.length > 0) {
    return no({
      came:
        text === undefined
          ? "The query came without the parameter request."
          : `The query came with the parameter request ${others.length + 1} times.`,
      expected,
      remedy: "Put request= and the encoded JSON object into the query, once.",
    });
  }
  return objectIn(text, "query parameter request", expected);
}

function objectIn(text: string, place: string, expected: string): ObjectReading {
  const reading = readJson(text);
  if (!reading.ok) {
    const { message, line, column } = reading.fault;
    return no({
      came: `The ${place} is not JSON: it begins with '${text.slice(0, 60)}'.`,
      expected,
      differs: `The first fault is at line ${line}, column ${column}: ${message}.`,
      remedy: `Correct the ${place} there.`,
    });
  }
  return isJsonObject(reading.value)
    ? { ok: true, value: reading.value }
    : no({
        came: `The ${place} is ${kindOf(reading.value)}.`,
        expected,
        remedy: `Send a JSON object as the ${place}.`,
      });
}

function refusalAt({ place }: ConsumerOperation, explanation: Explanation): Answer {
  const choice =
    place === "site" ? consumerAssumptions.siteRequest.value : assumptions.invalidRequest.value;
  return refusal(place, choice, explanation);
}

function no(explanation: Explanation): { readonly ok: false; readonly explanation: Explanation } {
  return { ok: false, explanation };
}
