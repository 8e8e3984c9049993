import type { Node } from "jsonc-parser";
import type { Header } from "../chat/exchange";
import { credentialHeaderNames } from "../chat/credentials";
import type { FieldToken } from "../chat/fields";
import { allOperations, isOperationId, type OperationId } from "../chat/operations";
import { checkPool } from "../chat/server";
import { absentBodyProblems, at, bodyProblems } from "./bodyProblems";
import { headerFault } from "./headerRules";
import { nearestNames } from "./nearest";
import type { DocumentFact, DocumentProblem, ProblemSeverity } from "./problem";
import { secretsIn } from "./secrets";
import { tokensIn } from "./tokens";
import { compactJson, kindOfNode, memberOf, membersOf, parseDocument, type Member } from "./tree";

export { fillTokens } from "./tokens";

/** A request as somebody wrote it down to send it again and again: no host, no site, no secret. */
export interface RequestDocument {
  readonly operation: OperationId;
  /** The body as compact JSON: digits, order and repeated members as written, tokens still in it. */
  readonly json?: string;
  /** The exact text to send instead of a JSON body; it need not be JSON. */
  readonly bodyText?: string;
  /** The pool to send to instead of the profile's. */
  readonly pool?: string;
  /** Headers beside the usual ones; never one that carries credentials. */
  readonly headers: readonly Header[];
  /** The headers with credentials that are not sent as they are stored, by name. */
  readonly credentials: Readonly<Record<string, "omit" | "wrong">>;
  /** The tokens that stand in the body, each once. */
  readonly tokens: readonly FieldToken[];
}

/** A document as far as it could be read. */
export interface DocumentReading {
  /** Absent where it cannot be told what is to be sent: no operation, or no JSON at all. */
  readonly document?: RequestDocument;
  /** In the order of the text. */
  readonly problems: readonly DocumentProblem[];
}

/** The members of a document, with what stands in them. */
export const documentMembers = {
  operation: "text",
  description: "text",
  body: "any",
  bodyText: "text",
  pool: "text",
  headers: "object",
  credentials: "object",
} as const satisfies Readonly<Record<string, "text" | "object" | "any">>;

/** The name of a member of a document. */
export type DocumentMember = keyof typeof documentMembers;

/** Whether a document has a member of this name. */
export function isDocumentMember(name: string): name is DocumentMember {
  return Object.hasOwn(documentMembers, name);
}

/** What a document says of a header with credentials. */
export const credentialChoices = ["stored", "omit", "wrong"] as const;

/**
 * Reads the text of a request document. Never throws. What is refused (credentials, headers that
 * would break the request) is a problem and not in the document, so that it is never sent.
 */
export function readRequestDocument(text: string): DocumentReading {
  try {
    const reading = read(text);
    return { ...reading, problems: reading.problems.toSorted((a, b) => a.offset - b.offset) };
  } catch (error) {
    if (error instanceof RangeError) {
      return { problems: [{ kind: "tooDeep", severity: "error", offset: 0, length: text.length }] };
    }
    throw error;
  }
}

function read(text: string): DocumentReading {
  const { root, errors } = parseDocument(text);
  const secrets = secretsIn(text, root);
  if (errors.length > 0 || root === undefined) {
    const faults = errors.map(({ error, offset, length }): DocumentProblem => {
      return { kind: "syntax", error, severity: "error", offset, length };
    });
    return { problems: [...faults, ...secrets] };
  }
  if (root.type !== "object") {
    const given = kindOfNode(root);
    return { problems: [at(root, "error", { kind: "notAnObject", given }), ...secrets] };
  }
  const problems: DocumentProblem[] = [...secrets, ...memberProblems(root)];
  const tell = (node: Node, severity: ProblemSeverity, fact: DocumentFact): void => {
    problems.push(at(node, severity, fact));
  };
  const operation = readOperation(root, tell);
  if (operation === undefined) {
    return { problems };
  }
  const pool = readPool(root, operation.id, tell);
  const document: RequestDocument = {
    operation: operation.id,
    ...readBody(text, root, operation, tell, problems),
    ...(pool !== undefined && { pool }),
    headers: readHeaders(root, operation.id, tell),
    credentials: readCredentials(root, operation.id, tell),
  };
  return { document, problems };
}

type Tell = (node: Node, severity: ProblemSeverity, fact: DocumentFact) => void;

/** Unknown and repeated members of the document, and those with another kind of value. */
function memberProblems(root: Node): readonly DocumentProblem[] {
  const members = membersOf(root);
  const problems = members.flatMap(({ name, key, value }): DocumentProblem[] => {
    if (!isDocumentMember(name)) {
      const [nearest] = nearestNames(name, Object.keys(documentMembers));
      return [at(key, "error", { kind: "memberUnknown", name, ...(nearest && { nearest }) })];
    }
    const wanted = documentMembers[name];
    if (value === undefined || wanted === "any" || value.type === nodeTypes[wanted]) {
      return [];
    }
    return [at(value, "error", { kind: "memberType", name, given: kindOfNode(value), wanted })];
  });
  const repeated = (["headers", "credentials", "body"] as const).flatMap((where) =>
    twice(membersOf(memberOf(root, where)?.value), where),
  );
  return [...problems, ...twice(members, "document"), ...repeated];
}

