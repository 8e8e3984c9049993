import type {
  Act,
  Customer,
  Engagement,
  EngagementState,
  Refusal,
} from "../engagements/engagement";
import type { Profile } from "../profiles/profile";
import { actsAtHand, actsOf } from "./engagementActs";
import { shorten } from "./statusText";
import { attemptWords, lostText, reasonText, refusalText } from "./timelineWords";

/** An engagement as the tree shows it; pure, so that every word has a test. */
export interface EngagementRow {
  /** The customer's name where it is known, else the id. */
  readonly label: string;
  /** The id unless it is the label, state and time in it, the customer's presence, the question. */
  readonly description: string;
  /** A codicon and a theme colour. */
  readonly icon: { readonly id: string; readonly color?: string };
  /** Lines of a tooltip, as plain text; the first is its title. */
  readonly tooltip: readonly string[];
  readonly accessibleLabel: string;
  /**
   * What menus are matched against: `engagement.<state>`, then `+act` for each act that may apply
   * and `=act` for each that the row has a button for.
   */
  readonly contextValue: string;
}

/** The longest question in a row, in characters; the tooltip has it whole. */
const longestInRow = 40;

/** How much of a name: id and state come after it, and a side bar is narrow. */
const longestName = 26;

/** Describes an engagement at a moment, `now` in ms since 1970. */
export function engagementRow(
  engagement: Engagement,
  profile: Profile,
  now: number,
): EngagementRow {
  const { customer, id, lastRefusal, queue, state, unknownMessages } = engagement;
  const words = stateWords(state);
  const elapsed = now - state.since;
  const name = flat(customer.name);
  const question = flat(customer.question);
  const refused = lastRefusal && refusalVerb(lastRefusal);
  const refusal =
    lastRefusal &&
    `to ${attemptWords[lastRefusal.act]} ${refused === "refused" ? "was refused" : "failed"}: ${refusalText(lastRefusal)}`;
  const presence = presenceWords(customer);
  return {
    label: name === "" ? id.toString() : isolated(shorten(name, longestName)),
    description: filled([
      name === "" ? "" : id.toString(),
      refused ?? "",
      words.short,
      countsSeconds(state) ? clockText(elapsed) : ageText(elapsed),
      ...presence,
      shorten(question, longestInRow),
    ]).join(" · "),
    icon: lastRefusal
      ? { id: "warning", color: "problemsWarningIcon.foreground" }
      : iconOf(words.icon, engagement),
    // Made when somebody asks: a time in words of the user's language takes longer than all the rest of a row.
    get tooltip() {
      return filled([
        `Engagement ${id}`,
        name === "" ? "" : `Customer: ${name}`,
        question === "" ? "" : `Question: ${question}`,
        words.sentence,
        `Since ${new Date(state.since).toLocaleString()} (${ageText(elapsed)}).`,
        presenceSentence(customer),
        refusal === undefined ? "" : `The last attempt ${refusal}.`,
        queue === undefined ? "" : `Queue: ${flat(queue)}`,
        unknownMessages === 0
          ? ""
          : `${counted(unknownMessages, "message")} of types that nobody knows; the timeline shows ${unknownMessages === 1 ? "it" : "them"}.`,
        `Profile ${profile.name}, site ${profile.fqSiteName}, pool ${profile.pool}.`,
      ]);
    },
    accessibleLabel: filled([
      `Engagement ${id}`,
      name === "" ? "" : `customer ${name}`,
      words.short,
      `for ${spokenAge(elapsed)}`,
      ...presence,
      refusal === undefined ? "" : `last attempt ${refusal}`,
      question === "" ? "" : `question: ${shorten(question, 4 * longestInRow)}`,
    ]).join(", "),
    contextValue: [
      `engagement.${state.kind}`,
      ...actsOf(engagement).map((act) => `+${act}`),
      ...actsAtHand(engagement).map((act) => `=${act}`),
    ].join(""),
  };
}

/** What the view's badge counts: offers while there are any, else what is to be concluded. */
export function badgeText(
  engagements: readonly Engagement[],
): { readonly value: number; readonly tooltip: string } | undefined {
  const offers = engagements.filter(({ state }) => state.kind === "offered").length;
  if (offers > 0) {
    return { value: offers, tooltip: `${counted(offers, "offer")} to answer` };
  }
  const open = engagements.filter(
    (engagement) => engagement.state.kind !== "seen" && actsOf(engagement).includes("conclude"),
  ).length;
  return open > 0
    ? { value: open, tooltip: `${counted(open, "engagement")} to conclude` }
    : undefined;
}

/** The row that counts messages of types that nobody knows, by the names of the types. */
export function unknownTypesRow(types: ReadonlyMap<string, number>): {
  readonly label: string;
  /** As {@link EngagementRow.tooltip}. */
  readonly tooltip: readonly string[];
} {
  const count = [...types.values()].reduce((sum, each) => sum + each, 0);
  return {
    label: `${counted(count, "message")} of unknown types`,
    tooltip: [
      "Messages of unknown types",
      ...[...types].map(
        ([type, each]) => `${type === "" ? "without a type" : flat(type)}: ${each}`,
      ),
      "The setting Message Roles says what a type means. Click to see them in the session's timeline.",
    ],
  };
}

/** Whether the time in a state is shown to the second. */
export function countsSeconds({ kind }: EngagementState): boolean {
  return kind === "wrapUp" || kind === "sending";
}

interface StateWords {
  readonly short: string;
  readonly sentence: string;
  readonly icon: EngagementRow["icon"];
}

