import type { Node } from "jsonc-parser";
import { allOperations } from "../chat/operations";
import { nearestNames } from "./nearest";
import type { DocumentProblem } from "./problem";
import { memberOf, membersOf, parseDocument, unlessTooDeep } from "./tree";

/** What would put a problem right. */
export interface DocumentFix {
  readonly kind: "replace" | "addRequired";
  /** What stands there afterwards, or the names that are added. */
  readonly names: readonly string[];
  /** What takes the place of a stretch of the text, in UTF-16 units. */
  readonly edit: { readonly offset: number; readonly length: number; readonly text: string };
}

/** What would obviously put a problem of a document right; nothing for most. */
export function fixesFor(text: string, problem: DocumentProblem): readonly DocumentFix[] {
  switch (problem.kind) {
    case "operationUnknown":
      return problem.nearest.map((name) => replacing(problem, name));
    case "memberUnknown":
    case "bodyUnknown":
    case "tokenUnknown":
      return problem.nearest === undefined ? [] : [replacing(problem, problem.nearest)];
    case "bodyValue": {
      const { fault, field } = problem;
      return fault.kind === "value" && field.type === "enum"
        ? nearestNames(fault.given, field.values).map((name) => replacing(problem, name))
        : [];
    }
    case "bodyMissing":
      return unlessTooDeep(() => addingRequired(text, problem), []);
    default:
      return [];
  }
}

function replacing({ offset, length }: DocumentProblem, name: string): DocumentFix {
  return { kind: "replace", names: [name], edit: { offset, length, text: JSON.stringify(name) } };
}

/** Adds everything that is required and missing, with the values of a smallest body. */
function addingRequired(
  text: string,
  { operation }: DocumentProblem & { kind: "bodyMissing" },
): readonly DocumentFix[] {
  const { root } = parseDocument(text);
  const body = memberOf(root, "body")?.value;
  const present = new Set(membersOf(body).map(({ name }) => name));
  const missing = Object.entries(allOperations[operation].body).filter(
    ([name, { required }]) => required && !present.has(name),
  );
  const names = missing.map(([name]) => name);
  const members = missing.map(
    ([name, { token, sample }]) => `${JSON.stringify(name)}: ${JSON.stringify(token ?? sample)}`,
  );
  const edit =
    body === undefined
      ? bodyAfterOperation(text, root, members)
      : body.type === "object"
        ? intoObject(text, body, members)
        : undefined;
  return edit ? [{ kind: "addRequired", names, edit }] : [];
}

function bodyAfterOperation(
  text: string,
  root: Node | undefined,
  members: readonly string[],
): DocumentFix["edit"] | undefined {
  const operation = memberOf(root, "operation");
  if (operation?.value === undefined) {
    return undefined;
  }
  const { offset, length } = operation.value;
  const indent = indentAt(text, operation.key.offset);
  const lines = members.map((member) => `\n${indent}  ${member}`).join(",");
  const body = `,\n${indent}"body": {${lines}\n${indent}}`;
  return { offset: offset + length, length: 0, text: body };
}

function intoObject(text: string, object: Node, members: readonly string[]): DocumentFix["edit"] {
  const last = membersOf(object).at(-1);
  if (last?.value === undefined) {
    const indent = indentAt(text, object.offset);
    const lines = members.map((member) => `\n${indent}  ${member}`).join(",");
    const rest = text.slice(object.offset + 1, object.offset + object.length - 1);
    // A comment in an otherwise empty object keeps the line break before the brace.
    const end = rest.trim() === "" ? `\n${indent}` : "";
    const length = rest.trim() === "" ? rest.length : 0;
    return { offset: object.offset + 1, length, text: lines + end };
  }
  const { offset, length } = last.value;
  const isOneLine = !text.slice(object.offset, last.key.offset).includes("\n");
  const glue = isOneLine ? ", " : `,\n${indentAt(text, last.key.offset)}`;
  return {
    offset: offset + length,
    length: 0,
    text: members.map((member) => glue + member).join(""),
  };
}

/** The blanks that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}
