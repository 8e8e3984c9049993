import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { connect } from "node:net";
import { consume, consumerOf, customerToken, namesOf, polls } from "./consumerSetup";
import { until, withActive } from "./chatSetup";
import { call, withSimulator } from "./setup";

const now = (): number => Date.UTC(2025, 9, 9, 8, 50, 0, 123);
const time = "2025-10-09T08:50:00Z";

describe("establishSessions of the simulator", () => {
  it("answers with the members that the sample client reads, the server as JSON in a text", () =>
    withSimulator({ site: "acme_sql_001h" }, async (simulator) => {
      const answer = await consume(simulator, "establishSessions");
      assert.equal(answer.status, 200);
      const { channelToken, ...rest } = answer.json;
      assert.match(String(channelToken), /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
      assert.deepEqual(rest, {
        siteName: "acme_sql_001h",
        sessionServerResponse: `{"domain":"127.0.0.1","pool":"297:1","port":${simulator.port}}`,
      });
    }));

  for (const [name, form] of [
    ["an object", (value: unknown) => value],
    ["a text, as the sample client sends it", (value: unknown) => JSON.stringify(value)],
  ] as const) {
    it(`takes the session information as ${name}`, () =>
      withSimulator({ engagements: [] }, async (simulator) => {
        await consumerOf(
          simulator,
          form({
            firstName: "Ada",
            lastName: "L",
            emailAddress: "ada@example.com",
            queueId: 2,
            question: "Hello",
            auxiliaryData: { BROWSER: "Chrome" },
            customFields: [{ name: "c$vip", type: "BOOLEAN", value: true }],
          }),
        );
        const [engagement] = simulator.engagements;
        assert.deepEqual(
          [engagement?.customer, engagement?.question, engagement?.queue.name],
          ["Ada L", "Hello", "Escalation"],
        );
      }));
  }

  it("gives a token that is no agent's, and takes none of an agent", () =>
    withSimulator({}, async (simulator) => {
      const agents = await call(simulator, "agentTokens");
      const { sessionToken } = JSON.parse(agents.text) as { readonly sessionToken: string };
      const asConsumer = await consume(simulator, "requestEngagement", {
        headers: { Authorization: `Bearer ${sessionToken}` },
      });
      assert.equal(asConsumer.status, 403);
      const headers = { Authorization: `Bearer ${await customerToken(simulator)}` };
      const asAgent = await call(simulator, "createAutomatedAgentSession", { headers });
      assert.equal(asAgent.status, 403);
    }));
});

describe("requestEngagement of the simulator", () => {
  it("answers with engagement, session and envelope", () =>
    withSimulator({ now, engagements: [] }, async (simulator) => {
      const token = await customerToken(simulator);
      const answer = await consume(simulator, "requestEngagement", {
        body: '{"clientRequestTime":"2025-10-09T10:50:00+02:00","clientTransactionId":7}',
        headers: { Authorization: `Bearer ${token}` },
      });
      assert.equal(answer.status, 200);
      assert.equal(
        answer.text,
        `{
  "engagementId": 1000,
  "engagementIdString": "1000",
  "sessionId": "simconsumer00000000000001",
  "clientId": 21000,
  "clientIdString": "21000",
  "clientRequestTime": "2025-10-09T10:50:00+02:00",
  "clientTransactionId": 7,
  "clientTransactionIdString": "7",
  "serviceStartTime": "${time}",
  "serviceFinishTime": "${time}"
}`,
      );
    }));

  it("begins another engagement with each request", () =>
    withSimulator({ engagements: [] }, async (simulator) => {
      const token = await customerToken(simulator);
      const headers = { Authorization: `Bearer ${token}` };
      const ids: unknown[] = [];
      for (let count = 0; count < 2; count += 1) {
        ids.push((await consume(simulator, "requestEngagement", { headers })).json["engagementId"]);
      }
      assert.deepEqual(ids, [1000, 1001]);
    }));

  it("dequeues a customer who asks for a queue that is not there", () =>
    withSimulator({ engagements: [] }, async (simulator) => {
      const token = await customerToken(simulator, { queueId: 9 });
      const headers = { Authorization: `Bearer ${token}` };
      const answer = await consume(simulator, "requestEngagement", { headers });
      assert.deepEqual(
        [answer.status, answer.json],
        [
          409,
          {
            exceptionCode: "CONFLICT",
            message:
              "The customer of the token asked for queue 9. The queues of this simulator are 1 (Support) and 2 (Escalation). There is no such queue, so the rules of this simulator dequeue the customer. Send establishSessions with the queueId of such a queue, or without one.",
          },
        ],
      );
      assert.deepEqual(simulator.engagements, []);
    }));
});

describe("the session of a simulated consumer", () => {
  for (const [name, operation, body] of [
    ["a line", "postMessage", { body: "Hello" }],
    ["an activity", "activity", { mode: "RESPONDING", sneakPreviewText: "Hel" }],
    ["the end", "concludeEngagement", {}],
  ] as const) {
    it(`is answered with the envelope when it sends ${name}`, () =>
      withSimulator({ now, engagements: [] }, async (simulator) => {
        const consumer = await consumerOf(simulator);
        const answer = await consumer.call(operation, { ...body, clientTransactionId: 9 });
        assert.deepEqual(
          [answer.status, answer.json],
          [
            200,
            {
              clientId: 21000,
              clientIdString: "21000",
              clientRequestTime: null,
              clientTransactionId: 9,
              clientTransactionIdString: "9",
              serviceStartTime: time,
              serviceFinishTime: time,
            },
          ],
        );
      }));
  }

  for (const given of ["2019-01-14T14:35:14.226Z", 1_760_000_000_000]) {
    it(`gets the time ${given} back as it sent it, and nothing for a transaction it did not name`, () =>
      withSimulator({}, async (simulator) => {
        const consumer = await consumerOf(simulator);
        const { json } = await consumer.call("postMessage", {
          body: "a",
          clientRequestTime: given,
        });
        assert.deepEqual(Object.keys(json), [
          "clientId",
          "clientIdString",
          "clientRequestTime",
          "serviceStartTime",
          "serviceFinishTime",
        ]);
        assert.equal(json["clientRequestTime"], given);
      }));
  }

  it("is found by a header of any letter case, and may bring its token along", () =>
    withSimulator({}, async (simulator) => {
      const { sessionId } = await consumerOf(simulator);
      const headers = { sessionid: sessionId, Authorization: "Bearer whatever" };
      const { status } = await consume(simulator, "getMessages", { headers });
      assert.equal(status, 200);
    }));

  it("is over with the chat: what waits is told once more, then every call is refused", () =>
    withSimulator({ now, engagements: [] }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.call("concludeEngagement");
      assert.deepEqual(namesOf(await consumer.messages()), [
        "RNEngagementWaitInformationChangedMessage",
        "RNEngagementConcludedMessage",
      ]);
      for (const [operation, body] of [
        ["getMessages", {}],
        ["postMessage", { body: "Hello?" }],
        ["activity", { mode: "LISTENING" }],
        ["concludeEngagement", {}],
      ] as const) {
        const { status, json } = await consumer.call(operation, body);
        assert.deepEqual(
          [status, json],
          [
            403,
            {
              exceptionCode: "ACCESS_DENIED",
              message: `${operation} came for engagement 1000. The chat must not be over. It has ended: END_USER_CONCLUDED. Send requestEngagement to begin another chat.`,
            },
          ],
        );
      }
    }));
});

