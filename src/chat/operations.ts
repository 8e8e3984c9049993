import type { Evidence } from "./evidence";
import type { ExceptionCode } from "./exceptionCodes";
import type { BodyOf, FieldFact } from "./fields";

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
  /** The envelope member that holds the result of a success, where there is one. */
  readonly resultMember?: string;
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

const timeCreated = {
  type: "int64",
  required: false,
  meaning: "When the client created the request, in milliseconds since 1970 (UTC).",
  evidence: "documented",
} as const satisfies FieldFact;

const sequenceNumber = {
  type: "int64",
  required: false,
  meaning: "A transaction number chosen by the client.",
  evidence: "documented",
} as const satisfies FieldFact;

const agentStatuses = {
  200: "The request completed successfully.",
  400: "The validation of the request object failed.",
  403: "The agent session identifier is unknown.",
  404: "The resource was not found.",
  500: "An error occurred in the chat server while processing the request.",
} as const;

const commonCodes = [
  "ACCESS_DENIED",
  "UNKNOWN_EXCEPTION",
  "BAD_REQUEST",
  "INTERNAL_SERVER_ERROR",
] as const;

/** The operations this product can send, by name. Types, checks and the simulator derive from it. */
export const operations = {
  serviceSettings: {
    name: "serviceSettings",
    method: "GET",
    title: "Get the service settings",
    place: "site",
    path: "/services/rest/crossChannelServices/latest/serviceSettings/1",
    credentials: "basic",
    body: {},
    resultFields: [],
    requiredMembers: ["domain", "pool", "siteName"],
    statuses: {},
    exceptionCodes: [],
    evidence: "documented",
    source: "cxscc: About Service Settings",
  },
  agentTokens: {
    name: "agentTokens",
    method: "POST",
    title: "Get an agent token",
    place: "site",
    path: "/services/rest/crossChannelServices/latest/agentTokens",
    credentials: "basic",
    body: {},
    resultFields: [],
    requiredMembers: ["sessionToken"],
    statuses: {},
    exceptionCodes: [],
    evidence: "documented",
    source: "cxscc: About Agent Tokens",
  },
  createAutomatedAgentSession: {
    name: "createAutomatedAgentSession",
    method: "POST",
    title: "Create an automated agent session",
    place: "chatServer",
    credentials: "bearer",
    body: {
      logonOverride: {
        type: "boolean",
        required: false,
        meaning:
          "Whether to take over the session that the agent already has; it is cut off. False when left out.",
        evidence: "documented",
      },
      messageDataMap: {
        type: "stringMap",
        required: false,
        meaning: "Free pairs of names and values that are kept with the agent session.",
        evidence: "documented",
      },
      sequenceNumber,
      timeCreated,
    },
    resultFields: [],
    requiredMembers: ["sessionId"],
    statuses: { 200: "The agent session was created." },
    exceptionCodes: [
      "UNKNOWN_EXCEPTION",
      "BAD_REQUEST",
      "INTERNAL_SERVER_ERROR",
      "ACCESS_DENIED",
      "DEPENDENCY_APPLICATION_TIMEOUT",
    ],
    evidence: "documented",
    source: "cxscc: createAutomatedAgentSession",
  },
  logoff: {
    name: "logoff",
    method: "POST",
    title: "Log off an agent session",
    place: "chatServer",
    credentials: "session",
    body: {
      forceLogoff: {
        type: "boolean",
        required: true,
        meaning: "Whether the existing session is logged off by force.",
        evidence: "documented",
      },
      sequenceNumber,
      timeCreated,
    },
    resultMember: "chatLogoffResult",
    resultFields: [],
    requiredMembers: [],
    statuses: agentStatuses,
    exceptionCodes: commonCodes,
    evidence: "documented",
    source: "cxscc: logoff",
  },
  concludeChat: {
    name: "concludeChat",
    method: "POST",
    title: "Conclude an engagement",
    place: "chatServer",
    credentials: "session",
    body: {
      engagementId: {
        type: "int64",
        required: true,
        meaning: "The engagement to conclude.",
        evidence: "documented",
      },
      sequenceNumber,
      timeCreated,
    },
    resultMember: "chatConcludeEngagementResult",
    resultFields: ["engagementId"],
    requiredMembers: [],
    statuses: agentStatuses,
    exceptionCodes: commonCodes,
    evidence: "documented",
    source: "cxscc: concludeChat",
  },
} as const satisfies Record<string, Operation>;

/** The name of an operation. */
export type OperationName = keyof typeof operations;

/** The request body of an operation, derived from its descriptor. */
export type RequestBody<N extends OperationName> = BodyOf<(typeof operations)[N]["body"]>;
