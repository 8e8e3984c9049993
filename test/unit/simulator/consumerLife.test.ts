import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { createChatClient } from "../../../src/chat/client";
import { type Message, readMessages } from "../../../src/chat/messages";
import type { RequestBody } from "../../../src/chat/operations";
import type { Simulator } from "../../../src/simulator/simulator";
import { writeJson } from "../../../src/util/json";
import { type Consumer, consumerOf, polls } from "./consumerSetup";
import { FakeTime } from "./fakeTime";
import { engagementLines, signIn, withSimulator } from "./setup";
import { fetch } from "../../fakes/realFetch";

const minute = 60_000;

/** The calls that an agent makes here. */
type AgentOperation =
  | "setActivityStatus"
  | "requestAssignment"
  | "assignmentAcknowledgement"
  | "postMessage"
  | "rerouteEngagement"
  | "concludeChat"
  | "releaseChat"
  | "getMessages";

/** An agent who works through the product's own client. */
interface Agent {
  /** Makes a call that must succeed. */
  call<N extends AgentOperation>(operation: N, body: RequestBody<N>): Promise<unknown>;
  /** The messages of one getMessages. */
  messages(): Promise<readonly Message[]>;
}

/** An agent who is signed in, available, and asks for engagements. */
async function agentAt(simulator: Simulator): Promise<Agent> {
  const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
  const sessionId = await signIn(simulator);
  const call: Agent["call"] = async (operation, body) => {
    const { exchange, answer } = await client.call(operation, body, {
      server: { origin: simulator.url, fqSiteName: simulator.site, pool: simulator.pool },
      credentials: { accountId: simulator.accountId, sessionId },
      timeoutMs: 20_000,
      maxBytes: 1024 * 1024,
    });
    assert.ok(exchange.result.ok, `${operation} was refused`);
    return answer;
  };
  await call("setActivityStatus", { status: "AVAILABLE", subTypeId: 1 });
  await call("requestAssignment", {
    assignmentRequested: true,
    idleSessionCount: 1,
    maxSessionCount: 1,
  });
  return {
    call,
    messages: async () => readMessages(writeJson(await call("getMessages", {}))) ?? [],
  };
}

/** What messages mean, with what is in them for a reader. */
function linesOf(messages: readonly Message[]): readonly string[] {
  return messages.map(({ role, engagementId, text, name, question, mode, reason, ...rest }) =>
    [role, engagementId, name, question, text, mode, rest.connectionState, reason]
      .filter((part) => part !== undefined)
      .join(" "),
  );
}

/** What the consumer is told, without times. */
async function toldTo(consumer: Consumer): Promise<readonly string[]> {
  return (await consumer.messages()).map(
    ({ messageName, name, role, greeting, body, reason, disconnectReason, connectionState }) =>
      [messageName, name, role, greeting, body, reason, disconnectReason, connectionState]
        .filter((part) => typeof part === "string")
        .join(" "),
  );
}

/** An agent and a consumer whose engagement 1000 the agent has accepted. */
async function inChat(
  simulator: Simulator,
): Promise<{ readonly agent: Agent; readonly consumer: Consumer }> {
  const agent = await agentAt(simulator);
  const consumer = await consumerOf(simulator, { firstName: "Ada", question: "Where is it?" });
  assert.deepEqual(linesOf(await agent.messages()), ["offer 1000 Ada Where is it?"]);
  await agent.call("assignmentAcknowledgement", {
    engagementId: 1000n,
    action: "ACCEPT",
    actionType: "MANUAL",
    assignmentType: "LEAD",
  });
  assert.deepEqual(await toldTo(consumer), [
    "RNEngagementWaitInformationChangedMessage",
    "RNEngagementParticipantAddedMessage agent LEAD Hello, this is agent. How can I help you?",
  ]);
  await agent.messages();
  return { agent, consumer };
}

const life = { engagements: [] } as const;

