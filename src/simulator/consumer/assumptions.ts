import type { Evidence } from "../../chat/evidence";
import type { RefusalChoice } from "../assumptions";

/** A choice of the simulated consumer side that the documentation does not make; the comment beside it says why it is this. */
interface Choice<T> {
  readonly value: T;
  /** How far public evidence goes: never `documented`, or it would not stand here. */
  readonly evidence: Exclude<Evidence, "documented">;
}

function assumed<const T>(value: T): Choice<T> {
  return { value, evidence: "assumed" };
}

/**
 * Everything that the consumer side answers without documentation, in one place. What it shares with
 * the agent side, such as what an invalid request gets, stands in the simulator's own assumptions.
 */
export const consumerAssumptions = {
  /**
   * The page says only that the JWT comes back; Oracle's sample clients read these members, the
   * last of them as JSON in a text with domain, pool and port.
   */
  sessionAnswer: {
    value: {
      token: "channelToken",
      site: "siteName",
      server: "sessionServerResponse",
    },
    evidence: "sampleClient",
  },
  /** What establishSessions answers to a body that is not what it expects is unknown. */
  siteRequest: assumed<RefusalChoice>({ status: 400 }),
  /**
   * 403 is documented for a JWT that is not valid; the exception code, and that a missing one is
   * the same, are inferred.
   */
  badToken: assumed<RefusalChoice>({ status: 403, exceptionCode: "ACCESS_DENIED" }),
  /**
   * 403 is documented for an unknown consumer session; the exception code, and that a missing
   * one is the same, are inferred.
   */
  badSession: assumed<RefusalChoice>({ status: 403, exceptionCode: "ACCESS_DENIED" }),
  /**
   * Which status a call gets after the engagement has ended is unknown; its messages are given
   * out before.
   */
  endedSession: assumed<RefusalChoice>({ status: 403, exceptionCode: "ACCESS_DENIED" }),
  /**
   * 409 is documented for a customer whom the rules dequeue; that a queue which is not there
   * does it, and the exception code, are inferred.
   */
  dequeued: assumed<RefusalChoice>({ status: 409, exceptionCode: "CONFLICT" }),
  /**
   * 409 is documented for a message after the lead agent has left; that an agent leaves by
   * concluding is inferred, and that CONFLICT goes with it is taken from the agent's
   * postMessage.
   */
  leadLeft: assumed<RefusalChoice>({ status: 409, exceptionCode: "CONFLICT" }),
  /**
   * How long a JWT lives is unknown, and whether it begins more than one engagement; here each
   * request with it begins one.
   */
  tokenLifetime: assumed("until the simulator is closed"),
  /**
   * Both are the only members whose values a sample client tells. The survey members and
   * resultType are left out: no value of theirs is known.
   */
  engagementAnswer: assumed(["engagementId", "sessionId"]),
  /**
   * The page's examples have null where no clientRequestTime was sent; that clientTransactionId
   * is left out then is inferred from the same examples.
   */
  missingTime: assumed(null),
  /**
   * The page has clientRequestTime as a text; Oracle's sample client sends a number of
   * milliseconds.
   */
  numberTime: {
    value: "tolerated",
    evidence: "sampleClient",
  },
  /**
   * The agent of a chat with one agent is taken for its lead. In the message that a chat is over
   * the role is left out where it was not the agent who concluded.
   */
  agentRole: assumed("LEAD"),
  /**
   * A sample client shows the greeting of the agent who joins; what a site says there is its own
   * choice.
   */
  greeting: assumed("made up"),
  /**
   * A sample client reads this one member of the message that a participant's connection
   * changed.
   */
  connectionState: assumed("only connectionState"),
  /**
   * The members of the message that tells a new pool are unseen; these are those of the older
   * protocol's message, with the pool in value.
   */
  poolChange: assumed({ name: "CHAT_CLUSTER_POOL_ID" }),
  /** The reasons for which messages are blocked are not public. */
  spamChecks: assumed("none"),
} satisfies Record<string, Choice<unknown>>;
