import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { type Message, readMessages } from "../../../src/chat/messages";
import type { CustomerPlan } from "../../../src/simulator/customers";
import type { SimulatorOptions } from "../../../src/simulator/simulator";
import { type Agent, type Chat, withChat } from "./chatSetup";
import { engagementLines } from "./setup";

const second = 1000;
const minute = 60 * second;

/** A simulator on fake time with an agent who takes what comes. */
function withAgent(
  options: SimulatorOptions,
  test: (chat: Chat) => void | Promise<void>,
): Promise<void> {
  return withChat(options, async (chat) => {
    const { simulator, time, agent } = chat;
    await agent.goAvailable(9);
    await test(chat);
    await simulator.close();
    assert.equal(time.pending, 0, "something is still to come after the simulator was closed");
  });
}

function post(agent: Agent, destinationId: number, body: string): Promise<unknown> {
  const destinationType = "ENGAGEMENT";
  return agent.done("postMessage", { body, destinationId, destinationType, messageType: "CHAT" });
}

/** What waits for the agent: a role each, with what is in it for a reader. */
async function toldTo(agent: Agent): Promise<readonly string[]> {
  const { text } = await agent.call("getMessages", {});
  const messages: readonly Message[] = readMessages(text) ?? [];
  return messages.map(({ role, engagementId, name, question, mode, reason, ...rest }) =>
    [role, engagementId, name, question, rest.text, mode, rest.connectionState, reason]
      .filter((part) => part !== undefined)
      .join(" "),
  );
}

/** One customer in a chat with the agent, who has heard everything so far. */
async function inChat({ simulator, agent }: Chat, plan: CustomerPlan = {}): Promise<void> {
  simulator.customers.add(plan);
  await agent.acknowledge(1000, "ACCEPT");
  await agent.messages();
}

