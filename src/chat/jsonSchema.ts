import { customFieldTypes, type FieldFact, type Fields } from "./fields";
import type { Operation } from "./operations";
import { sessionInformationFields } from "./operations/consumer";
import { responseMembers, type ResponseFact, type ResponseFacts } from "./operations/response";

/** A JSON Schema (2020-12) to be written with `writeJson`: the limits of int64 are `bigint`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of one member of a request, with its meaning and evidence. */
function schemaOf(field: FieldFact): JsonSchema {
  return {
    ...typeSchema(field),
    description: field.isRequiredUnknown
      ? `${field.meaning} Whether it is required is not known.`
      : field.meaning,
    ...(field.sample !== undefined && field.type !== "sessionInformation"
      ? { examples: [field.sample] }
      : {}),
    "x-evidence": field.evidence,
    ...(field.isRequiredUnknown && { "x-required": "unknown" }),
  };
}

/** The schema of what an operation is told in its body, or in the query parameter in its place. */
export function bodySchema(operation: Operation): JsonSchema {
  return objectSchema(operation.body);
}

/** The schema of a success's body. Everything is optional but what makes the answer readable. */
export function responseSchema(operation: Operation): JsonSchema {
  const { schema, unseen } = operation.response;
  const description = [
    schema === undefined ? "" : `Oracle's schema ${schema}.`,
    "Members that are not listed must be expected.",
    unseen === undefined ? "" : `Not public: ${lowerFirst(unseen)}`,
  ];
  return {
    type: "object",
    description: description.filter((sentence) => sentence !== "").join(" "),
    ...propertiesOf(responseMembers(operation)),
    ...requirement(operation),
  };
}

/** What must be there; an error of the chat server may come without it, with any status. */
function requirement({ place, requiredMembers, side }: Operation): JsonSchema {
  if (requiredMembers.length === 0) {
    return {};
  }
  const required = { required: requiredMembers };
  const isError = {
    required: ["chatSystemError"],
    properties: { chatSystemError: { type: "object" } },
  };
  return place === "chatServer" && side === "agent" ? { anyOf: [required, isError] } : required;
}

const int64 = { type: "integer", format: "int64" } as const;
const maxInt64 = 9223372036854775807n;

function typeSchema(field: FieldFact): JsonSchema {
  switch (field.type) {
    case "int64":
      return { ...int64, minimum: 0, maximum: maxInt64 };
    case "int32":
      return { type: "integer", format: "int32", minimum: -2147483648, maximum: 2147483647 };
    case "boolean":
    case "string":
      return { type: field.type };
    case "stringMap":
      return { type: "object", additionalProperties: { type: "string" } };
    case "enum":
      return field.isOpen ? openEnum(field.values) : { type: "string", enum: field.values };
    case "clientTime":
      return {
        anyOf: [
          { type: "string", format: "date-time", "x-evidence": "documented" },
          {
            ...int64,
            description: "Milliseconds since 1970, as Oracle's sample client sends them.",
            "x-evidence": "sampleClient",
          },
        ],
      };
    case "customFields":
      return { type: "array", items: customField };
    case "sessionInformation": {
      const information = objectSchema(sessionInformationFields);
      return {
        anyOf: [
          information,
          {
            type: "string",
            contentMediaType: "application/json",
            contentSchema: information,
            description: "The same object as text, as Oracle's sample client sends it.",
            "x-evidence": "sampleClient",
          },
        ],
      };
    }
  }
}

const customField: JsonSchema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", description: "The field's name." },
    type: {
      type: "string",
      enum: customFieldTypes,
      description: "The type of the value; needed when there is one.",
    },
    value: { description: "The value, of that type." },
  },
  dependentRequired: { value: ["type"] },
};

function objectSchema(fields: Fields): JsonSchema {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => field.required).map(([name]) => name);
  return {
    type: "object",
    ...(required.length > 0 && { required }),
    ...(entries.length > 0 && {
      properties: Object.fromEntries(entries.map(([name, field]) => [name, schemaOf(field)])),
    }),
  };
}

function openEnum(values: readonly string[]): JsonSchema {
  return { anyOf: [{ type: "string", enum: values }, { type: "string" }] };
}

function propertiesOf(facts: ResponseFacts): JsonSchema {
  const properties = Object.entries(facts).flatMap(([name, fact]) => [
    [name, answerSchema(fact)] as const,
    ...(fact.hasTwin ? [[`${name}String`, twinSchema(name, fact)] as const] : []),
  ]);
  return properties.length === 0 ? {} : { properties: Object.fromEntries(properties) };
}

function twinSchema(name: string, { evidence }: ResponseFact): JsonSchema {
  return {
    type: "string",
    description: `The digits of ${name} as text, exact where a number would lose some.`,
    "x-evidence": evidence,
  };
}

function answerSchema(fact: ResponseFact): JsonSchema {
  return {
    ...answerType(fact),
    description: fact.meaning,
    "x-evidence": fact.evidence,
  };
}

function answerType(fact: ResponseFact): JsonSchema {
  const { members = {}, values } = fact;
  switch (fact.type) {
    case "int64":
    case "int32":
      return { type: orNull("integer", fact), format: fact.type };
    case "integer":
    case "boolean":
      return { type: orNull(fact.type, fact) };
    case "string":
      return values === undefined ? { type: orNull("string", fact) } : openEnum(values);
    case "time":
      return { type: orNull(["string", "integer"], fact) };
    case "object":
      return { type: orNull("object", fact), ...propertiesOf(members) };
    case "array":
      return {
        type: orNull("array", fact),
        ...(fact.items === undefined ? {} : { items: answerSchema(fact.items) }),
      };
    case "listOrMap":
      return { type: orNull(["array", "object"], fact) };
    case "tagged":
      return {
        type: "object",
        minProperties: 1,
        maxProperties: 1,
        ...propertiesOf(members),
        additionalProperties: { type: "object" },
      };
  }
}

function orNull(type: string | readonly string[], { isNullable }: ResponseFact): unknown {
  return isNullable ? [type, "null"].flat() : type;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