function stateWords(state: EngagementState): StateWords {
  switch (state.kind) {
    case "tracked":
      return {
        short: "tracked",
        sentence: "Tracked by hand: its id was typed in; the server has told nothing about it.",
        icon: { id: "eye" },
      };
    case "seen":
      return {
        short: "seen",
        sentence:
          "Seen: a message named it, of a type that does not tell where it stands. Every action that could apply is offered.",
        icon: { id: "radio-tower" },
      };
    case "offered":
      return {
        short: "offered",
        sentence: "Offered: it waits for this agent to accept it.",
        icon: { id: "bell-dot", color: "list.warningForeground" },
      };
    case "active":
      return {
        short: "active",
        sentence: "Active: this agent holds it.",
        icon: { id: "comment-discussion", color: "charts.green" },
      };
    case "wrapUp":
      return { ...wrapUpWords(state.by), icon: { id: "pass", color: "charts.blue" } };
    case "ended":
      return endedWords[state.how];
    case "unknownOutcome":
      return {
        short: `unknown outcome (${actNames[state.act]})`,
        sentence: `Unknown outcome: ${lostText(state.reason)}. Only the server knows whether ${actQuestions[state.act]}.`,
        icon: { id: "question", color: "charts.yellow" },
      };
    case "sending": {
      const doing = sendingWords[state.act];
      return {
        short: doing,
        sentence: `${doing.charAt(0).toUpperCase()}${doing.slice(1)}: the request is under way.`,
        icon: { id: "sync~spin" },
      };
    }
  }
}

const holdsSlot = "It holds a slot of the agent until it is released.";

function wrapUpWords(by: string): Omit<StateWords, "icon"> {
  if (by === "agent") {
    return {
      short: "wrap-up",
      sentence: `Wrap-up: the server answered that it is concluded. ${holdsSlot}`,
    };
  }
  return {
    short: ["wrap-up", ...whoEnded(by.toUpperCase())].join(" by "),
    sentence: `Wrap-up: the server told that it is over: ${reasonText(flat(by))}. ${holdsSlot}`,
  };
}

/** Who else than the agent ended an engagement, by the server's reason in capitals. */
function whoEnded(reason: string): readonly string[] {
  if (reason === "AGENT_CONCLUDED") {
    return [];
  }
  return [/^END(?:ED)?_USER/.test(reason) ? "customer" : "server"];
}

type EndedHow = (EngagementState & { kind: "ended" })["how"];

const endedWords: Readonly<Record<EndedHow, StateWords>> = {
  released: {
    short: "released",
    sentence: "Ended: this agent released it; its slot is free.",
    icon: { id: "check-all", color: "disabledForeground" },
  },
  declined: {
    short: "declined",
    sentence: "Ended: this agent declined the offer.",
    icon: { id: "circle-slash", color: "disabledForeground" },
  },
  offerGone: {
    short: "offer gone",
    sentence:
      "Ended: the offer stands no more. Somebody else has it, or it was not answered in time.",
    icon: { id: "circle-slash", color: "disabledForeground" },
  },
  rerouted: {
    short: "rerouted",
    sentence: "Ended: it was sent to the escalation queue.",
    icon: { id: "arrow-swap", color: "disabledForeground" },
  },
};

const actNames: Readonly<Record<Act, string>> = {
  accept: "accept",
  decline: "decline",
  post: "message",
  reroute: "reroute",
  conclude: "conclude",
  release: "release",
};

/** As it follows "Only the server knows whether". */
const actQuestions: Readonly<Record<Act, string>> = {
  accept: "it is accepted",
  decline: "it is declined",
  post: "the message arrived",
  reroute: "it is rerouted",
  conclude: "it is concluded",
  release: "it is released",
};

const sendingWords: Readonly<Record<Exclude<Act, "post">, string>> = {
  accept: "accepting",
  decline: "declining",
  reroute: "rerouting",
  conclude: "concluding",
  release: "releasing",
};

/** What did not reach the server was not refused by it. */
function refusalVerb({ kind }: Refusal): "refused" | "failed" {
  return kind === "network" || kind === "cancelled" ? "failed" : "refused";
}

/** What a row says of a customer; a customer who is just there needs no word. */
function presenceWords({ isTyping = false, presence }: Customer): readonly string[] {
  return [
    ...(presence === "absent" || presence === "disconnected" ? [`customer ${presence}`] : []),
    ...(isTyping && presence !== "disconnected" ? ["typing…"] : []),
  ];
}

function presenceSentence({ isTyping = false, presence }: Customer): string {
  switch (presence) {
    case "absent":
      return "The customer is absent: the connection was lost and may come back.";
    case "disconnected":
      return "The customer is disconnected.";
    default:
      return isTyping ? "The customer is typing." : "";
  }
}

/** An engagement that is held shows by its icon whether the customer is there. */
function iconOf(
  icon: EngagementRow["icon"],
  { customer, state }: Engagement,
): EngagementRow["icon"] {
  if (state.kind !== "active") {
    return icon;
  }
  switch (customer.presence) {
    case "absent":
      return { id: icon.id, color: "charts.yellow" };
    case "disconnected":
      return { id: "debug-disconnect", color: "charts.red" };
    default:
      return icon;
  }
}

/** A text of the server on one line. */
function flat(text = ""): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

/** A name that runs from right to left, kept from turning around what stands beside it. */
function isolated(name: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}

/** A count with its noun. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function filled(parts: readonly string[]): string[] {
  return parts.filter((part) => part !== "");
}

/** An age in the shortest words: just now, 5 min, 3 h, 2 d. */
function ageText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) {
    return "just now";
  }
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** A time to the second while that matters: 0:07, 12:34; from an hour on an age. */
function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 3600
    ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
    : ageText(ms);
}

function spokenAge(ms: number): string {
  const age = ageText(ms);
  return age === "just now" ? "less than a minute" : age;
}
