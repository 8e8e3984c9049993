import {
  type FieldFault,
  fieldFault,
  type IntegerProblem,
  kindOf,
  sessionInformationOf,
} from "../chat/fieldFaults";
import { customFieldTypes, type FieldFact, type Fields } from "../chat/fields";
import { sessionInformationFields } from "../chat/operations/consumer";
import { maxInt64 } from "../util/int64";
import { isJsonObject, type JsonObject, numberText, readJson, writeJson } from "../util/json";
import type { Explanation } from "./answers";

/** The members of an object as they are in memory, or what is wrong with the first that is wrong. */
type MembersReading =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly explanation: Explanation };

/**
 * Reads the members of an object by their descriptors; members that are not described are left out.
 * `place` is where the object came: body. `nounOf` says what a missing member should have been.
 */
export function readMembers(
  object: JsonObject,
  fields: Fields,
  place: string,
  nounOf: (field: FieldFact) => string = nounOfType,
): MembersReading {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const given = Object.hasOwn(object, name) ? object[name] : undefined;
    if (given === undefined) {
      if (field.required) {
        return no({
          came: `The ${place} came without the member ${name}.`,
          expected: `${name} is required: ${field.meaning}`,
          remedy: `Add "${name}" with ${nounOf(field)} to the ${place}.`,
        });
      }
      continue;
    }
    const fault = fieldFault(field, given);
    if (fault !== undefined) {
      return no(explanationOf(name, field, given, fault));
    }
    values[name] = valueOf(field, given);
  }
  return { ok: true, value: values };
}

const nouns: Readonly<Record<FieldFact["type"], string>> = {
  int64: "an integer",
  int32: "an integer",
  boolean: "true or false",
  string: "a string",
  enum: "one of its values",
  stringMap: "an object of strings",
  clientTime: "a time",
  customFields: "an array of custom fields",
  sessionInformation: "an object",
};

/** What members of a type are, as in: add "engagementId" with an integer. */
export function nounOfType({ type }: FieldFact): string {
  return nouns[type];
}

/** A value without a fault as it is in memory. */
function valueOf(field: FieldFact, given: unknown): unknown {
  switch (field.type) {
    case "int64":
      return BigInt(numberText(given) ?? "0");
    case "int32":
      return Number(numberText(given));
    case "sessionInformation":
      return Object.fromEntries(
        Object.entries(sessionInformationOf(given) ?? {}).flatMap(([name, value]) => {
          const inner = innerField(name);
          return inner === undefined ? [] : [[name, valueOf(inner, value)]];
        }),
      );
    case "boolean":
    case "string":
    case "enum":
    case "stringMap":
    case "clientTime":
    case "customFields":
      return given;
  }
}

