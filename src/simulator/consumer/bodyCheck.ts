import { isUtf8 } from "node:buffer";
import { kindOf } from "../../chat/fieldFaults";
import type { FieldFact } from "../../chat/fields";
import {
  type ConsumerOperationName,
  consumerOperations,
  type Operation,
} from "../../chat/operations";
import { isJsonObject, type JsonObject, readJson } from "../../util/json";
import { type Answer, type Explanation, type Reading, refusal } from "../answers";
import { assumptions } from "../assumptions";
import { refuseMediaType } from "../bodyCheck";
import { nounOfType, readMembers } from "../fieldCheck";
import type { RecordedRequest } from "../recording";
import { consumerAssumptions } from "./assumptions";
import { partsOf } from "./routeCheck";
import type { ConsumerBody } from "./values";

/** Reads what an operation is told in its body or in its query, or says why it cannot be read. */
export function readRequest<N extends ConsumerOperationName>(
  name: N,
  request: RecordedRequest,
): Reading<ConsumerBody<N>> {
  const operation: Operation = consumerOperations[name];
  const { body: fields, place, queryParameter } = operation;
  const refused =
    queryParameter === undefined && place === "chatServer" ? refuseMediaType(request) : undefined;
  if (refused !== undefined) {
    return { ok: false, refusal: refused };
  }
  const object =
    queryParameter === undefined
      ? bodyOf(operation, request)
      : queryOf(operation, queryParameter.name, request);
  if (!object.ok) {
    return { ok: false, refusal: refusalAt(operation, object.explanation) };
  }
  const from = queryParameter === undefined ? "body" : `query parameter ${queryParameter.name}`;
  const reading = readMembers(object.value, fields, from, nounOf);
  return reading.ok
    ? // Each member of the descriptor was read by its type, the required ones are there.
      { ok: true, value: reading.value as ConsumerBody<N> }
    : { ok: false, refusal: refusalAt(operation, reading.explanation) };
}

/** As in: add "mode" with one of LISTENING, RESPONDING. */
function nounOf(field: FieldFact): string {
  return field.type === "enum" ? `one of ${field.values.join(", ")}` : nounOfType(field);
}

type ObjectReading =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly explanation: Explanation };

function bodyOf(operation: Operation, { bytes, body }: RecordedRequest): ObjectReading {
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

function queryOf(operation: Operation, parameter: string, { url }: RecordedRequest): ObjectReading {
  const names = Object.keys(operation.body).join(", ");
  const expected = `The query must hold ${parameter}: a JSON object with the members of ${operation.name}, encoded for a URL: ${names}.`;
  const [text, ...others] = new URLSearchParams(partsOf(url).query).getAll(parameter);
  if (text === undefined || others.length > 0) {
    return no({
      came:
        text === undefined
          ? `The query came without the parameter ${parameter}.`
          : `The query came with the parameter ${parameter} ${others.length + 1} times.`,
      expected,
      remedy: `Put ${parameter}= and the encoded JSON object into the query, once.`,
    });
  }
  return objectIn(text, `query parameter ${parameter}`, expected);
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

function refusalAt({ place }: Operation, explanation: Explanation): Answer {
  const choice =
    place === "site" ? consumerAssumptions.siteRequest.value : assumptions.invalidRequest.value;
  return refusal(place, choice, explanation);
}

function no(explanation: Explanation): { readonly ok: false; readonly explanation: Explanation } {
  return { ok: false, explanation };
}