const nodeTypes = { text: "string", object: "object" } as const;

function twice(
  members: readonly Member[],
  where: "document" | "headers" | "credentials" | "body",
): readonly DocumentProblem[] {
  // Letter case does not count in the names of headers.
  const nameOf = ({ name }: Member): string =>
    where === "headers" || where === "credentials" ? name.toLowerCase() : name;
  return members
    .filter((member, index) =>
      members.slice(0, index).some((earlier) => nameOf(earlier) === nameOf(member)),
    )
    .map(({ key, name }) => at(key, "warning", { kind: "twice", name, where }));
}

interface NamedOperation {
  readonly id: OperationId;
  readonly node: Node;
}

function readOperation(root: Node, tell: Tell): NamedOperation | undefined {
  const node = memberOf(root, "operation")?.value;
  if (node === undefined) {
    tell({ ...root, length: 1 }, "error", { kind: "operationMissing" });
    return undefined;
  }
  const id = textOf(node);
  if (id === undefined) {
    return undefined;
  }
  if (!isOperationId(id)) {
    const nearest = nearestNames(id, Object.keys(allOperations) as OperationId[]);
    tell(node, "error", { kind: "operationUnknown", given: id, nearest });
    return undefined;
  }
  return { id, node };
}

function readBody(
  text: string,
  root: Node,
  operation: NamedOperation,
  tell: Tell,
  problems: DocumentProblem[],
): Pick<RequestDocument, "json" | "bodyText" | "tokens"> {
  const { method, queryParameter } = allOperations[operation.id];
  const body = memberOf(root, "body");
  const exact = memberOf(root, "bodyText");
  const written = exact ?? body;
  if (written && method === "GET" && queryParameter === undefined) {
    tell(written.key, "warning", { kind: "bodyNotSent", operation: operation.id });
  }
  if (exact) {
    if (body) {
      tell(exact.key, "error", { kind: "twoBodies" });
    }
    const bodyText = textOf(exact.value);
    return { tokens: [], ...(bodyText !== undefined && { bodyText }) };
  }
  if (body?.value === undefined) {
    problems.push(...absentBodyProblems(operation.id, operation.node));
    return { tokens: [] };
  }
  const json = compactJson(text, body.value);
  problems.push(...bodyProblems(operation.id, { ...body, value: body.value }, json));
  return { json, tokens: tokensIn(json) };
}

function readPool(root: Node, operation: OperationId, tell: Tell): string | undefined {
  const node = memberOf(root, "pool")?.value;
  const pool = textOf(node);
  if (node === undefined || pool === undefined) {
    return undefined;
  }
  if (allOperations[operation].pool === "none") {
    tell(node, "warning", { kind: "poolUnused", operation });
    return undefined;
  }
  const problem = checkPool(pool);
  if (problem) {
    tell(node, "error", { kind: "pool", problem });
  }
  return pool;
}

function readHeaders(root: Node, operation: OperationId, tell: Tell): readonly Header[] {
  return membersOf(memberOf(root, "headers")?.value).flatMap(({ name, key, value }): Header[] => {
    const text = textOf(value);
    if (text === undefined) {
      const given = value ? kindOfNode(value) : "null";
      // A refused header with a number in it is refused all the same.
      const fault = headerFault([name, ""], allOperations[operation]);
      tell(value ?? key, "error", fault ?? { kind: "memberType", name, given, wanted: "text" });
      return [];
    }
    const fault = headerFault([name, text], allOperations[operation]);
    if (fault) {
      tell(fault.kind === "headerValue" ? (value ?? key) : key, "error", fault);
      return [];
    }
    return [[name, text]];
  });
}

function readCredentials(
  root: Node,
  operation: OperationId,
  tell: Tell,
): RequestDocument["credentials"] {
  const known = credentialHeaderNames[allOperations[operation].credentials];
  const changed = new Map<string, "omit" | "wrong">();
  for (const { name, key, value } of membersOf(memberOf(root, "credentials")?.value)) {
    const header = known.find((other) => other.toLowerCase() === name.toLowerCase());
    const choice = credentialChoices.find((other) => other === textOf(value));
    if (header === undefined) {
      tell(key, "error", { kind: "credentialUnknown", name, operation, known });
    } else if (choice === undefined) {
      tell(value ?? key, "error", { kind: "credentialValue", name: header });
    } else if (choice !== "stored") {
      changed.set(header, choice);
    } else {
      // Of two the last counts.
      changed.delete(header);
    }
  }
  return Object.fromEntries(changed);
}

function textOf(node: Node | undefined): string | undefined {
  const value: unknown = node?.value;
  return typeof value === "string" ? value : undefined;
}
