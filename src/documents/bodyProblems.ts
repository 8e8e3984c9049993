import type { Node } from "jsonc-parser";
import { bodyFaults, type BodyFault } from "../chat/fieldFaults";
import type { FieldFact } from "../chat/fields";
import { allOperations, type OperationId } from "../chat/operations";
import { isJsonObject, readJson } from "../util/json";
import { nearestNames } from "./nearest";
import type { DocumentFact, DocumentProblem, ProblemSeverity } from "./problem";
import { fieldTokens, withTrialValues } from "./tokens";
import { kindOfNode, memberOf, nodeTowards, type Member } from "./tree";

/** What is wrong with a document's body. `json` is the body as compact JSON, tokens in it. */
export function bodyProblems(
  operation: OperationId,
  { key, value: body }: Member & { readonly value: Node },
  json: string,
): readonly DocumentProblem[] {
  const reading = readJson(withTrialValues(json));
  if (body.type !== "object" || !reading.ok || !isJsonObject(reading.value)) {
    return [at(body, "error", { kind: "bodyNotObject", given: kindOfNode(body) })];
  }
  const fields = allOperations[operation].body;
  return bodyFaults(fields, reading.value).map((fault) =>
    problemOf(operation, fault, { key, value: body }),
  );
}

/** The required members of an operation's body, each as missing; told where the operation is named. */
export function absentBodyProblems(
  operation: OperationId,
  named: Node,
): readonly DocumentProblem[] {
  return bodyFaults(allOperations[operation].body, {}).map((fault) =>
    problemOf(operation, fault, { key: named, value: named }),
  );
}

/** A problem at the place of a node. */
export function at(node: Node, severity: ProblemSeverity, fact: DocumentFact): DocumentProblem {
  return { ...fact, severity, offset: node.offset, length: node.length };
}

function problemOf(
  operation: OperationId,
  bodyFault: BodyFault,
  { key, value: body }: { readonly key: Node; readonly value: Node },
): DocumentProblem {
  const { name } = bodyFault;
  const fields = allOperations[operation].body;
  const member = memberOf(body, name);
  const field = fields[name];
  if (field === undefined || bodyFault.kind === "unknownMember") {
    const [nearest] = nearestNames(name, Object.keys(fields));
    return at(member?.key ?? key, "warning", {
      kind: "bodyUnknown",
      ...{ name, operation },
      ...(nearest !== undefined && { nearest }),
    });
  }
  switch (bodyFault.kind) {
    case "missing":
      return at(key, "error", { kind: "bodyMissing", name, field, operation });
    case "field": {
      const { fault } = bodyFault;
      const value = member?.value ?? key;
      const given: unknown = value.value;
      if (isInteger(field) && typeof given === "string" && given.startsWith("$")) {
        const [nearest] = nearestNames(given, fieldTokens);
        return at(value, "error", {
          kind: "tokenUnknown",
          ...{ name, given },
          ...(nearest !== undefined && { nearest }),
        });
      }
      const node = fault.kind === "member" ? nodeTowards(value, fault.path) : value;
      const isOpenValue = fault.kind === "value" && field.type === "enum" && field.isOpen;
      return at(node, isOpenValue ? "hint" : "error", { kind: "bodyValue", name, field, fault });
    }
  }
}

function isInteger({ type }: FieldFact): boolean {
  return type === "int64" || type === "int32";
}
