import type { Message } from "../chat/messages";
import { customerAfter } from "./customer";
import { lostState, ownAnswer } from "./answered";
import type {
  Engagement,
  EngagementEvent,
  EngagementState,
  JournalEntry,
  KnownState,
  SettledState,
} from "./engagement";
import { toldKnown, toldUnknown } from "./told";

type CallSent = Extract<EngagementEvent, { kind: "callSent" }>;
type CallEnded = Extract<EngagementEvent, { kind: "callEnded" }>;

/** What all entries of one engagement come to; undefined when they make none known. */
export function fold(id: bigint, entries: Iterable<JournalEntry>): Engagement | undefined {
  let engagement: Engagement | undefined;
  for (const entry of entries) {
    engagement = transition(engagement, id, entry);
  }
  return engagement;
}

/**
 * What an engagement is after something happened. Every sequence of entries leads to a legal state,
 * whatever is repeated, missing or out of order; none throws. The same value comes back when nothing
 * changed. Undefined only for what never was known, or was forgotten before its answer came.
 */
export function transition(
  engagement: Engagement | undefined,
  id: bigint,
  { at, event }: JournalEntry,
): Engagement | undefined {
  if (event.kind === "callEnded") {
    // Taken before any deadline counts: an answer says what it says however late it comes.
    return engagement && afterCallEnded(engagement, event, at);
  }
  const known = engagement && settledBy(engagement, at);
  switch (event.kind) {
    case "tracked":
      return known ? withState(known, map(known.state, trackedAgain(at))) : begun(id, tracked(at));
    case "held":
      return known
        ? withState(known, map(known.state, held(at)))
        : begun(id, { kind: "active", since: at });
    case "message":
      return afterMessage(known ?? begun(id, { kind: "seen", since: at }), event.message, at);
    case "session":
      return engagement;
    case "callSent":
      return afterCallSent(known ?? begun(id, tracked(at)), event, at);
  }
}

/**
 * An engagement as it stands at a time: a request whose deadline is over was left by a VS Code that
 * ended meanwhile, so its outcome is unknown since it was sent.
 */
export function settledBy(engagement: Engagement, now: number): Engagement {
  const { state } = engagement;
  if (state.kind !== "sending" || now <= state.until) {
    return engagement;
  }
  const { act, before, since, token } = state;
  const left = lostState(act, before, "vsCodeEnded", since);
  return withState(engagement, left.kind === "unknownOutcome" ? { ...left, token } : left);
}

function begun(id: bigint, state: SettledState): Engagement {
  return { id, state, customer: {}, unknownMessages: 0 };
}

function tracked(since: number): KnownState {
  return { kind: "tracked", since };
}

/** Changes what is settled; a request under way stays under way. */
function map(
  state: EngagementState,
  change: (settled: SettledState) => SettledState,
): EngagementState {
  if (state.kind !== "sending") {
    return change(state);
  }
  const before = change(state.before);
  return before === state.before ? state : { ...state, before };
}

function withState(engagement: Engagement, state: EngagementState): Engagement {
  if (state === engagement.state) {
    return engagement;
  }
  const { customer } = engagement;
  // Nobody types in what is over.
  return isOver(settledPart(state)) && customer.isTyping
    ? { ...engagement, state, customer: { ...customer, isTyping: false } }
    : { ...engagement, state };
}

/** Whoever types the id of something that ended wants to see it again. */
function trackedAgain(at: number): (state: SettledState) => SettledState {
  return (state) => (state.kind === "ended" ? tracked(at) : state);
}

function held(at: number): (state: SettledState) => SettledState {
  return (state) => {
    const { kind } = state;
    // Wrap-up is held as well, and a conclude whose answer was lost is not denied by it.
    const isNews =
      kind === "tracked" ||
      kind === "seen" ||
      kind === "offered" ||
      kind === "ended" ||
      (kind === "unknownOutcome" && state.act === "accept");
    return isNews ? { kind: "active", since: at } : state;
  };
}

function afterMessage(engagement: Engagement, message: Message, at: number): Engagement {
  const { state, lastOfferTime } = engagement;
  const { role, createdTime } = message;
  const isRepeated = role === "offer" && createdTime !== undefined && createdTime === lastOfferTime;
  const after = isRepeated ? state : stateTold(state, message, at);
  const isOffered = role === "offer" && after !== state;
  const customer = customerAfter(engagement.customer, message, {
    isNewLife: isOffered && hadBegun(settledPart(state)),
    isOver: isOver(settledPart(after)),
  });
  const unknownMessages = engagement.unknownMessages + (role === undefined ? 1 : 0);
  const queue = message.queue ?? engagement.queue;
  const offerTime = role === "offer" ? (createdTime ?? lastOfferTime) : lastOfferTime;
  if (
    after === state &&
    customer === engagement.customer &&
    unknownMessages === engagement.unknownMessages &&
    queue === engagement.queue &&
    offerTime === lastOfferTime
  ) {
    return engagement;
  }
  return {
    ...engagement,
    state: after,
    customer,
    unknownMessages,
    ...(queue !== undefined && { queue }),
    ...(offerTime !== undefined && { lastOfferTime: offerTime }),
  };
}

function stateTold(state: EngagementState, message: Message, at: number): EngagementState {
  const underWay = state.kind === "sending" ? state.act : undefined;
  return map(state, (settled) =>
    settled.kind === "unknownOutcome"
      ? toldUnknown(settled, message, at)
      : toldKnown(settled, message, at, underWay),
  );
}

function hadBegun(state: SettledState): boolean {
  return state.kind === "active" || isOver(state);
}

function settledPart(state: EngagementState): SettledState {
  return state.kind === "sending" ? state.before : state;
}

function isOver({ kind }: SettledState): boolean {
  return kind === "wrapUp" || kind === "ended";
}

function afterCallSent(engagement: Engagement, event: CallSent, at: number): Engagement {
  const { act, token, until } = event;
  const { state } = engagement;
  if (act === "post") {
    return withoutRefusal(engagement);
  }
  if (state.kind === "sending") {
    // One request at a time: the first has the engagement until it ends or is overdue.
    return engagement;
  }
  return {
    ...withoutRefusal(engagement),
    state: { kind: "sending", act, token, since: at, until, before: state },
  };
}

function withoutRefusal(engagement: Engagement): Engagement {
  const { lastRefusal, ...rest } = engagement;
  return lastRefusal ? rest : engagement;
}

function afterCallEnded(engagement: Engagement, event: CallEnded, at: number): Engagement {
  const { act, outcome } = event;
  const state = act === "post" ? engagement.state : ownAnswer(engagement.state, event, at);
  if (state === undefined) {
    return engagement;
  }
  return {
    ...withState(engagement, state),
    ...(outcome.kind === "refused" && { lastRefusal: { act, ...outcome.refusal } }),
  };
}
