import type { Evidence } from "../evidence";
import type { ExceptionCode } from "../exceptionCodes";
import type { FieldFact } from "../fields";

/** Everything that is known of one operation, with its evidence. */
export interface Operation {
  /** The operation's name; on the chat server also the last part of the path. */
  readonly name: string;
  readonly method: "GET" | "POST";
  /** Oracle's own title. */
  readonly title: string;
  /** The chat server's Agent API, or the site, which is asked where the chat server is. */
  readonly place: "chatServer" | "site";
  /** The path on the site; operations of the chat server are addressed by name, site and pool. */
  readonly path?: string;
  /** `session`: X-AID and X-JSESSIONID; `bearer`: the site's JWT; `basic`: user name and password. */
  readonly credentials: "session" | "bearer" | "basic";
  /** The members of the request body, in the order in which they are sent. */
  readonly body: Readonly<Record<string, FieldFact>>;
  /** The query parameter that carries the body's JSON instead, in an operation without a body. */
  readonly queryParameter?: { readonly name: string; readonly evidence: Evidence };
  /** The envelope member that holds the result of a success, where there is one. */
  readonly resultMember?: string;
  /** Whether a success must have that member: only when its name is documented. */
  readonly resultEvidence?: Evidence;
  /** Result members with their `…String` twins. */
  readonly resultFields: readonly string[];
  /** Top-level members without which an answer is not the operation's. */
  readonly requiredMembers: readonly string[];
  readonly statuses: Readonly<Record<number, string>>;
  readonly exceptionCodes: readonly ExceptionCode[];
  readonly evidence: Evidence;
  /** The page all of this comes from. */
  readonly source: string;
}

/** A member of nearly every body. */
export const timeCreated = {
  type: "int64",
  required: false,
  meaning: "When the client created the request, in milliseconds since 1970 (UTC).",
  evidence: "documented",
} as const satisfies FieldFact;

/** A member of nearly every body. */
export const sequenceNumber = {
  type: "int64",
  required: false,
  meaning: "A transaction number chosen by the client.",
  evidence: "documented",
} as const satisfies FieldFact;

/** The statuses that most pages of the Agent API list. */
export const agentStatuses = {
  200: "The request completed successfully.",
  400: "The validation of the request object failed.",
  403: "The agent session identifier is unknown.",
  404: "The resource was not found.",
  500: "An error occurred in the chat server while processing the request.",
} as const;

/** The exception codes that most pages of the Agent API list. */
export const commonCodes = [
  "ACCESS_DENIED",
  "UNKNOWN_EXCEPTION",
  "BAD_REQUEST",
  "INTERNAL_SERVER_ERROR",
] as const;

/** The engagement that an operation is about. */
export function engagementIdField<const M extends string>(
  meaning: M,
): {
  readonly type: "int64";
  readonly required: true;
  readonly meaning: M;
  readonly evidence: "documented";
} {
  return { type: "int64", required: true, meaning, evidence: "documented" };
}
