import type { Engagement, EngagementState, LostReason, Refusal } from "../engagements/engagement";
import type { Profile } from "../profiles/profile";

/** An engagement as the tree shows it; pure, so that every word has a test. */
export interface EngagementRow {
  readonly label: string;
  /** State and age. */
  readonly description: string;
  /** A codicon and a theme colour. */
  readonly icon: { readonly id: string; readonly color?: string };
  /** Lines of a tooltip, as plain text; the first is its title. */
  readonly tooltip: readonly string[];
  readonly accessibleLabel: string;
  /** What menus are matched against. */
  readonly contextValue: string;
}

/** Describes an engagement at a moment, `now` in ms since 1970. */
export function engagementRow(
  engagement: Engagement,
  profile: Profile,
  now: number,
): EngagementRow {
  const { id, state, lastRefusal } = engagement;
  const words = stateWords[state.kind];
  const age = ageText(now - state.since);
  const refusal = lastRefusal && refusalText(lastRefusal);
  return {
    label: id.toString(),
    description: [lastRefusal && "refused", words.short, age].filter(Boolean).join(" · "),
    icon: lastRefusal ? { id: "warning", color: "problemsWarningIcon.foreground" } : words.icon,
    tooltip: [
      `Engagement ${id}`,
      stateSentence(state),
      `Since ${new Date(state.since).toLocaleString()} (${age}).`,
      ...(refusal === undefined
        ? []
        : [`The last attempt to conclude it was refused: ${refusal}.`]),
      `Profile ${profile.name}, site ${profile.fqSiteName}, pool ${profile.pool}.`,
    ],
    accessibleLabel: [
      `Engagement ${id}`,
      words.short,
      `for ${spokenAge(now - state.since)}`,
      refusal === undefined ? "" : `last attempt refused: ${refusal}`,
    ]
      .filter(Boolean)
      .join(", "),
    contextValue: `engagement.${state.kind}`,
  };
}

/** Whether concluding makes sense; one that is concluded can be sent again from the panel. */
export function isConcludable({ state }: Engagement): boolean {
  return state.kind === "active" || state.kind === "tracked" || state.kind === "unknownOutcome";
}

const stateWords: Readonly<
  Record<EngagementState["kind"], { short: string; icon: EngagementRow["icon"] }>
> = {
  active: { short: "active", icon: { id: "comment-discussion", color: "charts.green" } },
  tracked: { short: "tracked", icon: { id: "eye" } },
  concluding: { short: "concluding", icon: { id: "sync~spin" } },
  wrapUp: { short: "wrap-up", icon: { id: "pass", color: "charts.blue" } },
  unknownOutcome: { short: "unknown outcome", icon: { id: "question", color: "charts.yellow" } },
};

function stateSentence(state: EngagementState): string {
  switch (state.kind) {
    case "active":
      return "Active: this agent holds it.";
    case "tracked":
      return "Tracked by hand: its id was typed in; the server has told nothing about it.";
    case "concluding":
      return "Concluding: the request is under way.";
    case "wrapUp":
      return "Wrap-up: the server answered that it is concluded.";
    case "unknownOutcome":
      return `Unknown outcome: ${lostText(state.reason)} Only the server knows whether it is concluded.`;
  }
}

function lostText(reason: LostReason): string {
  switch (reason) {
    case "timeout":
      return "no answer came within the limit.";
    case "connectionLost":
      return "the connection was lost before the answer.";
    case "cancelled":
      return "you cancelled while the answer was awaited.";
    case "unreadable":
      return "the answer could not be read.";
    case "otherEngagement":
      return "the answer was about another engagement.";
    case "gateway":
      return "a gateway answered in the chat server's place.";
    case "vsCodeEnded":
      return "no answer was noted in time; VS Code may have ended.";
  }
}

function refusalText({ kind, status, exceptionCode }: Refusal): string {
  const facts = [status === undefined ? "" : `HTTP ${status}`, exceptionCode ?? ""].filter(Boolean);
  switch (kind) {
    case "network":
      return "the server could not be reached";
    case "systemError":
      return ["system error", ...facts].join(", ");
    case "redirected":
      return [...facts, "redirected"].join(", ");
    default:
      return facts.length > 0 ? facts.join(", ") : kind;
  }
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

function spokenAge(ms: number): string {
  const age = ageText(ms);
  return age === "just now" ? "less than a minute" : age;
}
