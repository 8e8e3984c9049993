import { int64 } from "./agentMessages";
import { type Answer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { Call } from "./call";
import { success } from "./envelope";
import { agentCounts, queuesOf, waitingIn } from "./queues";
import type { ServerState } from "./state";

type Members = Readonly<Record<string, unknown>>;

/** Lists the agents and queues that an agent may see: in this simulator all there are. */
export function answerAgentsAndQueues(
  state: ServerState,
  call: Call<"retrieveAgentsAndQueues">,
): Answer {
  const { includeAgentInformation, includeQueueInformation, includeQueueStatistics, type } =
    call.body;
  if (includeAgentInformation && (type === undefined || type === "")) {
    return refusal("chatServer", assumptions.missingAgentType.value, {
      came: "The request asks for agents and came without a type.",
      expected: "id and type must be given when includeAgentInformation is true.",
      remedy: 'Add "type" with a text: its values are not public, and this simulator takes any.',
    });
  }
  return success(state, call, call.caller, {
    own: {
      agents: includeAgentInformation ? agentsOf(state) : [],
      queues: includeQueueInformation ? queueMap(state, includeQueueStatistics) : {},
    },
  });
}

function agentsOf(state: ServerState): readonly Members[] {
  const { room, sessions, agents } = state;
  const names = assumptions.agentInformation.value;
  return sessions.current
    .filter(({ ending }) => ending === undefined)
    .map((session) => {
      const channel = room.agentOf(session);
      return {
        ...int64("clientId", session.clientId),
        [names.accountId]: session.accountId,
        [names.name]: agents.nameOf(session),
        [names.status]: channel.status,
        [names.engagements]: room.heldBy(channel).length,
        mediaList: [],
      };
    });
}

/** The queues by id as text, as the page describes what it has typed as an array. */
function queueMap(state: ServerState, withStatistics: boolean): Members {
  const names = assumptions.queueInformation.value;
  return Object.fromEntries(
    queuesOf(state).map(({ id, name }): [string, Members] => [
      id.toString(),
      {
        ...int64("queueId", id),
        [names.name]: name,
        profileIdsList: [],
        ...(withStatistics && {
          [names.waiting]: waitingIn(state, id),
          [names.agents]: agentCounts(state).available,
        }),
      },
    ]),
  );
}
