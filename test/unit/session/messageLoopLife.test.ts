import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { failed, failInARow, messages, post, refusedConnection, started } from "./loopSetup";

describe("MessageLoop, what happens around it", () => {
  it("aborts the call from before a sleep, and asks again within seconds of waking", async () => {
    const { clock, log, mostOutstanding } = await started();
    await clock.advance(7000);
    clock.sleep(3_600_000);
    await clock.advance(5000);
    assert.deepEqual(log, ["call", "aborted", "call"]);
    assert.equal(mostOutstanding(), 1);
  });

  it("ends a wait when the machine wakes", async () => {
    const run = await started({ random: () => 0.999 });
    const { clock, calls } = run;
    await failInARow(run, 6);
    assert.equal(calls.length, 6);
    clock.sleep(16_000);
    await clock.advance(5000);
    assert.equal(calls.length, 7);
  });

  it("does not take a busy machine, or a clock that is set back, for a sleep", async () => {
    const { clock, log } = await started();
    clock.sleep(14_000);
    await clock.advance(5000);
    clock.sleep(-3_600_000);
    await clock.advance(20_000);
    assert.deepEqual(log, ["call"]);
  });

  it("asks anew when an address of the machine is gone", async () => {
    const { clock, log, network } = await started();
    network.addresses = [];
    await clock.advance(5000);
    assert.deepEqual(log, ["call", "aborted", "call"]);
  });

  it("leaves the call alone, but ends a wait, when the machine gets an address", async () => {
    const run = await started({ random: () => 0.999 });
    const { clock, log, calls, network } = run;
    network.addresses = [...network.addresses, "wlan0 10.1.0.7"];
    await clock.advance(5000);
    assert.deepEqual(log, ["call"]);
    await failInARow(run, 6);
    network.addresses = [...network.addresses, "tun0 10.2.0.7"];
    await clock.advance(5000);
    assert.equal(calls.length, 7);
  });

  it("hands over an answer that arrived although its call was to be aborted", async () => {
    const { last, clock, log, network } = await started({ isDeaf: true });
    network.addresses = [];
    await clock.advance(5000);
    await last().end(messages(post("just in time")));
    assert.deepEqual(log, ["call", "aborted", "just in time", "call"]);
  });

  it("abandons a call that settles neither by its limit nor by its abort, and reads it if it does later", async () => {
    const { calls, clock, log } = await started({ isDeaf: true });
    await clock.advance(54_999);
    assert.deepEqual(log, ["call"]);
    await clock.advance(1);
    assert.deepEqual(log, ["call", "aborted"]);
    await clock.advance(5000);
    assert.deepEqual(log, ["call", "aborted", "call"]);
    await calls[0]?.end(messages(post("late")));
    assert.deepEqual(log, ["call", "aborted", "call", "late"]);
  });

  it("asks nothing while another window holds the lease, and begins when it gets it", async () => {
    const { clock, calls, loop, setLease } = await started({ hasLease: false });
    await clock.advance(600_000);
    assert.equal(calls.length, 0);
    assert.deepEqual(loop.state, { kind: "standby" });
    await setLease(true);
    assert.equal(calls.length, 1);
    assert.equal(loop.state.kind, "polling");
  });

  it("aborts its call and stands by when it loses the lease", async () => {
    const { log, loop, setLease, clock } = await started();
    await setLease(false);
    await clock.advance(600_000);
    assert.deepEqual(log, ["call", "aborted"]);
    assert.deepEqual(loop.state, { kind: "standby" });
    await setLease(true);
    assert.deepEqual(log, ["call", "aborted", "call"]);
  });

  it("looks at the lease anew before each call and right before it leaves", async () => {
    const { last, lease, calls, loop } = await started();
    assert.equal(await last().options.beforeSend?.(45_000), true);
    lease.isHeld = false;
    assert.equal(await last().options.beforeSend?.(45_000), false);
    await last().end({ kind: "notStarted" });
    assert.equal(calls.length, 1);
    assert.equal(loop.state.kind, "standby");
  });

  it("does not ask while it cannot be known who holds the lease", async () => {
    const { last, lease, calls, loop } = await started();
    lease.confirm = () => Promise.reject(new Error("the disk is full"));
    await last().end(messages(post("one")));
    assert.equal(calls.length, 1);
    assert.deepEqual(loop.state.kind === "waiting" && loop.state.why, {
      kind: "local",
      message: "the disk is full",
    });
  });

  it("says what keeps it from getting the lease", async () => {
    const { lease, loop, setLease } = await started({ hasLease: false });
    lease.problem = "the disk is full";
    await setLease(false);
    assert.deepEqual(loop.state, { kind: "standby", problem: "the disk is full" });
    lease.problem = undefined;
    await setLease(false);
    assert.deepEqual(loop.state, { kind: "standby" });
  });

  it("aborts its call when it is disposed of, and does nothing any more", async () => {
    const { loop, log, clock, setLease } = await started();
    await loop.stop();
    assert.deepEqual(loop.state, { kind: "stopped", why: "closed" });
    await setLease(false);
    await setLease(true);
    await clock.advance(600_000);
    assert.deepEqual(log, ["call", "aborted"]);
    assert.equal(clock.pending, 0);
  });

  it("tells of its states, each when it begins", async () => {
    const { last, clock, states } = await started();
    await last().end(messages(post("one")));
    await last().end(failed(refusedConnection));
    await clock.advance(2000);
    await last().end(messages(post("two")));
    assert.deepEqual(
      states.map(({ kind }) => kind),
      ["polling", "waiting", "polling"],
    );
  });

  it("goes on when whoever is told of its state throws", async () => {
    const { loop, last, calls, clock, errors } = await started();
    loop.onDidChange(() => {
      throw new Error("no");
    });
    await last().end(failed(refusedConnection));
    await clock.advance(2000);
    assert.equal(calls.length, 2);
    assert.equal(errors.length, 2);
  });
});
