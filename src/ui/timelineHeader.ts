import type { Engagement, EngagementState } from "../engagements/engagement";
import {
  timelineActs,
  type AnswerLine,
  type TimelineAct,
  type TimelineHeader,
  type TimelineRow,
} from "../panel/timelineView";
import type { ProfileLine } from "../panel/view";
import { actsOf } from "./engagementActs";
import { attemptWords, lostText, refusalText, standingText } from "./timelineWords";

/** The header of an engagement's timeline; undefined stands for an engagement that is not known. */
export function engagementHeader(
  id: string,
  engagement: Engagement | undefined,
  profile: ProfileLine | undefined,
): TimelineHeader {
  const title = `Engagement ${id}`;
  const common = { title, ...(profile && { profile }) };
  if (!engagement) {
    const why = "This engagement is not known any more. Track it to answer.";
    return { ...common, acts: [], answerLine: { kind: "closed", why } };
  }
  const { customer, queue, state, lastRefusal } = engagement;
  const presence = presenceOf(engagement);
  return {
    ...common,
    ...(customer.name !== undefined && { customer: customer.name }),
    ...(customer.question !== undefined && { question: customer.question }),
    ...(presence && { presence }),
    ...(queue !== undefined && { queue }),
    state: stateOf(state),
    ...(lastRefusal && {
      warning: `The last attempt to ${attemptWords[lastRefusal.act]} did nothing: ${refusalText(lastRefusal)}.`,
    }),
    acts: timelineActs
      .filter((act) => actsOf(engagement).includes(act))
      .map((act) => ({ act, label: actLabels[act] })),
    answerLine: answerLineOf(engagement),
  };
}

/** The header of what belongs to no engagement: nobody can be answered there. */
export function sessionHeader(profile: ProfileLine | undefined): TimelineHeader {
  return {
    title: "Session",
    ...(profile && { profile }),
    acts: [],
    answerLine: { kind: "none" },
  };
}

/** The title of the panel's tab. */
export function timelineTabTitle(id: string, engagement: Engagement | undefined): string {
  return [id, engagement?.customer.name ?? ""].filter((part) => part !== "").join(" · ");
}

const actLabels: Readonly<Record<TimelineAct, string>> = {
  accept: "Accept",
  decline: "Decline",
  reroute: "Reroute…",
  conclude: "Conclude",
  release: "Release",
};

function presenceOf({ customer }: Engagement): TimelineHeader["presence"] {
  switch (customer.presence) {
    case "absent":
      return { text: "absent", tone: "warning" };
    case "disconnected":
      return { text: "disconnected", tone: "warning" };
    default:
      return customer.isTyping === true ? { text: "typing…", tone: "plain" } : undefined;
  }
}

function stateOf(state: EngagementState): NonNullable<TimelineHeader["state"]> {
  if (state.kind === "sending") {
    const { act, since } = state;
    return { text: sendingWords[act], tone: "plain", since, isPending: true };
  }
  const tones: Partial<Record<EngagementState["kind"], TimelineRow["tone"]>> = {
    active: "success",
    unknownOutcome: "unknown",
  };
  const text =
    state.kind === "unknownOutcome"
      ? `outcome unknown: ${lostText(state.reason)}`
      : standingText(state);
  return { text, tone: tones[state.kind] ?? "plain", since: state.since, isPending: false };
}

const sendingWords = {
  accept: "accepting…",
  decline: "declining…",
  reroute: "rerouting…",
  conclude: "concluding…",
  release: "releasing…",
} as const;

function answerLineOf(engagement: Engagement): AnswerLine {
  const { state } = engagement;
  if (actsOf(engagement).includes("post")) {
    return { kind: "open", hint: hints[state.kind] ?? "" };
  }
  switch (state.kind) {
    case "ended":
      return { kind: "closed", why: endedWords[state.how] };
    case "sending":
      return { kind: "closed", why: "A request about this engagement is under way." };
    case "offered":
      return { kind: "closed", why: "Accept the engagement to answer." };
    default:
      return {
        kind: "closed",
        why: "The engagement is concluded: nothing more can be said in it.",
      };
  }
}

/** What to know before one writes where it is not sure that this agent holds the engagement. */
const hints: Readonly<Partial<Record<EngagementState["kind"], string>>> = {
  tracked: "The server has not told that this agent holds it: it may refuse the line.",
  seen: "The server has not told that this agent holds it: it may refuse the line.",
  unknownOutcome: "Where the engagement stands is not known: the line may be refused.",
};

const endedWords = {
  released: "The engagement is released: nothing more can be said in it.",
  declined: "The engagement was declined.",
  offerGone: "The offer stands no more: somebody else has it, or it was not answered in time.",
  rerouted: "The engagement was rerouted: others have it.",
} as const;