describe("a whole life in the simulator", () => {
  it("goes from a consumer's question over messages both ways to the agent's end and release", () =>
    withSimulator(life, async (simulator) => {
      const { agent, consumer } = await inChat(simulator);

      await consumer.call("activity", { mode: "RESPONDING", sneakPreviewText: "My par" });
      await consumer.call("postMessage", { body: "My parcel is late." });
      assert.deepEqual(linesOf(await agent.messages()), [
        "activity 1000 RESPONDING",
        "post 1000 My parcel is late.",
      ]);
      await agent.call("postMessage", {
        body: "Let me look.",
        destinationId: 1000n,
        destinationType: "ENGAGEMENT",
        messageType: "CHAT",
      });
      assert.deepEqual(await toldTo(consumer), ["RNEngagementMessagePostedMessage Let me look."]);

      await agent.call("concludeChat", { engagementId: 1000n });
      assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
      assert.deepEqual(await toldTo(consumer), [
        "RNEngagementConcludedMessage LEAD AGENT_CONCLUDED",
      ]);
      const late = await consumer.call("postMessage", { body: "Are you there?" });
      assert.deepEqual(
        [late.status, late.json],
        [
          409,
          {
            exceptionCode: "CONFLICT",
            message:
              "postMessage came for engagement 1000. The lead agent must be in the chat, or the customer must wait for one. The agent has concluded the chat and left. Send requestEngagement to begin another chat.",
          },
        ],
      );
      await agent.call("releaseChat", { engagementId: 1000n });
      assert.deepEqual(engagementLines(simulator), ["1000 released"]);
    }));

  it("ends with the consumer, which the agent is told and then releases", () =>
    withSimulator(life, async (simulator) => {
      const { agent, consumer } = await inChat(simulator);
      const polled = agent.messages();
      await consumer.call("concludeEngagement");
      assert.deepEqual(linesOf(await polled), ["disconnected 1000 END_USER_CONCLUDED"]);
      assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
      await agent.call("releaseChat", { engagementId: 1000n });
      assert.deepEqual(engagementLines(simulator), ["1000 released"]);
    }));

  it("keeps what the consumer says in the queue for whoever accepts", () =>
    withSimulator(life, async (simulator) => {
      const consumer = await consumerOf(simulator, { firstName: "Ada", question: "Where is it?" });
      await consumer.call("postMessage", { body: "Hello, anyone there?" });
      const agent = await agentAt(simulator);
      assert.deepEqual(linesOf(await agent.messages()), ["offer 1000 Ada Where is it?"]);
      await agent.call("assignmentAcknowledgement", {
        engagementId: 1000n,
        action: "ACCEPT",
        actionType: "MANUAL",
        assignmentType: "LEAD",
      });
      const lines = linesOf(await agent.messages());
      assert.ok(lines.includes("post 1000 Hello, anyone there?"), lines.join("\n"));
    }));

  it("sends the consumer back into a queue when the agent reroutes", () =>
    withSimulator(life, async (simulator) => {
      const { agent, consumer } = await inChat(simulator);
      await agent.call("rerouteEngagement", { engagementId: 1000n });
      assert.deepEqual(await toldTo(consumer), [
        "RNEngagementParticipantLeftMessage LEAD TRANSFERRED_TO_QUEUE",
        "RNEngagementWaitInformationChangedMessage",
      ]);
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
    }));

  it("shows the agent a consumer who polls no more as absent, then ends without it", () => {
    const time = new FakeTime();
    return withSimulator(
      { ...life, now: time.now, timers: time, agentAbsentRetryCount: 99 },
      async (simulator) => {
        const { agent, consumer } = await inChat(simulator);
        time.pass(2 * minute);
        assert.deepEqual(linesOf(await agent.messages()), ["participantState 1000 ABSENT"]);
        time.pass(2 * minute);
        assert.deepEqual(linesOf(await agent.messages()), [
          "participantState 1000 DISCONNECTED",
          "disconnected 1000 IDLE_TIMEOUT",
        ]);
        assert.deepEqual(await toldTo(consumer), [
          "RNEngagementParticipantConnectionStateChangedMessage ABSENT",
          "RNEngagementParticipantConnectionStateChangedMessage ACTIVE",
          "RNEngagementConcludedMessage IDLE_TIMEOUT",
        ]);
      },
    );
  });

  it("shows the consumer an agent who polls no more as absent, then waits in the queue again", () => {
    const time = new FakeTime();
    return withSimulator(
      { ...life, now: time.now, timers: time, userAbsentRetryCount: 99 },
      async (simulator) => {
        const { consumer } = await inChat(simulator);
        time.pass(2 * minute);
        assert.deepEqual(await toldTo(consumer), [
          "RNEngagementParticipantConnectionStateChangedMessage ABSENT",
        ]);
        time.pass(2 * minute);
        assert.deepEqual(await toldTo(consumer), [
          "RNEngagementParticipantLeftMessage LEAD TRANSFERRED_TO_QUEUE",
          "RNEngagementWaitInformationChangedMessage",
        ]);
        const { status } = await consumer.call("postMessage", { body: "Is anybody there?" });
        assert.equal(status, 200);
      },
    );
  });

  it("takes every call of the consumer as a sign of life", () => {
    const time = new FakeTime();
    return withSimulator({ ...life, now: time.now, timers: time }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      for (let count = 0; count < 3; count += 1) {
        time.pass(1.5 * minute);
        await consumer.call("activity", { mode: "LISTENING" });
      }
      assert.deepEqual(
        simulator.engagements.map(({ presence }) => presence),
        ["present"],
      );
      time.pass(2 * minute);
      assert.deepEqual(
        simulator.engagements.map(({ presence }) => presence),
        ["absent"],
      );
    });
  });

  it("finds a consumer absent who asked and was never heard of again", () => {
    const time = new FakeTime();
    return withSimulator({ ...life, now: time.now, timers: time }, async (simulator) => {
      await consumerOf(simulator);
      time.pass(2 * minute);
      assert.deepEqual(
        simulator.engagements.map(({ presence }) => presence),
        ["absent"],
      );
    });
  });

  it("counts a consumer's silence from where its connection broke", () => {
    const time = new FakeTime();
    return withSimulator({ ...life, now: time.now, timers: time }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.messages();
      const controller = new AbortController();
      const gone = consumer.call("getMessages", {}, { signal: controller.signal });
      await polls(simulator, 2);
      const noticed = new Promise((resolve) => simulator.onDidAnswer(resolve));
      controller.abort();
      await assert.rejects(gone, { name: "AbortError" });
      await noticed;
      // The call is let go by promises, which have run when the event loop turns.
      await new Promise(setImmediate);
      time.pass(2 * minute);
      assert.deepEqual(
        simulator.engagements.map(({ presence }) => presence),
        ["absent"],
      );
    });
  });

  it("ends a wait that is too long", () => {
    const time = new FakeTime();
    return withSimulator(
      { ...life, now: time.now, timers: time, userAbsentRetryCount: 99 },
      async (simulator) => {
        const consumer = await consumerOf(simulator);
        time.pass(30 * minute);
        assert.deepEqual(await toldTo(consumer), [
          "RNEngagementWaitInformationChangedMessage",
          "RNEngagementConcludedMessage QUEUE_TIMEOUT",
        ]);
      },
    );
  });
});
