import type { Evidence } from "../chat/evidence";
import type { ExceptionCode } from "../chat/exceptionCodes";

/** A choice of the simulator that the documentation does not make. */
interface Choice<T> {
  readonly value: T;
  /** How far public evidence goes: never `documented`, or it would not stand here. */
  readonly evidence: Exclude<Evidence, "documented">;
  readonly why: string;
}

/** A refusal: HTTP status and exception code. */
export interface RefusalChoice {
  readonly status: number;
  readonly exceptionCode: ExceptionCode;
}

function assumed<const T>(value: T, why: string): Choice<T> {
  return { value, evidence: "assumed", why };
}

/**
 * Everything that the simulator answers without documentation, in one place: a recorded answer of
 * the real server replaces the value here and nowhere else.
 */
export const assumptions = {
  statusOfCode: assumed(
    {
      ACCESS_DENIED: 403,
      BAD_REQUEST: 400,
      INTERNAL_SERVER_ERROR: 500,
      UNKNOWN_EXCEPTION: 500,
    } satisfies Record<ExceptionCode, number>,
    "The page lists statuses and exception codes, but does not say which go together.",
  ),
  errorBody: {
    value: { code: "exceptionCode", message: "message" },
    evidence: "sampleClient",
    why: "The page says only that the body is an object; Oracle's sample client reads these two members.",
  },
  invalidRequest: assumed<RefusalChoice>(
    { status: 400, exceptionCode: "BAD_REQUEST" },
    "The page says that 400 is a failed validation and that BAD_REQUEST is an invalid field, not that they go together, nor that a wrong media type counts.",
  ),
  badCredentials: assumed<RefusalChoice>(
    { status: 403, exceptionCode: "ACCESS_DENIED" },
    "The page says that 403 is an unknown session; that a missing or foreign X-AID is the same is inferred.",
  ),
  unknownRoute: assumed<RefusalChoice>(
    { status: 404, exceptionCode: "UNKNOWN_EXCEPTION" },
    "The page says that 404 is a resource not found, and lists no exception code for it.",
  ),
  wrongPool: assumed<RefusalChoice>(
    { status: 404, exceptionCode: "UNKNOWN_EXCEPTION" },
    "The pool stands in each URL example and in no list of parameters; what a missing or stale one gives is unknown.",
  ),
  wrongMethod: assumed<RefusalChoice>(
    { status: 405, exceptionCode: "UNKNOWN_EXCEPTION" },
    "The page knows POST only; 405 is what HTTP provides for this.",
  ),
  unknownEngagement: assumed<RefusalChoice>(
    { status: 400, exceptionCode: "BAD_REQUEST" },
    "What an unknown or already concluded engagement gives is not stated; ENGAGEMENT_ID_UNKNOWN is not on this page.",
  ),
  orderOfChecks: assumed(
    ["route", "pool", "credentials", "mediaType", "body", "engagement"],
    "Which fault is told first when a request has several is not stated.",
  ),
  unknownMembers: assumed(
    "tolerated",
    "Whether a member of the body that the page does not list is refused is not stated.",
  ),
  clientId: assumed(
    939n,
    "The page's example has 939. The number names the agent's client of one session; how it is chosen is unknown.",
  ),
  clientSendTime: assumed(
    "timeCreated",
    "Taken for an echo of the request's timeCreated, left out when none was sent; in the page's example the two differ.",
  ),
  sequenceNumber: assumed(
    "echo",
    "Equal to the request's in the page's example; left out, with its twin, when none was sent.",
  ),
  systemErrorResult: assumed(
    null,
    "Whether the result member is null or absent beside a chatSystemError is unknown.",
  ),
  systemError: assumed(
    {
      simCode: "SIM_SYSTEM_ERROR",
      simText: "A system error made up by the simulator. The real members are not documented.",
    },
    "The members of ChatSystemError are not documented, nor when an error is a 200 that holds one.",
  ),
} satisfies Record<string, Choice<unknown>>;
