import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ChatError, type Failure } from "../../../../src/chat/failure";
import { maxBodyBytes } from "../../../../src/exchanges/history/keptBody";
import { summaryOf } from "../../../../src/exchanges/history/historyEntry";
import {
  keptRecord,
  parseRecordLine,
  parseSummaryLine,
  recordLine,
  summaryLine,
} from "../../../../src/exchanges/history/storedExchange";
import { recordOf, type RecordChanges } from "./setup";

const noConnection: Failure = {
  kind: "network",
  reason: "refusedConnection",
  code: "ECONNREFUSED",
  maybeSent: false,
};

const accessDenied: Failure = {
  kind: "unauthorized",
  status: 403,
  isChatServer: true,
  exceptionCode: "ACCESS_DENIED",
  message: "No",
};

const failures: readonly Failure[] = [
  noConnection,
  { kind: "timeout", timeoutMs: 30_000 },
  { kind: "cancelled", maybeSent: true },
  accessDenied,
  { kind: "refused", status: 502, isChatServer: false },
  { kind: "systemError", status: 200, exceptionCode: "UNKNOWN_EXCEPTION" },
  { kind: "redirected", status: 302, location: "https://other.example.com/" },
  { kind: "tooLarge", status: 200, limitBytes: 5 },
  { kind: "unreadable", status: 200, fault: { reason: "empty" } },
  { kind: "unreadable", status: 200, fault: { reason: "contentType", contentType: "text/html" } },
  { kind: "unreadable", status: 200, fault: { reason: "charset", charset: "utf-7" } },
  { kind: "unreadable", status: 200, fault: { reason: "encoding", charset: "utf-8" } },
  {
    kind: "unreadable",
    status: 200,
    fault: { reason: "truncated", receivedBytes: 4, announcedBytes: 9 },
  },
  { kind: "unreadable", status: 200, fault: { reason: "compression", code: "Z_DATA_ERROR" } },
  {
    kind: "unreadable",
    status: 200,
    fault: { reason: "json", fault: { message: "Expected a value", line: 1, column: 3 } },
  },
  { kind: "unreadable", status: 200, fault: { reason: "shape", missing: "engagementId" } },
];

/** What comes back of a record that was stored. */
function roundTrip(changes: RecordChanges = {}) {
  const reading = parseRecordLine(recordLine(keptRecord(recordOf("a", changes))));
  assert.equal(reading.kind, "read");
  return reading.value;
}

describe("stored exchanges", () => {
  it("come back whole", () => {
    assert.deepEqual(roundTrip({ sentBy: "document" }), recordOf("a", { sentBy: "document" }));
  });

  it("say nothing of the account that signed in", () => {
    const record = recordOf("a");
    const signIn = { siteOrigin: "https://acme.example.com", userName: "ada.lindgren" };
    const kept = keptRecord({ ...record, profile: { ...record.profile, signIn } });
    assert.ok(!recordLine(kept).includes(signIn.userName));
    assert.equal(kept.profile.name, record.profile.name);
  });

  it("keep every digit of an id", () => {
    assert.equal(
      roundTrip({ engagementId: 9_223_372_036_854_775_807n }).engagementId,
      9_223_372_036_854_775_807n,
    );
  });

  it("come back with every kind of failure as it was", () => {
    for (const failure of failures) {
      const { result } = roundTrip({ failure }).exchange;
      assert.ok(!result.ok && result.error instanceof ChatError);
      assert.deepEqual(result.error.failure, failure);
      assert.equal(result.error.operation, "concludeChat");
    }
  });

  it("come back without an answer where there was none", () => {
    const { exchange } = roundTrip({ isUnanswered: true, failure: noConnection });
    assert.equal("answer" in exchange, false);
  });

  it("come back as summaries", () => {
    const summary = summaryOf(recordOf("a", { failure: accessDenied, status: 403 }));
    assert.deepEqual(parseSummaryLine(summaryLine(summary)), { kind: "read", value: summary });
    assert.deepEqual(summary, {
      id: "a",
      operation: "concludeChat",
      sentAt: 1_700_000_000_000,
      durationMs: 12.5,
      status: 403,
      outcome: "refused",
      failure: "unauthorized",
      exceptionCode: "ACCESS_DENIED",
      engagementId: 1000n,
      sentBy: "command",
      profile: { id: "p1", name: "ACME" },
      requestBody: '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}',
    });
  });

  it("name each outcome", () => {
    const outcomes = failures.map((failure) => summaryOf(recordOf("a", { failure })).outcome);
    assert.deepEqual(outcomes, [
      "failed",
      "unknown",
      "unknown",
      "refused",
      "unknown",
      "refused",
      "failed",
      ...Array.from({ length: 9 }, () => "unknown"),
    ]);
    assert.equal(summaryOf(recordOf("a")).outcome, "ok");
    assert.equal(summaryOf(recordOf("a", { engagementId: 7n })).outcome, "unknown");
  });

  it("are refused when something is not what it was", () => {
    const line = recordLine(keptRecord(recordOf("a")));
    const fields = JSON.parse(line) as Record<string, Record<string, unknown>>;
    const changes: readonly unknown[] = [
      "nonsense",
      null,
      [],
      {},
      { ...fields, version: 0 },
      { ...fields, engagementId: "1e3" },
      { ...fields, profile: { ...fields["profile"], protection: "none" } },
      { ...fields, profile: undefined },
      ...["id", "operation", "request", "sentAt", "answer", "result"].map((name) => ({
        ...fields,
        exchange: { ...fields["exchange"], [name]: false },
      })),
      {
        ...fields,
        exchange: { ...fields["exchange"], result: { ok: false, failure: { kind: "bad" } } },
      },
      {
        ...fields,
        exchange: { ...fields["exchange"], request: { method: "POST", url: "no address" } },
      },
    ];
    for (const change of changes) {
      const text = typeof change === "string" ? change : JSON.stringify(change);
      assert.deepEqual(parseRecordLine(text), { kind: "unreadable" }, text);
    }
  });

  it("of a later version are told from those that cannot be read", () => {
    assert.deepEqual(parseRecordLine('{"version":2}'), { kind: "newer" });
    assert.deepEqual(parseSummaryLine('{"version":2}'), { kind: "newer" });
  });
});

