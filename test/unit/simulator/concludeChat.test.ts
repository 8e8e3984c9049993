import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { conclude, engagementLines, healthyBody, withSimulator } from "./setup";

describe("concludeChat of the simulator", () => {
  it("answers with the documented envelope, member for member", () => {
    let time = 1_647_960_946_752;
    return withSimulator({ now: () => time }, async (simulator) => {
      // A millisecond passes while the engagement is concluded.
      simulator.onDidChange(() => {
        time += 1;
      });
      const answer = await conclude(simulator);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
      assert.equal(
        answer.text,
        `{
  "chatConcludeEngagementResult": {
    "engagementId": 1000,
    "engagementIdString": "1000"
  },
  "chatSystemError": null,
  "clientSendTime": 1618317020415,
  "serviceStartTime": 1647960946752,
  "serviceFinishTime": 1647960946753,
  "sessionId": "node0simulator00000000000001",
  "clientId": 939,
  "clientIdString": "939",
  "sequenceNumber": 2,
  "sequenceNumberString": "2"
}`,
      );
    });
  });

  it("leaves out what it would echo when the request holds none", () =>
    withSimulator({}, async (simulator) => {
      const answer = await conclude(simulator, { body: '{"engagementId":1000}' });
      assert.deepEqual(Object.keys(JSON.parse(answer.text) as object), [
        "chatConcludeEngagementResult",
        "chatSystemError",
        "serviceStartTime",
        "serviceFinishTime",
        "sessionId",
        "clientId",
        "clientIdString",
      ]);
    }));

  for (const id of [0n, 9_007_199_254_740_993n, 9_223_372_036_854_775_807n]) {
    it(`keeps every digit of ${id.toString()}`, () =>
      withSimulator({ engagements: [id] }, async (simulator) => {
        const digits = id.toString();
        const answer = await conclude(simulator, {
          body: `{"engagementId":${digits},"sequenceNumber":${digits},"timeCreated":${digits}}`,
        });
        assert.equal(answer.status, 200);
        for (const line of [
          `"engagementId": ${digits},`,
          `"engagementIdString": "${digits}"`,
          `"clientSendTime": ${digits},`,
          `"sequenceNumber": ${digits},`,
          `"sequenceNumberString": "${digits}"`,
        ]) {
          assert.ok(answer.text.includes(line), `${line} is missing in ${answer.text}`);
        }
      }));
  }

  it("moves the engagement to wrap-up and tells so", () =>
    withSimulator({}, async (simulator) => {
      const told: string[][] = [];
      simulator.onDidChange((engagements) => {
        told.push(engagements.map(({ id, state }) => `${id.toString()} ${state}`));
      });
      const before = simulator.engagements;
      await conclude(simulator, { body: '{"engagementId":1002}' });
      const after = ["1000 active", "1001 active", "1002 wrapUp", "1003 active", "1004 active"];
      assert.deepEqual(engagementLines(simulator), after);
      assert.deepEqual(told, [after]);
      assert.equal(before[2]?.state, "active", "an earlier list is never changed");
    }));

  it("begins with the engagements it was given", () =>
    withSimulator(
      { engagements: [7n, { id: 8n, customer: "Zoë", question: "Why?" }] },
      (simulator) => {
        const [first, second] = simulator.engagements;
        assert.equal(first?.id, 7n);
        assert.ok(first.customer.length > 0 && first.question.length > 0);
        assert.deepEqual(
          [second?.id, second?.customer, second?.question, second?.state],
          [8n, "Zoë", "Why?", "active"],
        );
        return Promise.resolve();
      },
    ));

  it("explains an unknown engagement and names the active ones", () =>
    withSimulator({}, async (simulator) => {
      await conclude(simulator);
      const answer = await conclude(simulator, { body: '{"engagementId":4711}' });
      assert.equal(answer.status, 400);
      assert.deepEqual(JSON.parse(answer.text), {
        exceptionCode: "BAD_REQUEST",
        message:
          "The request came for engagement 4711. The active engagements of this simulator are 1001, 1002, 1003, 1004. Engagement 4711 is not known to this simulator. Send the id of an active engagement, or restart the simulator to have all again.",
      });
    }));

  it("refuses an engagement that was concluded before", () =>
    withSimulator({ engagements: [1000n] }, async (simulator) => {
      await conclude(simulator);
      const answer = await conclude(simulator);
      assert.equal(answer.status, 400);
      assert.deepEqual(JSON.parse(answer.text), {
        exceptionCode: "BAD_REQUEST",
        message:
          "The request came for engagement 1000. This simulator has no active engagement left. Engagement 1000 was concluded before and is in wrap-up. Send the id of an active engagement, or restart the simulator to have all again.",
      });
    }));

  it("names ten active engagements at most", () =>
    withSimulator(
      { engagements: Array.from({ length: 12 }, (_, index) => BigInt(index)) },
      async (simulator) => {
        const answer = await conclude(simulator, { body: '{"engagementId":99}' });
        assert.match(answer.text, /are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more\./);
      },
    ));

  it("answers an unknown engagement as it is told to", () =>
    withSimulator(
      { unknownEngagement: { status: 404, exceptionCode: "ENGAGEMENT_ID_UNKNOWN" } },
      async (simulator) => {
        const answer = await conclude(simulator, { body: '{"engagementId":4711}' });
        assert.equal(answer.status, 404);
        assert.match(answer.text, /"exceptionCode": "ENGAGEMENT_ID_UNKNOWN"/);
      },
    ));

  it("concludes different engagements on two connections at the same time", () =>
    withSimulator({}, async (simulator) => {
      const answers = await Promise.all([
        conclude(simulator, { body: '{"engagementId":1000,"sequenceNumber":1}' }),
        conclude(simulator, { body: '{"engagementId":1001,"sequenceNumber":2}' }),
      ]);
      assert.deepEqual(
        answers.map(({ status, text }) => [status, /"sequenceNumber": (\d)/.exec(text)?.[1]]),
        [
          [200, "1"],
          [200, "2"],
        ],
      );
      assert.deepEqual(engagementLines(simulator).slice(0, 3), [
        "1000 wrapUp",
        "1001 wrapUp",
        "1002 active",
      ]);
    }));

  it("concludes one engagement once when two connections ask at the same time", () =>
    withSimulator({}, async (simulator) => {
      const answers = await Promise.all([conclude(simulator), conclude(simulator)]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
    }));

  it("tells a listener's error instead of leaving the request without an answer", () =>
    withSimulator({}, async (simulator) => {
      simulator.onDidChange(() => {
        throw new Error("the listener broke");
      });
      const answer = await conclude(simulator, { body: healthyBody });
      assert.equal(answer.status, 500);
      assert.match(answer.text, /The simulator itself failed, not the request: the listener broke/);
    }));
});
