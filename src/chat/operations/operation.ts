import type { Evidence } from "../evidence";
import type { ExceptionCode } from "../exceptionCodes";
import type { FieldFact, Fields } from "../fields";
import type { ResponseShape } from "./response";

/**
 * As whom a call is made.
 * - `session`: X-AID and X-JSESSIONID of an agent session.
 * - `bearer`: Authorization with the JWT of agentTokens.
 * - `basic`: Authorization with the user name and password of an account of the site.
 * - `consumerSession`: SessionId of a consumer session, as requestEngagement gives it.
 * - `consumerToken`: Authorization with the JWT of establishSessions.
 * - `none`: as nobody.
 */
export type CredentialsKind =
  "session" | "bearer" | "basic" | "consumerSession" | "consumerToken" | "none";

/** Under which heading an operation is found. */
export type OperationGroup = "signIn" | "agentSession" | "engagement" | "consumer";

/** Everything that is known of one operation, with its evidence. */
export interface Operation {
  /** The operation's name; on the chat server also the last part of the path. */
  readonly name: string;
  readonly method: "GET" | "POST";
  /** Oracle's own title. */
  readonly title: string;
  /** What it does, in a sentence of ours. */
  readonly does: string;
  readonly group: OperationGroup;
  /** Whose API it belongs to: which of the two paths of the chat server, or who calls the site. */
  readonly side: "agent" | "consumer";
  /** The chat server, or the site, which knows the chat server and vouches for the caller. */
  readonly place: "chatServer" | "site";
  /** The path on the site; operations of the chat server are addressed by name, site and pool. */
  readonly path?: string;
  readonly credentials: CredentialsKind;
  /** Whether the query must hold the pool; the site knows none. */
  readonly pool: "required" | "optional" | "none";
  /** The members of the request body, in the order in which they are sent. */
  readonly body: Fields;
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
  /** What is known of the body of a success. */
  readonly response: ResponseShape;
  /** The statuses that the page lists, with what they mean. */
  readonly statuses: Readonly<Record<number, string>>;
  /** Present where the list of statuses could not be read, or not to its end. */
  readonly hasUnseenStatuses?: true;
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
  token: "$now",
} as const satisfies FieldFact;

/** A member of nearly every body. */
export const sequenceNumber = {
  type: "int64",
  required: false,
  meaning: "A transaction number chosen by the client.",
  evidence: "documented",
  token: "$next",
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
  readonly token: "$engagement";
} {
  return { type: "int64", required: true, meaning, evidence: "documented", token: "$engagement" };
}
