import type { engagementOperations } from "../chat/operations/engagement";
import { int64 } from "./agentMessages";
import type { ActOutcome } from "./agentSide";
import { type Answer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { Call, Handlers } from "./call";
import { answerAct, difference, expectedEngagements, refuseAct } from "./engagementAnswers";
import { success } from "./envelope";
import { propertyHandlers } from "./propertyHandlers";
import type { SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

/** What the chat server does for one engagement. */
export const engagementHandlers: Handlers<keyof typeof engagementOperations> = {
  ...propertyHandlers,

  assignmentAcknowledgement(state, call) {
    const { action, engagementId } = call.body;
    const { agents } = state;
    switch (action) {
      case "ACCEPT":
        return answerAct(state, call, "offered", agents.accept(call.caller, engagementId), {
          result: { clientList: clientList(state, call.caller, engagementId) },
        });
      case "DECLINE":
      case "UNAVAILABLE": {
        const outcome = agents.decline(call.caller, engagementId);
        if (outcome === "done" && action === "UNAVAILABLE") {
          agents.setStatus(call.caller, "UNAVAILABLE");
        }
        return answerAct(state, call, "offered", outcome, { result: { clientList: [] } });
      }
      case "AVAILABLE":
      case "NONE":
        if (action === "AVAILABLE") {
          agents.setStatus(call.caller, "AVAILABLE");
        }
        return success(state, call, call.caller, { result: { clientList: [] } });
    }
  },

  postMessage(state, call) {
    const { body, destinationId, destinationType } = call.body;
    const outcome =
      destinationType === "ENGAGEMENT"
        ? state.agents.post(call.caller, destinationId, body)
        : "unknown";
    if (outcome === "done") {
      return success(state, call, call.caller);
    }
    const isOver = outcome === "wrapUp" || outcome === "released" || outcome === "ended";
    const { concludedDestination, unknownDestination } = assumptions;
    return refusal("chatServer", (isOver ? concludedDestination : unknownDestination).value, {
      came: `A message came for ${destinationType} ${destinationId.toString()}.`,
      expected: expectedEngagements(state, call.caller, "active"),
      differs:
        destinationType === "ENGAGEMENT"
          ? difference(destinationId, outcome)
          : "Messages to other destinations are not simulated.",
      remedy: 'Send "destinationType": "ENGAGEMENT" and the id of an active engagement.',
    });
  },

  setInteractionStatus(state, call) {
    const { engagementId, ...status } = call.body;
    const outcome = state.agents.interact(call.caller, engagementId, status);
    return answerAct(state, call, "active", outcome);
  },

  rerouteAvailability(state, call) {
    const { engagementId } = call.body;
    const held = state.agents.held(call.caller, engagementId);
    if (typeof held === "string" || held.state !== "active") {
      return unknownReroute(state, call, typeof held === "string" ? held : held.state);
    }
    const { agents, queueId, queueName } = assumptions.rerouteAvailability.value;
    const { id, name } = state.room.settings.escalationQueue;
    return success(state, call, call.caller, {
      own: {
        [agents]: state.agents.rerouteTargets(call.caller),
        ...int64(queueId, id),
        [queueName]: name,
      },
    });
  },

  rerouteEngagement(state, call) {
    const outcome = state.agents.reroute(call.caller, call.body.engagementId);
    return outcome === "done"
      ? success(state, call, call.caller)
      : unknownReroute(state, call, outcome);
  },

  concludeChat(state, call) {
    return answerAct(
      state,
      call,
      "active",
      state.agents.conclude(call.caller, call.body.engagementId),
    );
  },

  releaseChat(state, call) {
    return answerAct(
      state,
      call,
      "wrapUp",
      state.agents.release(call.caller, call.body.engagementId),
    );
  },
};

function unknownReroute(
  state: ServerState,
  call: Call<"rerouteAvailability" | "rerouteEngagement">,
  outcome: ActOutcome,
): Answer {
  return refuseAct(state, call, assumptions.unknownReroute.value, "active", outcome);
}

/** Who is in an engagement. */
function clientList(
  { agents }: ServerState,
  session: SimulatedSession,
  id: bigint,
): readonly Readonly<Record<string, unknown>>[] {
  const held = agents.held(session, id);
  return typeof held === "string"
    ? []
    : [
        { ...int64("clientId", held.clientId), simName: held.customer, simRole: "END_USER" },
        {
          ...int64("clientId", session.clientId),
          simName: agents.nameOf(session),
          simRole: "LEAD",
        },
      ];
}
