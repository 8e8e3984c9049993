import { findNodeAtOffset, getNodePath, type Node } from "jsonc-parser";
import { allOperations, isOperationId, type OperationId } from "../chat/operations";
import { evidenceText } from "./evidenceText";
import { memberAt } from "./members";
import { credentialChoices, isDocumentMember } from "./requestDocument";
import { isFieldToken } from "./tokens";
import { operationNamed, parseDocument, unlessTooDeep } from "./tree";
import {
  credentialChoiceTexts,
  documentMemberTexts,
  memberLines,
  operationLines,
  tokenTexts,
} from "./words";

/** What is known of the thing at a place of the text. */
export interface HoverText {
  /** Of the thing that it is about, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** Paragraphs of Markdown; nothing that the user typed is in them. */
  readonly lines: readonly string[];
}

/** What is known of the thing at an offset of a document: an operation, a member, a value. */
export function hoverAt(text: string, offset: number): HoverText | undefined {
  return unlessTooDeep(() => {
    const { root } = parseDocument(text);
    const node = root && findNodeAtOffset(root, offset, true);
    if (node?.type !== "string") {
      return undefined;
    }
    const lines = linesAbout(node, operationNamed(text, root));
    return lines && { offset: node.offset, length: node.length, lines };
  }, undefined);
}

function linesAbout(node: Node, operation: OperationId | undefined): readonly string[] | undefined {
  const [part, ...path] = getNodePath(node);
  const isName = node.parent?.type === "property" && node.parent.children?.[0] === node;
  const text = String(node.value);
  if (typeof part !== "string" || !isDocumentMember(part)) {
    return undefined;
  }
  if (path.length === 0 && isName) {
    return [`**${part}**`, documentMemberTexts[part]];
  }
  switch (part) {
    case "operation":
      return isOperationId(text) ? operationLines(text) : undefined;
    case "credentials":
      return isName ? undefined : credentialLines(text);
    case "body":
      return operation && bodyLines(operation, path, text, isName);
    default:
      return undefined;
  }
}

function credentialLines(text: string): readonly string[] | undefined {
  const choice = credentialChoices.find((other) => other === text);
  return choice && [`**${choice}**`, credentialChoiceTexts[choice]];
}

function bodyLines(
  operation: OperationId,
  path: readonly (string | number)[],
  text: string,
  isName: boolean,
): readonly string[] | undefined {
  const member = memberAt(operation, path);
  if (isName) {
    return member && memberLines(member);
  }
  if (isFieldToken(text)) {
    return [`**${text}**`, tokenTexts[text]];
  }
  const { field } = member ?? {};
  if (member === undefined || field?.type !== "enum" || !field.values.includes(text)) {
    return undefined;
  }
  return [
    `**${text}** — a value of ${member.name}`,
    member.meaning,
    `*${evidenceText[member.evidence]} (${allOperations[operation].source}).*`,
  ];
}
