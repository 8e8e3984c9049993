import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { Fault } from "../../../src/simulator/faults";
import { exchangeView } from "../../../src/ui/exchangeView";
import {
  assertNoSecret,
  callWithFault,
  concludeAt,
  recordOf,
  verdictOf,
  withServer,
} from "./setup";
import type { Exchange, TwinDifference } from "../../../src/chat/exchange";

const healthy =
  '{"chatConcludeEngagementResult":{"engagementId":1000,"engagementIdString":"1000"},"chatSystemError":null}';

function json(body: string | Uint8Array, headers: Record<string, string> = {}): Fault {
  return {
    kind: "raw",
    status: 200,
    headers: Object.entries({ "Content-Type": "application/json", ...headers }),
    body,
  };
}

function twinDifferencesOf({ result }: Exchange): readonly TwinDifference[] {
  assert.ok(result.ok);
  return result.envelope.twinDifferences;
}

describe("a successful call", () => {
  it("gives the envelope with the digits as they came", () =>
    withServer(
      async (simulator) => {
        const exchange = await concludeAt(simulator.url);
        assert.deepEqual(exchange.result, {
          ok: true,
          envelope: {
            result: [
              ["engagementId", "1000"],
              ["engagementIdString", "1000"],
            ],
            clientSendTime: "1618317020415",
            serviceStartTime: "1700000000000",
            serviceFinishTime: "1700000000000",
            clientId: "939",
            sequenceNumber: "2",
            twinDifferences: [],
          },
        });
        assert.deepEqual(verdictOf(exchange), {
          tone: "success",
          headline: "Engagement 1000 is concluded",
          explanation: "It is in wrap-up until the agent releases it.",
          advice: "",
        });
        assert.equal(simulator.requests.length, 1);
        assert.equal(simulator.engagements[0]?.state, "wrapUp");
        assertNoSecret(exchange);
      },
      { now: () => 1_700_000_000_000 },
    ));

  it("keeps the answer as it came, the session masked", () =>
    withServer(
      async (simulator) => {
        const { answer } = await concludeAt(simulator.url);
        const body = `{
  "chatConcludeEngagementResult": {
    "engagementId": 1000,
    "engagementIdString": "1000"
  },
  "chatSystemError": null,
  "clientSendTime": 1618317020415,
  "serviceStartTime": 5,
  "serviceFinishTime": 5,
  "sessionId": "•••",
  "clientId": 939,
  "clientIdString": "939",
  "sequenceNumber": 2,
  "sequenceNumberString": "2"
}`;
        const byteLength = Buffer.byteLength(body.replace("•••", simulator.sessionId));
        assert.deepEqual(answer, {
          status: 200,
          statusText: "OK",
          headers: [
            ["connection", "keep-alive"],
            ["content-length", byteLength.toString()],
            ["content-type", "application/json;charset=utf-8"],
            ["keep-alive", "timeout=5"],
          ],
          body,
          isJson: true,
          byteLength,
          charset: "utf-8",
        });
      },
      { now: () => 5 },
    ));

  it("has an id of its own, the time it was sent and how long it took", () =>
    withServer(
      async (simulator) => {
        const before = Date.now();
        const first = await concludeAt(simulator.url);
        const after = Date.now();
        const second = await concludeAt(simulator.url);
        assert.notEqual(first.id, second.id);
        assert.ok(first.sentAt >= before && first.sentAt <= after);
        assert.ok(first.durationMs > 0 && first.durationMs <= after - before + 5);
      },
      { engagements: [1000n] },
    ));

  for (const label of ["ISO-8859-1", "utf-16", "UTF-16BE"]) {
    it(`is one in ${label}, too, with a notice`, async () => {
      const { exchange, requests } = await callWithFault({ kind: "charset", label });
      assert.ok(exchange.result.ok);
      assert.match(exchange.answer?.body ?? "", /"simNote": "Grüße aus Köln"/);
      const { verdict, notices } = exchangeView(recordOf(exchange), false);
      assert.equal(verdict.tone, "success");
      assert.equal(
        notices[0],
        `The answer came in ${label.toLowerCase()}; the documented charset is utf-8.`,
      );
      assert.equal(requests, 1);
      assertNoSecret(exchange);
    });
  }

  for (const contentType of [
    "application/json",
    "Application/JSON; charset=UTF-8",
    'application/json;charset="utf-8"',
    "application/vnd.oracle.resource+json; charset=utf-8",
    "application/json; profile=x; charset=utf8",
  ]) {
    it(`is one as ${contentType}, without a notice`, async () => {
      const { exchange } = await callWithFault(json(healthy, { "Content-Type": contentType }));
      assert.ok(exchange.result.ok);
      assert.deepEqual(exchangeView(recordOf(exchange), false).notices, []);
    });
  }

  it("is one with a byte order mark", async () => {
    const { exchange } = await callWithFault(json(`\uFEFF${healthy}`));
    assert.ok(exchange.result.ok);
    assert.equal(exchange.answer?.body, healthy);
  });

  for (const [coding, compress] of Object.entries({
    gzip: gzipSync,
    br: brotliCompressSync,
    deflate: deflateSync,
    "deflate (raw)": deflateRawSync,
  })) {
    it(`is one compressed with ${coding}`, async () => {
      const headers = { "Content-Encoding": coding.replace(" (raw)", "") };
      const { exchange } = await callWithFault(json(compress(healthy), headers));
      assert.ok(exchange.result.ok);
      assert.equal(exchange.answer?.body, healthy);
      assert.equal(exchange.answer.byteLength, healthy.length);
    });
  }

  it("is one of any status from 200 to 299", async () => {
    const fault = { ...json(healthy), status: 299 } as Fault;
    assert.ok((await callWithFault(fault)).exchange.result.ok);
  });

  it("is one without chatSystemError", async () => {
    const { exchange } = await callWithFault(
      json('{"chatConcludeEngagementResult":{"engagementId":1000}}'),
    );
    assert.ok(exchange.result.ok);
    assert.deepEqual(exchange.result.envelope, {
      result: [["engagementId", "1000"]],
      twinDifferences: [],
    });
  });

  for (const error of ["{}", '""', "false", "0", "[]"]) {
    it(`is none with the chatSystemError ${error}`, async () => {
      const { exchange } = await callWithFault(
        json(healthy.replace('"chatSystemError":null', `"chatSystemError":${error}`)),
      );
      assert.ok(!exchange.result.ok);
      assert.deepEqual(exchange.result.error.failure, { kind: "systemError", status: 200 });
    });
  }
});

