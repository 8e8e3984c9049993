import type {
  Act,
  CallOutcome,
  EngagementEvent,
  EngagementState,
  KnownState,
  LostReason,
  SettledState,
} from "./engagement";

type CallEnded = Extract<EngagementEvent, { kind: "callEnded" }>;

/** A request of ours, as the state keeps it. */
interface Attempt {
  readonly act: Act;
  readonly since: number;
  readonly before: SettledState;
}

/**
 * The state after the end of a call; undefined when the call is not the one that the state waits
 * for, which is told by its token.
 */
export function ownAnswer(
  state: EngagementState,
  event: CallEnded,
  at: number,
): EngagementState | undefined {
  if (state.kind !== "sending") {
    return lateAnswer(state, event, at);
  }
  if (state.token === event.token) {
    return afterOutcome(state, event.outcome, at);
  }
  const before = lateAnswer(state.before, event, at);
  return before && { ...state, before };
}

/** The answer of a request that was taken for abandoned. */
function lateAnswer(state: SettledState, event: CallEnded, at: number): SettledState | undefined {
  return state.kind === "unknownOutcome" && state.token === event.token
    ? afterOutcome(state, event.outcome, at)
    : undefined;
}

/** What a lost answer leaves: an unknown outcome, unless the server told meanwhile what counts. */
export function lostState(
  act: Act,
  before: SettledState,
  reason: LostReason,
  since: number,
): SettledState {
  const known: KnownState = before.kind === "unknownOutcome" ? before.before : before;
  return isToldAnyway(act, known)
    ? known
    : { kind: "unknownOutcome", since, act, reason, before: known };
}

/** Whether a state cannot be another one, whatever came of a request whose answer was lost. */
function isToldAnyway(act: Act, { kind }: KnownState): boolean {
  switch (act) {
    case "accept":
      return kind === "active" || kind === "wrapUp" || kind === "ended";
    case "conclude":
      return kind === "wrapUp" || kind === "ended";
    case "decline":
    case "reroute":
    case "release":
    case "post":
      return kind === "ended";
  }
}

function afterOutcome(attempt: Attempt, outcome: CallOutcome, at: number): SettledState {
  const { act, before, since } = attempt;
  switch (outcome.kind) {
    case "done":
      return doneState(attempt, at);
    case "lost":
      return lostState(act, before, outcome.reason, at);
    case "notSent":
      return before;
    case "refused":
      // Who was refused an engagement that ended meanwhile never held it: there is no wrap-up.
      return act === "accept" && before.kind === "wrapUp" && before.since >= since
        ? { kind: "ended", since: before.since, how: "offerGone" }
        : before;
  }
}

function doneState({ act, before, since }: Attempt, at: number): SettledState {
  // An offer that came while the request was under way begins another life of the engagement.
  const isOfferedAnew = before.kind === "offered" && before.since > since;
  const ended = (how: Extract<KnownState, { kind: "ended" }>["how"]): SettledState =>
    before.kind === "ended" && before.how === how ? before : { kind: "ended", since: at, how };
  switch (act) {
    case "accept":
      return before.kind === "active" ||
        before.kind === "wrapUp" ||
        (before.kind === "ended" && before.how === "rerouted")
        ? before
        : { kind: "active", since: at };
    case "decline":
      return ended("declined");
    case "reroute":
      return isOfferedAnew ? before : ended("rerouted");
    case "conclude":
      // The server's own word on how it ended came first; AGENT_CONCLUDED is ours.
      return before.kind === "wrapUp" && before.by.toUpperCase() !== "AGENT_CONCLUDED"
        ? before
        : { kind: "wrapUp", since: before.kind === "wrapUp" ? before.since : at, by: "agent" };
    case "release":
      return isOfferedAnew ? before : ended("released");
    case "post":
      return before;
  }
}
