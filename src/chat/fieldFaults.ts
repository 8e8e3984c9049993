import { parseInt64 } from "../util/int64";
import { isJsonObject, type JsonObject, numberText, readJson } from "../util/json";
import { customFieldTypes, type FieldFact, type Fields } from "./fields";
import { sessionInformationFields } from "./operations/consumer";

/** Why digits are not an integer of the type. `negative` is told of an int64, which begins at 0. */
export type IntegerProblem = "notDigits" | "negative" | "tooLarge" | "tooSmall";

/** Why a value does not fit its member. Facts only: who shows them writes the sentence. */
export type FieldFault =
  | {
      /** Another kind of JSON value than the member's. */
      readonly kind: "type";
      /** As {@link kindOf} says it: a string. */
      readonly given: string;
    }
  | {
      readonly kind: "integer";
      readonly problem: IntegerProblem;
      /** The number as it was written. */
      readonly digits: string;
    }
  | {
      /** A text that is not among the listed values; of an open list the server may know more. */
      readonly kind: "value";
      readonly given: string;
    }
  | {
      /** A text that is no date and time. */
      readonly kind: "time";
      readonly given: string;
    }
  | {
      /** Something inside of the value. */
      readonly kind: "member";
      /** Names and indices, counted from 0, from the value down; never empty. */
      readonly path: readonly (string | number)[];
      /** Never a `member` itself: the path leads all the way. */
      readonly fault: FieldFault | { readonly kind: "missing" };
    };

/** What is wrong with one member of a body. */
export type BodyFault = { readonly name: string } & (
  | { readonly kind: "missing" }
  /** The descriptor does not list the member. Whether a server minds is not documented. */
  | { readonly kind: "unknownMember" }
  | { readonly kind: "field"; readonly fault: FieldFault }
);

const minInt32 = -2_147_483_648n;
const maxInt32 = 2_147_483_647n;

/** What a JSON value is, in words, for example: a string. */
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

/** The first fault of a value as `readJson` gives it, or undefined for one that fits its member. */
export function fieldFault(field: FieldFact, value: unknown): FieldFault | undefined {
  switch (field.type) {
    case "int64":
      return int64Fault(value);
    case "int32":
      return int32Fault(value);
    case "boolean":
      return typeof value === "boolean" ? undefined : typeFault(value);
    case "string":
      return typeof value === "string" ? undefined : typeFault(value);
    case "enum":
      return valueFault(field.values, value);
    case "stringMap":
      return stringMapFault(value);
    case "clientTime":
      return timeFault(value);
    case "customFields":
      return customFieldsFault(value);
    case "sessionInformation":
      return sessionInformationFault(value);
  }
}

/**
 * What is wrong with a body, at most one fault a member: first the described members in the order
 * of their descriptors, then those that are not described in the order of the body.
 */
export function bodyFaults(fields: Fields, body: JsonObject): readonly BodyFault[] {
  const described = Object.entries(fields).flatMap(([name, field]): BodyFault[] => {
    if (!Object.hasOwn(body, name)) {
      return field.required ? [{ name, kind: "missing" }] : [];
    }
    const fault = fieldFault(field, body[name]);
    return fault === undefined ? [] : [{ name, kind: "field", fault }];
  });
  const unknown = Object.keys(body)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name): BodyFault => ({ name, kind: "unknownMember" }));
  return [...described, ...unknown];
}

/** The object that session information is: itself, or what its text holds; else undefined. */
export function sessionInformationOf(value: unknown): JsonObject | undefined {
  const reading = typeof value === "string" ? readJson(value) : ({ ok: true, value } as const);
  return reading.ok && isJsonObject(reading.value) ? reading.value : undefined;
}

function int64Fault(value: unknown): FieldFault | undefined {
  const digits = numberText(value);
  if (digits === undefined) {
    return typeFault(value);
  }
  const reading = parseInt64(digits);
  if (reading.ok) {
    return undefined;
  }
  const problem = reading.problem === "empty" ? "notDigits" : reading.problem;
  return { kind: "integer", problem, digits };
}

function int32Fault(value: unknown): FieldFault | undefined {
  const digits = numberText(value);
  if (digits === undefined) {
    return typeFault(value);
  }
  if (!/^-?\d+$/.test(digits)) {
    return { kind: "integer", problem: "notDigits", digits };
  }
  const integer = BigInt(digits);
  if (integer < minInt32) {
    return { kind: "integer", problem: "tooSmall", digits };
  }
  return integer > maxInt32 ? { kind: "integer", problem: "tooLarge", digits } : undefined;
}

function valueFault(values: readonly string[], value: unknown): FieldFault | undefined {
  if (typeof value !== "string") {
    return typeFault(value);
  }
  return values.includes(value) ? undefined : { kind: "value", given: value };
}

function stringMapFault(value: unknown): FieldFault | undefined {
  if (!isJsonObject(value)) {
    return typeFault(value);
  }
  const wrong = Object.entries(value).find(([, element]) => typeof element !== "string");
  return wrong && { kind: "member", path: [wrong[0]], fault: typeFault(wrong[1]) };
}

/** Oracle's sample client sends milliseconds; null is what comes back where nothing was sent. */
function timeFault(value: unknown): FieldFault | undefined {
  if (typeof value === "string") {
    return Number.isNaN(Date.parse(value)) ? { kind: "time", given: value } : undefined;
  }
  return value === null || numberText(value) !== undefined ? undefined : typeFault(value);
}

function customFieldsFault(value: unknown): FieldFault | undefined {
  if (!Array.isArray(value)) {
    return typeFault(value);
  }
  for (const [index, element] of value.entries()) {
    const fault = customFieldFault(element);
    if (fault !== undefined) {
      return within(index, fault);
    }
  }
  return undefined;
}

function customFieldFault(element: unknown): FieldFault | undefined {
  if (!isJsonObject(element)) {
    return typeFault(element);
  }
  const { name, type, value } = element;
  if (typeof name !== "string") {
    return within("name", name === undefined ? { kind: "missing" } : typeFault(name));
  }
  if (type === undefined) {
    return value === undefined ? undefined : within("type", { kind: "missing" });
  }
  const fault = valueFault(customFieldTypes, type);
  return fault && within("type", fault);
}

function sessionInformationFault(value: unknown): FieldFault | undefined {
  const information = sessionInformationOf(value);
  if (information === undefined) {
    return typeFault(value);
  }
  const [first] = bodyFaults(sessionInformationFields, information);
  return first?.kind === "field" ? within(first.name, first.fault) : undefined;
}

function within(
  step: string | number,
  fault: FieldFault | { readonly kind: "missing" },
): FieldFault {
  return fault.kind === "member"
    ? { kind: "member", path: [step, ...fault.path], fault: fault.fault }
    : { kind: "member", path: [step], fault };
}

function typeFault(value: unknown): FieldFault {
  return { kind: "type", given: kindOf(value) };
}
