import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { assertFails, callWithFault, concludeAt, withServer } from "./setup";

const unknownAdvice =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";

describe("the time limit", () => {
  for (const at of ["beforeHeaders", "inBody"] as const) {
    it(`ends a call that hangs (${at})`, async () => {
      const call = await callWithFault({ kind: "hang", at }, { timeoutMs: 400 });
      assertFails(call, {
        failure: { kind: "timeout", timeoutMs: 400 },
        effect: "unknown",
        headline: "Unknown outcome for engagement 1000: no answer within 0.4 seconds",
        explanation:
          "The wait ended before the whole answer was there. The request may have arrived.",
        advice: `${unknownAdvice} The limit is the setting "Request Timeout".`,
      });
      const { exchange } = call;
      assert.ok(exchange.durationMs >= 399, String(exchange.durationMs));
      assert.equal(exchange.answer !== undefined, at === "inBody");
      if (exchange.answer) {
        assert.equal(exchange.answer.status, 200);
        assert.match(exchange.answer.body, /^\{\n {2}"chatConcludeEngagementResult"/);
      }
    });
  }

  it("leaves no timer behind when the answer comes", () =>
    withServer(async (simulator) => {
      const timers = (): number =>
        process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const before = timers();
      await concludeAt(simulator.url, { timeoutMs: 600_000 });
      assert.ok(timers() <= before);
    }));
});

describe("a cancelled call", () => {
  it("sends nothing when it was cancelled before", async () => {
    const call = await callWithFault(
      { kind: "status", status: 500 },
      { signal: AbortSignal.abort() },
    );
    assertFails(call, {
      failure: { kind: "cancelled", maybeSent: false },
      effect: "notDone",
      headline: "Cancelled before anything was sent",
      explanation: "",
      advice: "",
      requests: 0,
    });
  });

  for (const at of ["beforeHeaders", "inBody"] as const) {
    it(`ends while its answer is awaited (${at})`, () =>
      withServer(async (simulator) => {
        simulator.always("concludeChat", { kind: "hang", at });
        const cancel = new AbortController();
        const coming = simulator.waitFor("concludeChat");
        const calling = concludeAt(simulator.url, { signal: cancel.signal });
        await coming;
        cancel.abort();
        const exchange = await calling;
        await simulator.close();
        assertFails(
          { exchange, requests: simulator.requests.length },
          {
            failure: { kind: "cancelled", maybeSent: true },
            effect: "unknown",
            headline: "Unknown outcome for engagement 1000: cancelled while waiting for the answer",
            explanation: "The request had been sent when you cancelled.",
            advice: unknownAdvice,
          },
        );
      }));
  }

  it("is not changed by a cancel that comes after the answer", () =>
    withServer(async (simulator) => {
      const cancel = new AbortController();
      const exchange = await concludeAt(simulator.url, { signal: cancel.signal });
      cancel.abort();
      assert.ok(exchange.result.ok);
    }));
});

describe("the size limit", () => {
  it("ends reading at the byte, and keeps what was read", async () => {
    const call = await callWithFault({ kind: "large", bytes: 3_000_000 }, { maxBytes: 1_000_000 });
    assertFails(call, {
      failure: { kind: "tooLarge", status: 200, limitBytes: 1_000_000 },
      effect: "unknown",
      headline: "Unknown outcome for engagement 1000: the answer is too large",
      explanation: "Reading stopped after 1000000 bytes. No answer of this operation is that long.",
      advice: `Something other than the chat server may answer there. ${unknownAdvice}`,
    });
    assert.equal(call.exchange.answer?.byteLength, 1_000_000);
  });

  it("is met by an answer of exactly that size", async () => {
    const { exchange } = await callWithFault(
      { kind: "large", bytes: 1_000_000 },
      { maxBytes: 1_000_000 },
    );
    assert.ok(exchange.result.ok);
  });

  it("counts bytes after decompression", async () => {
    const { exchange } = await callWithFault(
      {
        kind: "raw",
        status: 200,
        headers: [
          ["Content-Type", "application/json"],
          ["Content-Encoding", "gzip"],
        ],
        body: gzipSync(Buffer.alloc(40 * 1024 * 1024, " ")),
      },
      { maxBytes: 2 * 1024 * 1024 },
    );
    assert.ok(!exchange.result.ok);
    assert.deepEqual(exchange.result.error.failure, {
      kind: "tooLarge",
      status: 200,
      limitBytes: 2 * 1024 * 1024,
    });
    assert.equal(exchange.answer?.byteLength, 2 * 1024 * 1024);
  });
});
