import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { startSimulator } from "../../../src/simulator/simulator";
import {
  acknowledgement,
  Agent,
  toldToConsumers,
  twoAccounts,
  withActive,
  withChat,
} from "./chatSetup";
import { engagementLines, signIn } from "./setup";

describe("offers of the simulator", () => {
  it("come to an agent who is available and asked, with who asks what", () =>
    withChat({ offerTimeoutMs: 45_000 }, async ({ simulator, time, agent }) => {
      simulator.consumers.requestEngagement({ customer: "Ada", question: "Where is it?" });
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      await agent.goAvailable();
      assert.deepEqual(engagementLines(simulator), ["1000 offered"]);
      assert.deepEqual(await agent.messages(), [
        [
          "SimAssignmentOffer",
          {
            engagementId: 1000,
            engagementIdString: "1000",
            clientId: 21_000,
            clientIdString: "21000",
            assignmentType: "LEAD",
            name: "Ada",
            question: "Where is it?",
            queueId: 1,
            queueIdString: "1",
            queueName: "Support",
            secondsToAnswer: 45,
            destinationId: 1000,
            destinationIdString: "1000",
            destinationType: "ENGAGEMENT",
            senderId: 21_000,
            senderIdString: "21000",
            senderType: "SYSTEM",
            messageType: "SIM_ASSIGNMENT_OFFER",
            visibility: "ALL",
            createdTime: time.now(),
            createdTimeString: time.now().toString(),
            sequenceNumber: 1,
            sequenceNumberString: "1",
          },
        ],
      ]);
    }));

  for (const [name, prepare] of [
    ["is unavailable", (agent: Agent) => agent.request(1)],
    [
      "did not ask",
      (agent: Agent) => agent.done("setActivityStatus", { status: "AVAILABLE", subTypeId: 1 }),
    ],
    [
      "withdrew the wish",
      async (agent: Agent) => {
        await agent.goAvailable();
        await agent.request(1, false);
      },
    ],
    ["asked for none at once", (agent: Agent) => agent.goAvailable(0)],
    [
      "went away",
      async (agent: Agent) => {
        await agent.goAvailable();
        await agent.done("setActivityStatus", { status: "UNAVAILABLE", subTypeId: 1 });
      },
    ],
  ] as const) {
    it(`do not come to an agent who ${name}`, () =>
      withChat({}, async ({ simulator, agent }) => {
        await prepare(agent);
        simulator.consumers.requestEngagement();
        assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      }));
  }

  it("stay within the count that the agent asked for, wrap-up included, until the release", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable(2);
      for (let count = 0; count < 4; count += 1) {
        simulator.consumers.requestEngagement();
      }
      const states = (): readonly string[] => simulator.engagements.map(({ state }) => state);
      assert.deepEqual(states(), ["offered", "offered", "queued", "queued"]);
      await agent.acknowledge(1000, "ACCEPT");
      await agent.acknowledge(1001, "ACCEPT");
      assert.deepEqual(states(), ["active", "active", "queued", "queued"]);
      await agent.done("concludeChat", { engagementId: 1000 });
      assert.deepEqual(states(), ["wrapUp", "active", "queued", "queued"]);
      await agent.done("releaseChat", { engagementId: 1000 });
      assert.deepEqual(states(), ["released", "active", "offered", "queued"]);
    }));

  it("become active by ACCEPT, which tells who is in the chat", () =>
    withChat({}, async ({ simulator, agent }) => {
      const told = toldToConsumers(simulator);
      await agent.goAvailable();
      simulator.consumers.requestEngagement({ customer: "Ada" });
      assert.deepEqual(
        (await agent.acknowledge(1000, "ACCEPT"))["chatAssignmentAcknowledgementResult"],
        {
          clientList: [
            { clientId: 21_000, clientIdString: "21000", simName: "Ada", simRole: "END_USER" },
            { clientId: 939, clientIdString: "939", simName: "agent", simRole: "LEAD" },
          ],
        },
      );
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      assert.deepEqual(told, ["1000 waiting 1 30", "1000 joined 939 agent"]);
    }));

  it("bring along what the customer posted in the queue", () =>
    withChat({}, async ({ simulator, time, agent }) => {
      simulator.consumers.requestEngagement();
      const posted = time.now();
      assert.equal(simulator.consumers.post(1000n, "Anyone?"), true);
      time.pass(5000);
      await agent.goAvailable();
      await agent.messages();
      await agent.acknowledge(1000, "ACCEPT");
      const [added, post] = await agent.messages();
      assert.deepEqual(
        [added?.[0], added?.[1]["role"]],
        ["ChatEngagementParticipantAdded", "LEAD"],
      );
      assert.equal(post?.[0], "ChatPostMessage");
      assert.deepEqual([post[1]["body"], post[1]["createdTime"]], ["Anyone?", posted]);
    }));

  it("go back to the queue by DECLINE, and come again when the agent asks anew", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      await agent.acknowledge(1000, "DECLINE");
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      assert.deepEqual(await agent.types(), ["SimAssignmentOffer"]);
      await agent.request(1);
      assert.deepEqual(engagementLines(simulator), ["1000 offered"]);
    }));

  it("are withdrawn when nobody answers in time", () =>
    withChat({ offerTimeoutMs: 1000 }, async ({ simulator, time, agent }) => {
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      time.pass(999);
      assert.deepEqual(engagementLines(simulator), ["1000 offered"]);
      time.pass(1);
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      assert.deepEqual(await agent.types(), ["SimAssignmentOffer", "SimAssignmentWithdrawn"]);
      assert.equal(
        await agent.refused("assignmentAcknowledgement", acknowledgement(1000, "ACCEPT")),
        "400 BAD_REQUEST",
      );
    }));

  it("stand for good once they were accepted", () =>
    withActive({ offerTimeoutMs: 1000 }, ({ simulator, time }) => {
      time.pass(60_000);
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      return Promise.resolve();
    }));

  it("are withdrawn when the customer gives up", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      assert.equal(simulator.consumers.conclude(1000n), true);
      assert.deepEqual(engagementLines(simulator), ["1000 ended"]);
      assert.deepEqual(await agent.types(), ["SimAssignmentOffer", "SimAssignmentWithdrawn"]);
    }));

  it("make an agent unavailable, or available, by the action of that name", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      await agent.acknowledge(1000, "UNAVAILABLE");
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      assert.equal(agent.state.status, "UNAVAILABLE");
      await agent.acknowledge(1000, "AVAILABLE");
      assert.equal(agent.state.status, "AVAILABLE");
    }));

  it("go to the agent with the most free slots", () =>
    withChat({ accounts: twoAccounts }, async ({ simulator, agent }) => {
      const other = new Agent(simulator, await signIn(simulator, 1), "13");
      await agent.goAvailable(1);
      await other.goAvailable(2);
      for (let count = 0; count < 3; count += 1) {
        simulator.consumers.requestEngagement();
      }
      const holders = simulator.engagements.map(({ sessionId }) => sessionId);
      assert.deepEqual(holders, [other.sessionId, agent.sessionId, other.sessionId]);
    }));

  it("are this agent's alone", () =>
    withChat({ accounts: twoAccounts }, async ({ simulator, agent }) => {
      const other = new Agent(simulator, await signIn(simulator, 1), "13");
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      const foreign = await other.call(
        "assignmentAcknowledgement",
        acknowledgement(1000, "ACCEPT"),
      );
      assert.equal(foreign.status, 400);
      assert.match(foreign.text, /Engagement 1000 belongs to another session\./);
      await agent.acknowledge(1000, "ACCEPT");
      assert.equal(await other.refused("concludeChat", { engagementId: 1000 }), "400 BAD_REQUEST");
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
    }));

  it("can be called by a name that no client knows", () =>
    withChat({ messageNames: { offer: "XyzInvitation" } }, async ({ simulator, agent }) => {
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      assert.deepEqual(await agent.types(), ["XyzInvitation"]);
    }));

  it("end with the wait when the queue takes too long", () =>
    withChat({ queueTimeoutMs: 1000 }, ({ simulator, time }) => {
      const told = toldToConsumers(simulator);
      simulator.consumers.requestEngagement();
      simulator.consumers.requestEngagement();
      time.pass(999);
      simulator.consumers.conclude(1001n);
      time.pass(1);
      assert.deepEqual(engagementLines(simulator), ["1000 ended", "1001 ended"]);
      assert.deepEqual(told, [
        "1000 waiting 1 30",
        "1001 waiting 2 60",
        "1001 concluded END_USER_CONCLUDED",
        "1000 concluded QUEUE_TIMEOUT",
      ]);
      return Promise.resolve();
    }));

  it("that were accepted outlast the time of the queue", () =>
    withActive({ queueTimeoutMs: 1000 }, ({ simulator, time }) => {
      time.pass(60_000);
      assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      return Promise.resolve();
    }));

  it("tell those who wait when they move up", () =>
    withChat({}, ({ simulator }) => {
      simulator.consumers.requestEngagement();
      simulator.consumers.requestEngagement();
      const told = toldToConsumers(simulator);
      simulator.consumers.conclude(1000n);
      assert.deepEqual(told, ["1000 concluded END_USER_CONCLUDED", "1001 waiting 1 30"]);
      return Promise.resolve();
    }));
});

