import type { Header } from "../../chat/exchange";
import { createRedactor, mask } from "../../chat/redact";
import { isJsonObject, readJson, writeJson } from "../../util/json";
import type { ImportNote } from "./imported";

/** A credential that stood in an imported text. It is a secret, but for `accountId`. */
export interface FoundCredential {
  readonly kind: "sessionId" | "accountId" | "basic" | "bearer" | "consumerSessionId" | "other";
  /** The header, the member of the body or the parameter that held it. */
  readonly header: string;
  /** The value itself; of `basic` and `bearer` what stands behind the scheme. */
  readonly value: string;
}

/** Headers that the client writes itself, or that only browsers and curl have a use for. */
const ownHeaders = new Set(
  `accept accept-encoding accept-language cache-control connection content-length dnt expect host keep-alive
   origin osvc-crest-application-context pragma priority proxy-connection referer te transfer-encoding upgrade
   upgrade-insecure-requests user-agent`.split(/\s+/),
);

const secretName =
  /auth|cookie|token|secret|session|passw|api-?key|credential|csrf|xsrf|jwt|signature/i;

/** What is left of an imported request when credentials and the client's own headers are out. */
interface SortedHeaders {
  readonly headers: readonly Header[];
  readonly found: readonly FoundCredential[];
  readonly notes: readonly ImportNote[];
}

/** Sorts headers into those for the document, credentials, and those that nobody needs. */
export function sortHeaders(headers: readonly Header[]): SortedHeaders {
  const kept: Header[] = [];
  const found: FoundCredential[] = [];
  const notes: ImportNote[] = [];
  for (const [name, value] of headers) {
    const credential = credentialIn(name, value);
    if (credential) {
      if (isPlaceholder(credential.value)) {
        notes.push({ kind: "placeholder", header: name });
      } else {
        found.push(credential);
      }
    } else if (!isOwn(name, value)) {
      kept.push([name, value]);
    }
  }
  return { headers: kept, found, notes };
}

function credentialIn(name: string, value: string): FoundCredential | undefined {
  const key = name.toLowerCase();
  const header = name;
  if (key === "x-jsessionid") {
    return { kind: "sessionId", header, value };
  }
  if (key === "x-aid") {
    return { kind: "accountId", header, value };
  }
  if (key === "sessionid") {
    return { kind: "consumerSessionId", header, value };
  }
  const scheme = /^(?<scheme>Basic|Bearer)\s+(?<value>\S.*)$/i.exec(value)?.groups;
  if (key === "authorization" && scheme) {
    const kind = scheme["scheme"]?.toLowerCase() === "basic" ? "basic" : "bearer";
    return { kind, header, value: scheme["value"] ?? "" };
  }
  const isSecret = secretName.test(name) || createRedactor([]).text(value) !== value;
  return isSecret || value.includes(mask) ? { kind: "other", header, value } : undefined;
}

function isOwn(name: string, value: string): boolean {
  const key = name.toLowerCase();
  return (
    ownHeaders.has(key) ||
    key.startsWith("sec-") ||
    (key === "content-type" && /^application\/(?:json|x-www-form-urlencoded)\b/i.test(value.trim()))
  );
}

/** Whether a value only stands for one: a mask, or a variable of a shell or a `.http` file. */
function isPlaceholder(value: string): boolean {
  return (
    value.trim() === "" ||
    value.includes(mask) ||
    /\{\{[^{}]*\}\}|\$\{[A-Za-z_]|\$env:|^\$[A-Za-z_]\w*$|%[A-Za-z_]\w*%|^<[^<>]*>$/.test(value)
  );
}

/** A body's secrets: what secret members hold, and the credentials that were found elsewhere. */
export function maskBody(
  text: string,
  found: readonly FoundCredential[],
): {
  readonly text: string;
  readonly found: readonly FoundCredential[];
  readonly isMasked: boolean;
} {
  const inside: FoundCredential[] = [];
  const reading = readJson(text);
  if (reading.ok) {
    collectSecrets(reading.value, inside);
  }
  const secrets = [...found, ...inside]
    .filter(({ kind }) => kind !== "accountId")
    .map(({ value }) => value);
  const masked = createRedactor(secrets).text(text);
  return { text: masked, found: inside, isMasked: masked !== text };
}

/** The depth of the JSON is bounded by the parser that read it. */
function collectSecrets(value: unknown, found: FoundCredential[]): void {
  if (Array.isArray(value)) {
    for (const element of value) {
      collectSecrets(element, found);
    }
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (typeof member !== "string") {
        collectSecrets(member, found);
      } else if (isSecretMember(name, member)) {
        found.push({ kind: "other", header: name, value: member });
      }
    }
  }
}

function isSecretMember(name: string, value: string): boolean {
  const text = writeJson({ [name]: value });
  return value !== "" && !isPlaceholder(value) && createRedactor([]).text(text) !== text;
}
