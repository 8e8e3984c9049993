import type { FieldFact, FieldType } from "../chat/fields";
import { maxInt64, parseInt64 } from "../util/int64";
import { isJsonObject, numberText, writeJson } from "../util/json";
import type { Explanation } from "./answers";

/** A member of the body as it is in memory, or what is wrong with it. */
type FieldReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly explanation: Explanation };

/** What members of one type are for a reader, and how they are read. */
interface TypeReader {
  /** As in: add "engagementId" with an integer. */
  readonly noun: string;
  readonly read: (name: string, given: unknown, field: FieldFact) => FieldReading;
}

const minInt32 = -2_147_483_648;
const maxInt32 = 2_147_483_647;

/** How the members of each type are read from JSON. */
export const fieldReaders: Readonly<Record<FieldType, TypeReader>> = {
  int64: { noun: "an integer", read: readInt64 },
  int32: { noun: "an integer", read: readInt32 },
  boolean: {
    noun: "true or false",
    read: (name, given) =>
      typeof given === "boolean"
        ? { ok: true, value: given }
        : no({
            came: cameAs(name, given),
            expected: `${name} must be true or false.`,
            remedy: `Send ${name} as true or false, without quotes.`,
          }),
  },
  string: {
    noun: "a string",
    read: (name, given) =>
      typeof given === "string"
        ? { ok: true, value: given }
        : no({
            came: cameAs(name, given),
            expected: `${name} must be a string.`,
            remedy: `Send ${name} as a JSON string.`,
          }),
  },
  enum: { noun: "one of its values", read: readEnum },
  stringMap: { noun: "an object of strings", read: readStringMap },
};

/** What a JSON value is, in words. */
export function kindOf(value: unknown): string {
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

function readInt64(name: string, given: unknown): FieldReading {
  const expected = `${name} must be an integer from 0 to ${maxInt64.toString()}, written as digits.`;
  const remedy = `Send ${name} as a JSON number of digits only, without quotes.`;
  const digits = numberText(given);
  if (digits === undefined) {
    return no({ came: cameAs(name, given), expected, remedy });
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

function readInt32(name: string, given: unknown): FieldReading {
  const digits = numberText(given);
  const value = digits !== undefined && /^-?\d+$/.test(digits) ? Number(digits) : Number.NaN;
  return value >= minInt32 && value <= maxInt32
    ? { ok: true, value }
    : no({
        came:
          digits === undefined
            ? cameAs(name, given)
            : `The member ${name} is ${shortened(digits)}.`,
        expected: `${name} must be an integer from ${minInt32} to ${maxInt32}, written as digits.`,
        remedy: `Send ${name} as a JSON number of digits only, without quotes.`,
      });
}

function readEnum(name: string, given: unknown, field: FieldFact): FieldReading {
  const values = field.type === "enum" ? field.values : [];
  return typeof given === "string" && values.includes(given)
    ? { ok: true, value: given }
    : no({
        came: cameAs(name, given),
        expected: `${name} must be one of ${values.join(", ")}.`,
        remedy: `Send ${name} as one of these, in the same letter case.`,
      });
}

function readStringMap(name: string, given: unknown): FieldReading {
  const expected = `${name} must be an object in which each member is a string.`;
  const remedy = `Send ${name} as a JSON object with a string for each name.`;
  if (!isJsonObject(given)) {
    return no({ came: cameAs(name, given), expected, remedy });
  }
  const wrong = Object.entries(given).find(([, value]) => typeof value !== "string");
  return wrong === undefined
    ? { ok: true, value: given }
    : no({
        came: `The member ${name} is an object.`,
        expected,
        differs: `Its member '${shortened(wrong[0])}' is ${kindOf(wrong[1])}: ${shortened(writeJson(wrong[1]))}.`,
        remedy,
      });
}

function cameAs(name: string, given: unknown): string {
  return `The member ${name} is ${kindOf(given)}: ${shortened(writeJson(given))}.`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function no(explanation: Explanation): FieldReading {
  return { ok: false, explanation };
}