function innerField(name: string | number | undefined): FieldFact | undefined {
  const fields: Fields = sessionInformationFields;
  return typeof name === "string" && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function explanationOf(
  name: string,
  field: FieldFact,
  given: unknown,
  fault: FieldFault,
): Explanation {
  const came = fault.kind === "integer" ? cameDigits(name, fault.digits) : cameAs(name, given);
  switch (field.type) {
    case "int64":
      return {
        came,
        expected: `${name} must be an integer from 0 to ${maxInt64.toString()}, written as digits.`,
        ...(fault.kind === "integer" && { differs: integerDifferences[fault.problem] }),
        remedy: `Send ${name} as a JSON number of digits only, without quotes.`,
      };
    case "int32":
      return {
        came,
        expected: `${name} must be an integer from -2147483648 to 2147483647, written as digits.`,
        remedy: `Send ${name} as a JSON number of digits only, without quotes.`,
      };
    case "boolean":
      return {
        came,
        expected: `${name} must be true or false.`,
        remedy: `Send ${name} as true or false, without quotes.`,
      };
    case "string":
      return {
        came,
        expected: `${name} must be a string.`,
        remedy: `Send ${name} as a JSON string.`,
      };
    case "enum":
      return {
        came,
        expected: `${name} must be one of ${field.values.join(", ")}.`,
        remedy: `Send ${name} as one of these, in the same letter case.`,
      };
    case "stringMap":
      return explainStringMap(name, given, fault);
    case "clientTime":
      return {
        came,
        expected: `${name} must be a time such as 2025-10-09T10:55:00+02:00.`,
        remedy: `Send ${name} as such a text, or leave it out.`,
      };
    case "customFields":
      return explainCustomFields(name, given, fault);
    case "sessionInformation":
      return explainSessionInformation(name, given, fault);
  }
}

const integerDifferences: Readonly<Record<IntegerProblem, string>> = {
  notDigits: "It has a fraction or an exponent.",
  negative: "It is negative.",
  tooLarge: "It is larger than an int64 can be.",
  tooSmall: "It is smaller than an int64 can be.",
};

function explainStringMap(name: string, given: unknown, fault: FieldFault): Explanation {
  const expected = `${name} must be an object in which each member is a string.`;
  const remedy = `Send ${name} as a JSON object with a string for each name.`;
  const [wrong] = fault.kind === "member" ? fault.path : [];
  if (wrong === undefined || !isJsonObject(given)) {
    return { came: cameAs(name, given), expected, remedy };
  }
  const value = given[wrong];
  return {
    came: `The member ${name} is an object.`,
    expected,
    differs: `Its member '${shortened(wrong.toString())}' is ${kindOf(value)}: ${shortened(writeJson(value))}.`,
    remedy,
  };
}

function explainCustomFields(name: string, given: unknown, fault: FieldFault): Explanation {
  const expected = `${name} must be an array of objects, each with a name, and with a type where it has a value.`;
  const remedy = `Send ${name} as an array of objects with name, type and value.`;
  if (fault.kind !== "member" || !Array.isArray(given)) {
    return { came: cameAs(name, given), expected, remedy };
  }
  const [index, member] = fault.path;
  const element: unknown = given[Number(index)];
  return {
    came: `The member ${name} is an array whose element ${Number(index) + 1} is ${kindOf(element)}.`,
    expected,
    differs: customFieldDifference(element, member, fault.fault),
    remedy,
  };
}

function customFieldDifference(
  element: unknown,
  member: string | number | undefined,
  fault: { readonly kind: string },
): string {
  if (!isJsonObject(element)) {
    return "It is no object.";
  }
  if (member === "name") {
    return "Its name is no text.";
  }
  return fault.kind === "missing"
    ? "It has a value and no type."
    : `Its type is ${writeJson(element["type"])}, which is none of ${customFieldTypes.join(", ")}.`;
}

function explainSessionInformation(name: string, given: unknown, fault: FieldFault): Explanation {
  const [inner] = fault.kind === "member" ? fault.path : [];
  const field = innerField(inner);
  const value = sessionInformationOf(given)?.[inner ?? ""];
  const innerFault = field && fieldFault(field, value);
  if (field !== undefined && innerFault !== undefined) {
    return explanationOf(String(inner), field, value, innerFault);
  }
  const reading = typeof given === "string" ? readJson(given) : undefined;
  return {
    came: cameAs(name, given),
    expected: `${name} must be an object, or a text that holds one as JSON.`,
    ...(reading?.ok === false && {
      differs: `The text is not JSON: at line ${reading.fault.line}, column ${reading.fault.column}: ${reading.fault.message}.`,
    }),
    remedy: `Send ${name} as an object.`,
  };
}

function cameAs(name: string, given: unknown): string {
  return `The member ${name} is ${kindOf(given)}: ${shortened(writeJson(given))}.`;
}

function cameDigits(name: string, digits: string): string {
  return `The member ${name} is ${shortened(digits)}.`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function no(explanation: Explanation): MembersReading {
  return { ok: false, explanation };
}
