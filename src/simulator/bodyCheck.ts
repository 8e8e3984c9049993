import { isUtf8 } from "node:buffer";
import {
  type FieldFact,
  type OperationName,
  operations,
  type RequestBody,
} from "../chat/operations";
import { maxInt64, parseInt64 } from "../util/int64";
import { isJsonObject, type JsonObject, numberText, readJson, writeJson } from "../util/json";
import { type Answer, type Explanation, refusal } from "./answers";
import { assumptions } from "./assumptions";
import { headerValue, type RecordedRequest } from "./recording";

type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Answer };

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
  const object = readObject(operation, request);
  if (!object.ok) {
    return object;
  }
  const fields: Readonly<Record<string, FieldFact>> = operations[operation].body;
  const values: Record<string, bigint> = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(object.value, name) ? object.value[name] : undefined;
    if (given === undefined) {
      if (field.required) {
        return no({
          came: `The body came without the member ${name}.`,
          expected: `${name} is required: ${field.meaning}`,
          remedy: `Add "${name}" with an integer to the body.`,
        });
      }
      continue;
    }
    const value = readInt64(name, given);
    if (!value.ok) {
      return value;
    }
    values[name] = value.value;
  }
  // Each member of the descriptor was read above, the required ones are there.
  return { ok: true, value: values as RequestBody<N> };
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

function readInt64(name: string, given: unknown): Reading<bigint> {
  const expected = `${name} must be an integer from 0 to ${maxInt64.toString()}, written as digits.`;
  const remedy = `Send ${name} as a JSON number of digits only, without quotes.`;
  const digits = numberText(given);
  if (digits === undefined) {
    return no({
      came: `The member ${name} is ${kindOf(given)}: ${shortened(writeJson(given))}.`,
      expected,
      remedy,
    });
  }
  const reading = parseInt64(digits);
  if (reading.ok) {
    return reading;
  }
  const differences = {
    empty: "It has no digits.",
    notDigits: "It has a fraction or an exponent.",
    negative: "It is negative.",
    tooLarge: "It is larger than an int64 can be.",
  };
  return no({
    came: `The member ${name} is ${shortened(digits)}.`,
    expected,
    differs: differences[reading.problem],
    remedy,
  });
}

function kindOf(value: unknown): string {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "an array";
  }
  if (numberText(value) !== undefined) {
    return "a number";
  }
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function invalid(explanation: Explanation): Answer {
  return refusal(assumptions.invalidRequest.value, explanation);
}

function no(explanation: Explanation): { readonly ok: false; readonly refusal: Answer } {
  return { ok: false, refusal: invalid(explanation) };
}
