import { visit, type Node } from "jsonc-parser";
import { createRedactor } from "../chat/redact";
import type { DocumentProblem } from "./problem";
import { memberOf, membersOf } from "./tree";

const redactor = createRedactor([]);

/**
 * Whatever looks like a credential, in values and in comments: a web token, or a member whose name
 * says so. `credentials` and `headers` have rules of their own, but for web tokens.
 */
export function secretsIn(text: string, root: Node | undefined): readonly DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  visit(text, {
    onComment: (offset, length) => {
      if (hasSecret(text.slice(offset, offset + length))) {
        problems.push({ kind: "secret", severity: "warning", offset, length });
      }
    },
  });
  const apart = ["credentials", "headers"].map((name) => memberOf(root, name)?.value);
  const search = (node: Node, areNamesMeant: boolean): void => {
    const { offset, length } = node;
    const value: unknown = node.value;
    if (typeof value === "string" && hasSecret(value)) {
      problems.push({ kind: "secret", severity: "warning", offset, length });
    }
    for (const member of membersOf(node)) {
      const { name, value: inner } = member;
      if (areNamesMeant && inner?.type === "string" && isSecretMember(name, String(inner.value))) {
        const { offset: at, length: size } = inner;
        problems.push({ kind: "secret", name, severity: "warning", offset: at, length: size });
      } else if (inner) {
        search(inner, areNamesMeant && !apart.includes(inner));
      }
    }
    if (node.type === "array") {
      for (const element of node.children ?? []) {
        search(element, areNamesMeant);
      }
    }
  };
  if (root) {
    search(root, true);
  }
  return problems;
}

function isSecretMember(name: string, value: string): boolean {
  return value !== "" && hasSecret(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
}

function hasSecret(text: string): boolean {
  return redactor.text(text) !== text;
}
