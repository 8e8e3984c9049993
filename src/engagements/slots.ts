import type { EngagementState } from "./engagement";
import type { EngagementStore } from "./engagementStore";

/**
 * How many engagements hold a slot of the agent's session, as far as is known: those in hand and
 * those in wrap-up of which anything was heard since the session began, `sessionSince` in ms since
 * 1970. What an earlier session held is not this one's.
 */
export function heldSlots(
  engagements: Pick<EngagementStore, "entries" | "list">,
  profileId: string,
  sessionSince: number,
): number {
  return engagements
    .list(profileId)
    .filter(
      ({ id, state }) =>
        holdsSlot(state) && (engagements.entries(profileId, id).at(-1)?.at ?? 0) >= sessionSince,
    ).length;
}

function holdsSlot(state: EngagementState): boolean {
  switch (state.kind) {
    case "active":
    case "wrapUp":
      return true;
    case "sending":
    case "unknownOutcome":
      return holdsSlot(state.before);
    default:
      return false;
  }
}
