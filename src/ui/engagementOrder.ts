import type { Engagement, EngagementState, KnownState } from "../engagements/engagement";
import type { GroupBy, SortBy } from "../ids";

/** How the tree is arranged. */
export interface Arrangement {
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

/** Some engagements under a heading. */
export interface EngagementGroup {
  /** The same for the same group, whatever is in it. */
  readonly key: string;
  readonly label: string;
  /** Whether these are the engagements that ended. */
  readonly isEnded: boolean;
  readonly engagements: readonly Engagement[];
}

/** The engagements of a profile as the tree shows them, from top to bottom. */
export interface ArrangedEngagements {
  /** Those outside of every group. */
  readonly loose: readonly Engagement[];
  readonly groups: readonly EngagementGroup[];
}

/** Sorts and groups engagements; those that ended come last, always in a group of their own. */
export function arrangeEngagements(
  engagements: readonly Engagement[],
  { groupBy, sortBy }: Arrangement,
): ArrangedEngagements {
  const sorted = [...engagements].sort(orders[sortBy]);
  const ended = sorted.filter(isEnded);
  const going = sorted.filter((engagement) => !isEnded(engagement));
  const groups = groupBy === "none" ? [] : groupers[groupBy](going);
  return {
    loose: groupBy === "none" ? going : [],
    groups: [
      ...groups,
      ...(ended.length === 0
        ? []
        : [{ key: "ended", label: "Ended", isEnded: true, engagements: ended }]),
    ],
  };
}

/** Engagements below one heading, or those of them that come after the first rows. */
export interface EngagementRest {
  /** The same for the same heading and depth, whatever is in it. */
  readonly key: string;
  readonly engagements: readonly Engagement[];
}

/** So many rows stand below a heading: VS Code asks for all at once, and the host does nothing else meanwhile. */
export const rowsAtOnce = 1000;

/** The engagements that have rows of their own, and those that are below a row "more". */
export function firstRows({ key, engagements }: EngagementRest): {
  readonly first: readonly Engagement[];
  readonly rest?: EngagementRest;
} {
  const first = engagements.slice(0, rowsAtOnce);
  const others = engagements.slice(rowsAtOnce);
  return others.length > 0 ? { first, rest: { key: `${key}+`, engagements: others } } : { first };
}

/** A state as it was before a request that is under way: rows do not jump while it is. */
function restingState(state: EngagementState): Exclude<EngagementState, { kind: "sending" }> {
  return state.kind === "sending" ? state.before : state;
}

function isEnded({ state }: Engagement): boolean {
  return restingState(state).kind === "ended";
}

type Order = (a: Engagement, b: Engagement) => number;

const byId: Order = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const bySince: Order = (a, b) => restingState(a.state).since - restingState(b.state).since;

const orders: Readonly<Record<SortBy, Order>> = {
  time: (a, b) => bySince(a, b) || byId(a, b),
  newest: (a, b) => bySince(b, a) || byId(a, b),
  id: byId,
};

type StateGroup = Exclude<KnownState["kind"], "ended"> | "unknownOutcome";

/** The groups of states from top to bottom: what waits for the user comes first. */
const stateLabels: Readonly<Record<StateGroup, string>> = {
  offered: "Offered",
  unknownOutcome: "Unknown Outcome",
  active: "Active",
  wrapUp: "Wrap-Up",
  seen: "Seen",
  tracked: "Tracked",
};

const groupers: Readonly<
  Record<
    Exclude<GroupBy, "none">,
    (engagements: readonly Engagement[]) => readonly EngagementGroup[]
  >
> = {
  state: (engagements) =>
    Object.entries(stateLabels)
      .map(([kind, label]) => ({
        key: `state.${kind}`,
        label,
        isEnded: false,
        engagements: engagements.filter(({ state }) => restingState(state).kind === kind),
      }))
      .filter((group) => group.engagements.length > 0),
  queue: (engagements) => {
    const queues = [...new Set(engagements.map(({ queue }) => queue))].sort(byQueue);
    return queues.map((queue) => ({
      key: queue === undefined ? "noQueue" : `queue.${queue}`,
      label: queue ?? "Queue Not Known",
      isEnded: false,
      engagements: engagements.filter((engagement) => engagement.queue === queue),
    }));
  },
};

/** Names as a person sorts them, ids by their size; sorting itself puts the unknown queue last. */
function byQueue(a = "", b = ""): number {
  return a.localeCompare(b, undefined, { numeric: true });
}
