import type { SimulatedQueue } from "./engagements";
import type { ServerState } from "./state";

type Server = Pick<ServerState, "room">;

/** How many agents there are to be counted on. */
interface AgentCounts {
  /** Available and connected. */
  readonly available: number;
  /** Those of them that have requested an engagement. */
  readonly requesting: number;
}

/** The queues of the site: the one that customers come to, then the one that agents reroute to. */
export function queuesOf({ room: { settings } }: Server): readonly SimulatedQueue[] {
  return [settings.queue, settings.escalationQueue];
}

/** Counts the agents; each of them serves every queue. */
export function agentCounts({ room }: Server): AgentCounts {
  const available = room.agents.filter(
    ({ isOpen, status, absence }) =>
      isOpen && status === "AVAILABLE" && absence.presence === "present",
  );
  return {
    available: available.length,
    requesting: available.filter(({ isRequesting }) => isRequesting).length,
  };
}

/** Counts the customers who wait, those whom an agent has not answered yet included. */
export function waitingIn({ room }: Server, queueId: bigint): number {
  return room.engagements.current.filter(
    ({ queue, state }) => queue.id === queueId && (state === "queued" || state === "offered"),
  ).length;
}
