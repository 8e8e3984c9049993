import type { Message } from "../chat/messages";
import type { Engagement } from "../engagements/engagement";

/**
 * The engagements that messages offer and that wait for an answer, each once: an offer that is
 * repeated after it was answered, or while nobody knows what came of the answer, is not answered again.
 */
export function offersToAccept(
  messages: readonly Message[],
  find: (id: bigint) => Engagement | undefined,
): readonly bigint[] {
  const offered = messages.flatMap(({ engagementId, role }) =>
    role === "offer" && engagementId !== undefined ? [engagementId] : [],
  );
  return [...new Set(offered)].filter((id) => find(id)?.state.kind === "offered");
}
