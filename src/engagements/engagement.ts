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
 * - `concluding`: our request is under way, in this or another window.
 * - `wrapUp`: the server answered that it is concluded.
 * - `unknownOutcome`: a request was sent and its answer lost; only the server can tell.
 */
export type EngagementState =
  | { readonly kind: "tracked"; readonly since: number }
  | { readonly kind: "active"; readonly since: number }
  | {
      readonly kind: "concluding";
      readonly since: number;
      /** When the request is over whatever came of it, ms since 1970. */
      readonly until: number;
      readonly before: SettledState;
    }
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
  | {
      readonly kind: "concludeSent";
      /** When the request is over whatever came of it, ms since 1970. */
      readonly until: number;
    }
  | { readonly kind: "concluded" }
  | { readonly kind: "concludeRefused"; readonly refusal: Refusal }
  | { readonly kind: "concludeNotSent" }
  | { readonly kind: "concludeLost"; readonly reason: LostReason };

/**
 * The engagement after an event; `engagement` is undefined when the id is not known. `at` is when it
 * happened, ms since 1970.
 *
 * Undefined when the event changes nothing: the answer to a request about an engagement that was
 * forgotten meanwhile, or a request while another one is under way.
 */
export function transition(
  id: bigint,
  engagement: Engagement | undefined,
  event: EngagementEvent,
  at: number,
): Engagement | undefined {
  // An answer counts however late it comes; for everything else an overdue request is a lost one.
  const known = isAnswer(event) ? engagement : settledBy(engagement, at);
  const state = known?.state;
  if (state === undefined && isAnswer(event)) {
    return undefined;
  }
  const settled: SettledState =
    state === undefined
      ? { kind: "tracked", since: at }
      : state.kind === "concluding"
        ? state.before
        : state;
  switch (event.kind) {
    case "tracked":
      return known ?? { id, state: settled };
    case "observed":
      // A conclude under way, or an outcome the server alone can tell, is not undone by an older sight.
      return state === undefined || state.kind === "tracked"
        ? { id, state: { kind: "active", since: at } }
        : { id, state };
    case "concludeSent":
      return state?.kind === "concluding"
        ? undefined
        : { id, state: { kind: "concluding", since: at, until: event.until, before: settled } };
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

/**
 * What is known at a moment, `now` in ms since 1970. Whoever waits for an answer notes what came of
 * it before `until`; a request that is overdue was left by a VS Code that ended.
 */
export function settledBy<E extends Engagement | undefined>(engagement: E, now: number): E;
export function settledBy(engagement: Engagement | undefined, now: number): Engagement | undefined {
  return engagement?.state.kind === "concluding" && now > engagement.state.until
    ? {
        id: engagement.id,
        state: { kind: "unknownOutcome", since: engagement.state.since, reason: "vsCodeEnded" },
      }
    : engagement;
}

/** Whether an event tells what came of a request. */
function isAnswer({ kind }: EngagementEvent): boolean {
  switch (kind) {
    case "concluded":
    case "concludeRefused":
    case "concludeNotSent":
    case "concludeLost":
      return true;
    case "tracked":
    case "observed":
    case "concludeSent":
      return false;
  }
}