describe("simulated customers", () => {
  it("ask under the name and with the question they are given", () =>
    withAgent({}, async ({ simulator, agent }) => {
      const added = simulator.customers.add({ name: "Ada", question: "Where is my parcel?" });
      assert.deepEqual(
        added.map(({ id, state }) => [id, state]),
        [[1000n, "offered"]],
      );
      assert.deepEqual(await toldTo(agent), ["offer 1000 Ada Where is my parcel?"]);
    }));

  it("are visitors with questions of their own when nothing is said of them", () =>
    withAgent({}, ({ simulator }) => {
      const added = simulator.customers.add({ count: 2 });
      assert.deepEqual(
        added.map(({ customer, question }) => `${customer}: ${question}`),
        [
          "Ada Lindgren: My order arrived without the charger. What can I do?",
          "Bashir Okafor: Can I move my delivery to Friday?",
        ],
      );
    }));

  it("come several at once, numbered where they have one name", () =>
    withAgent({}, async ({ simulator, agent }) => {
      simulator.customers.add({ name: "Ada", question: "Hello?", count: 3 });
      assert.deepEqual(await toldTo(agent), [
        "offer 1000 Ada Hello?",
        "offer 1001 Ada 2 Hello?",
        "offer 1002 Ada 3 Hello?",
      ]);
    }));

  it("type, then answer each message with the next reply, and then are silent", () =>
    withAgent({ replyDelayMs: 2 * second }, async (chat) => {
      const { time, agent } = chat;
      await inChat(chat, { replies: ["It is 4711.", "Thanks."] });
      await post(agent, 1000, "Which order?");
      assert.deepEqual(await toldTo(agent), ["activity 1000 RESPONDING"]);
      time.pass(2 * second);
      assert.deepEqual(await toldTo(agent), ["post 1000 It is 4711.", "activity 1000 LISTENING"]);
      await post(agent, 1000, "Found it.");
      await post(agent, 1000, "Anything else?");
      time.pass(10 * second);
      assert.deepEqual(await toldTo(agent), [
        "activity 1000 RESPONDING",
        "post 1000 Thanks.",
        "activity 1000 LISTENING",
      ]);
    }));

  it("answer messages that come while they type one after the other", () =>
    withAgent({ replyDelayMs: second }, async (chat) => {
      const { time, agent } = chat;
      await inChat(chat, { replies: ["One.", "Two."] });
      await post(agent, 1000, "First?");
      await post(agent, 1000, "Second?");
      time.pass(second);
      assert.deepEqual(await toldTo(agent), [
        "activity 1000 RESPONDING",
        "post 1000 One.",
        "activity 1000 LISTENING",
        "activity 1000 RESPONDING",
      ]);
      time.pass(second);
      assert.deepEqual(await toldTo(agent), ["post 1000 Two.", "activity 1000 LISTENING"]);
    }));

  it("each answer their own agent's messages only", () =>
    withAgent({ replyDelayMs: 0 }, async (chat) => {
      const { simulator, time, agent } = chat;
      simulator.customers.add({ count: 2, replies: ["Yes."] });
      await agent.acknowledge(1000, "ACCEPT");
      await agent.acknowledge(1001, "ACCEPT");
      await toldTo(agent);
      await post(agent, 1001, "Are you there?");
      time.pass(0);
      assert.deepEqual(await toldTo(agent), [
        "activity 1001 RESPONDING",
        "post 1001 Yes.",
        "activity 1001 LISTENING",
      ]);
    }));

  it("leave by concluding, and say nothing after", () =>
    withAgent({ replyDelayMs: 10 * second }, async (chat) => {
      const { simulator, time, agent } = chat;
      await inChat(chat, { replies: ["Yes."], leavesAfterMs: 5 * second });
      await post(agent, 1000, "Are you there?");
      time.pass(5 * second - 1);
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      time.pass(1);
      assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
      time.pass(minute);
      assert.deepEqual(await toldTo(agent), [
        "activity 1000 RESPONDING",
        "disconnected 1000 END_USER_CONCLUDED",
      ]);
    }));

  it("leave the queue as well", () =>
    withAgent({ offerTimeoutMs: minute }, async (chat) => {
      const { simulator, time, agent } = chat;
      simulator.customers.add({ leavesAfterMs: 5 * second });
      time.pass(5 * second);
      assert.deepEqual(engagementLines(simulator), ["1000 ended"]);
      const lines = await toldTo(agent);
      assert.deepEqual(
        lines.map((line) => line.split(" ", 2).join(" ")),
        ["offer 1000", "offerGone 1000"],
      );
    }));

  it("vanish without a word: absent after the interval, then lost", () =>
    withAgent(
      { absentIntervalMs: 2 * minute, userAbsentRetryCount: 2, agentAbsentRetryCount: 99 },
      async (chat) => {
        const { simulator, time, agent } = chat;
        await inChat(chat, { replies: ["Yes."], leavesAfterMs: second, how: "vanishes" });
        time.pass(second);
        await post(agent, 1000, "Are you there?");
        assert.deepEqual(engagementLines(simulator), ["1000 active"]);
        time.pass(2 * minute);
        assert.deepEqual(await toldTo(agent), ["participantState 1000 ABSENT"]);
        time.pass(2 * minute);
        assert.deepEqual(await toldTo(agent), [
          "participantState 1000 DISCONNECTED",
          "disconnected 1000 IDLE_TIMEOUT",
        ]);
        assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
      },
    ));

  it("are still when the agent has concluded, whatever they were about to do", () =>
    withAgent({ replyDelayMs: second }, async (chat) => {
      const { time, agent } = chat;
      await inChat(chat, { replies: ["Yes."], leavesAfterMs: minute });
      await post(agent, 1000, "Are you there?");
      await agent.done("concludeChat", { engagementId: 1000 });
      await toldTo(agent);
      assert.equal(time.pending, 1, "only the agent's own silence is waited for");
    }));

  it("do nothing more once the simulator is closed", () =>
    withAgent({ replyDelayMs: second }, async (chat) => {
      const { simulator, agent } = chat;
      await inChat(chat, { replies: ["Yes."], leavesAfterMs: minute });
      simulator.customers.add({ leavesAfterMs: minute });
      await post(agent, 1000, "Are you there?");
    }));
});