describe("engagements of the simulator", () => {
  it("bring the agent's lines to the customer", () =>
    withActive({}, async ({ simulator, agent }) => {
      const told = toldToConsumers(simulator);
      await agent.done("postMessage", line(1000, "Hello"));
      assert.deepEqual(told, ["1000 posted 939 Hello"]);
    }));

  it("refuse lines to what is no engagement, unknown or over", () =>
    withActive({}, async ({ agent }) => {
      const elsewhere = { ...line(1000, "Hello"), destinationType: "AGENT" };
      assert.equal(await agent.refused("postMessage", elsewhere), "400 INVALID_FIELD");
      assert.equal(await agent.refused("postMessage", line(4711, "Hello")), "400 INVALID_FIELD");
      await agent.done("concludeChat", { engagementId: 1000 });
      assert.equal(await agent.refused("postMessage", line(1000, "Hello")), "409 CONFLICT");
    }));

  it("tell agent and customer when the agent concludes", () =>
    withActive({}, async ({ simulator, agent }) => {
      const told = toldToConsumers(simulator);
      await agent.done("concludeChat", { engagementId: 1000 });
      assert.deepEqual(told, ["1000 concluded AGENT_CONCLUDED"]);
      const [[type, fields] = ["", {}]] = await agent.messages();
      assert.equal(type, "ChatDisconnectNotification");
      assert.deepEqual(
        [fields["engagementId"], fields["clientId"], fields["senderType"], fields["reason"]],
        [1000, 939, "AGENT", "AGENT_CONCLUDED"],
      );
    }));

  it("tell the agent nothing of its own acts when the simulator is told so", () =>
    withChat({ tellsOwnActs: false }, async ({ simulator, agent }) => {
      await agent.goAvailable();
      simulator.consumers.requestEngagement();
      await agent.acknowledge(1000, "ACCEPT");
      await agent.done("concludeChat", { engagementId: 1000 });
      assert.deepEqual(await agent.types(), ["SimAssignmentOffer"]);
    }));

  it("go to wrap-up when the customer concludes, and tell the agent", () =>
    withActive({}, async ({ simulator, agent }) => {
      simulator.consumers.conclude(1000n);
      assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
      const [[type, fields] = ["", {}]] = await agent.messages();
      assert.equal(type, "ChatDisconnectNotification");
      assert.deepEqual(
        [fields["senderType"], fields["reason"]],
        ["END_USER", "END_USER_CONCLUDED"],
      );
      assert.equal(simulator.consumers.post(1000n, "Wait!"), false);
    }));

  it("are released once, and only after they were concluded", () =>
    withActive({}, async ({ simulator, agent }) => {
      const body = { engagementId: 1000 };
      const early = await agent.call("releaseChat", body);
      assert.equal(early.status, 400);
      assert.match(early.text, /Engagement 1000 is active\. Conclude the engagement before/);
      await agent.done("concludeChat", body);
      assert.deepEqual((await agent.done("releaseChat", body))["chatReleaseEngagementResult"], {
        engagementId: 1000,
        engagementIdString: "1000",
      });
      assert.equal(await agent.refused("releaseChat", body), "400 BAD_REQUEST");
      assert.deepEqual(engagementLines(simulator), ["1000 released"]);
    }));

  it("go to the escalation queue by a reroute, which leaves nothing to release", () =>
    withActive({ escalationQueue: { id: 9n, name: "Experts" } }, async ({ simulator, agent }) => {
      const told = toldToConsumers(simulator);
      const body = { engagementId: 1000, sequenceNumber: 8 };
      const answer = await agent.done("rerouteEngagement", body);
      assert.deepEqual(
        ["clientId", "sequenceNumber", "chatSystemError"].map((name) => answer[name]),
        [939, 8, undefined],
      );
      assert.deepEqual(told, ["1000 left 939 TRANSFERRED_TO_QUEUE", "1000 waiting 1 30"]);
      assert.deepEqual(engagementLines(simulator), ["1000 queued"]);
      assert.equal(simulator.engagements[0]?.queue.name, "Experts");
      assert.equal(await agent.refused("releaseChat", body), "400 BAD_REQUEST");
      const [[type, fields] = ["", {}]] = await agent.messages();
      assert.deepEqual(
        [type, fields["reason"]],
        ["ChatDisconnectNotification", "TRANSFERRED_TO_QUEUE"],
      );
      assert.equal(await agent.refused("rerouteEngagement", body), "404 ENGAGEMENT_ID_UNKNOWN");
    }));

  it("say before who would take them", () =>
    withActive({ accounts: twoAccounts }, async ({ simulator, agent }) => {
      const agents = async (): Promise<unknown> =>
        (await agent.done("rerouteAvailability", { engagementId: 1000 }))["simAvailableAgents"];
      assert.equal(await agents(), 0);
      await new Agent(simulator, await signIn(simulator, 1), "13").goAvailable();
      assert.equal(await agents(), 1);
      const unknown = { engagementId: 4711 };
      assert.equal(
        await agent.refused("rerouteAvailability", unknown),
        "404 ENGAGEMENT_ID_UNKNOWN",
      );
    }));

  it("from the start are anyone's, and take no slot", async () => {
    const simulator = await startSimulator({ accounts: twoAccounts });
    try {
      const other = new Agent(simulator, await signIn(simulator, 1), "13");
      await other.goAvailable(1);
      await other.done("concludeChat", { engagementId: 1000 });
      await other.done("releaseChat", { engagementId: 1000 });
      await new Agent(simulator, simulator.sessionId).done("concludeChat", { engagementId: 1001 });
      simulator.consumers.requestEngagement();
      assert.deepEqual(engagementLines(simulator), [
        "1000 released",
        "1001 wrapUp",
        "1002 active",
        "1003 active",
        "1004 active",
        "1005 offered",
      ]);
    } finally {
      await simulator.close();
    }
  });
});

function line(destinationId: number, body: string): Readonly<Record<string, unknown>> {
  return { body, destinationId, destinationType: "ENGAGEMENT", messageType: "CHAT" };
}
