import type { FieldFact } from "../../../src/chat/fields";
import type { Operation } from "../../../src/chat/operations";
import { responseMembers, type ResponseFact } from "../../../src/chat/operations/response";
import type { JsonObject } from "../../../src/util/json";

/** Every member of an operation's request with a value that it can have. */
export function fullBody(operation: Operation): JsonObject {
  const entries = Object.entries(operation.body);
  return Object.fromEntries(entries.map(([name, field]) => [name, valueOf(field)]));
}

/** Every member of an operation's request with a value of a type that it cannot have. */
export function wrongBody(operation: Operation): JsonObject {
  const entries = Object.entries(operation.body);
  return Object.fromEntries(entries.map(([name, field]) => [name, wrongValueOf(field)]));
}

/** Every known member of an operation's answer, to the last leaf, with a value that it can have. */
export function fullAnswer(operation: Operation): JsonObject {
  return membersOf(responseMembers(operation), answerValueOf);
}

/** Every known member of an operation's answer with a value of a type that it cannot have. */
export function wrongAnswer(operation: Operation): JsonObject {
  return membersOf(responseMembers(operation), wrongAnswerValueOf, 7);
}

function membersOf(
  facts: Readonly<Record<string, ResponseFact>>,
  value: (fact: ResponseFact) => unknown,
  twin: unknown = "1000",
): JsonObject {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, fact]): [string, unknown][] => [
      [name, value(fact)],
      ...(fact.hasTwin ? [[`${name}String`, twin] as [string, unknown]] : []),
    ]),
  );
}

function valueOf(field: FieldFact): unknown {
  switch (field.type) {
    case "int64":
      // Prism reads no greater integer with all its digits, and takes this one for the limit.
      return Number.MAX_SAFE_INTEGER;
    case "int32":
      return 1;
    case "boolean":
      return true;
    case "string":
      return "Grüße";
    case "enum":
      return field.values.at(-1);
    case "stringMap":
      return { SOURCE: "web" };
    case "clientTime":
      return "2026-01-14T14:35:14+01:00";
    case "customFields":
      return [{ name: "c$region", type: "STRING", value: "north" }, { name: "c$empty" }];
    case "sessionInformation":
      return { firstName: "Ada", queueId: 1, auxillaryData: { BROWSER: "Chromium" } };
  }
}

function wrongValueOf(field: FieldFact): unknown {
  switch (field.type) {
    case "int64":
    case "int32":
      return "12";
    case "boolean":
      return "true";
    case "string":
    case "enum":
    case "stringMap":
    case "clientTime":
    case "customFields":
    case "sessionInformation":
      return true;
  }
}

function answerValueOf(fact: ResponseFact): unknown {
  switch (fact.type) {
    case "int64":
    case "int32":
    case "integer":
      return 1000;
    case "boolean":
      return false;
    case "string":
      return fact.values?.[0] ?? "text";
    case "time":
      return "2026-01-14T14:35:14Z";
    case "object":
      return membersOf(fact.members ?? {}, answerValueOf);
    case "array":
      return fact.items === undefined ? [] : [answerValueOf(fact.items)];
    case "listOrMap":
      return {};
    case "tagged":
      // One tag at a time: the first, whose members are known.
      return membersOf(
        Object.fromEntries(Object.entries(fact.members ?? {}).slice(0, 1)),
        answerValueOf,
      );
  }
}

function wrongAnswerValueOf({ type }: ResponseFact): unknown {
  return type === "string" || type === "time" ? true : "text";
}
