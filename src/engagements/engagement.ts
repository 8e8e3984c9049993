import type { Failure } from "../chat/failure";

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

/** How the last attempt was refused or kept from being sent. */
export interface Refusal {
  readonly kind: Failure["kind"];
  readonly status?: number;
  readonly exceptionCode?: string;
}

/**
 * What is known of one engagement. There is no call that lists engagements: everything here comes
 * from what the user typed, from our own calls and from what the server told.
 * - `tracked`: an id the user typed, never observed.
 * - `active`: observed as held by this agent.
 * - `concluding`: our request is under way.
 * - `wrapUp`: the server answered that it is concluded.
 * - `unknownOutcome`: a request was sent and its answer lost; only the server can tell.
 */
export type EngagementState =
  | { readonly kind: "tracked"; readonly since: number }
  | { readonly kind: "active"; readonly since: number }
  | { readonly kind: "concluding"; readonly since: number; readonly before: SettledState }
  | { readonly kind: "wrapUp"; readonly since: number }
  | { readonly kind: "unknownOutcome"; readonly since: number; readonly reason: LostReason };

/** A state that waits for nothing. */
export type SettledState = Exclude<EngagementState, { kind: "concluding" }>;

/** One engagement of one profile. */
export interface Engagement {
  /** int64; exact. */
  readonly id: bigint;
  readonly state: EngagementState;
  /** Why the last attempt did nothing; gone with the next attempt. */
  readonly lastRefusal?: Refusal;
}

/** What can happen to an engagement. */
export type EngagementEvent =
  | { readonly kind: "tracked" }
  | { readonly kind: "observed" }
  | { readonly kind: "concludeSent" }
  | { readonly kind: "concluded" }
  | { readonly kind: "concludeRefused"; readonly refusal: Refusal }
  | { readonly kind: "concludeNotSent" }
  | { readonly kind: "concludeLost"; readonly reason: LostReason };

/**
 * The engagement after an event; `engagement` is undefined when the id was not known before.
 * `at` is when it happened, ms since 1970. Every event is accepted in every state: what the server
 * or the network does is not ours to refuse.
 */
export function transition(
  id: bigint,
  engagement: Engagement | undefined,
  event: EngagementEvent,
  at: number,
): Engagement {
  const state = engagement?.state;
  const settled: SettledState =
    state === undefined
      ? { kind: "tracked", since: at }
      : state.kind === "concluding"
        ? state.before
        : state;
  switch (event.kind) {
    case "tracked":
      return engagement ?? { id, state: settled };
    case "observed":
      // A conclude under way, or an outcome the server alone can tell, is not undone by an older sight.
      return state === undefined || state.kind === "tracked"
        ? { id, state: { kind: "active", since: at } }
        : { id, state };
    case "concludeSent":
      return { id, state: { kind: "concluding", since: at, before: settled } };
    case "concluded":
      return { id, state: { kind: "wrapUp", since: at } };
    case "concludeRefused":
      return { id, state: settled, lastRefusal: event.refusal };
    case "concludeNotSent":
      return { id, state: settled };
    case "concludeLost":
      return { id, state: { kind: "unknownOutcome", since: at, reason: event.reason } };
  }
}