describe("what a simulated consumer does", () => {
  it("reaches the agent with everything that was said along with it", () =>
    withActive({}, async ({ simulator, agent }) => {
      const [engagement] = simulator.engagements;
      const headers = { SessionId: engagement?.consumerSessionId };
      const act = async (name: "activity" | "postMessage", body: unknown): Promise<void> => {
        const answer = await consume(simulator, name, { headers, body: JSON.stringify(body) });
        assert.equal(answer.status, 200, answer.text);
      };
      await act("activity", {
        mode: "RESPONDING",
        sneakPreviewText: "Hel",
        sneakPreviewFocus: true,
      });
      await act("activity", { mode: "LISTENING" });
      await act("postMessage", {
        body: "<b>Hello</b>",
        messageId: "m1",
        richText: true,
        offTheRecord: true,
      });
      const told = await agent.messages();
      assert.deepEqual(
        told.map(([, { mode, sneakPreview, sneakPreviewFocus }]) => [
          mode,
          sneakPreview,
          sneakPreviewFocus,
        ]),
        [
          ["RESPONDING", "Hel", true],
          ["LISTENING", null, false],
          [undefined, undefined, undefined],
        ],
      );
      const [, { body, messageId, richText, offTheRecord } = {}] = told[2] ?? [];
      assert.deepEqual(
        [body, messageId, richText, offTheRecord],
        ["<b>Hello</b>", "m1", true, true],
      );
    }));

  it("may leave out its time by sending null", () =>
    withSimulator({}, async (simulator) => {
      const consumer = await consumerOf(simulator);
      const { status } = await consumer.call("postMessage", { body: "a", clientRequestTime: null });
      assert.equal(status, 200);
    }));
});

