import type { engagementOperations } from "../chat/operations/engagement";
import { int64 } from "./agentMessages";
import type { ActOutcome } from "./agentSide";
import { type Answer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { Call, Handlers } from "./call";
import type { SimulatedState } from "./engagements";
import { success } from "./envelope";
import type { SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

/** What a refusal needs to know of a call. */
interface EngagementCall {
  readonly body: { readonly engagementId: bigint };
  readonly caller: SimulatedSession;
}

/** What the chat server does for one engagement. */
export const engagementHandlers: Handlers<keyof typeof engagementOperations> = {
  assignmentAcknowledgement(state, call) {
    const { action, engagementId } = call.body;
    const { agents } = state;
    switch (action) {
      case "ACCEPT":
        return answer(state, call, "offered", agents.accept(call.caller, engagementId), {
          result: { clientList: clientList(state, call.caller, engagementId) },
        });
      case "DECLINE":
      case "UNAVAILABLE": {
        const outcome = agents.decline(call.caller, engagementId);
        if (outcome === "done" && action === "UNAVAILABLE") {
          agents.setStatus(call.caller, "UNAVAILABLE");
        }
        return answer(state, call, "offered", outcome, { result: { clientList: [] } });
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
    return answer(
      state,
      call,
      "active",
      state.agents.conclude(call.caller, call.body.engagementId),
    );
  },

  releaseChat(state, call) {
    return answer(state, call, "wrapUp", state.agents.release(call.caller, call.body.engagementId));
  },
};

/** The success, or the refusal of an engagement that is unknown or in another state than needed. */
function answer<N extends "assignmentAcknowledgement" | "concludeChat" | "releaseChat">(
  state: ServerState,
  call: Call<N> & EngagementCall,
  needed: SimulatedState,
  outcome: ActOutcome,
  more: { readonly result?: Readonly<Record<string, unknown>> } = {},
): Answer {
  if (outcome === "done") {
    return success(state, call, call.caller, more);
  }
  const choice =
    outcome === "foreign" ? assumptions.foreignEngagement.value : state.unknownEngagement;
  return refuse(state, call, choice, needed, outcome);
}

function unknownReroute(
  state: ServerState,
  call: Call<"rerouteAvailability" | "rerouteEngagement">,
  outcome: ActOutcome,
): Answer {
  return refuse(state, call, assumptions.unknownReroute.value, "active", outcome);
}

function refuse(
  state: ServerState,
  { body: { engagementId }, caller }: EngagementCall,
  choice: { readonly status: number; readonly exceptionCode?: string },
  needed: SimulatedState,
  outcome: ActOutcome,
): Answer {
  return refusal("chatServer", choice, {
    came: `The request came for engagement ${engagementId.toString()}.`,
    expected: expectedEngagements(state, caller, needed),
    differs: difference(engagementId, outcome),
    remedy: remedies[needed] ?? "",
  });
}

const remedies: Readonly<Partial<Record<SimulatedState, string>>> = {
  offered: "Send the id of an offer that getMessages told of.",
  active: "Send the id of an active engagement, or restart the simulator to have all again.",
  wrapUp: "Conclude the engagement before releasing it.",
};

const adjectives: Readonly<Partial<Record<SimulatedState, string>>> = {
  offered: "offered",
  wrapUp: "concluded",
};

const differences: Readonly<Record<Exclude<ActOutcome, "done">, string>> = {
  unknown: "is not known to this simulator",
  foreign: "belongs to another session",
  queued: "waits in a queue",
  offered: "is offered and was not accepted",
  active: "is active",
  wrapUp: "was concluded before and is in wrap-up",
  released: "was released before",
  ended: "is over",
};

function difference(id: bigint, outcome: ActOutcome): string {
  return outcome === "done" ? "" : `Engagement ${id.toString()} ${differences[outcome]}.`;
}

function expectedEngagements(
  { agents, engagements }: ServerState,
  caller: SimulatedSession,
  needed: SimulatedState,
): string {
  const adjective = adjectives[needed] ?? "active";
  const fitting = engagements.current.filter(
    ({ id, state }) => state === needed && typeof agents.held(caller, id) !== "string",
  );
  if (fitting.length === 0) {
    return `This simulator has no ${adjective} engagement left.`;
  }
  const shown = fitting.slice(0, 10).map(({ id }) => id.toString());
  const more = fitting.length - shown.length;
  return `The ${adjective} engagements of this simulator are ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
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
