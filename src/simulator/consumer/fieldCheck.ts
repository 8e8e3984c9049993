import { isJsonObject, numberText, readJson, writeJson } from "../../util/json";
import type { Explanation } from "../answers";
import { fieldReaders, kindOf } from "../fieldCheck";
import {
  type ConsumerField,
  type ConsumerFields,
  customFieldTypes,
  sessionInformationFields,
} from "./operations";
import type { CustomField } from "./values";

/** A value as it is in memory, or what is wrong with it. */
type FieldReading<T = unknown> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly explanation: Explanation };

/** Reads the members of an object by their descriptors; members that are not described are tolerated. */
export function readMembers(
  object: Readonly<Record<string, unknown>>,
  fields: ConsumerFields,
  place: string,
): FieldReading<Readonly<Record<string, unknown>>> {
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
    const reading = readField(name, field, given);
    if (!reading.ok) {
      return reading;
    }
    values[name] = reading.value;
  }
  return { ok: true, value: values };
}

function readField(name: string, field: ConsumerField, given: unknown): FieldReading {
  switch (field.type) {
    case "clientTime":
      return readTime(name, given);
    case "customFields":
      return readCustomFields(name, given);
    case "sessionInformation":
      return readSessionInformation(name, given);
    default:
      return fieldReaders[field.type].read(name, given, field);
  }
}

function nounOf(field: ConsumerField): string {
  switch (field.type) {
    case "clientTime":
      return "a time";
    case "customFields":
      return "an array of custom fields";
    case "sessionInformation":
      return "an object";
    case "enum":
      return `one of ${field.values.join(", ")}`;
    default:
      return fieldReaders[field.type].noun;
  }
}

function readTime(name: string, given: unknown): FieldReading {
  const isTime =
    typeof given === "string" ? !Number.isNaN(Date.parse(given)) : numberText(given) !== undefined;
  return isTime || given === null
    ? { ok: true, value: given }
    : no({
        came: cameAs(name, given),
        expected: `${name} must be a time such as 2025-10-09T10:55:00+02:00.`,
        remedy: `Send ${name} as such a text, or leave it out.`,
      });
}

function readCustomFields(name: string, given: unknown): FieldReading<readonly CustomField[]> {
  const remedy = `Send ${name} as an array of objects with name, type and value.`;
  const expected = `${name} must be an array of objects, each with a name, and with a type where it has a value.`;
  if (!Array.isArray(given)) {
    return no({ came: cameAs(name, given), expected, remedy });
  }
  const fields: CustomField[] = [];
  for (const [index, element] of given.entries()) {
    const differs = customFieldFault(element);
    if (differs !== undefined) {
      const came = `The member ${name} is an array whose element ${index + 1} is ${kindOf(element)}.`;
      return no({ came, expected, differs, remedy });
    }
    fields.push(element as CustomField);
  }
  return { ok: true, value: fields };
}

function customFieldFault(element: unknown): string | undefined {
  if (!isJsonObject(element)) {
    return "It is no object.";
  }
  if (typeof element["name"] !== "string") {
    return "Its name is no text.";
  }
  const type = element["type"];
  if (type === undefined) {
    return element["value"] === undefined ? undefined : "It has a value and no type.";
  }
  return customFieldTypes.some((known) => known === type)
    ? undefined
    : `Its type is ${writeJson(type)}, which is none of ${customFieldTypes.join(", ")}.`;
}

/** An object, or a text that holds one as JSON, as Oracle's sample client sends it. */
function readSessionInformation(name: string, given: unknown): FieldReading {
  const reading =
    typeof given === "string" ? readJson(given) : ({ ok: true, value: given } as const);
  if (reading.ok && isJsonObject(reading.value)) {
    return readMembers(reading.value, sessionInformationFields, name);
  }
  return no({
    came: cameAs(name, given),
    expected: `${name} must be an object, or a text that holds one as JSON.`,
    ...(reading.ok
      ? {}
      : {
          differs: `The text is not JSON: at line ${reading.fault.line}, column ${reading.fault.column}: ${reading.fault.message}.`,
        }),
    remedy: `Send ${name} as an object.`,
  });
}

function cameAs(name: string, given: unknown): string {
  const text = writeJson(given);
  return `The member ${name} is ${kindOf(given)}: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}.`;
}

function no(explanation: Explanation): { readonly ok: false; readonly explanation: Explanation } {
  return { ok: false, explanation };
}
