import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { Agent, until, withActive, withChat } from "./chatSetup";
import { conclude, engagementLines, override, signIn } from "./setup";

describe("getMessages of the simulator", () => {
  it("is held for as long as it is told, then has the time-out's message alone", () =>
    withChat({ holdMs: 30_000 }, async ({ time, agent }) => {
      let isAnswered = false;
      const coming = agent.messages().finally(() => {
        isAnswered = true;
      });
      await until(() => agent.state.isPolled);
      time.pass(29_999);
      await agent.request(1);
      assert.equal(isAnswered, false);
      time.pass(1);
      const at = time.now();
      assert.deepEqual(await coming, [
        ["ChatGetTimeout", { createdTime: at, createdTimeString: at.toString() }],
      ]);
    }));

  it("is answered as soon as there is something to tell", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable();
      const coming = agent.types();
      await until(() => agent.state.isPolled);
      simulator.consumers.requestEngagement();
      assert.deepEqual(await coming, ["SimAssignmentOffer"]);
    }));

  it("tells everything that waits once, numbered in its order, in the assumed envelope", () =>
    withActive({}, async ({ simulator, agent }) => {
      simulator.consumers.post(1000n, "One");
      simulator.consumers.post(1000n, "Two");
      const answer = await agent.done("getMessages", { sequenceNumber: 4 });
      assert.deepEqual(
        ["sessionId", "clientId", "sequenceNumber", "sequenceNumberString", "chatSystemError"].map(
          (name) => answer[name],
        ),
        [simulator.sessionId, 939, 4, "4", undefined],
      );
      const elements = answer["getResponseTypes"] as readonly {
        readonly ChatPostMessage: Readonly<Record<string, unknown>>;
      }[];
      assert.deepEqual(
        elements.map(({ ChatPostMessage: { body, sequenceNumber, senderType } }) => [
          body,
          sequenceNumber,
          senderType,
        ]),
        [
          ["One", 3, "END_USER"],
          ["Two", 4, "END_USER"],
        ],
      );
      simulator.consumers.post(1000n, "Three");
      assert.deepEqual(
        (await agent.messages()).map(([, { body }]) => body),
        ["Three"],
      );
    }));

  it("tells what the customer does with exactly the documented fields", () =>
    withActive({}, async ({ simulator, time, agent }) => {
      simulator.consumers.activity(1000n, "RESPONDING", { preview: "Hel", focus: true });
      assert.deepEqual(await agent.messages(), [
        [
          "ChatActivitySignal",
          {
            engagementId: 1000,
            engagementIdString: "1000",
            clientId: 21_000,
            clientIdString: "21000",
            mode: "RESPONDING",
            sneakPreviewState: "ENABLED",
            sneakPreviewInterval: 3000,
            sneakPreview: "Hel",
            sneakPreviewFocus: true,
            destinationId: 1000,
            destinationIdString: "1000",
            destinationType: "ENGAGEMENT",
            senderId: 21_000,
            senderIdString: "21000",
            senderType: "END_USER",
            messageType: "ACTIVITY_SIGNAL",
            visibility: "ALL",
            createdTime: time.now(),
            createdTimeString: time.now().toString(),
            sequenceNumber: 3,
            sequenceNumberString: "3",
          },
        ],
      ]);
    }));

  it("gives an older call up for a second one, and counts both", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable();
      const older = agent.types();
      await until(() => agent.state.isPolled);
      assert.equal(agent.state.mostParallelPolls, 1);
      const newer = agent.types();
      assert.deepEqual(await older, ["ChatGetTimeout"]);
      assert.equal(agent.state.mostParallelPolls, 2);
      simulator.consumers.requestEngagement();
      assert.deepEqual(await newer, ["SimAssignmentOffer"]);
    }));

  it("counts one call for a client that gave the one before up, and loses nothing", () =>
    withChat({}, async ({ simulator, agent }) => {
      await agent.goAvailable();
      let gone = 0;
      simulator.onDidAnswer(({ operation, status }) => {
        gone += operation === "getMessages" && status === undefined ? 1 : 0;
      });
      for (let count = 0; count < 5; count += 1) {
        const leaving = new AbortController();
        const left = agent.call("getMessages", {}, leaving.signal);
        await until(() => agent.state.isPolled);
        leaving.abort();
        const next = agent.types();
        await assert.rejects(left, { name: "AbortError" });
        await until(() => gone === count + 1 && agent.state.isPolled);
        simulator.consumers.requestEngagement();
        assert.deepEqual(await next, ["SimAssignmentOffer"]);
        const id = 1000 + count;
        await agent.acknowledge(id, "ACCEPT");
        await agent.messages();
        await agent.done("concludeChat", { engagementId: id });
        await agent.messages();
        await agent.done("releaseChat", { engagementId: id });
      }
      assert.equal(agent.state.mostParallelPolls, 1);
    }));

  it("tells again what an answer held that did not leave whole", () =>
    withActive({}, async ({ simulator, agent }) => {
      simulator.consumers.post(1000n, "Hello");
      simulator.next(
        "getMessages",
        { kind: "drop", at: "inBody" },
        { kind: "truncated" },
        { kind: "drop", at: "inHeaders" },
      );
      assert.equal((await agent.call("getMessages", {})).isComplete, false);
      assert.equal((await agent.call("getMessages", {})).isComplete, false);
      await assert.rejects(agent.call("getMessages", {}));
      assert.deepEqual(await agent.types(), ["ChatPostMessage"]);
    }));

  it("has nothing taken by a fault that stands instead of it", () =>
    withActive({}, async ({ simulator, agent }) => {
      simulator.consumers.post(1000n, "Hello");
      simulator.next(
        "getMessages",
        { kind: "status", status: 503 },
        { kind: "systemError" },
        { kind: "wrongContentType" },
        { kind: "delay", ms: 1 },
      );
      assert.equal((await agent.call("getMessages", {})).status, 503);
      assert.match((await agent.call("getMessages", {})).text, /SIM_SYSTEM_ERROR/);
      assert.match((await agent.call("getMessages", {})).text, /Sign in to the proxy/);
      assert.deepEqual(await agent.types(), ["ChatPostMessage"]);
    }));

  it("loses what an answer held that was spoiled but left", () =>
    withActive({}, async ({ simulator, agent }) => {
      simulator.consumers.post(1000n, "Hello");
      simulator.next("getMessages", { kind: "brokenJson" });
      assert.match((await agent.call("getMessages", {})).text, /"ChatPostMessage"/);
      simulator.consumers.activity(1000n, "LISTENING");
      assert.deepEqual(await agent.types(), ["ChatActivitySignal"]);
    }));

  it("is refused at once when its session ends", () =>
    withChat({}, async ({ simulator, agent }) => {
      const coming = agent.call("getMessages", {});
      await until(() => agent.state.isPolled);
      simulator.endSessions();
      const { status, text } = await coming;
      assert.equal(status, 403);
      assert.match(text, /The session must be alive\. It was ended\./);
    }));

  it("says of a session that was cut off while it was held who did it", () =>
    withChat({ readySession: "counts" }, async ({ simulator, agent }) => {
      const coming = agent.call("getMessages", {});
      await until(() => agent.state.isPolled);
      await signIn(simulator, 0, override);
      assert.match((await coming).text, /signed in again with logonOverride/);
    }));
});