describe("bodies of stored exchanges", () => {
  it("are kept whole up to a limit", () => {
    const answerBody = "x".repeat(maxBodyBytes);
    const kept = roundTrip({ answerBody });
    assert.equal(kept.exchange.answer?.body, answerBody);
    assert.equal(kept.cut, undefined);
  });

  it("are cut before the character that has no room any more", () => {
    for (const character of ["é", "€", "🙂"]) {
      const start = "x".repeat(maxBodyBytes - 1);
      const body = `${start}${character}tail`;
      const kept = roundTrip({ answerBody: body, requestBody: body });
      assert.equal(kept.exchange.answer?.body, start);
      assert.equal(kept.exchange.request.body, start);
      const wholeBytes = Buffer.byteLength(body);
      assert.deepEqual(kept.cut, { request: wholeBytes, answer: wholeBytes });
      assert.equal(kept.exchange.answer.byteLength, wholeBytes);
    }
  });

  it("keep a character that just has room", () => {
    const start = `${"x".repeat(maxBodyBytes - 4)}🙂`;
    const kept = roundTrip({ answerBody: `${start}!` });
    assert.equal(kept.exchange.answer?.body, start);
  });

  it("lose whatever looks like a credential", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZ2VudCJ9.c2lnbmF0dXJl";
    const kept = roundTrip({
      requestBody: `{"sessionId":"node0canary","note":"${token}"}`,
      answerBody: `{"x-jsessionid": node0canary, "t": "${token}"`,
      failure: { kind: "refused", status: 400, isChatServer: true, message: `Bad ${token}` },
    });
    assert.equal(kept.exchange.request.body, '{"sessionId":"•••","note":"•••"}');
    assert.equal(kept.exchange.answer?.body, '{"x-jsessionid": "•••", "t": "•••"');
    const line = recordLine(keptRecord({ ...kept, profile: { ...kept.profile, name: token } }));
    assert.ok(!/canary|eyJ/.test(line), line);
  });

  it("lose a credential that the cut goes through", () => {
    const token = `eyJhbGciOiJIUzI1NiJ9.${"A".repeat(200)}.${"B".repeat(200)}`;
    for (const before of [5, 15, 30, 150, 250, 300]) {
      const answerBody = `${"x ".repeat((maxBodyBytes - before) / 2)}${token}`;
      const { body = "" } = roundTrip({ answerBody }).exchange.answer ?? {};
      assert.ok(!body.includes("eyJ"), body.slice(-400));
      assert.ok(Buffer.byteLength(body) <= maxBodyBytes);
    }
    const answerBody = `${" ".repeat(maxBodyBytes - 20)}{"sessionId":"node0canary"}`;
    assert.ok(!roundTrip({ answerBody }).exchange.answer?.body.includes("node0"));
  });

  it("stay below the limit when masks make them longer", () => {
    const answerBody = '{"pwd":1,"token":1} '.repeat(maxBodyBytes / 20);
    const kept = roundTrip({ answerBody });
    assert.ok(Buffer.byteLength(kept.exchange.answer?.body ?? "") <= maxBodyBytes);
    assert.equal(kept.cut?.answer, Buffer.byteLength(answerBody));
  });
});