describe("getMessages of the simulator, for consumers", () => {
  it("tells the place in the queue, and again when it changes", () =>
    withSimulator({ now, engagements: [] }, async (simulator) => {
      const first = await consumerOf(simulator);
      const second = await consumerOf(simulator);
      const waiting = (position: number): unknown => ({
        messageName: "RNEngagementWaitInformationChangedMessage",
        position,
        positionString: position.toString(),
        expectedWaitTimeSeconds: 30 * position,
        averageWaitTimeSeconds: 30 * position,
        averageWaitTimeSecondsString: (30 * position).toString(),
      });
      assert.deepEqual(await second.messages(), [waiting(2)]);
      await first.call("concludeEngagement");
      assert.deepEqual(await second.messages(), [waiting(1)]);
    }));

  it("is held, and let go as soon as there is something to tell", () =>
    withSimulator({ engagements: [] }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.messages();
      let isAnswered = false;
      const polled = consumer.messages().finally(() => {
        isAnswered = true;
      });
      await polls(simulator, 2);
      await consumer.call("activity", { mode: "RESPONDING" });
      assert.equal(isAnswered, false);
      await consumer.call("concludeEngagement");
      assert.deepEqual(namesOf(await polled), ["RNEngagementConcludedMessage"]);
    }));

  it("answers with an empty collection when the time is over", () =>
    withSimulator({ holdMs: 20 }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.messages();
      const { status, text } = await consumer.call("getMessages");
      assert.equal(status, 200);
      assert.equal(text, '{\n  "systemMessages": [],\n  "errorMessages": []\n}');
    }));

  it("lets the earlier of two calls go with an empty collection", () =>
    withSimulator({}, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.messages();
      const earlier = consumer.messages();
      const later = consumer.messages();
      const first = await Promise.race([earlier, later]);
      assert.deepEqual(first, []);
      await consumer.call("concludeEngagement");
      const both = (await Promise.all([earlier, later])).flat();
      assert.deepEqual(namesOf(both), ["RNEngagementConcludedMessage"]);
    }));

  it("does not lose to a client that left what comes later", () =>
    withSimulator({ engagements: [] }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.messages();
      const controller = new AbortController();
      const gone = consumer.call("getMessages", {}, { signal: controller.signal });
      await polls(simulator, 2);
      const noticed = new Promise((resolve) => simulator.onDidAnswer(resolve));
      controller.abort();
      await assert.rejects(gone, { name: "AbortError" });
      await noticed;
      await consumer.call("concludeEngagement");
      assert.deepEqual(namesOf(await consumer.messages()), ["RNEngagementConcludedMessage"]);
    }));

  it("says of the end who brought it about, and its number in the consumer's messages", () =>
    withSimulator({ now, engagements: [] }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.call("concludeEngagement");
      assert.deepEqual((await consumer.messages())[1], {
        messageName: "RNEngagementConcludedMessage",
        reason: "END_USER_CONCLUDED",
        createdTime: time,
        sequenceNumber: 2,
        sequenceNumberString: "2",
      });
    }));

  it("tells again what an answer held that did not leave whole", () =>
    withActive({}, async ({ simulator, agent }) => {
      const [engagement] = simulator.engagements;
      const sessionId = engagement?.consumerSessionId ?? "";
      // More than the system takes for a client that does not read.
      const line = "x".repeat(1_000_000);
      for (let count = 0; count < 12; count += 1) {
        await agent.done("postMessage", {
          body: line,
          destinationId: 1000,
          destinationType: "ENGAGEMENT",
          messageType: "CHAT",
        });
      }
      const noticed = new Promise<void>((resolve) => {
        simulator.onDidAnswer(({ url }) => {
          if (url.includes("/consumer/")) {
            resolve();
          }
        });
      });
      const socket = connect(simulator.port, "127.0.0.1");
      socket.pause();
      socket.write(
        [
          `POST /engagement/api/consumer/${simulator.site}/v1/getMessages?pool=${simulator.pool} HTTP/1.1`,
          `Host: 127.0.0.1:${simulator.port}`,
          "Content-Type: application/json; charset=utf-8",
          `SessionId: ${sessionId}`,
          "Content-Length: 2",
          "",
          "{}",
        ].join("\r\n"),
      );
      await until(() =>
        simulator.requests.some(({ url, status }) => url.includes("/consumer/") && status === 200),
      );
      socket.destroy();
      await noticed;
      const { json } = await consume(simulator, "getMessages", {
        headers: { SessionId: sessionId },
      });
      const posted = (
        json["systemMessages"] as readonly Readonly<Record<string, unknown>>[]
      ).filter(({ messageName }) => messageName === "RNEngagementMessagePostedMessage");
      assert.deepEqual(
        posted.map(({ body }) => body),
        Array.from({ length: 12 }, () => line),
      );
    }));

  it("tells another pool, after which the old one is served no more", () =>
    withSimulator({ oldPoolCalls: 1 }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      await consumer.messages();
      simulator.changePool("297:2");
      const grace = await consumer.call("getMessages", {}, { query: "?pool=297:1" });
      assert.deepEqual(grace.json["systemMessages"], [
        {
          messageName: "RNEngagementConfigurationChangedMessage",
          name: "CHAT_CLUSTER_POOL_ID",
          value: "297:2",
        },
      ]);
      const stale = await consumer.call("concludeEngagement", {}, { query: "?pool=297:1" });
      assert.equal(stale.status, 404);
      const { status } = await consumer.call("concludeEngagement", {}, { query: "?pool=297:2" });
      assert.equal(status, 200);
    }));
});