describe("a session that begins", () => {
  it("goes on with what its account held in the one it cut off, numbered from 1", () =>
    withChat({ readySession: "counts" }, async ({ simulator, agent }) => {
      await agent.goAvailable(1);
      simulator.consumers.requestEngagement();
      await agent.acknowledge(1000, "ACCEPT");
      await agent.messages();
      simulator.consumers.post(1000n, "Still there?");
      const next = new Agent(simulator, await signIn(simulator, 0, override));
      const [[type, fields] = ["", {}]] = await next.messages();
      assert.deepEqual([type, fields["sequenceNumber"]], ["ChatPostMessage", 1]);
      await next.done("concludeChat", { engagementId: 1000 });
      assert.deepEqual(engagementLines(simulator), ["1000 wrapUp"]);
    }));

  it("goes on with what its account held in a session that was lost", () =>
    withActive({}, async ({ simulator }) => {
      simulator.endSessions();
      const next = new Agent(simulator, await signIn(simulator));
      await next.done("concludeChat", { engagementId: 1000 });
      assert.equal(next.state.status, "UNAVAILABLE");
    }));

  it("finds nothing of what its account logged off from", () =>
    withActive({}, async ({ simulator, agent }) => {
      simulator.consumers.requestEngagement();
      await agent.request(2);
      await agent.done("logoff", { forceLogoff: true });
      assert.deepEqual(engagementLines(simulator), ["1000 queued", "1001 queued"]);
      const next = new Agent(simulator, await signIn(simulator));
      assert.equal(await next.refused("concludeChat", { engagementId: 1000 }), "400 BAD_REQUEST");
      await next.goAvailable(2);
      assert.deepEqual(await next.types(), ["SimAssignmentOffer", "SimAssignmentOffer"]);
    }));
});

describe("changePool", () => {
  it("tells agents and customers, and serves the old pool for some calls more", () =>
    withActive({ oldPoolCalls: 2 }, async ({ simulator, time, agent }) => {
      const told: unknown[] = [];
      simulator.onDidTellConsumer(({ news }) => told.push(news));
      const before = simulator.pool;
      simulator.changePool("298:4");
      assert.equal(simulator.pool, "298:4");
      assert.deepEqual(told, [{ kind: "poolChanged", pool: "298:4" }]);
      assert.deepEqual(await agent.messages(), [
        [
          "ChatConfigChangeNotification",
          {
            name: "CHAT_CLUSTER_POOL_ID",
            value: "298:4",
            createdTime: time.now(),
            createdTimeString: time.now().toString(),
            sequenceNumber: 3,
            sequenceNumberString: "3",
          },
        ],
      ]);
      const path = `/engagement/api/agent/${simulator.site}/v1/concludeChat?pool=${before}`;
      const statuses = [];
      for (const body of ['{"engagementId":4711}', '{"engagementId":1000}', "{}"]) {
        statuses.push((await conclude(simulator, { path, body })).status);
      }
      assert.deepEqual(statuses, [400, 200, 404]);
    }));

  it("may go back to an earlier pool", () =>
    withChat({ oldPoolCalls: 0 }, async ({ simulator, agent }) => {
      simulator.changePool("298:4");
      simulator.changePool("297:1");
      assert.deepEqual(await agent.types(), [
        "ChatConfigChangeNotification",
        "ChatConfigChangeNotification",
      ]);
    }));
});
