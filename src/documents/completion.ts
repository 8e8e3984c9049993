import { findNodeAtLocation, getLocation, visit, type Node } from "jsonc-parser";
import { credentialHeaderNames } from "../chat/credentials";
import type { FieldToken } from "../chat/fields";
import { allOperations, type OperationId } from "../chat/operations";
import { memberAt, membersAt, type MemberFact } from "./members";
import { credentialChoices, documentMembers, type DocumentMember } from "./requestDocument";
import { customFieldSnippet, inSnippet, valueSnippet } from "./snippets";
import { fieldTokens } from "./tokens";
import { membersOf, operationNamed, parseDocument, unlessTooDeep } from "./tree";
import {
  credentialChoiceTexts,
  documentMemberTexts,
  groupTitles,
  memberLines,
  operationLines,
  requiredText,
  shortTypeText,
  tokenTexts,
  typeText,
} from "./words";
import { newRequestDocument } from "./writeDocument";

/** Something that may stand at a place of a document. */
export interface Completion {
  readonly label: string;
  readonly kind: "member" | "operation" | "value" | "token";
  /** A snippet of VS Code. */
  readonly insert: string;
  /** What it takes the place of, in UTF-16 units; it begins and ends in one line. */
  readonly replace: { readonly offset: number; readonly length: number };
  /** What is typed is held against this. */
  readonly filter: string;
  readonly detail?: string;
  /** Paragraphs of Markdown. */
  readonly documentation?: readonly string[];
  /** Whether more is offered at once where the snippet leaves the cursor. */
  readonly goesOn?: true;
}

/** What an offer is made of, before it is known what it takes the place of. */
type Offer = Omit<Completion, "replace" | "filter"> & { readonly words?: string };

/**
 * What may stand at an offset of a document, the likeliest first; also in a text that is half
 * written. Members that are there already are left out. Nothing is offered in comments.
 */
export function completionsAt(text: string, offset: number): readonly Completion[] {
  return unlessTooDeep(() => find(text, offset), []);
}

function find(text: string, offset: number): readonly Completion[] {
  const plain = withoutComments(text, offset);
  if (plain === undefined) {
    return [];
  }
  if (plain.trim() === "") {
    return Object.keys(allOperations).map((id) =>
      withRange(wholeDocument(id as OperationId), { offset, length: 0 }, ""),
    );
  }
  const { root } = parseDocument(plain);
  const operation = operationNamed(plain, root);
  const { path, isAtPropertyKey, previousNode } = getLocation(plain, offset);
  const literal = previousNode && isWithin(previousNode, offset) ? previousNode : undefined;
  const replace = rangeOf(plain, offset, literal);
  const before = plain.slice(0, replace.offset).trimEnd().slice(-1);
  const typed = plain.slice(replace.offset, replace.offset + replace.length);
  if (!(isAtPropertyKey ? "{," : ":[,").includes(before) || before === "") {
    return [];
  }
  if (!isAtPropertyKey) {
    return valuesAt(operation, path).map((offer) => withRange(offer, replace, typed));
  }
  const object = path.slice(0, -1);
  const present = presentMembers(root, object, replace.offset);
  const after = plain.slice(replace.offset + replace.length).trimStart();
  return namesAt(operation, object)
    .filter(({ label }) => !present.has(label))
    .map((offer) => withRange(asMember(offer, after), replace, typed));
}

/** The text with blanks in the place of comments; undefined where the offset is in one. */
function withoutComments(text: string, offset: number): string | undefined {
  let plain = "";
  const around: number[] = [];
  visit(text, {
    onComment: (start, length) => {
      const end = start + length;
      const isLine = text.startsWith("//", start);
      if (start < offset && (isLine ? offset <= end : offset < end)) {
        around.push(start);
      }
      const blanks = text.slice(start, end).replace(/[^\r\n]/g, " ");
      plain += text.slice(plain.length, start) + blanks;
    },
  });
  return around.length > 0 ? undefined : plain + text.slice(plain.length);
}

/** Whether an offset is in a literal or behind its last character; a name is a "property" here. */
function isWithin({ offset: start, length }: Node, offset: number): boolean {
  return start < offset && offset <= start + length;
}

/** What a completion takes the place of: the literal under the cursor, or the word being typed. */
function rangeOf(
  text: string,
  offset: number,
  literal: Node | undefined,
): { readonly offset: number; readonly length: number } {
  const rest = /^[\w$/-]*"?/.exec(text.slice(offset))?.[0] ?? "";
  if (literal?.type === "string" || literal?.type === "property") {
    const written = text.slice(literal.offset, literal.offset + literal.length);
    const isClosed = /^"(?:[^"\\]|\\.)*"$/.test(written);
    const end = isClosed ? literal.offset + literal.length : offset + rest.length;
    return { offset: literal.offset, length: end - literal.offset };
  }
  const word = /[\w$/.-]*$/.exec(text.slice(0, offset))?.[0] ?? "";
  const tail = /^[\w$/.-]*/.exec(rest)?.[0] ?? "";
  return { offset: offset - word.length, length: word.length + tail.length };
}

function withRange(
  { words, ...offer }: Offer,
  replace: Completion["replace"],
  typed: string,
): Completion {
  // VS Code holds what stands in the range against the filter, a quotation mark included.
  const name = typed.startsWith('"') ? JSON.stringify(offer.label) : offer.label;
  return { ...offer, replace, filter: words === undefined ? name : `${name} ${words}` };
}

