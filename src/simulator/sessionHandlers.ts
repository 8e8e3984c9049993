import type { OperationName } from "../chat/operations";
import type { sessionOperations } from "../chat/operations/session";
import { int64 } from "./agentMessages";
import { type Answer, refusal } from "./answers";
import { assumptions } from "./assumptions";
import type { Call, Handlers } from "./call";
import { answerAgentsAndQueues } from "./directory";
import { success } from "./envelope";
import { refuseEnded } from "./sessionCheck";
import type { ServerState } from "./state";

/** What the chat server does for an agent session as a whole. */
export const sessionHandlers: Handlers<
  keyof typeof sessionOperations | "createAutomatedAgentSession"
> = {
  createAutomatedAgentSession(state, call) {
    const { room, sessions } = state;
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
    room.enter(begun);
    return success(state, call, begun);
  },

  logoff(state, call) {
    state.sessions.end("loggedOff", (session) => session === call.caller);
    return success(state, call, call.caller);
  },

  setActivityStatus(state, call) {
    const { status } = call.body;
    if (status !== "NONE") {
      state.agents.setStatus(call.caller, status);
    }
    return success(state, call, call.caller);
  },

  requestAssignment(state, call) {
    const { assignmentRequested, maxSessionCount } = call.body;
    state.agents.request(call.caller, assignmentRequested, maxSessionCount);
    return success(state, call, call.caller);
  },

  retrieveAgentsAndQueues: answerAgentsAndQueues,

  async getMessages(state, call) {
    const channel = state.room.agentOf(call.caller);
    if (channel.outbox.isPolled) {
      await settledConnections();
    }
    const polled = await channel.poll(state.room.settings.holdMs, call.signal);
    switch (polled.kind) {
      case "messages":
        await nextTurn();
        return {
          ...messages(state, call, polled.messages),
          undelivered: polled.giveBack,
        };
      case "nothing":
      case "gone": {
        const createdTime = int64("createdTime", state.now());
        return messages(state, call, [{ [state.room.settings.messageNames.timeout]: createdTime }]);
      }
      case "closed":
        return refuseEnded(state, call.caller);
    }
  },
};

function messages<N extends OperationName & "getMessages">(
  state: ServerState,
  call: Call<N>,
  getResponseTypes: readonly unknown[],
): Answer {
  return success(state, call, call.caller, { own: { getResponseTypes } });
}

/** Lets the system tell that the client has just gone: then the messages are not sent into the void. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Lets the system tell of connections that are gone: a client that gave its poll up and sent another
 * has one, whichever of both is seen first.
 */
function settledConnections(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 30);
  });
}
