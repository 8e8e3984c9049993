import type { Header } from "../chat/exchange";
import { allOperations, type OperationId } from "../chat/operations";
import { writeJson } from "../util/json";
import { evidenceText } from "./evidenceText";
import { isCredentialHeader } from "./headerRules";
import { layOut } from "./layOut";

/** What a document is written from. */
export interface DocumentParts {
  readonly operation: OperationId;
  /** The body as JSON, tokens in it; a text that is no JSON is written as the exact text to send. */
  readonly json?: string;
  /** The exact text to send instead. */
  readonly bodyText?: string;
  readonly pool?: string;
  /** Headers beside the usual ones; those that carry credentials are left out. */
  readonly headers?: readonly Header[];
  /** What becomes of headers with credentials that are not to be sent as they are stored. */
  readonly credentials?: Readonly<Record<string, "omit" | "wrong">>;
  /** What stands above it as comments. */
  readonly comments?: readonly string[];
}

/** The text of a request document, laid out with two spaces. Digits of the body stay as they are. */
export function writeRequestDocument(parts: DocumentParts): string {
  const { operation, json, bodyText, pool, headers = [], credentials = {}, comments = [] } = parts;
  const body = json === undefined ? undefined : layOut(json, 1);
  const exact = bodyText ?? (body === undefined ? json : undefined);
  const open = headers.filter(([name]) => !isCredentialHeader(name));
  const members = [
    member("operation", JSON.stringify(operation)),
    ...(body !== undefined && bodyText === undefined ? [member("body", body)] : []),
    ...(exact === undefined ? [] : [member("bodyText", JSON.stringify(exact))]),
    ...(pool === undefined ? [] : [member("pool", JSON.stringify(pool))]),
    ...group("headers", open),
    ...group("credentials", Object.entries(credentials)),
  ];
  const lines = comments.flatMap((comment) => comment.split(/\r\n|\r|\n/));
  return [...lines.map((line) => `// ${line}`.trimEnd()), "{", members.join(",\n"), "}", ""].join(
    "\n",
  );
}

/**
 * The document with the smallest valid request of an operation: its required members, with tokens
 * and samples as their values. A comment says what the operation does and how that is known.
 */
export function newRequestDocument(operation: OperationId): string {
  const { title, does, body, method, queryParameter, evidence, source } = allOperations[operation];
  const required = Object.entries(body)
    .filter(([, field]) => field.required)
    .map(([name, { token, sample }]) => [name, token ?? sample] as const);
  const hasBody = method === "POST" || queryParameter !== undefined;
  return writeRequestDocument({
    operation,
    comments: [`${title}. ${does}`, `${evidenceText[evidence]} (${source}).`],
    ...(hasBody && { json: writeJson(Object.fromEntries(required)) }),
  });
}

function member(name: string, value: string): string {
  return `  ${JSON.stringify(name)}: ${value}`;
}

function group(name: string, entries: readonly (readonly [string, string])[]): readonly string[] {
  if (entries.length === 0) {
    return [];
  }
  const lines = entries.map(
    ([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return [member(name, `{\n${lines.join(",\n")}\n  }`)];
}
