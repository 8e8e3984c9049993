import { assumptions } from "./assumptions";
import type { ChatRoom } from "./chatRoom";
import { type EngagementSeed, visitors } from "./engagements";

const defaultIds = [1000n, 1001n, 1002n, 1003n, 1004n];

/** Puts the engagements into a room that are there from the start, in the hands of a session. */
export function seed(
  room: ChatRoom,
  sessionId: string,
  seeds: readonly EngagementSeed[] = defaultIds,
): void {
  for (const [index, given] of seeds.entries()) {
    const { id, ...customer } = typeof given === "bigint" ? { id: given } : given;
    room.engagements.add({
      id,
      state: "active",
      ...(visitors[index % visitors.length] ?? visitors[0]),
      ...customer,
      queue: room.settings.queue,
      clientId: assumptions.consumerClientId.value + id,
      consumerSessionId: `simseed${id.toString().padStart(18, "0")}`,
      presence: "present",
      sessionId,
      isAnyones: true,
      reason: undefined,
    });
  }
}
