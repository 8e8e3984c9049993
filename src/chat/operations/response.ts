import type { Evidence } from "../evidence";
import type { Operation } from "./operation";

/**
 * Types of answer members.
 * - `integer`: a whole number whose width is not known.
 * - `time`: a date and time as text; a number of milliseconds where one was sent.
 * - `listOrMap`: an array or an object; the page says both.
 * - `tagged`: an object with one member, whose name says what its value is.
 */
type ResponseType =
  | "int64"
  | "int32"
  | "integer"
  | "boolean"
  | "string"
  | "time"
  | "object"
  | "array"
  | "listOrMap"
  | "tagged";

/** One member of an answer. None is taken for granted: what must be there is in `requiredMembers`. */
export interface ResponseFact {
  readonly type: ResponseType;
  /** Whether the digits also come as text, in a member with the suffix `String`. */
  readonly hasTwin?: true;
  readonly isNullable?: true;
  /** The values of a text that are known; others may come. */
  readonly values?: readonly string[];
  /** The members of an object that are known, or of a tagged one the tags; others may come. */
  readonly members?: ResponseFacts;
  /** What an array holds. */
  readonly items?: ResponseFact;
  readonly meaning: string;
  readonly evidence: Evidence;
}

/** Members of an answer by name. */
export type ResponseFacts = Readonly<Record<string, ResponseFact>>;

/** What is known of a success's body. */
export interface ResponseShape {
  /**
   * - `envelope`: the result with chatSystemError and the members that all agent answers have.
   * - `flat`: the members that all agent answers have, beside its own.
   * - `consumer`: the members that all consumer answers have, beside its own.
   * - `own`: only its own.
   */
  readonly shape: "envelope" | "flat" | "consumer" | "own";
  /** Oracle's name of the schema, where the page tells it. */
  readonly schema?: string;
  /** Members of the result beside `resultFields`. */
  readonly result?: ResponseFacts;
  /** Members beside those that the shape brings. */
  readonly members?: ResponseFacts;
  /** What could not be seen, in whole sentences. */
  readonly unseen?: string;
}

/** An int64 that comes with its twin. */
export function twin(meaning: string, evidence: Evidence = "documented"): ResponseFact {
  return { type: "int64", hasTwin: true, meaning, evidence };
}

/** A text. */
export function text(meaning: string, evidence: Evidence = "documented"): ResponseFact {
  return { type: "string", meaning, evidence };
}

/** The members that all agent answers with an envelope have, as concludeChat's page shows them. */
const common = {
  clientSendTime: {
    type: "int64",
    meaning:
      "Milliseconds since 1970; presumably when the client sent the request. In the page's example it differs from timeCreated.",
    evidence: "documented",
  },
  serviceStartTime: {
    type: "int64",
    meaning: "Milliseconds since 1970; presumably when the server began.",
    evidence: "documented",
  },
  serviceFinishTime: {
    type: "int64",
    meaning: "Milliseconds since 1970; presumably when the server had finished.",
    evidence: "documented",
  },
  sessionId: text("The agent session id, which is sent as X-JSESSIONID: a secret."),
  clientId: twin("The agent's client, made for the time of this agent session; not the account."),
  sequenceNumber: twin("Equal to the request's in the page's example; presumably an echo."),
} as const satisfies ResponseFacts;

const systemError: ResponseFact = {
  type: "object",
  isNullable: true,
  meaning:
    "Null on success. The members of an error are not public, nor when one comes with HTTP 200.",
  evidence: "documented",
};

/** As `common`, where the page shows no member, or none but clientId. */
const assumedCommon: ResponseFacts = Object.fromEntries(
  Object.entries(common).map(([name, fact]) => [name, { ...fact, evidence: "assumed" }]),
);

/** What createAutomatedAgentSession answers: of it only sessionId was seen, in a sample client. */
export const sessionBegun: ResponseFacts = {
  chatLogonResult: {
    type: "object",
    isNullable: true,
    meaning:
      "The result, whose schema ChatLogonResult the page names; its members are not public, and the member's own name is inferred.",
    evidence: "assumed",
  },
  chatSystemError: { ...systemError, evidence: "assumed" },
  ...assumedCommon,
  sessionId: text("The id of the session, to be sent as X-JSESSIONID: a secret.", "sampleClient"),
};

/** The members that all consumer answers have. */
const consumerCommon: ResponseFacts = {
  clientId: twin("The customer's client."),
  clientRequestTime: {
    type: "time",
    isNullable: true,
    meaning: "The request's clientRequestTime; null in an example where none was sent.",
    evidence: "documented",
  },
  clientTransactionId: twin("The request's clientTransactionId."),
  serviceStartTime: text("When the server began, as an ISO time."),
  serviceFinishTime: text("When the server had finished, as an ISO time."),
};

/** The members of a success that are known, by name, in the order of the page's example. */
export function responseMembers(operation: Operation): ResponseFacts {
  const { shape, members = {} } = operation.response;
  switch (shape) {
    case "envelope":
      return {
        ...resultOf(operation),
        chatSystemError: systemError,
        ...common,
        ...members,
      };
    case "flat":
      return { ...members, ...assumedCommon };
    case "consumer":
      return { ...members, ...consumerCommon };
    case "own":
      return members;
  }
}

function resultOf({
  resultMember,
  resultEvidence = "assumed",
  resultFields,
  response,
}: Operation): ResponseFacts {
  if (resultMember === undefined) {
    return {};
  }
  const echoed = resultFields.map((name) => [name, twin(`The request's ${name}.`, resultEvidence)]);
  return {
    [resultMember]: {
      type: "object",
      isNullable: true,
      members: { ...(Object.fromEntries(echoed) as ResponseFacts), ...response.result },
      meaning:
        "The operation's result. Whether it is null or absent beside a chatSystemError is not known.",
      evidence: resultEvidence,
    },
  };
}
