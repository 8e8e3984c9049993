import type { Evidence } from "../chat/evidence";
import type { ExceptionCode } from "../chat/exceptionCodes";

/** A choice of the simulator that the documentation does not make; the comment beside it says why it is this. */
interface Choice<T> {
  readonly value: T;
  /** How far public evidence goes: never `documented`, or it would not stand here. */
  readonly evidence: Exclude<Evidence, "documented">;
}

/** A refusal: HTTP status and, from the chat server, exception code. */
export interface RefusalChoice {
  readonly status: number;
  readonly exceptionCode?: ExceptionCode;
}

function assumed<const T>(value: T): Choice<T> {
  return { value, evidence: "assumed" };
}

/**
 * Everything that the simulator answers without documentation, in one place: a recorded answer of
 * the real server replaces the value here and nowhere else.
 */
export const assumptions = {
  /** The pages list statuses and exception codes, but do not say which go together. */
  statusOfCode: assumed({
    ACCESS_DENIED: 403,
    BAD_REQUEST: 400,
    CONFLICT: 409,
    DEPENDENCY_APPLICATION_TIMEOUT: 500,
    ENGAGEMENT_ID_UNKNOWN: 404,
    INTERNAL_SERVER_ERROR: 500,
    INVALID_FIELD: 400,
    UNDEFINED_CONDITION: 500,
    UNKNOWN_EXCEPTION: 500,
  } satisfies Record<ExceptionCode, number>),
  /**
   * The page says only that the body is an object; Oracle's sample client reads these two
   * members.
   */
  errorBody: {
    value: { code: "exceptionCode", message: "message" },
    evidence: "sampleClient",
  },
  /**
   * Oracle's sample client falls back to this member where the chat server's are missing; that
   * the site sends it is inferred.
   */
  siteErrorBody: assumed({ detail: "detail" }),
  /**
   * Only an empty body is allowed at the site; Oracle's sample client sends {} as
   * application/json, without a charset.
   */
  siteMediaType: assumed("not checked"),
  /**
   * What the site answers to a missing or wrong user name or password is unknown; 401 with
   * WWW-Authenticate is what HTTP provides for this.
   */
  badSiteCredentials: assumed<RefusalChoice>({ status: 401 }),
  /**
   * The page requires the application context and says that one of more than 40 characters is a
   * bad request; that a missing one is the same is inferred.
   */
  badContext: assumed<RefusalChoice>({ status: 400 }),
  /** The page says that only an empty body is allowed, not what any other gives. */
  siteBody: assumed<RefusalChoice>({ status: 400 }),
  /**
   * The page lists ACCESS_DENIED and no status but 200. That an X-AID of another account is
   * refused here, where none is asked for, is inferred.
   */
  badToken: assumed<RefusalChoice>({ status: 403, exceptionCode: "ACCESS_DENIED" }),
  /** How long a token lives is unknown, and whether it serves more than one session. */
  tokenLifetime: assumed("until the simulator is closed"),
  /** An account has one session. What a second sign-in without logonOverride gives is unknown. */
  alreadySignedIn: assumed<RefusalChoice>({ status: 400, exceptionCode: "BAD_REQUEST" }),
  /**
   * Of createAutomatedAgentSession's answer only sessionId is certain, of logoff's the order of
   * members after clientId is unseen; both are taken to have the members that concludeChat's
   * has. The result of a sign-in is left out, since its members are unseen.
   */
  sessionEnvelope: assumed("as concludeChat"),
  /**
   * The pages of the reroute operations and of setEngagementProperty name no result and no
   * chatSystemError; of the answers of getMessages, modifyProperties and retrieveAgentsAndQueues
   * little more than their own members was seen, of setInteractionStatus's nothing. That they
   * have the common members is inferred.
   */
  flatAnswers: assumed([
    "getMessages",
    "retrieveAgentsAndQueues",
    "setInteractionStatus",
    "setEngagementProperty",
    "modifyProperties",
    "rerouteAvailability",
    "rerouteEngagement",
  ]),
  /**
   * Whether forceLogoff false is refused while engagements are open is unknown. Active
   * engagements go back to their queue, those in wrap-up are released.
   */
  logoff: assumed("always ends the session"),
  /**
   * Who may conclude an engagement is not stated. Those that the simulator has from the start
   * belong to whoever asks, and take no slot.
   */
  engagementOwner: assumed("the session that accepted it"),
  /**
   * The page says that logonOverride binds a new session to the existing agent session and that
   * the channel's sequences restart at 0. What an account held in a session that was cut off or
   * lost goes on in its next one; activity status and request begin anew.
   */
  inheritance: assumed("engagements and waiting messages"),
  /**
   * The page says that 400 is a failed validation and that BAD_REQUEST is an invalid field, not
   * that they go together, nor that a wrong media type counts.
   */
  invalidRequest: assumed<RefusalChoice>({ status: 400, exceptionCode: "BAD_REQUEST" }),
  /**
   * The page says that 403 is an unknown session; that a missing or foreign X-AID is the same is
   * inferred.
   */
  badCredentials: assumed<RefusalChoice>({ status: 403, exceptionCode: "ACCESS_DENIED" }),
  /** The page says that 404 is a resource not found, and lists no exception code for it. */
  unknownRoute: assumed<RefusalChoice>({ status: 404, exceptionCode: "UNKNOWN_EXCEPTION" }),
  /**
   * The pool stands in each URL example and in no list of parameters; what a missing or stale
   * one gives is unknown.
   */
  wrongPool: assumed<RefusalChoice>({ status: 404, exceptionCode: "UNKNOWN_EXCEPTION" }),
  /** The page knows POST only; 405 is what HTTP provides for this. */
  wrongMethod: assumed<RefusalChoice>({ status: 405, exceptionCode: "UNKNOWN_EXCEPTION" }),
  /**
   * What an unknown or already concluded engagement gives is not stated; ENGAGEMENT_ID_UNKNOWN
   * is not on this page.
   */
  unknownEngagement: assumed<RefusalChoice>({ status: 400, exceptionCode: "BAD_REQUEST" }),
  /** Which fault is told first when a request has several is not stated. */
  orderOfChecks: assumed([
    "route",
    "pool",
    "credentials",
    "mediaType or application context",
    "body",
    "meaning",
  ]),
  /** Whether a member of the body that the page does not list is refused is not stated. */
  unknownMembers: assumed("tolerated"),
  /**
   * The page's example has 939. The number names the agent's client of one session; how it is
   * chosen is unknown: it is one more for each session.
   */
  clientId: assumed(939n),
  /**
   * Taken for an echo of the request's timeCreated, left out when none was sent; in the page's
   * example the two differ.
   */
  clientSendTime: assumed("timeCreated"),
  /**
   * How customers are numbered is unknown: an engagement's customer has this number and the
   * engagement's id in sum.
   */
  consumerClientId: assumed(20_000n),
  /**
   * Documented are the names of activity, poolChange and timeout; those of offer and withdrawn
   * are the simulator's own; the others were read by Oracle's older end-user client of the same
   * server.
   */
  messageNames: assumed({
    offer: "SimAssignmentOffer",
    withdrawn: "SimAssignmentWithdrawn",
    added: "ChatEngagementParticipantAdded",
    post: "ChatPostMessage",
    activity: "ChatActivitySignal",
    presence: "ChatEngagementUpdateNotification",
    disconnected: "ChatDisconnectNotification",
    poolChange: "ChatConfigChangeNotification",
    timeout: "ChatGetTimeout",
  }),
  /**
   * The member messageType of a message is documented for the activity signal, its values are
   * not.
   */
  messageTypes: assumed({
    offer: "SIM_ASSIGNMENT_OFFER",
    withdrawn: "SIM_ASSIGNMENT_WITHDRAWN",
    added: "ENGAGEMENT_PARTICIPANT_ADDED",
    post: "POST_MESSAGE",
    activity: "ACTIVITY_SIGNAL",
    presence: "ENGAGEMENT_UPDATE_NOTIFICATION",
    disconnected: "DISCONNECT_NOTIFICATION",
  }),
  /** The last members of ChatActivitySignal look like a header that all messages share. */
  messageHeader: assumed("as ChatActivitySignal"),
  /** What an assignment's message holds besides the header is unknown. */
  offer: assumed(["assignmentType", "name", "question", "queueId", "queueName", "secondsToAnswer"]),
  /**
   * How long an agent may think about an offer is unknown. A missed one goes back to its place
   * in the queue.
   */
  offerTimeoutMs: assumed(60_000),
  /** When an agent gets an engagement again that it declined, missed or rerouted is unknown. */
  passedBy: assumed("offered again after the next requestAssignment"),
  /**
   * Whether one requestAssignment yields one offer or stands is not stated. maxSessionCount
   * counts what is offered, active and in wrap-up; idleSessionCount is not used.
   */
  request: assumed("in force until withdrawn"),
  /** Which agent gets an engagement is the site's rules; the simulator has none. */
  routing: assumed("the agent with the most free slots, of any queue"),
  /** What these three actions do is not stated; actionType and assignmentType are not used. */
  acknowledgement: assumed({
    NONE: "does nothing",
    UNAVAILABLE: "declines, and the agent is unavailable",
    AVAILABLE: "the agent is available, and the offer stands",
  }),
  /**
   * Where clientList stands and what ChatClientInfo holds is unseen; it is taken for a member of
   * the result. It has the customer first, then the agent.
   */
  clientList: assumed(["clientId", "simName", "simRole"]),
  /**
   * The page lists NONE without saying what it is; the values of subTypeId are unknown and not
   * checked.
   */
  activityStatus: assumed("NONE changes nothing"),
  /** What the engagement of another session gives is not stated; it is taken for an unknown one. */
  foreignEngagement: assumed<RefusalChoice>({ status: 400, exceptionCode: "BAD_REQUEST" }),
  /**
   * The pages of reroute list the code for an id that is not valid, without its status; that an
   * engagement which is not active counts is inferred.
   */
  unknownReroute: assumed<RefusalChoice>({ status: 404, exceptionCode: "ENGAGEMENT_ID_UNKNOWN" }),
  /** The page of postMessage lists no BAD_REQUEST. Only lines to an engagement are simulated. */
  unknownDestination: assumed<RefusalChoice>({ status: 400, exceptionCode: "INVALID_FIELD" }),
  /**
   * The page lists CONFLICT for a lead participant who has left, without its status; the
   * consumer's page has 409 for it.
   */
  concludedDestination: assumed<RefusalChoice>({ status: 409, exceptionCode: "CONFLICT" }),
  /** The answer's members are unseen. */
  rerouteAvailability: assumed({
    agents: "simAvailableAgents",
    queueName: "simQueueName",
    queueId: "simQueueId",
  }),
  /**
   * The customer's message of it is documented. That visibility decides, that clientId is the
   * agent's own whatever it names, and that the members left out are as in ChatActivitySignal,
   * is inferred.
   */
  interactionStatus: assumed("told to the customer unless visibility is NOT_ENDUSER"),
  /**
   * Whether properties can be set in wrap-up, and whether a new name or question is told to
   * anybody, is unknown. Values are kept as they come.
   */
  propertiesOf: assumed("active engagements; nothing else changes"),
  /** What modifyProperties does without a type is unknown. */
  propertyOwner: assumed("USER"),
  /**
   * The page has an outcome for each property and not what it looks like. That a property which
   * the type does not have is told there, while the others are set, is inferred.
   */
  propertyOutcomes: assumed({ set: "SIM_SET", notAllowed: "SIM_NOT_ALLOWED" }),
  /**
   * The page requires the type when agents are asked for and lists INVALID_FIELD for a bad one,
   * without its status; the values are not public, so that any text is taken.
   */
  missingAgentType: assumed<RefusalChoice>({ status: 400, exceptionCode: "INVALID_FIELD" }),
  /**
   * Of AgentInformation only mediaList is documented. All sessions that are alive are listed,
   * whatever id and type are.
   */
  agentInformation: assumed({
    accountId: "simAccountId",
    name: "simName",
    status: "simStatus",
    engagements: "simEngagements",
  }),
  /**
   * Of QueueInformation only profileIdsList is documented, and that the queues are a map by id
   * as text, which the page has typed as an array.
   */
  queueInformation: assumed({
    name: "simName",
    waiting: "simWaiting",
    agents: "simAvailableAgents",
  }),
  /** What an agent has to do after a reroute is unknown. */
  reroute: assumed("nothing is left to release"),
  /**
   * Whether the server tells an agent by message what its own calls did is unknown; the
   * simulator does, so that a lost answer can be made up for.
   */
  ownActs: assumed("told"),
  /**
   * An agent who is silent for the interval is absent, and after so many intervals disconnected;
   * that getMessages is the sign of life, and that the engagements go back to their queue then,
   * is inferred. The session stays alive.
   */
  agentAbsence: assumed("back to the queue"),
  /**
   * What the agent is told of a lost customer is unknown; after the disconnection the server
   * ends the chat with IDLE_TIMEOUT, and the agent releases it.
   */
  customerAbsence: assumed("wrap-up"),
  /** The page says that there must never be two outstanding calls, not what a second one does. */
  parallelPolls: assumed("the older one is answered with the time-out's message"),
  /**
   * Messages of an answer that did not leave whole are told again; whether the real server does
   * so is unknown.
   */
  undelivered: assumed("kept"),
  /**
   * What a stale pool gives is unknown; after a change the old one counts for some calls more,
   * since calls may be under way.
   */
  oldPool: assumed("accepted for the first calls"),
  /** What the server sends by itself is unknown. */
  sneakPreviewInterval: assumed(3000),
  /** How the wait in the queue is estimated is unknown. */
  secondsPerPlace: assumed(30),
  /** Equal to the request's in the page's example; left out, with its twin, when none was sent. */
  sequenceNumber: assumed("echo"),
  /** Whether the result member is null or absent beside a chatSystemError is unknown. */
  systemErrorResult: assumed(null),
  /**
   * The members of ChatSystemError are not documented, nor when an error is a 200 that holds
   * one.
   */
  systemError: assumed({
    simCode: "SIM_SYSTEM_ERROR",
    simText: "A system error made up by the simulator. The real members are not documented.",
  }),
} satisfies Record<string, Choice<unknown>>;
