import { operations, type OperationName, type RequestBody } from "../chat/operations";
import { type Answer, jsonAnswer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { ServerState } from "./state";

/** A call that passed every check of form. */
export interface Call<N extends OperationName> {
  readonly operation: N;
  readonly body: RequestBody<N>;
  /** When it came, by the simulator's clock. */
  readonly receivedAt: number;
}

type Handler<N extends OperationName> = (state: ServerState, call: Call<N>) => Answer;

/** What the chat server does for each operation. */
const handlers: { readonly [N in OperationName]: Handler<N> } = {
  concludeChat(state, call) {
    const { engagementId } = call.body;
    const outcome = state.engagements.conclude(engagementId);
    return outcome === "concluded"
      ? jsonAnswer(200, envelope(state, call))
      : refusal(state.unknownEngagement, {
          came: `The request came for engagement ${engagementId.toString()}.`,
          expected: expectedEngagements(state),
          differs:
            outcome === "unknown"
              ? `Engagement ${engagementId.toString()} is not known to this simulator.`
              : `Engagement ${engagementId.toString()} was concluded before and is in wrap-up.`,
          remedy:
            "Send the id of an active engagement, or restart the simulator to have all again.",
        });
  },
};

/** Carries a checked call out. */
export function handle<N extends OperationName>(state: ServerState, call: Call<N>): Answer {
  return handlers[call.operation](state, call);
}

/** The documented envelope of a success, members in the documented order. */
function envelope<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
): Readonly<Record<string, unknown>> {
  const { resultMember, resultFields } = operations[call.operation];
  const sent = membersOf(call);
  const result: Record<string, unknown> = {};
  for (const name of resultFields) {
    Object.assign(result, twins(name, sent[name]));
  }
  return {
    [resultMember]: result,
    chatSystemError: null,
    ...commonMembers(state, call),
  };
}

/** The envelope of an error that is told with HTTP 200. */
export function systemErrorEnvelope<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
  error: unknown,
): Readonly<Record<string, unknown>> {
  return {
    [operations[call.operation].resultMember]: assumptions.systemErrorResult.value,
    chatSystemError: error,
    ...commonMembers(state, call),
  };
}

function commonMembers<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
): Readonly<Record<string, unknown>> {
  const { timeCreated, sequenceNumber } = membersOf(call);
  return {
    ...(timeCreated === undefined ? {} : { clientSendTime: timeCreated }),
    serviceStartTime: call.receivedAt,
    serviceFinishTime: state.now(),
    sessionId: state.sessionId,
    ...twins("clientId", assumptions.clientId.value),
    ...twins("sequenceNumber", sequenceNumber),
  };
}

/** The members of the body by name: every operation so far takes int64 only. */
function membersOf<N extends OperationName>(
  call: Call<N>,
): { readonly [name: string]: bigint | undefined; timeCreated?: bigint; sequenceNumber?: bigint } {
  return call.body;
}

function twins(name: string, value: bigint | undefined): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value, [`${name}String`]: value.toString() };
}

function expectedEngagements({ engagements }: ServerState): string {
  const active = engagements.current.filter(({ state }) => state === "active");
  if (active.length === 0) {
    return "This simulator has no active engagement left.";
  }
  const shown = active.slice(0, 10).map(({ id }) => id.toString());
  const more = active.length - shown.length;
  return `The active engagements of this simulator are ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}