/** The names that an object has already, but for the one that is being typed. */
function presentMembers(
  root: Node | undefined,
  path: readonly (string | number)[],
  typedAt: number,
): ReadonlySet<string> {
  const object = root && (path.length === 0 ? root : findNodeAtLocation(root, [...path]));
  return new Set(
    membersOf(object).flatMap(({ name, key }) => (key.offset === typedAt ? [] : [name])),
  );
}

/** A member with its value, or its name alone where a value follows, and a comma where it needs one. */
function asMember({ insert, ...offer }: Offer, after: string): Offer {
  const name = inSnippet(JSON.stringify(offer.label));
  if (after.startsWith(":")) {
    return { ...offer, insert: name };
  }
  return { ...offer, insert: `${name}: ${insert}${after.startsWith('"') ? "," : ""}` };
}

/** The names that may stand in an object; `insert` is the value to begin with. */
function namesAt(
  operation: OperationId | undefined,
  path: readonly (string | number)[],
): readonly Offer[] {
  const [part, ...rest] = path;
  if (part === undefined) {
    return (Object.keys(documentMembers) as DocumentMember[]).map(documentMemberOffer);
  }
  if (operation === undefined) {
    return [];
  }
  if (part === "body") {
    const members = membersAt(operation, rest);
    return [...members].sort(byNeed).map(memberOffer);
  }
  return part === "credentials" && rest.length === 0
    ? credentialHeaderNames[allOperations[operation].credentials].map((label): Offer => ({
        ...{ label, kind: "member", insert: '"${1|wrong,omit,stored|}"' },
        documentation: [documentMemberTexts.credentials],
      }))
    : [];
}

/** The values that may stand at a path. */
function valuesAt(
  operation: OperationId | undefined,
  [part, ...path]: readonly (string | number)[],
): readonly Offer[] {
  if (part === "operation") {
    return Object.keys(allOperations).map((id) => operationOffer(id as OperationId));
  }
  if (part === "credentials" && path.length === 1) {
    return credentialChoices.map((choice) => ({
      ...textOffer(choice),
      documentation: [credentialChoiceTexts[choice]],
    }));
  }
  if (part !== "body" || operation === undefined) {
    return [];
  }
  if (typeof path.at(-1) === "number") {
    const list = memberAt(operation, path.slice(0, -1));
    return list?.field?.type === "customFields"
      ? [{ label: "{ }", kind: "value", insert: customFieldSnippet, detail: "a custom field" }]
      : [];
  }
  const member = memberAt(operation, path);
  return member ? memberValues(operation, member) : [];
}

function memberValues(operation: OperationId, member: MemberFact): readonly Offer[] {
  const { field } = member;
  const documentation = memberLines(member);
  switch (field?.type) {
    case "enum":
      return field.values.map((value) => ({ ...textOffer(value), documentation }));
    case "boolean":
      return ["true", "false"].map((label) => ({
        ...{ label, kind: "value", insert: label, documentation },
      }));
    case "int64":
      return tokensFor(operation, field.token).map(tokenOffer);
    case "int32":
      return field.token === undefined ? [] : [tokenOffer(field.token)];
    case "stringMap":
    case "customFields":
    case "sessionInformation": {
      const label = field.type === "customFields" ? "[ ]" : "{ }";
      const detail = typeText(field);
      return [{ label, kind: "value", insert: valueSnippet(member), detail, documentation }];
    }
    default:
      return [];
  }
}

/** The usual token first. A client id is one of an agent's session. */
function tokensFor(operation: OperationId, usual: FieldToken | undefined): readonly FieldToken[] {
  return fieldTokens
    .filter(
      (token) => token !== "$sessionClientId" || allOperations[operation].credentials === "session",
    )
    .sort((a, b) => Number(b === usual) - Number(a === usual));
}

function tokenOffer(token: FieldToken): Offer {
  const insert = inSnippet(JSON.stringify(token));
  return { label: token, kind: "token", insert, documentation: [tokenTexts[token]] };
}

function textOffer(label: string): Offer {
  return { label, kind: "value", insert: inSnippet(JSON.stringify(label)) };
}

function operationOffer(id: OperationId): Offer {
  const { title, does, group } = allOperations[id];
  return {
    ...{ label: id, kind: "operation", insert: inSnippet(JSON.stringify(id)) },
    detail: `${title} (${groupTitles[group]})`,
    documentation: operationLines(id),
    words: `${title} ${does}`,
  };
}

function wholeDocument(id: OperationId): Offer {
  return { ...operationOffer(id), insert: inSnippet(newRequestDocument(id)) };
}

const memberStarts: Readonly<Record<(typeof documentMembers)[DocumentMember], string>> = {
  text: '"$1"',
  object: "{ $1 }",
  any: "{ $1 }",
};

function documentMemberOffer(label: DocumentMember): Offer {
  return {
    ...{ label, kind: "member", insert: memberStarts[documentMembers[label]] },
    documentation: [documentMemberTexts[label]],
    ...(["operation", "body", "credentials"].includes(label) && { goesOn: true }),
  };
}

function byNeed(a: MemberFact, b: MemberFact): number {
  return Number(b.required) - Number(a.required);
}

function memberOffer(member: MemberFact): Offer {
  return {
    ...{ label: member.name, kind: "member", insert: valueSnippet(member) },
    detail: `${requiredText(member)} · ${shortTypeText(member.field)}`,
    documentation: memberLines(member),
    ...(member.field?.type === "sessionInformation" && { goesOn: true }),
  };
}
