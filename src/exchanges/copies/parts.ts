import type { Header, SentRequest } from "../../chat/exchange";
import { mask } from "../../chat/redact";

/** A header of a copy: its value, or what is to be filled in for it. */
export type CopiedHeader =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      /** The environment variable that holds the value. */
      readonly variable: string;
      /** What the variable is to be set to, in words that mean nothing to a shell. */
      readonly hint: string;
    };

/** A request as its copy is written: every masked header with its secret or with a variable. */
export interface CopyParts {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly CopiedHeader[];
  /** Absent for GET: any data, even none, would make the tools announce a body. */
  readonly body?: string;
}

/** Takes a request apart. The secrets are those of masked headers, by name in any case. */
export function partsOf(
  { method, url, headers, body }: SentRequest,
  secrets: Readonly<Record<string, string>>,
): CopyParts {
  const known = new Map(
    Object.entries(secrets).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method,
    url,
    headers: headers.map((header) => copied(header, url, known.get(header[0].toLowerCase()))),
    ...(method !== "GET" && { body }),
  };
}

/** The variables that have to be filled in, each once. */
export function variablesOf({ headers }: CopyParts): readonly { variable: string; hint: string }[] {
  const found = new Map<string, string>();
  for (const header of headers) {
    if ("variable" in header && !found.has(header.variable)) {
      found.set(header.variable, header.hint);
    }
  }
  return [...found].map(([variable, hint]) => ({ variable, hint }));
}

function copied([name, value]: Header, url: string, secret: string | undefined): CopiedHeader {
  if (value !== mask) {
    return { name, value };
  }
  return secret === undefined
    ? { name, variable: variableOf(name), hint: hintFor(url, name) }
    : { name, value: secret };
}

/** `X-JSESSIONID` is read from `X_JSESSIONID`, and `Authorization` from `AUTHORIZATION`. */
function variableOf(name: string): string {
  const word = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  return /^[0-9]/.test(word) ? `_${word}` : word;
}

function hintFor(url: string, name: string): string {
  switch (name.toLowerCase()) {
    case "x-jsessionid":
      return "the session id";
    case "sessionid":
      return "the session id of the consumer";
    case "authorization":
      if (url.includes("/services/rest/")) {
        return "Basic and the base64 of user name, colon and password";
      }
      return url.includes("/api/consumer/")
        ? "Bearer and the token of establishSessions"
        : "Bearer and the token of agentTokens";
    default:
      return `the value of the header ${name.replace(/[^A-Za-z0-9-]/g, "")}`;
  }
}
