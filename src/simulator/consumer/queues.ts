import { int64 } from "../agentMessages";
import { type Answer, jsonAnswer, refusal } from "../answers";
import { assumptions } from "../assumptions";
import type { SimulatedQueue } from "../engagements";
import { agentCounts, queuesOf, waitingIn } from "../queues";
import type { ServerState } from "../state";
import type { ConsumerBody } from "./values";

type Server = Pick<ServerState, "room">;

/** The queue of an id; the one that customers come to where none is given. */
export function queueOf(server: Server, id: bigint | undefined): SimulatedQueue | undefined {
  const queues = queuesOf(server);
  return id === undefined ? queues[0] : queues.find((queue) => queue.id === id);
}

/** Which queues there are, for a refusal. */
export function queuesSentence(server: Server): string {
  const names = queuesOf(server).map(({ id, name }) => `${id.toString()} (${name})`);
  return `The queues of this simulator are ${names.join(" and ")}.`;
}

/** Counts for deciding whether to offer a chat. */
export function answerQueueStats(
  server: Server,
  { queueId, chatProactiveAvailableType }: ConsumerBody<"getQueueStats">,
): Answer {
  if (queueOf(server, queueId) === undefined) {
    return refusal("chatServer", assumptions.invalidRequest.value, {
      came: `The query asks for queue ${queueId.toString()}.`,
      expected: queuesSentence(server),
      remedy: "Ask for one of them.",
    });
  }
  const { available, requesting } = agentCounts(server);
  return jsonAnswer(200, {
    availableAgentSessions: chatProactiveAvailableType === "AGENTS" ? requesting : available,
    totalAvailableAgents: available,
    engagementsInQueue: waitingIn(server, queueId),
  });
}

/** The queue that the rules choose, which is always the one that customers come to. */
export function answerEngagementQueue(server: Server): Answer {
  const { id } = server.room.settings.queue;
  return jsonAnswer(200, {
    ...int64("queueId", id),
    expectedWaitSeconds: waitingIn(server, id) * assumptions.secondsPerPlace.value,
    availableAgentSessions: agentCounts(server).requesting,
  });
}
