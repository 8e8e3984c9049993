import type { Header } from "./exchange";
import { Briefly } from "../util/briefly";
import { secretMasker } from "./secretForms";

/** What stands in the place of a secret. */
export const mask = "•••";

/** Removes secrets from everything that leaves memory. */
export interface Redactor {
  /** The text with every known secret, in every form it may take, replaced by the mask. */
  readonly text: (text: string) => string;
  /**
   * The headers with the values of all but well-known harmless ones masked. Of a Location remain
   * scheme, host, path and the names of parameters.
   */
  readonly headers: (headers: readonly Header[]) => readonly Header[];
  /** A plain value with every string in it redacted; a member `location` as the header is. */
  readonly facts: <T>(value: T) => T;
}

/** Secrets shorter than this are not searched for: they would mask innocent text. */
const shortestSecret = 4;

/**
 * Headers whose values may be shown. An allow-list: what a server or proxy invents tomorrow is
 * masked until it is known to be harmless.
 */
const harmlessHeaders = new Set([
  "accept",
  "accept-encoding",
  "age",
  "allow",
  "cache-control",
  "connection",
  "content-encoding",
  "content-language",
  "content-length",
  "content-type",
  "date",
  "etag",
  "expires",
  "host",
  "keep-alive",
  "last-modified",
  "location",
  "osvc-crest-application-context",
  "pragma",
  "proxy-connection",
  "retry-after",
  "server",
  "strict-transport-security",
  "transfer-encoding",
  "user-agent",
  "vary",
  "via",
  "x-aid",
  "x-content-type-options",
  "x-frame-options",
  "x-powered-by",
]);

/** Where a member begins that holds a credential wherever it appears. */
const secretMember = new RegExp(
  `"(?:${[
    "(?:x-)?j?session[_-]?id",
    "(?:(?:session|channel|access|refresh|id|auth|bearer|csrf|xsrf)[_-]?)?token",
    "(?:client[_-]?)?secret",
    "password|passwd|passphrase",
    "api[_-]?key",
    "jwt|authorization|cookie|set-cookie",
  ].join("|")})"\\s*:\\s*`,
  "gi",
);

/**
 * A JSON Web Token, wherever and under whatever name it stands: its header is an object in base64. The letter or
 * digit before it may be the end of an escape: of a URL's, or of a JSON string's. What it begins with stands first,
 * since a search for that is many times faster than a look back from every character.
 */
const webToken =
  /eyJ(?<=(?:(?<![\w-])|%[\dA-Fa-f]{2}|\\[bfnrt]|\\u[\dA-Fa-f]{4})eyJ)[\w-]{6,}\.[\w-]{6,}\.[\w-]*/g;

/** Making one takes longer than all that one call has it do; the calls of a burst have the same secrets. */
const maskers = new Briefly<string, ReturnType<typeof secretMasker>>();

/** Makes a redactor for the secrets of one call. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortestSecret)
    .map((secret) => maskers.get(secret, () => secretMasker(secret, mask)));
  const text = (raw: string): string =>
    known.reduce((safe, maskSecret) => maskSecret(safe), maskMembers(raw).replace(webToken, mask));
  // The known secrets first: once it is taken apart, one that goes over a separator is not found.
  const location = (raw: string): string => maskLocation(text(raw));
  const facts = (value: unknown): unknown => {
    if (typeof value === "string") {
      return text(value);
    }
    if (Array.isArray(value)) {
      return value.map(facts);
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([name, member]) => [
            name,
            name === "location" && typeof member === "string" ? location(member) : facts(member),
          ]),
        )
      : value;
  };
  return {
    text,
    facts: <T>(value: T) => facts(value) as T,
    headers: (headers) =>
      headers.map(([name, value]) => {
        const key = name.toLowerCase();
        const shown = key === "location" ? location(value) : text(value);
        return [text(name), harmlessHeaders.has(key) ? shown : mask];
      }),
  };
}

/**
 * Masks what may sign somebody in at the target of a redirect: user info, the parameters of the path
 * and of the query, and the fragment. The target need not be an URL.
 */
function maskLocation(raw: string): string {
  const [, place = "", query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(raw) ?? [];
  return [
    place
      .replace(/^((?:[a-z][a-z0-9+.-]*:)?[\\/]{2})[^\\/]*@/i, `$1${mask}@`)
      .replace(/(?<=;|%3B)(?:(?!;|%3B)[^/])+/gi, maskParameter),
    query.replace(/[^?&;][^&;]*/g, maskParameter),
    fragment.replace(/^#.+$/s, `#${mask}`),
  ].join("");
}

/** `name=value` with its value masked; what has no name, or no value but padding, wholly. */
function maskParameter(parameter: string): string {
  const name = /^(?<name>[^=]+=)=*[^=]/.exec(parameter)?.groups?.["name"];
  return `${name ?? ""}${mask}`;
}

/**
 * Masks the values of secret members, `null` excepted. The text need not be JSON: a value that
 * nothing ends is masked to the end of the text.
 */
function maskMembers(raw: string): string {
  let masked = "";
  let done = 0;
  for (const member of raw.matchAll(secretMember)) {
    const start = member.index + member[0].length;
    const end = start < done ? start : endOfValue(raw, start);
    if (end > start) {
      masked += `${raw.slice(done, start)}"${mask}"`;
      done = end;
    }
  }
  return masked + raw.slice(done);
}

/** The end of a JSON value or of what stands in its place; the start when there is none to mask. */
function endOfValue(text: string, start: number): number {
  switch (text[start]) {
    case '"':
      return endOfString(text, start);
    case "{":
    case "[":
      return endOfBrackets(text, start);
    default: {
      const bare = /(?!null\s*(?:[,}\]]|$))[^\s,}\]](?:[^,}\]\r\n]*[^\s,}\]])?/y;
      bare.lastIndex = start;
      return bare.test(text) ? bare.lastIndex : start;
    }
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') {
    at += text[at] === "\\" ? 2 : 1;
  }
  return Math.min(at + 1, text.length);
}

function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const character = text.charAt(at);
    if (character === '"') {
      at = endOfString(text, at);
    } else {
      depth += "{[".includes(character) ? 1 : "}]".includes(character) ? -1 : 0;
      at += 1;
    }
  } while (depth > 0 && at < text.length);
  return at;
}
