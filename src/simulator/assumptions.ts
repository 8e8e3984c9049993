import type { Evidence } from "../chat/evidence";
import type { ExceptionCode } from "../chat/exceptionCodes";

/** A choice of the simulator that the documentation does not make. */
interface Choice<T> {
  readonly value: T;
  /** How far public evidence goes: never `documented`, or it would not stand here. */
  readonly evidence: Exclude<Evidence, "documented">;
  readonly why: string;
}

/** A refusal: HTTP status and, from the chat server, exception code. */
export interface RefusalChoice {
  readonly status: number;
  readonly exceptionCode?: ExceptionCode;
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
      DEPENDENCY_APPLICATION_TIMEOUT: 500,
      INTERNAL_SERVER_ERROR: 500,
      UNKNOWN_EXCEPTION: 500,
    } satisfies Record<ExceptionCode, number>,
    "The pages list statuses and exception codes, but do not say which go together.",
  ),
  errorBody: {
    value: { code: "exceptionCode", message: "message" },
    evidence: "sampleClient",
    why: "The page says only that the body is an object; Oracle's sample client reads these two members.",
  },
  siteErrorBody: assumed(
    { detail: "detail" },
    "Oracle's sample client falls back to this member where the chat server's are missing; that the site sends it is inferred.",
  ),
  siteMediaType: assumed(
    "not checked",
    "Only an empty body is allowed at the site; Oracle's sample client sends {} as application/json, without a charset.",
  ),
  badSiteCredentials: assumed<RefusalChoice>(
    { status: 401 },
    "What the site answers to a missing or wrong user name or password is unknown; 401 with WWW-Authenticate is what HTTP provides for this.",
  ),
  badContext: assumed<RefusalChoice>(
    { status: 400 },
    "The page requires the application context and says that one of more than 40 characters is a bad request; that a missing one is the same is inferred.",
  ),
  siteBody: assumed<RefusalChoice>(
    { status: 400 },
    "The page says that only an empty body is allowed, not what any other gives.",
  ),
  badToken: assumed<RefusalChoice>(
    { status: 403, exceptionCode: "ACCESS_DENIED" },
    "The page lists ACCESS_DENIED and no status but 200. That an X-AID of another account is refused here, where none is asked for, is inferred.",
  ),
  tokenLifetime: assumed(
    "until the simulator is closed",
    "How long a token lives is unknown, and whether it serves more than one session.",
  ),
  alreadySignedIn: assumed<RefusalChoice>(
    { status: 400, exceptionCode: "BAD_REQUEST" },
    "An account has one session. What a second sign-in without logonOverride gives is unknown.",
  ),
  sessionEnvelope: assumed(
    "as concludeChat",
    "Of createAutomatedAgentSession's answer only sessionId is certain, of logoff's the order of members after clientId is unseen; both are taken to have the members that concludeChat's has. The result of a sign-in is left out, since its members are unseen.",
  ),
  logoff: assumed(
    "always ends the session",
    "Whether forceLogoff false is refused while engagements are open is unknown.",
  ),
  engagementOwner: assumed(
    "any session",
    "Who may conclude an engagement is not stated; the simulator's engagements belong to whoever asks.",
  ),
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
    ["route", "pool", "credentials", "mediaType or application context", "body", "meaning"],
    "Which fault is told first when a request has several is not stated.",
  ),
  unknownMembers: assumed(
    "tolerated",
    "Whether a member of the body that the page does not list is refused is not stated.",
  ),
  clientId: assumed(
    939n,
    "The page's example has 939. The number names the agent's client of one session; how it is chosen is unknown: it is one more for each session.",
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
