import {
  acts,
  type Act,
  type Engagement,
  type EngagementState,
  type KnownState,
} from "../engagements/engagement";

/**
 * What can be done with an engagement, in the order of {@link acts}. Where nobody knows how it
 * stands, that is whatever might apply: the server has the last word.
 */
export function actsOf({ state }: Engagement): readonly Act[] {
  const possible = actsIn(state);
  return acts.filter((act) => possible.has(act));
}

/** What a row offers at hand: of {@link actsOf}, what is done most with an engagement in that state. */
export function actsAtHand(engagement: Engagement): readonly Act[] {
  const { state } = engagement;
  switch (state.kind) {
    case "tracked":
      return ["conclude"];
    case "seen":
      return ["accept", "conclude"];
    case "active":
      return ["post", "conclude"];
    case "unknownOutcome":
      return [state.act];
    case "offered":
    case "wrapUp":
    case "ended":
    case "sending":
      return actsOf(engagement);
  }
}

function actsIn(state: EngagementState): ReadonlySet<Act> {
  switch (state.kind) {
    case "sending":
      return new Set();
    case "unknownOutcome":
      return new Set([...actsByState[state.before.kind], state.act, ...actsAfter[state.act]]);
    default:
      return new Set(actsByState[state.kind]);
  }
}

const actsByState: Readonly<Record<KnownState["kind"], readonly Act[]>> = {
  tracked: acts,
  seen: acts,
  offered: ["accept", "decline"],
  active: ["post", "reroute", "conclude"],
  wrapUp: ["release"],
  ended: [],
};

/** What applies once an act was carried out. */
const actsAfter: Readonly<Record<Act, readonly Act[]>> = {
  accept: actsByState.active,
  decline: [],
  post: actsByState.active,
  reroute: [],
  conclude: actsByState.wrapUp,
  release: [],
};
