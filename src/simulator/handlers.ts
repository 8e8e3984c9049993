import { operations, type OperationName, type RequestBody } from "../chat/operations";
import { type Answer, jsonAnswer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { CallerOf } from "./callers";
import type { SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

/** A call that passed every check of form. */
export interface Call<N extends OperationName> {
  readonly operation: N;
  readonly caller: CallerOf<N>;
  readonly body: RequestBody<N>;
  /** When it came, by the simulator's clock. */
  readonly receivedAt: number;
}

type Handler<N extends OperationName> = (state: ServerState, call: Call<N>) => Answer;

/** What the site and the chat server do for each operation. */
const handlers: { readonly [N in OperationName]: Handler<N> } = {
  serviceSettings({ url, site, pool, settings }) {
    const href = `${url}/services/rest/crossChannelServices/v1.4/serviceSettings`;
    return jsonAnswer(200, {
      domain: settings.domain,
      pool,
      port: settings.port,
      siteName: site,
      links: [{ rel: "describedby", href, mediaType: "application/schema+json" }],
    });
  },

  agentTokens({ tokens }, { caller }) {
    return jsonAnswer(200, { sessionToken: tokens.issue(caller) });
  },

  createAutomatedAgentSession(state, call) {
    const { sessions } = state;
    const { accountId } = call.caller;
    const earlier = sessions.signedIn(accountId);
    if (earlier !== undefined && call.body.logonOverride !== true) {
      return refusal("chatServer", assumptions.alreadySignedIn.value, {
        came: `Account ${accountId} asked for a session.`,
        expected: "An account has one session at a time.",
        differs: "The account is signed in already.",
        remedy:
          'Send "logonOverride": true to cut that session off, or log it off before signing in.',
      });
    }
    const begun = sessions.begin(accountId);
    sessions.end("takenOver", (session) => session === earlier);
    return jsonAnswer(200, envelope(state, call, begun));
  },

  logoff(state, call) {
    state.sessions.end("loggedOff", (session) => session === call.caller);
    return jsonAnswer(200, envelope(state, call, call.caller));
  },

  concludeChat(state, call) {
    const { engagementId } = call.body;
    const outcome = state.engagements.conclude(engagementId);
    return outcome === "concluded"
      ? jsonAnswer(200, envelope(state, call, call.caller))
      : refusal("chatServer", state.unknownEngagement, {
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
  session: SimulatedSession,
): Readonly<Record<string, unknown>> {
  const sent = membersOf(call);
  const result: Record<string, unknown> = {};
  for (const name of operations[call.operation].resultFields) {
    Object.assign(result, twins(name, sent[name]));
  }
  return {
    ...resultOf(call.operation, result),
    chatSystemError: null,
    ...commonMembers(state, call, session),
  };
}

/**
 * The envelope of an error that is told with HTTP 200. It names the session of the caller, who has
 * none when the call was to begin one.
 */
export function systemErrorEnvelope<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
  error: unknown,
): Readonly<Record<string, unknown>> {
  return {
    ...resultOf(call.operation, assumptions.systemErrorResult.value),
    chatSystemError: error,
    ...commonMembers(state, call, "clientId" in call.caller ? call.caller : undefined),
  };
}

function resultOf(operation: OperationName, result: unknown): Readonly<Record<string, unknown>> {
  const descriptor = operations[operation];
  return "resultMember" in descriptor ? { [descriptor.resultMember]: result } : {};
}

function commonMembers<N extends OperationName>(
  state: ServerState,
  call: Call<N>,
  session: SimulatedSession | undefined,
): Readonly<Record<string, unknown>> {
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
function twins(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "bigint" ? { [name]: value, [`${name}String`]: value.toString() } : {};
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
