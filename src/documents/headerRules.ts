import { credentialHeaderNames } from "../chat/credentials";
import type { Header } from "../chat/exchange";
import type { Operation } from "../chat/operations";
import type { DocumentFact } from "./problem";

/** Headers that say as whom a call is made, or hold what somebody signs in with. */
const credentialNames: ReadonlySet<string> = new Set(
  [
    ...Object.values(credentialHeaderNames).flat(),
    ...["Cookie", "Set-Cookie", "Proxy-Authorization"],
  ].map((name) => name.toLowerCase()),
);

/** Headers that the connection lives by: the client writes them. */
const clientNames: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Whether a header never stands in a document, since its value is or may be a credential. */
export function isCredentialHeader(name: string): boolean {
  return credentialNames.has(name.toLowerCase());
}

/** Why a header cannot be sent from a document, or undefined for one that can. */
export function headerFault([name, value]: Header, operation: Operation): DocumentFact | undefined {
  if (isCredentialHeader(name)) {
    return { kind: "credentialHeader", name };
  }
  if (clientNames.has(name.toLowerCase()) || isApplicationContext(name, operation)) {
    return { kind: "clientHeader", name };
  }
  // RFC 9110, 5.1: a token.
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
    return { kind: "headerName", name };
  }
  // What Node's http refuses to send.
  return /[^\t\x20-\x7e\x80-\xff]/.test(value) ? { kind: "headerValue", name } : undefined;
}

/** The client sends it with user name and password, from the user's setting. */
function isApplicationContext(name: string, { credentials }: Operation): boolean {
  return credentials === "basic" && name.toLowerCase() === "osvc-crest-application-context";
}
