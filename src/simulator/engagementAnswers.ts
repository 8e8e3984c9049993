import type { OperationName } from "../chat/operations";
import type { ActOutcome } from "./agentSide";
import { type Answer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { Call } from "./call";
import type { SimulatedState } from "./engagements";
import { success } from "./envelope";
import type { SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

/** What a refusal needs to know of a call. */
interface EngagementCall {
  readonly body: { readonly engagementId: bigint };
  readonly caller: SimulatedSession;
}

/** The success, or the refusal of an engagement that is unknown or in another state than needed. */
export function answerAct<N extends OperationName>(
  state: ServerState,
  call: Call<N> & EngagementCall,
  needed: SimulatedState,
  outcome: ActOutcome,
  more: Parameters<typeof success>[3] = {},
): Answer {
  if (outcome === "done") {
    return success(state, call, call.caller, more);
  }
  const choice =
    outcome === "foreign" ? assumptions.foreignEngagement.value : state.unknownEngagement;
  return refuseAct(state, call, choice, needed, outcome);
}

/** Refuses an act on an engagement that is unknown or in another state than needed. */
export function refuseAct(
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

/** What is the matter with an engagement. */
export function difference(id: bigint, outcome: ActOutcome): string {
  return outcome === "done" ? "" : `Engagement ${id.toString()} ${differences[outcome]}.`;
}

/** Which engagements of a session are in the state that is needed. */
export function expectedEngagements(
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
