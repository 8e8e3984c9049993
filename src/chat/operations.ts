import type { Evidence } from "./evidence";
import type { ExceptionCode } from "./exceptionCodes";

/** One member of a request body. */
export interface FieldFact {
  readonly type: "int64";
  readonly required: boolean;
  readonly meaning: string;
  readonly evidence: Evidence;
}

/** Everything that is known of one operation of the Agent API, with its evidence. */
export interface Operation {
  /** The last part of the path, which is also the operation's name. */
  readonly name: string;
  readonly method: "POST";
  /** Oracle's own title. */
  readonly title: string;
  /** The members of the request body, in the order in which they are sent. */
  readonly body: Readonly<Record<string, FieldFact>>;
  /** The envelope member that holds the result of a success. */
  readonly resultMember: string;
  /** Result members with their `…String` twins. */
  readonly resultFields: readonly string[];
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

/** The operations this product can send, by name. Types, checks and the simulator derive from it. */
export const operations = {
  concludeChat: {
    name: "concludeChat",
    method: "POST",
    title: "Conclude an engagement",
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
    statuses: {
      200: "The request completed successfully.",
      400: "The validation of the request object failed.",
      403: "The agent session identifier is unknown.",
      404: "The resource was not found.",
      500: "An error occurred in the chat server while processing the request.",
    },
    exceptionCodes: ["ACCESS_DENIED", "UNKNOWN_EXCEPTION", "BAD_REQUEST", "INTERNAL_SERVER_ERROR"],
    evidence: "documented",
    source: "cxscc: concludeChat",
  },
} as const satisfies Record<string, Operation>;

/** The name of an operation. */
export type OperationName = keyof typeof operations;

type Fields<N extends OperationName> = (typeof operations)[N]["body"];
type RequiredNames<F> = {
  [K in keyof F]: F[K] extends { readonly required: true } ? K : never;
}[keyof F];

/** The request body of an operation, derived from its descriptor. int64 is `bigint`. */
export type RequestBody<N extends OperationName> = Readonly<
  Record<RequiredNames<Fields<N>>, bigint> &
    Partial<Record<Exclude<keyof Fields<N>, RequiredNames<Fields<N>>>, bigint>>
>;
