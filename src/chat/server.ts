/** Where an agent's calls go: the parts of every URL of the Agent API. */
export interface ChatServer {
  /** Scheme, host and port, as `https://chat.example.com:8084`; without a trailing slash. */
  readonly origin: string;
  /** The fully qualified site name, a part of the path. */
  readonly fqSiteName: string;
  /** The chat server pool, such as `297:1`; sent with every call. */
  readonly pool: string;
}

/** Why a text does not name a chat server. */
export type ServerProblem =
  | { readonly kind: "empty" }
  | { readonly kind: "blanks" }
  | { readonly kind: "unreadable" }
  | { readonly kind: "scheme"; readonly scheme: string }
  | { readonly kind: "plainHttp"; readonly host: string }
  | { readonly kind: "userInfo" }
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "query" };

/** A chat server's address as typed or pasted: a host, or any URL of the Agent API. */
export type ServerReading =
  | {
      readonly ok: true;
      readonly origin: string;
      /** Present when an URL of the API was pasted. */
      readonly fqSiteName?: string;
      readonly pool?: string;
    }
  | { readonly ok: false; readonly problem: ServerProblem };

/** Why a site name, a pool, an account or a session id cannot be used. */
export type PartProblem = "empty" | "blanks" | "characters" | "tooShort";

/**
 * Session ids shorter than this are refused: masking so short a text would also mask innocent
 * parts of an answer.
 */
export const minSessionIdLength = 6;

const apiPath = /^\/engagement\/api\/(?:agent|consumer)\/(?<site>[^/]+)\/v1(?:\/[A-Za-z]*)?\/?$/;

/**
 * Reads a host (with or without port), an origin or a pasted URL of the API.
 * `https` is assumed, but for loopback, where plain `http` is assumed and allowed.
 */
export function parseServer(text: string): ServerReading {
  const typed = text.trim();
  if (typed === "") {
    return fail({ kind: "empty" });
  }
  if (/[\s\p{Cc}]/u.test(typed)) {
    return fail({ kind: "blanks" });
  }
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  const address = hasScheme ? typed : `https://${typed}`;
  if (!URL.canParse(address)) {
    return fail({ kind: "unreadable" });
  }
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return fail({ kind: "scheme", scheme: url.protocol.replace(":", "") });
  }
  if (url.username !== "" || url.password !== "") {
    return fail({ kind: "userInfo" });
  }
  const isLoopback = isLoopbackHost(url.hostname);
  if (url.protocol === "http:" && !isLoopback) {
    return fail({ kind: "plainHttp", host: url.host });
  }
  const site = apiPath.exec(url.pathname)?.groups?.["site"];
  if (site === undefined && url.pathname !== "/") {
    return fail({ kind: "path", path: url.pathname });
  }
  const pool = url.searchParams.get("pool");
  if (url.hash !== "" || (site === undefined && url.search !== "")) {
    return fail({ kind: "query" });
  }
  // Without a scheme the port may be one that https would drop, so it is read as typed.
  const origin = !hasScheme && isLoopback ? originOf(`http://${typed}`) : url.origin;
  return {
    ok: true,
    origin,
    ...(site !== undefined && { fqSiteName: decode(site) }),
    ...(pool !== null && pool !== "" && { pool }),
  };
}

/** Whether a host is this machine and nothing else: `localhost`, 127.0.0.0/8 or ::1. */
function isLoopbackHost(hostname: string): boolean {
  return hostname === "localhost" || /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === "[::1]";
}

/** Checks a fully qualified site name, as it stands in the path. */
export function checkSiteName(text: string): PartProblem | undefined {
  return checkPart(text, /^(?=.*[A-Za-z0-9])[A-Za-z0-9_.-]+$/);
}

/** Checks a pool: visible ASCII, since the meaning of its two numbers is not documented. */
export function checkPool(text: string): PartProblem | undefined {
  return checkPart(text, visibleAscii);
}

/** Checks an agent's account id, which is sent as the header X-AID. */
export function checkAccountId(text: string): PartProblem | undefined {
  return checkPart(text, visibleAscii);
}

/** Checks a session id, which is sent as the header X-JSESSIONID. */
export function checkSessionId(text: string): PartProblem | undefined {
  return (
    checkPart(text, visibleAscii) ??
    (text.trim().length < minSessionIdLength ? "tooShort" : undefined)
  );
}

/** The site that a chat server belongs to; asked for settings and tokens at sign-in. */
export interface Site {
  /** Scheme, host and port; without a trailing slash. */
  readonly origin: string;
}

const visibleAscii = /^[\x21-\x7e]+$/;

function checkPart(text: string, allowed: RegExp): PartProblem | undefined {
  const part = text.trim();
  if (part === "") {
    return "empty";
  }
  if (/\s/.test(part)) {
    return "blanks";
  }
  return allowed.test(part) ? undefined : "characters";
}

function fail(problem: ServerProblem): ServerReading {
  return { ok: false, problem };
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
