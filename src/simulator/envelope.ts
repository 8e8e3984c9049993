import { operations, type OperationName } from "../chat/operations";
import { int64 } from "./agentMessages";
import { type Answer, jsonAnswer } from "./answers";
import { assumptions } from "./assumptions";
import type { Call } from "./call";
import type { SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

type Members = Readonly<Record<string, unknown>>;

/**
 * A success in the documented envelope, members in the documented order: the result, where the
 * operation has one, with its error; then `own` members of a flat answer; then those of all.
 */
export function success<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
  session: SimulatedSession,
  { result = {}, own = {} }: { readonly result?: Members; readonly own?: Members } = {},
): Answer {
  const sent = membersOf(call);
  const echoed = operations[call.operation].resultFields.map((name) => twins(name, sent[name]));
  const isFlat = assumptions.flatAnswers.value.some((name) => name === call.operation);
  return jsonAnswer(200, {
    ...own,
    ...resultOf(call.operation, Object.assign({}, ...echoed, result)),
    ...(isFlat ? {} : { chatSystemError: null }),
    ...commonMembers(state, call, session),
  });
}

/**
 * The envelope of an error that is told with HTTP 200. It names the session of the caller, who has
 * none when the call was to begin one.
 */
export function systemErrorEnvelope<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
  error: unknown,
): Members {
  return {
    ...resultOf(call.operation, assumptions.systemErrorResult.value),
    chatSystemError: error,
    ...commonMembers(state, call, "clientId" in call.caller ? call.caller : undefined),
  };
}

function resultOf(operation: OperationName, result: unknown): Members {
  const descriptor = operations[operation];
  return "resultMember" in descriptor ? { [descriptor.resultMember]: result } : {};
}

function commonMembers<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
  session: SimulatedSession | undefined,
): Members {
  const { timeCreated, sequenceNumber } = membersOf(call);
  return {
    ...(timeCreated === undefined ? {} : { clientSendTime: timeCreated }),
    serviceStartTime: call.receivedAt,
    serviceFinishTime: state.now(),
    ...(session === undefined
      ? {}
      : { sessionId: session.id, ...twins("clientId", session.clientId) }),
    ...twins("sequenceNumber", sequenceNumber),
  };
}

/** The members of the body by name. */
function membersOf<N extends OperationName>(
  call: Call<N>,
): { readonly [name: string]: unknown; timeCreated?: unknown; sequenceNumber?: unknown } {
  return call.body;
}

/** An int64 with its `…String` twin; nothing for a member that was not sent. */
function twins(name: string, value: unknown): Members {
  return typeof value === "bigint" ? int64(name, value) : {};
}
