import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Simulator } from "../../../src/simulator/simulator";
import { withChat } from "./chatSetup";
import { consume, consumerOf } from "./consumerSetup";
import { call, signIn, withSimulator } from "./setup";

/** The query that asks for statistics or for a queue. */
function about(request: unknown): { readonly query: string } {
  return { query: `?pool=297:1&request=${encodeURIComponent(JSON.stringify(request))}` };
}

/** Counts of a queue, as [sessions found, available agents, customers who wait]. */
async function statsOf(
  simulator: Simulator,
  chatProactiveAvailableType: "AGENTS" | "SESSIONS",
  queueId = 1,
): Promise<readonly unknown[]> {
  const changes = about({ queueId, chatProactiveAvailableType });
  const { json } = await consume(simulator, "getQueueStats", changes);
  return Object.values(json);
}

/** Makes an agent available, who asks for engagements if told to. */
async function beAvailable(simulator: Simulator, isRequesting: boolean): Promise<void> {
  await call(simulator, "setActivityStatus", { body: '{"status":"AVAILABLE","subTypeId":1}' });
  const body = `{"assignmentRequested":${isRequesting},"idleSessionCount":2,"maxSessionCount":2}`;
  await call(simulator, "requestAssignment", { body });
}

describe("the statistics of the simulator", () => {
  it("count agents that are available apart from those that asked, and who waits", () =>
    withSimulator({ engagements: [] }, async (simulator) => {
      assert.deepEqual(
        [await statsOf(simulator, "AGENTS"), await statsOf(simulator, "SESSIONS")],
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
      );
      await consumerOf(simulator);
      await beAvailable(simulator, false);
      assert.deepEqual(
        [await statsOf(simulator, "AGENTS"), await statsOf(simulator, "SESSIONS")],
        [
          [0, 1, 1],
          [1, 1, 1],
        ],
      );
      await beAvailable(simulator, true);
      assert.deepEqual(await statsOf(simulator, "AGENTS"), [1, 1, 1]);
      await signIn(simulator);
      simulator.endSessions();
      assert.deepEqual(await statsOf(simulator, "SESSIONS"), [0, 0, 1]);
    }));

  it("have the members that sample clients read", () =>
    withSimulator({}, async (simulator) => {
      const changes = about({ queueId: 2, chatProactiveAvailableType: "AGENTS" });
      const { status, json } = await consume(simulator, "getQueueStats", changes);
      assert.equal(status, 200);
      assert.deepEqual(json, {
        availableAgentSessions: 0,
        totalAvailableAgents: 0,
        engagementsInQueue: 0,
      });
    }));

  it("leave out agents who are absent, and count who waits by the queue", () =>
    withChat({}, async ({ simulator, time: clock, agent }) => {
      simulator.consumers.requestEngagement();
      await agent.goAvailable();
      assert.deepEqual(await statsOf(simulator, "AGENTS"), [1, 1, 1]);
      assert.deepEqual(await statsOf(simulator, "AGENTS", 2), [1, 1, 0]);
      clock.pass(120_000);
      assert.deepEqual(await statsOf(simulator, "AGENTS"), [0, 0, 1]);
    }));

  it("are refused for a queue that is not there", () =>
    withSimulator({}, async (simulator) => {
      const changes = about({ queueId: 9, chatProactiveAvailableType: "AGENTS" });
      const { status, json } = await consume(simulator, "getQueueStats", changes);
      assert.deepEqual(
        [status, json["message"]],
        [
          400,
          "The query asks for queue 9. The queues of this simulator are 1 (Support) and 2 (Escalation). Ask for one of them.",
        ],
      );
    }));

  it("tell the queue that customers come to, with or without a pool", () =>
    withSimulator({ engagements: [] }, async (simulator) => {
      await consumerOf(simulator);
      const expected = {
        queueId: 1,
        queueIdString: "1",
        expectedWaitSeconds: 30,
        availableAgentSessions: 0,
      };
      for (const query of ["?request=%7B%22productId%22%3A4%7D", "?pool=297:1&request=%7B%7D"]) {
        const { status, json } = await consume(simulator, "getEngagementQueue", { query });
        assert.deepEqual([status, json], [200, expected]);
      }
    }));
});
