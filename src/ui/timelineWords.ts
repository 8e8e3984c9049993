import type {
  Act,
  CallOutcome,
  EngagementState,
  LostReason,
  Refusal,
  SessionEvent,
} from "../engagements/engagement";
import type { TimelineRow } from "../panel/timelineView";

/** What a call is called on the timeline; a posted line is shown as what somebody said. */
export const callTitles: Readonly<Record<Act, string>> = {
  accept: "Accept",
  decline: "Decline",
  post: "Send a line",
  reroute: "Reroute",
  conclude: "Conclude",
  release: "Release",
};

/** What happened to the session as a whole. */
export const sessionTitles: Readonly<Record<SessionEvent, string>> = {
  signedIn: "Signed in",
  sessionSet: "A session was set by hand",
  loggedOff: "Logged off",
  expired: "The session has ended: the server does not accept it any more",
  available: "Available",
  unavailable: "Unavailable",
  assignmentRequested: "Engagements were requested",
  requestWithdrawn: "The request for engagements was withdrawn",
  poolChanged: "The pool is another one",
  contactLost: "The chat server does not answer",
  contactBack: "The chat server answers again",
};

/** What a refused or lost call was for, as it follows "The last attempt to". */
export const attemptWords: Readonly<Record<Act, string>> = {
  accept: "accept it",
  decline: "decline it",
  post: "send a line",
  reroute: "reroute it",
  conclude: "conclude it",
  release: "release it",
};

const lostWords: Readonly<Record<LostReason, string>> = {
  timeout: "no answer came within the limit",
  connectionLost: "the connection was lost before the answer",
  cancelled: "it was cancelled while the answer was awaited",
  unreadable: "the answer could not be read",
  otherEngagement: "the answer was about another engagement",
  gateway: "a gateway answered in the chat server's place",
  vsCodeEnded: "no answer was noted in time; VS Code may have ended",
};

/** Why nobody knows what came of a call. */
export function lostText(reason: LostReason): string {
  return lostWords[reason];
}

/** Why a call did nothing, such as HTTP 403 ACCESS_DENIED. */
export function refusalText({ kind, status, exceptionCode }: Refusal): string {
  const facts = [status === undefined ? "" : `HTTP ${status}`, exceptionCode ?? ""];
  const known = facts.filter((fact) => fact !== "").join(" ");
  switch (kind) {
    case "network":
      return "the server could not be reached";
    case "systemError":
      return `system error ${known}`.trim();
    case "redirected":
      return `${known} redirected`.trim();
    default:
      return known === "" ? kind : known;
  }
}

/** What came of a call, `tookMs` after it was sent where that is known. */
export function outcomeText(
  outcome: CallOutcome,
  tookMs: number | undefined,
): { readonly detail: string; readonly tone: TimelineRow["tone"] } {
  switch (outcome.kind) {
    case "done":
      return {
        detail: tookMs === undefined ? "done" : `done after ${durationText(tookMs)}`,
        tone: "success",
      };
    case "refused":
      return { detail: `refused: ${refusalText(outcome.refusal)}`, tone: "failure" };
    case "notSent":
      return { detail: "not sent", tone: "failure" };
    case "lost":
      return { detail: `outcome unknown: ${lostText(outcome.reason)}`, tone: "unknown" };
  }
}

function durationText(ms: number): string {
  return ms < 10_000 ? `${Math.max(0, ms)} ms` : `${Math.round(ms / 1_000)} s`;
}

/** Where an engagement stands, in a word or two; a request under way does not count. */
export function standingText(state: EngagementState): string {
  switch (state.kind) {
    case "tracked":
      return "tracked by hand";
    case "seen":
    case "offered":
    case "active":
      return state.kind;
    case "wrapUp":
      return "wrap-up";
    case "ended":
      return {
        released: "released",
        declined: "declined",
        offerGone: "gone",
        rerouted: "rerouted",
      }[state.how];
    case "unknownOutcome":
      return "outcome unknown";
    case "sending":
      return standingText(state.before);
  }
}

const reasonWords: Readonly<Record<string, string>> = {
  AGENT_CONCLUDED: "the agent concluded",
  END_USER_CONCLUDED: "the customer concluded",
  QUEUE_TIMEOUT: "it waited in the queue for too long",
  IDLE_TIMEOUT: "nothing was said for too long",
  EJECTED: "removed from the engagement",
  TRANSFERRED_TO_QUEUE: "put back into a queue",
  PARTICIPANT_LEFT: "a participant left",
  NO_AGENTS_AVAILABLE: "no agent was available",
  FAIL_NO_AGENTS_AVAIL: "no agent was available",
  ENDED_USER_CANCEL: "the customer cancelled",
  ENDED_USER_DEFLECTED: "the customer found an answer elsewhere",
};

/** Why something ended: the server's word, explained where it is a known one. */
export function reasonText(reason: string): string {
  const words = Object.hasOwn(reasonWords, reason) ? reasonWords[reason] : undefined;
  return words === undefined ? reason : `${words} (${reason})`;
}
