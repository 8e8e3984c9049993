import type { Failure } from "../chat/failure";
import type { Message } from "../chat/messages";

/** What an agent does with an engagement by a call of its own. */
export const acts = ["accept", "decline", "post", "reroute", "conclude", "release"] as const;

/** One of {@link acts}. */
export type Act = (typeof acts)[number];

/** Why nobody but the server knows whether a request was carried out. */
export const lostReasons = [
  "timeout",
  "connectionLost",
  "cancelled",
  "unreadable",
  "otherEngagement",
  "gateway",
  "vsCodeEnded",
] as const;

/** One of {@link lostReasons}. */
export type LostReason = (typeof lostReasons)[number];

/** How an attempt was refused or kept from being sent. */
export interface Refusal {
  readonly kind: Failure["kind"];
  readonly status?: number;
  readonly exceptionCode?: string;
}

/**
 * What is known of where an engagement stands. There is no call that lists engagements: everything
 * here comes from what the user typed, from our own calls and from what the server told.
 * - `tracked`: an id the user typed, never observed.
 * - `seen`: a message named it, of a type that does not tell more.
 * - `offered`: waits for this agent to accept it.
 * - `active`: held by this agent.
 * - `wrapUp`: concluded, by the agent or the other side; holds a slot until it is released.
 * - `ended`: this agent has nothing to do with it any more.
 */
export type SettledState =
  | { readonly kind: "tracked"; readonly since: number }
  | { readonly kind: "seen"; readonly since: number }
  | { readonly kind: "offered"; readonly since: number }
  | { readonly kind: "active"; readonly since: number }
  | {
      readonly kind: "wrapUp";
      readonly since: number;
      /** `agent`: a conclude of ours; else what the server said of it, in its words. */
      readonly by: string;
    }
  | {
      readonly kind: "ended";
      readonly since: number;
      readonly how: "released" | "declined" | "offerGone" | "rerouted";
    }
  | {
      /** A request was sent and its answer lost; only the server can tell. */
      readonly kind: "unknownOutcome";
      readonly since: number;
      readonly act: Act;
      readonly reason: LostReason;
      readonly before: KnownState;
      /** Names the request while its own answer may still be noted, however late. */
      readonly token?: string;
    };

/** A settled state of which the outcome is known. */
export type KnownState = Exclude<SettledState, { kind: "unknownOutcome" }>;

/** Where an engagement stands, a request under way included. */
export type EngagementState =
  | SettledState
  | {
      /** Our request is under way, in this or another window. */
      readonly kind: "sending";
      readonly act: Exclude<Act, "post">;
      /** Names the request: only its own answer ends it. */
      readonly token: string;
      readonly since: number;
      /** When the request is over whatever came of it, ms since 1970. */
      readonly until: number;
      readonly before: SettledState;
    };

/** The customer, as far as messages told. */
export interface Customer {
  readonly name?: string;
  readonly question?: string;
  /** Absent until a message told of it. */
  readonly presence?: "present" | "absent" | "disconnected";
  readonly isTyping?: boolean;
  /** The server's number of the customer as a participant; digits. Known from what they sent. */
  readonly clientId?: string;
}

/** One engagement of one profile. */
export interface Engagement {
  /** int64; exact. */
  readonly id: bigint;
  readonly state: EngagementState;
  readonly customer: Customer;
  /** The name or id of its queue. */
  readonly queue?: string;
  /** Why the last attempt did nothing; gone with the next attempt. */
  readonly lastRefusal?: Refusal & { readonly act: Act };
  /** How many messages of types that nobody knows came for it. */
  readonly unknownMessages: number;
  /** When the server made the last offer, by its clock: a repeated one is told from another by it. */
  readonly lastOfferTime?: number;
}

/** What came of a call. */
export type CallOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "notSent" }
  | { readonly kind: "lost"; readonly reason: LostReason };

/** What happens to the session as a whole; it stands in the session's stream only. */
export const sessionEvents = [
  "signedIn",
  "sessionSet",
  "loggedOff",
  "expired",
  "available",
  "unavailable",
  "assignmentRequested",
  "requestWithdrawn",
  "poolChanged",
  "contactLost",
  "contactBack",
] as const;

/** One of {@link sessionEvents}. */
export type SessionEvent = (typeof sessionEvents)[number];

/** What can happen to an engagement, or to the session. */
export type EngagementEvent =
  | {
      /** Changes no engagement. */
      readonly kind: "session";
      readonly what: SessionEvent;
      /** In words: the count requested, the pool, why contact was lost. */
      readonly detail?: string;
    }
  /** The user typed its id. */
  | { readonly kind: "tracked" }
  /** The server said that this agent holds it, outside of a message. */
  | { readonly kind: "held" }
  | { readonly kind: "message"; readonly message: Message }
  | {
      readonly kind: "callSent";
      readonly act: Act;
      /** Names the request. */
      readonly token: string;
      /** When the request is over whatever came of it, ms since 1970. */
      readonly until: number;
      /** The line that was posted. */
      readonly text?: string;
    }
  | {
      readonly kind: "callEnded";
      readonly act: Act;
      readonly token: string;
      readonly outcome: CallOutcome;
      /** The exchange, while the window that sent it keeps it. */
      readonly exchangeId?: string;
    };

/** Something that happened, as the journal keeps it. */
export interface JournalEntry {
  /** When this machine noted it, ms since 1970. */
  readonly at: number;
  readonly event: EngagementEvent;
}
