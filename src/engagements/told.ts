import type { Message } from "../chat/messages";
import type { Act, KnownState, SettledState } from "./engagement";

type UnknownOutcome = Extract<SettledState, { kind: "unknownOutcome" }>;

/**
 * How long after a lost conclude a message must come to say that the engagement goes on, in ms.
 * Messages that were on their way when it was concluded come sooner; how much sooner is assumed.
 */
const afterLossMs = 5_000;

/**
 * Where an engagement stands after a message that is no repeated offer. Even what is active may be
 * offered anew: its end may have come while nobody polled. `underWay` is what our request in flight is
 * about.
 */
export function toldKnown(
  state: KnownState,
  message: Message,
  at: number,
  underWay?: Act,
): KnownState {
  const { kind } = state;
  const { role } = message;
  if (role === undefined) {
    return observed(state, at);
  }
  switch (role) {
    case "offer":
      return kind === "offered" || (kind === "active" && message.createdTime === undefined)
        ? state
        : { kind: "offered", since: at };
    case "offerGone":
      return kind === "seen" || kind === "offered"
        ? { kind: "ended", since: at, how: "offerGone" }
        : state;
    case "participantAdded":
    case "post":
    case "activity":
      return impliesHeld(state, message, underWay) ? { kind: "active", since: at } : state;
    case "disconnected":
      return afterDisconnect(state, message, at, underWay);
    case "participantState":
    case "notice":
    case "heartbeat":
    case "poolChange":
    case "sessionBroken":
      return observed(state, at);
  }
}

/**
 * Whether what is said and done in an engagement means that this agent holds it. Assumed: the server
 * sends these messages to who takes part. An offer stays one until it is accepted: taken for active
 * by mistake it could not be accepted any more, while accepting once too often does no harm.
 */
function impliesHeld(state: KnownState, { role }: Message, underWay: Act | undefined): boolean {
  switch (state.kind) {
    case "tracked":
    case "seen":
      return true;
    case "offered":
      return underWay === "accept";
    case "ended":
      return state.how === "offerGone" && role !== "participantAdded";
    case "active":
    case "wrapUp":
      return false;
  }
}

function afterDisconnect(
  state: KnownState,
  { reason, type }: Message,
  at: number,
  underWay: Act | undefined,
): KnownState {
  const word = reason?.toUpperCase();
  if (word === "PARTICIPANT_LEFT") {
    return observed(state, at);
  }
  if (state.kind === "ended") {
    return state;
  }
  if (state.kind === "offered" && underWay !== "accept") {
    // This agent never held it, so there is nothing to wrap up.
    return { kind: "ended", since: at, how: "offerGone" };
  }
  if (word === "TRANSFERRED_TO_QUEUE") {
    return { kind: "ended", since: at, how: "rerouted" };
  }
  return state.kind === "wrapUp" ? state : { kind: "wrapUp", since: at, by: reason ?? type };
}

/** The server named it: an id the user typed is more than that. */
function observed(state: KnownState, at: number): KnownState {
  return state.kind === "tracked" ? { kind: "seen", since: at } : state;
}

/** Where an engagement with an unknown outcome stands after a message: settled if that tells. */
export function toldUnknown(state: UnknownOutcome, message: Message, at: number): SettledState {
  const { act, before } = state;
  if (message.role === "offer") {
    return { kind: "offered", since: at };
  }
  const next = toldKnown(before, message, at, act);
  if (isSettledBy(act, next) && next !== before) {
    return next;
  }
  if ((act === "conclude" || act === "reroute") && goesOn(state, message, at)) {
    return before.kind === "active" ? before : { kind: "active", since: at };
  }
  return next === before ? state : { ...state, before: next };
}

/** Whether what a message tells leaves no doubt about what came of a request. */
function isSettledBy(act: Act, { kind }: KnownState): boolean {
  switch (act) {
    case "accept":
      return kind === "active" || kind === "wrapUp" || kind === "ended";
    case "conclude":
    case "reroute":
      return kind === "wrapUp" || kind === "ended";
    case "decline":
    case "release":
      return kind === "ended";
    case "post":
      return true;
  }
}

/**
 * Whether a message means that a conclude whose answer was lost was not carried out. Inferred: who is
 * concluded says nothing more. What was made before the loss, by the server's clock, tells nothing.
 */
function goesOn(state: UnknownOutcome, { role, createdTime }: Message, at: number): boolean {
  return (
    (role === "post" || role === "activity") &&
    state.before.kind !== "wrapUp" &&
    at >= state.since + afterLossMs &&
    (createdTime === undefined || createdTime >= state.since)
  );
}
