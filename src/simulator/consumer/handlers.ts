import type { ConsumerOperationName } from "../../chat/operations";
import { writeJson } from "../../util/json";
import { int64 } from "../agentMessages";
import { type Answer, jsonAnswer, plainRefusal, refusal } from "../answers";
import { isOpen } from "../chatRoom";
import type { SimulatedEngagement } from "../engagements";
import type { ServerState } from "../state";
import { consumerAssumptions } from "./assumptions";
import type { ConsumerCall } from "./call";
import { answerEngagementQueue, answerQueueStats, queueOf, queuesSentence } from "./queues";
import { isoTime, systemMessageOf } from "./systemMessages";
import type { ConsumerTokens } from "./tokens";

/** What the consumer side works on. */
export interface ConsumerState {
  readonly server: ServerState;
  readonly tokens: ConsumerTokens;
}

/** The operations within a chat, whose session names it. */
type SessionOperationName = "getMessages" | "postMessage" | "activity" | "concludeEngagement";

type Handler<N extends ConsumerOperationName> = (
  state: ConsumerState,
  call: ConsumerCall<N>,
) => Answer | Promise<Answer>;

/** What the site and the chat server do for customers. */
const handlers: { readonly [N in ConsumerOperationName]: Handler<N> } = {
  establishSessions({ server, tokens }, { body }) {
    const { domain, port } = server.settings;
    const names = consumerAssumptions.sessionAnswer.value;
    return jsonAnswer(200, {
      [names.token]: tokens.issue(body.sessionInformation ?? {}),
      [names.site]: server.site,
      [names.server]: writeJson({ domain, pool: server.pool, port }),
    });
  },

  requestEngagement({ server }, call) {
    const { firstName, lastName, question, queueId } = call.caller;
    if (server.engagements.current.length >= server.maxEngagements) {
      return tooMany(server.maxEngagements);
    }
    const queue = queueOf(server, queueId);
    if (queueId !== undefined && queue === undefined) {
      return refusal("chatServer", consumerAssumptions.dequeued.value, {
        came: `The customer of the token asked for queue ${queueId.toString()}.`,
        expected: queuesSentence(server),
        differs: "There is no such queue, so the rules of this simulator dequeue the customer.",
        remedy: "Send establishSessions with the queueId of such a queue, or without one.",
      });
    }
    const customer = [firstName, lastName]
      .filter((part) => part !== undefined)
      .join(" ")
      .trim();
    const engagement = server.consumers.requestEngagement({
      ...(customer !== "" && { customer }),
      ...(question !== undefined && { question }),
      ...(queue !== undefined && { queue }),
    });
    server.consumers.contact(engagement.id);
    return jsonAnswer(200, {
      ...int64("engagementId", engagement.id),
      sessionId: engagement.consumerSessionId,
      ...envelope(server, call, engagement),
    });
  },

  getMessages: inChat<"getMessages">(async ({ server }, { caller, signal }) => {
    const polled = await server.consumers.poll(caller.id, signal);
    return polled.kind === "messages"
      ? { ...collection(polled.messages.map(systemMessageOf)), undelivered: polled.giveBack }
      : collection([]);
  }),

  postMessage: inChat<"postMessage">(({ server }, call) => {
    const { body, messageId, richText, offTheRecord } = call.body;
    server.consumers.post(call.caller.id, body, {
      ...(messageId !== undefined && { messageId }),
      ...(richText !== undefined && { richText }),
      ...(offTheRecord !== undefined && { offTheRecord }),
    });
    return jsonAnswer(200, envelope(server, call, call.caller));
  }),

  activity: inChat<"activity">(({ server }, call) => {
    const { mode, sneakPreviewText, sneakPreviewFocus } = call.body;
    server.consumers.activity(call.caller.id, mode, {
      ...(sneakPreviewText !== undefined && { preview: sneakPreviewText }),
      ...(sneakPreviewFocus !== undefined && { focus: sneakPreviewFocus }),
    });
    return jsonAnswer(200, envelope(server, call, call.caller));
  }),

  concludeEngagement: inChat<"concludeEngagement">(({ server }, call) => {
    server.consumers.conclude(call.caller.id);
    return jsonAnswer(200, envelope(server, call, call.caller));
  }),

  getQueueStats({ server }, { body }) {
    return answerQueueStats(server, body);
  },

  getEngagementQueue({ server }) {
    return answerEngagementQueue(server);
  },
};

/** A limit of the simulator itself: whoever asks without end does not fill this machine's memory. */
function tooMany(limit: number): Answer {
  return plainRefusal(503, {
    came: `There are ${limit} engagements already.`,
    expected: "This simulator keeps no more of them, those that are over included.",
    remedy: "Restart it to begin anew.",
  });
}

/** Carries a checked call out. What is held answers later. */
export function handleConsumer<N extends ConsumerOperationName>(
  state: ConsumerState,
  call: ConsumerCall<N>,
): Answer | Promise<Answer> {
  return handlers[call.operation](state, call);
}

/** An operation within a chat: a sign of life, and refused when the chat is over. */
function inChat<N extends SessionOperationName>(act: Handler<N>): Handler<N> {
  return (state, call) => {
    const { consumers } = state.server;
    const refused = refuseEnded(call.operation, state.server, call.caller);
    if (refused === undefined) {
      consumers.contact(call.caller.id);
    }
    return refused ?? act(state, call);
  };
}

/** Refuses what comes for a chat that is over; what was still to be told is told before. */
function refuseEnded(
  operation: SessionOperationName,
  { room }: ServerState,
  engagement: SimulatedEngagement,
): Answer | undefined {
  if (
    isOpen(engagement) ||
    (operation === "getMessages" && !room.consumerOf(engagement).outbox.isEmpty)
  ) {
    return undefined;
  }
  const came = `${operation} came for engagement ${engagement.id.toString()}.`;
  const remedy = "Send requestEngagement to begin another chat.";
  return operation === "postMessage" && engagement.reason === "AGENT_CONCLUDED"
    ? refusal("chatServer", consumerAssumptions.leadLeft.value, {
        came,
        expected: "The lead agent must be in the chat, or the customer must wait for one.",
        differs: "The agent has concluded the chat and left.",
        remedy,
      })
    : refusal("chatServer", consumerAssumptions.endedSession.value, {
        came,
        expected: "The chat must not be over.",
        differs: `It has ended: ${engagement.reason ?? "the simulator does not know why"}.`,
        remedy,
      });
}

/** The long poll's answer: on a time-out an empty collection. */
function collection(systemMessages: readonly unknown[]): Answer {
  return jsonAnswer(200, { systemMessages, errorMessages: [] });
}

/** The documented members of a response, in the order of the page's examples. */
function envelope(
  { now }: ServerState,
  {
    body,
    receivedAt,
  }: {
    readonly body: {
      readonly clientRequestTime?: unknown;
      readonly clientTransactionId?: bigint;
    };
    readonly receivedAt: number;
  },
  { clientId }: SimulatedEngagement,
): Readonly<Record<string, unknown>> {
  const { clientTransactionId, clientRequestTime } = body;
  return {
    ...int64("clientId", clientId),
    clientRequestTime: clientRequestTime ?? consumerAssumptions.missingTime.value,
    ...(clientTransactionId !== undefined && int64("clientTransactionId", clientTransactionId)),
    serviceStartTime: isoTime(receivedAt),
    serviceFinishTime: isoTime(now()),
  };
}