describe("twins that differ", () => {
  it("are a warning that names both", async () => {
    const { exchange, requests } = await callWithFault({ kind: "wrongTwin" });
    assert.deepEqual(twinDifferencesOf(exchange), [
      { member: "chatConcludeEngagementResult.engagementId", number: "1000", twin: "1001" },
    ]);
    const { verdict, notices } = exchangeView(recordOf(exchange), false);
    assert.equal(verdict.tone, "warning");
    assert.deepEqual(notices, [
      "chatConcludeEngagementResult.engagementId is 1000, but its twin chatConcludeEngagementResult.engagementIdString is 1001. Trust neither until you know why they differ.",
    ]);
    assert.equal(requests, 1);
    assertNoSecret(exchange);
  });

  it("are found at any depth, in order, digit by digit", async () => {
    const { exchange } = await callWithFault(
      json(`{
        "chatConcludeEngagementResult": {
          "engagementId": 9007199254740993, "engagementIdString": "9007199254740992",
          "list": [{"a": 1, "aString": "1"}, {"b": 2, "bString": "02"}]
        },
        "clientId": 939, "clientIdString": "939",
        "sequenceNumber": 1e3, "sequenceNumberString": "1000",
        "text": "x", "textString": "y",
        "loneString": "5"
      }`),
    );
    assert.deepEqual(twinDifferencesOf(exchange), [
      {
        member: "chatConcludeEngagementResult.engagementId",
        number: "9007199254740993",
        twin: "9007199254740992",
      },
      { member: "chatConcludeEngagementResult.list[1].b", number: "2", twin: "02" },
      { member: "sequenceNumber", number: "1e3", twin: "1000" },
    ]);
  });
});

describe("an answer about another engagement", () => {
  it("has an unknown outcome and names both", async () => {
    const { exchange, requests } = await callWithFault(
      json('{"chatConcludeEngagementResult":{"engagementId":1001,"engagementIdString":"1001"}}'),
    );
    assert.ok(exchange.result.ok);
    assert.deepEqual(verdictOf(exchange), {
      tone: "unknown",
      headline: "The answer is about engagement 1001, not 1000",
      explanation: "It tells success, but for another engagement than the one in the request.",
      advice: "Check both engagements on the site.",
    });
    assert.equal(requests, 1);
  });
});
