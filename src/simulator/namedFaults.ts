import { type Fault, refusedWith } from "./faults";

/** A fault that can be asked for by name, with what it is for a person to read. */
export interface NamedFault {
  readonly description: string;
  readonly fault: Fault;
}

/** Every kind of fault under a name to choose it by. */
export const namedFaults: ReadonlyMap<string, NamedFault> = new Map(
  Object.entries({
    "bad-request": {
      description: "400 with exception code BAD_REQUEST",
      fault: refusedWith("BAD_REQUEST"),
    },
    "invalid-field": {
      description: "400 with exception code INVALID_FIELD",
      fault: refusedWith("INVALID_FIELD"),
    },
    unauthorized: {
      description: "401, as the site refuses a user name or password",
      fault: { kind: "status", status: 401 },
    },
    "access-denied": {
      description: "403 with exception code ACCESS_DENIED",
      fault: refusedWith("ACCESS_DENIED"),
    },
    "not-found": {
      description: "404 with exception code UNKNOWN_EXCEPTION",
      fault: { kind: "status", status: 404 },
    },
    "engagement-unknown": {
      description: "404 with exception code ENGAGEMENT_ID_UNKNOWN",
      fault: refusedWith("ENGAGEMENT_ID_UNKNOWN"),
    },
    conflict: {
      description: "409 with exception code CONFLICT",
      fault: refusedWith("CONFLICT"),
    },
    "server-error": {
      description: "500 with exception code INTERNAL_SERVER_ERROR",
      fault: refusedWith("INTERNAL_SERVER_ERROR"),
    },
    "dependency-timeout": {
      description: "500 with exception code DEPENDENCY_APPLICATION_TIMEOUT",
      fault: refusedWith("DEPENDENCY_APPLICATION_TIMEOUT"),
    },
    "undefined-condition": {
      description: "500 with exception code UNDEFINED_CONDITION",
      fault: refusedWith("UNDEFINED_CONDITION"),
    },
    "unknown-exception": {
      description: "500 with exception code UNKNOWN_EXCEPTION",
      fault: refusedWith("UNKNOWN_EXCEPTION"),
    },
    "proxy-error": {
      description: "502 with an HTML page, as a proxy gives it",
      fault: {
        kind: "status",
        status: 502,
        body: "<html><body><h1>502 Bad Gateway</h1></body></html>\n",
        contentType: "text/html",
      },
    },
    "system-error": {
      description: "200 with a chatSystemError",
      fault: { kind: "systemError" },
    },
    delay: { description: "healthy after 5 seconds", fault: { kind: "delay", ms: 5000 } },
    hang: { description: "no answer at all", fault: { kind: "hang" } },
    "hang-in-body": {
      description: "half of the answer, the rest never comes",
      fault: { kind: "hang", at: "inBody" },
    },
    "drop-before-headers": {
      description: "the connection is cut before the answer",
      fault: { kind: "drop", at: "beforeHeaders" },
    },
    "drop-in-headers": {
      description: "the connection is cut within the headers",
      fault: { kind: "drop", at: "inHeaders" },
    },
    "drop-in-body": {
      description: "the connection is cut within the body",
      fault: { kind: "drop", at: "inBody" },
    },
    truncated: {
      description: "the body is shorter than Content-Length says",
      fault: { kind: "truncated" },
    },
    "broken-json": {
      description: "broken JSON: a comma before a closing brace, as in the documentation",
      fault: { kind: "brokenJson" },
    },
    "empty-body": { description: "200 with no body", fault: { kind: "emptyBody" } },
    "html-page": {
      description: "200 with an HTML page, as a proxy's sign-in gives it",
      fault: { kind: "wrongContentType" },
    },
    raw: {
      description: "418 with a body and a header of no meaning",
      fault: {
        kind: "raw",
        status: 418,
        headers: [["X-Sim-Raw", "yes"]],
        body: "short and stout\n",
      },
    },
    redirect: {
      description: "302 to another host",
      fault: { kind: "redirect", status: 302, location: "https://sign-in.example.invalid/" },
    },
    "wrong-twin": {
      description: "a …String twin differs from its number, as in engagementIdString",
      fault: { kind: "wrongTwin" },
    },
    "charset-latin1": {
      description: "the body in ISO-8859-1, declared so",
      fault: { kind: "charset", label: "ISO-8859-1" },
    },
    "charset-utf16": {
      description: "the body in UTF-16, declared so",
      fault: { kind: "charset", label: "UTF-16" },
    },
    "charset-unknown": {
      description: "a charset that nobody knows",
      fault: { kind: "charset", label: "x-simulated" },
    },
    "invalid-utf8": {
      description: "bytes that are not UTF-8, declared as UTF-8",
      fault: { kind: "invalidUtf8" },
    },
    large: {
      description: "a body of 20 MiB",
      fault: { kind: "large", bytes: 20 * 1024 * 1024 },
    },
  } satisfies Record<string, NamedFault>),
);
