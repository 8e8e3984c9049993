import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CallResult } from "../../../src/chat/exchange";
import { ChatError, type Failure } from "../../../src/chat/failure";
import { settle } from "../../fakes/clock";
import {
  answered,
  failed,
  failInARow,
  heartbeat,
  messages,
  newPool,
  post,
  refusedConnection,
  started,
} from "./loopSetup";

describe("MessageLoop", () => {
  it("asks again at once after each answer, with one call outstanding", async () => {
    const { last, log, calls, clock, mostOutstanding, loop } = await started();
    await last().end(messages(post("one"), post("two")));
    await clock.advance(30_000);
    await last().end(messages(heartbeat));
    await last().end(messages({ SomethingOfTomorrow: { engagementId: 7 } }));
    assert.deepEqual(log, [
      ...["call", "one", "two", "call", "ChatGetTimeout", "call"],
      ...["SomethingOfTomorrow", "call"],
    ]);
    assert.equal(mostOutstanding(), 1);
    assert.equal(calls.at(-1)?.options.timeoutMs, 45_000);
    assert.deepEqual(loop.state, { kind: "polling", since: 1_000_000 });
  });

  it("hands messages over before the next call, however long that takes", async () => {
    let taken: () => void = () => undefined;
    const onMessages = () =>
      new Promise<void>((resolve) => {
        taken = resolve;
      });
    const { last, calls, clock } = await started({ onMessages });
    await last().end(messages(post("one")));
    await clock.advance(20_000);
    assert.equal(calls.length, 1);
    taken();
    await settle();
    assert.equal(calls.length, 2);
  });

  it("goes on when those who take messages throw, or never come to an end", async () => {
    let count = 0;
    const onMessages = () => {
      count += 1;
      if (count === 1) {
        throw new Error("no");
      }
      return count === 2 ? Promise.reject(new Error("no")) : new Promise(() => undefined);
    };
    const { last, calls, clock, errors } = await started({ onMessages });
    await last().end(messages(post("one")));
    await last().end(messages(post("two")));
    await last().end(messages(post("three")));
    assert.equal(calls.length, 3);
    await clock.advance(31_000);
    assert.equal(calls.length, 4);
    assert.equal(errors.length, 3);
  });

  const failures: readonly Failure[] = [
    refusedConnection,
    { kind: "timeout", timeoutMs: 45_000 },
    { kind: "cancelled", maybeSent: true },
    { kind: "unauthorized", status: 401, isChatServer: false },
    { kind: "refused", status: 500, isChatServer: true, exceptionCode: "INTERNAL_SERVER_ERROR" },
    { kind: "refused", status: 502, isChatServer: false },
    { kind: "systemError", status: 200 },
    { kind: "redirected", status: 302, location: undefined },
    { kind: "unreadable", status: 200, fault: { reason: "empty" } },
    { kind: "tooLarge", status: 200, limitBytes: 1 },
  ];
  for (const failure of failures) {
    it(`waits after ${JSON.stringify(failure)}, and asks again`, async () => {
      const { last, calls, clock, loop } = await started();
      await last().end(failed(failure));
      const until = clock.now() + 1500;
      assert.deepEqual(loop.state, { kind: "waiting", until, why: failure, attempt: 1 });
      await clock.advance(1499);
      assert.equal(calls.length, 1);
      await clock.advance(1);
      assert.equal(calls.length, 2);
    });
  }

  it("waits longer after each failure, up to a minute, and anew after a success", async () => {
    const run = await started();
    const { last, clock, loop } = run;
    const waits = await failInARow(run, 9);
    await clock.advance(30_500);
    assert.deepEqual(waits, [1500, 2500, 4500, 8500, 16_500, 30_500, 30_500, 30_500, 30_500]);
    await last().end(messages(heartbeat));
    await clock.advance(1000);
    await last().end(failed(refusedConnection));
    assert.deepEqual(loop.state, {
      ...{ kind: "waiting", until: clock.now() + 1500 },
      ...{ why: refusedConnection, attempt: 1 },
    });
  });

  for (const [luck, firstMs, lastMs] of [
    [0, 1000, 1000],
    [0.999999, 2000, 60_000],
  ] as const) {
    it(`waits between 1 s and 60 s, as chance ${luck} will have it`, async () => {
      const waits = await failInARow(await started({ random: () => luck }), 8);
      assert.deepEqual(
        [waits[0], waits.at(-1)].map((ms = 0) => Math.round(ms)),
        [firstMs, lastMs],
      );
    });
  }

  it("waits when the answer holds no messages where messages belong", async () => {
    const { last, loop } = await started();
    const result: CallResult = { ok: true, envelope: { result: [], twinDifferences: [] } };
    await last().end(answered(result, '{"getResponseTypes":{}}'));
    assert.equal(loop.state.kind === "waiting" && loop.state.why.kind, "unreadable");
  });

  it("waits when the server says by a message that the session is broken, which it hands over", async () => {
    const { last, loop, log } = await started();
    await last().end(messages(post("one"), { ChatSystemError: {} }));
    assert.deepEqual(log, ["call", "one", "ChatSystemError"]);
    assert.equal(loop.state.kind === "waiting" && loop.state.why.kind, "sessionBroken");
  });

  it("waits when this machine refuses, and says what it said", async () => {
    const { last, loop, calls, clock } = await started();
    await last().fail(new Error("the keyring is locked"));
    assert.deepEqual(loop.state.kind === "waiting" && loop.state.why, {
      kind: "local",
      message: "the keyring is locked",
    });
    await clock.advance(2000);
    assert.equal(calls.length, 2);
  });

  it("stops when the chat server does not accept the session", async () => {
    const { last, loop, calls, clock } = await started();
    await last().end(failed({ kind: "unauthorized", status: 403, isChatServer: true }));
    assert.deepEqual(loop.state, { kind: "stopped", why: "expired" });
    await clock.advance(600_000);
    loop.retryNow();
    await settle();
    assert.equal(calls.length, 1);
    assert.equal(clock.pending, 0);
  });

  it("stops when the profile has no session", async () => {
    const { last, loop } = await started();
    await last().end({ kind: "noSession" });
    assert.deepEqual(loop.state, { kind: "stopped", why: "noSession" });
  });

  it("asks at once when the user does not want to wait, and begins with short waits", async () => {
    const run = await started();
    const { last, loop, calls } = run;
    await failInARow(run, 4);
    loop.retryNow();
    await settle();
    assert.equal(calls.length, 5);
    loop.retryNow();
    await settle();
    assert.equal(calls.length, 5, "an outstanding call is left alone");
    await last().end(failed(refusedConnection));
    assert.equal(loop.state.kind === "waiting" && loop.state.attempt, 1);
  });

  it("is told of the pool that counts from here on, before the next call", async () => {
    const { last, log } = await started();
    await last().end(messages(newPool("12:1"), post("one")));
    await last().end(messages({ ChatConfigChangeNotification: {} }));
    assert.deepEqual(log, [
      ...["call", "ChatConfigChangeNotification", "one", "pool 12:1"],
      ...["call", "ChatConfigChangeNotification", "pool undefined", "call"],
    ]);
  });

  it("gives types of the site the role that the user says", async () => {
    const mapping = () => ({ AcmePoolMoved: "poolChange" as const });
    const { last, log } = await started({ mapping });
    await last().end(messages({ AcmePoolMoved: {} }));
    assert.deepEqual(log, ["call", "AcmePoolMoved", "pool undefined", "call"]);
  });

  it("hands over the messages of an answer that fails as a whole, and waits", async () => {
    const { last, log, loop } = await started();
    const failure = {
      kind: "unreadable",
      status: 200,
      fault: { reason: "encoding", charset: "utf-8" },
    } as const;
    const result = { ok: false, error: new ChatError("getMessages", failure) } as const;
    await last().end(answered(result, JSON.stringify({ getResponseTypes: [post("Hell\ufffd")] })));
    assert.deepEqual(log, ["call", "Hell\ufffd"]);
    assert.equal(loop.state.kind, "waiting");
  });

  it("does not ask in a tight loop when the server says the same again and again", async () => {
    const { last, calls, clock } = await started();
    for (let i = 0; i < 50; i++) {
      await last().end(messages(post("again")));
    }
    const count = calls.length;
    assert.ok(count < 50, `${count} calls`);
    await clock.advance(1000);
    assert.equal(calls.length, count + 1);
  });

  it("does not ask in a tight loop when the server does not hold the call", async () => {
    const { last, calls, clock } = await started();
    await last().end(messages(heartbeat));
    await clock.advance(999);
    assert.equal(calls.length, 1);
    await clock.advance(1);
    assert.equal(calls.length, 2);
    await last().end(messages());
    assert.equal(calls.length, 2);
  });
});
