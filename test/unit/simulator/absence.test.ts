import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { AbsenceClock } from "../../../src/simulator/absence";
import { type Chat, toldToConsumers, until, withActive, withChat } from "./chatSetup";
import { FakeTime } from "./fakeTime";
import { engagementLines } from "./setup";

const limits = { absentIntervalMs: 1000, agentAbsentRetryCount: 3, userAbsentRetryCount: 3 };

function presenceOfCustomer({ simulator }: Pick<Chat, "simulator">): string | undefined {
  return simulator.engagements[0]?.presence;
}

/** Holds a call of the agent's until the test of it is over. */
async function whilePolled({ agent }: Chat, test: () => void | Promise<void>): Promise<void> {
  const leaving = new AbortController();
  const coming = agent.call("getMessages", {}, leaving.signal).catch(() => undefined);
  await until(() => agent.state.isPolled);
  await test();
  leaving.abort();
  await coming;
  await until(() => !agent.state.isPolled);
}

describe("a silent agent", () => {
  it("is absent after the interval, and disconnected after so many", () =>
    withActive(limits, ({ simulator, time, agent }) => {
      const told = toldToConsumers(simulator);
      time.pass(999);
      assert.equal(agent.state.presence, "present");
      time.pass(1);
      assert.equal(agent.state.presence, "absent");
      assert.deepEqual(told, ["1000 presence 939 ABSENT"]);
      time.pass(1999);
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      time.pass(1);
      assert.equal(agent.state.presence, "disconnected");
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      assert.deepEqual(told.slice(1), ["1000 left 939 TRANSFERRED_TO_QUEUE", "1000 waiting 1 30"]);
      return Promise.resolve();
    }));

  it("is back with the next getMessages, and told what was lost", () =>
    withActive(limits, async (chat) => {
      const { simulator, time, agent } = chat;
      const told = toldToConsumers(simulator);
      time.pass(1500);
      await whilePolled(chat, () => {
        assert.equal(agent.state.presence, "present");
      });
      assert.deepEqual(told, ["1000 presence 939 ABSENT", "1000 presence 939 ACTIVE"]);
      time.pass(3000);
      const [[type, fields] = ["", {}]] = await agent.messages();
      assert.deepEqual(
        [type, fields["reason"]],
        ["ChatDisconnectNotification", "TRANSFERRED_TO_QUEUE"],
      );
      assert.equal(agent.state.status, "UNAVAILABLE");
    }));

  it("is present for as long as getMessages is held", () =>
    withChat({ ...limits, holdMs: 60_000 }, (chat) =>
      whilePolled(chat, () => {
        chat.time.pass(30_000);
        assert.equal(chat.agent.state.presence, "present");
      }),
    ));

  it("is offered nothing while absent, and what was offered goes back", () =>
    withChat(limits, async (chat) => {
      const { simulator, time, agent } = chat;
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      time.pass(1000);
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      assert.deepEqual(
        await agent.types(),
        ["SimAssignmentOffer", "SimAssignmentWithdrawn", "SimAssignmentOffer"],
        "being back is enough to be offered it again",
      );
    }));

  it("loses what is in wrap-up, too", () =>
    withActive(limits, async ({ simulator, time, agent }) => {
      await agent.done("concludeChat", { engagementId: 1000 });
      time.pass(3000);
      assert.deepEqual(engagementLines(simulator), ["1000 released"]);
    }));

  it("keeps what a lost session held for as long as absence lasts", () =>
    withActive(limits, ({ simulator, time }) => {
      simulator.endSessions();
      time.pass(2999);
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      time.pass(1);
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      return Promise.resolve();
    }));
});

describe("a silent customer", () => {
  it("is absent, then disconnected, which ends the chat; the agent is told each", () =>
    withActive({ ...limits, agentAbsentRetryCount: 100 }, async ({ simulator, time, agent }) => {
      simulator.consumers.leave(1000n);
      time.pass(999);
      assert.equal(presenceOfCustomer({ simulator }), "present");
      time.pass(1);
      assert.equal(presenceOfCustomer({ simulator }), "absent");
      time.pass(2000);
      assert.equal(presenceOfCustomer({ simulator }), "disconnected");
      assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
      const told = (await agent.messages()).map(([type, fields]) => [
        type,
        fields["clientId"],
        fields["connectionState"] ?? fields["reason"],
        fields["secondsToDisconnect"],
      ]);
      assert.deepEqual(told, [
        ["ChatEngagementUpdateNotification", 21_000, "ABSENT", 2],
        ["ChatEngagementUpdateNotification", 21_000, "DISCONNECTED", undefined],
        ["ChatDisconnectNotification", 21_000, "IDLE_TIMEOUT", undefined],
      ]);
    }));

  it("is back with the next sign of life", () =>
    withActive(limits, async ({ simulator, time, agent }) => {
      simulator.consumers.leave(1000n);
      time.pass(1500);
      simulator.consumers.contact(1000n);
      assert.equal(presenceOfCustomer({ simulator }), "present");
      const states = (await agent.messages()).map(([, fields]) => fields["connectionState"]);
      assert.deepEqual(states, ["ABSENT", "ACTIVE"]);
    }));

  it("leaves the queue for good", () =>
    withChat(limits, ({ simulator, time }) => {
      simulator.consumers.requestEngagement();
      simulator.consumers.leave(1000n);
      time.pass(3000);
      assert.deepEqual(engagementLines(simulator), ["1000 ended"]);
      return Promise.resolve();
    }));

  it("was never there to be missed when it gave no sign of life", () =>
    withActive({ ...limits, agentAbsentRetryCount: 100 }, ({ simulator, time }) => {
      time.pass(60_000);
      assert.equal(presenceOfCustomer({ simulator }), "present");
      return Promise.resolve();
    }));
});

describe("AbsenceClock", () => {
  const setup = (): { time: FakeTime; clock: AbsenceClock; told: string[] } => {
    const time = new FakeTime();
    const told: string[] = [];
    const clock = new AbsenceClock(time, { intervalMs: 100, retryCount: 2 }, (presence) => {
      told.push(presence);
    });
    return { time, clock, told };
  };

  it("begins anew with each contact", () => {
    const { time, clock, told } = setup();
    clock.contact();
    time.pass(99);
    clock.contact();
    time.pass(99);
    assert.deepEqual(told, []);
    time.pass(101);
    assert.deepEqual(told, ["absent", "disconnected"]);
  });

  it("stands until every hold is over", () => {
    const { time, clock, told } = setup();
    const letGo = [clock.hold(), clock.hold()];
    letGo[0]?.();
    time.pass(1000);
    assert.deepEqual(told, []);
    letGo[1]?.();
    time.pass(100);
    assert.deepEqual(told, ["absent"]);
  });

  it("does not begin anew by being told of a silence that lasts", () => {
    const { time, clock, told } = setup();
    clock.lose();
    time.pass(50);
    clock.lose();
    time.pass(50);
    assert.deepEqual(told, ["absent"]);
  });

  it("begins no more after it was disposed of, though a hold ends later", () => {
    const { time, clock } = setup();
    const letGo = clock.hold();
    clock.dispose();
    letGo();
    assert.equal(time.pending, 0);
  });
});
