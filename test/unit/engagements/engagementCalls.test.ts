import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { SecretStorageError } from "../../../src/session/guardedSecrets";
import { refusedWith } from "../../../src/simulator/faults";
import { startSimulator } from "../../../src/simulator/simulator";
import { sendingTime, setupCalls as setup } from "./callsSetup";
import { afterTest, cleanUpAll } from "./setup";

describe("EngagementCalls", () => {
  afterEach(cleanUpAll);

  it("sends the documented body and moves the engagement to wrap-up", async () => {
    const { simulator, profile, calls, stateOf } = await setup();
    const outcome = await calls.conclude(profile, 1000n);
    assert.equal(outcome.kind, "answered");
    assert.deepEqual(stateOf(1000n), { kind: "wrapUp", since: 7, by: "agent" });
    assert.equal(
      simulator.requests[0]?.body,
      '{"engagementId":1000,"sequenceNumber":1,"timeCreated":1618317020415}',
    );
  });

  it("notes what it sent and what came of it, with the exchange", async () => {
    const { profile, calls, callsOf } = await setup();
    const outcome = await calls.post(profile, 1000n, "Hello");
    assert.ok(outcome.kind === "answered");
    const [sent, ended] = callsOf(1000n).map(({ event }) => event);
    assert.ok(sent?.kind === "callSent" && ended?.kind === "callEnded");
    assert.equal(sent.text, "Hello");
    assert.equal(sent.until, sendingTime + 40_000);
    assert.deepEqual(ended, {
      kind: "callEnded",
      act: "post",
      token: sent.token,
      outcome: { kind: "done" },
      exchangeId: outcome.exchange.id,
    });
  });

  it("releases what was concluded", async () => {
    const { profile, calls, stateOf } = await setup();
    await calls.conclude(profile, 1000n);
    await calls.release(profile, 1000n);
    assert.deepEqual(stateOf(1000n), { kind: "ended", since: 7, how: "released" });
  });

  it("posts a line to the engagement, with the type that the user set", async () => {
    const { simulator, profile, calls, stateOf } = await setup();
    await calls.post(profile, 1000n, "Hello\n🙂");
    assert.deepEqual(JSON.parse(simulator.requests[0]?.body ?? ""), {
      body: "Hello\n🙂",
      destinationId: 1000,
      destinationType: "ENGAGEMENT",
      messageType: "POST_MESSAGE",
      sequenceNumber: 1,
      timeCreated: sendingTime,
    });
    assert.deepEqual(stateOf(1000n), { kind: "active", since: 7 });
  });

  it("posts several lines at the same time, also while another request is under way", async () => {
    const { simulator, profile, calls } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const conclude = calls.conclude(profile, 1000n, abort.signal);
    await arrived;
    const posts = ["one", "two"].map((text) => calls.post(profile, 1000n, text));
    assert.deepEqual(
      (await Promise.all(posts)).map(({ kind }) => kind),
      ["answered", "answered"],
    );
    abort.abort();
    await conclude;
  });

  it("asks whether a reroute would find somebody, and then reroutes", async () => {
    const { simulator, profile, calls, stateOf } = await setup();
    const available = await calls.availability(profile, 1000n);
    assert.ok(available.kind === "answered" && available.exchange.result.ok);
    assert.equal(simulator.requests[0]?.method, "GET");
    await calls.reroute(profile, 1000n);
    assert.deepEqual(stateOf(1000n), { kind: "ended", since: 7, how: "rerouted" });
  });

  for (const [act, isAutomatic, body, state] of [
    ["accept", false, { action: "ACCEPT", actionType: "MANUAL" }, { kind: "active", since: 7 }],
    ["accept", true, { action: "ACCEPT", actionType: "AUTO" }, { kind: "active", since: 7 }],
    [
      "decline",
      false,
      { action: "DECLINE", actionType: "MANUAL" },
      { kind: "ended", since: 7, how: "declined" },
    ],
  ] as const) {
    it(`answers an offer: ${act}, ${isAutomatic ? "automatically" : "by hand"}`, async () => {
      const { simulator, profile, calls, engagements, call, pollOnce, stateOf } = await setup({
        simulated: { engagements: [] },
      });
      await call("setActivityStatus", { status: "AVAILABLE", subTypeId: 1 });
      await call("requestAssignment", {
        assignmentRequested: true,
        idleSessionCount: 1,
        maxSessionCount: 1,
      });
      simulator.customers.add({ name: "Ada Lindgren", question: "Where is it?" });
      await pollOnce();
      const offer = engagements.list(profile.id).find(({ state: { kind } }) => kind === "offered");
      assert.ok(offer, "an offer");
      assert.equal(offer.customer.name, "Ada Lindgren");
      assert.equal(offer.customer.question, "Where is it?");
      const outcome = await calls[act](profile, offer.id, { isAutomatic });
      assert.ok(outcome.kind === "answered" && outcome.exchange.result.ok);
      const sent = JSON.parse(simulator.requests.at(-1)?.body ?? "") as Record<string, unknown>;
      assert.deepEqual(
        { action: sent["action"], actionType: sent["actionType"], type: sent["assignmentType"] },
        { ...body, type: "LEAD" },
      );
      assert.deepEqual(stateOf(offer.id), state);
    });
  }

  it("counts its requests within the session", async () => {
    const { simulator, profile, calls } = await setup();
    await calls.conclude(profile, 1000n);
    await calls.conclude(profile, 1001n);
    assert.match(simulator.requests[1]?.body ?? "", /"sequenceNumber":2,/);
  });

  it("sends nothing without a session, and notes nothing", async () => {
    const { simulator, profile, calls, stateOf, callsOf } = await setup({ hasSession: false });
    assert.deepEqual(await calls.conclude(profile, 1000n), { kind: "noSession" });
    assert.deepEqual(await calls.post(profile, 1000n, "Hello"), { kind: "noSession" });
    assert.equal(simulator.requests.length, 0);
    assert.equal(stateOf(1000n)?.kind, "active");
    assert.deepEqual(callsOf(1000n), []);
  });

  it("sends no session to another address than the one it was set for", async () => {
    const { simulator, profile, calls } = await setup();
    const elsewhere = await startSimulator();
    afterTest(() => elsewhere.close());
    const moved = { ...profile, origin: elsewhere.url };
    assert.deepEqual(await calls.conclude(moved, 1000n), { kind: "noSession" });
    assert.equal(elsewhere.requests.length + simulator.requests.length, 0);
  });

  it("sends nothing when the secret storage refuses, and leaves the state as it was", async () => {
    const { simulator, profile, calls, secrets, stateOf } = await setup();
    secrets.refusal = new Error("locked");
    await assert.rejects(calls.conclude(profile, 1000n), SecretStorageError);
    assert.equal(simulator.requests.length, 0);
    assert.equal(stateOf(1000n)?.kind, "active");
  });

  it("sends one request for two clicks, and shows meanwhile that it is under way", async () => {
    const { simulator, profile, calls, stateOf, callsOf } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const arrived = simulator.waitFor("concludeChat");
    const abort = new AbortController();
    const first = calls.conclude(profile, 1000n, abort.signal);
    await arrived;
    assert.equal(stateOf(1000n)?.kind, "sending");
    assert.deepEqual(await calls.conclude(profile, 1000n), { kind: "underWay" });
    assert.deepEqual(await calls.release(profile, 1000n), { kind: "underWay" });
    assert.equal(callsOf(1000n).length, 1);
    abort.abort();
    await first;
    assert.equal(simulator.requests.length, 1);
  });

  it("sends one request when two windows conclude the same engagement", async () => {
    const { simulator, profile, calls, openWindow } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const first = calls.conclude(profile, 1000n, abort.signal);
    await arrived;
    const other = await openWindow();
    assert.deepEqual(await other.calls.conclude(profile, 1000n), { kind: "underWay" });
    abort.abort();
    await first;
    assert.equal(simulator.requests.length, 1);
  });

  it("sends one request when two windows conclude at the same moment", async () => {
    const { simulator, profile, calls, openWindow } = await setup();
    const other = await openWindow();
    // Whoever came after the answer would rightly send another one.
    simulator.next("concludeChat", { kind: "hang" });
    const arrived = simulator.waitFor("concludeChat");
    const abort = new AbortController();
    const outcomes = [calls, other.calls].map((each) =>
      each.conclude(profile, 1000n, abort.signal),
    );
    assert.deepEqual(await Promise.race(outcomes), { kind: "underWay" });
    await arrived;
    abort.abort();
    const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
    assert.deepEqual(kinds.sort(), ["answered", "underWay"]);
    assert.equal(simulator.requests.length, 1);
  });

  it("is shown as under way until its limit and some seconds are over", async () => {
    const { simulator, profile, calls, openWindow, stateOf } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const outcome = calls.conclude(profile, 1000n, abort.signal);
    await arrived;
    const stateAt = async (time: number) =>
      stateOf(1000n, (await openWindow({ now: () => time })).engagements)?.kind;
    assert.equal(await stateAt(sendingTime + 30_000), "sending");
    assert.equal(await stateAt(sendingTime + 60_000), "unknownOutcome");
    abort.abort();
    await outcome;
  });

  it("brings nothing back of a profile that is removed while the answer is awaited", async () => {
    const { simulator, profile, calls, openWindow, root } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const outcome = calls.conclude(profile, 1000n, abort.signal);
    await arrived;
    await (await openWindow()).engagements.removeAll(profile.id);
    abort.abort();
    assert.equal((await outcome).kind, "answered");
    assert.equal(existsSync(join(root, profile.id)), false);
  });

  it("sends nothing for a profile that was removed before its turn", async () => {
    const { simulator, profile, calls, removed } = await setup();
    removed.add(profile.id);
    assert.deepEqual(await calls.conclude(profile, 1000n), { kind: "noSession" });
    assert.deepEqual(await calls.post(profile, 1000n, "Hello"), { kind: "noSession" });
    assert.equal(simulator.requests.length, 0);
  });

  it("sends nothing when it was cancelled before its turn", async () => {
    const { simulator, profile, calls, stateOf } = await setup();
    const outcome = await calls.conclude(profile, 1000n, AbortSignal.abort());
    assert.deepEqual(outcome, { kind: "notStarted" });
    assert.equal(simulator.requests.length, 0);
    assert.equal(stateOf(1000n)?.kind, "active");
  });

  it("knows that nothing was sent when it is cancelled right before the request leaves", async () => {
    const { simulator, profile, calls, engagements, stateOf, callsOf } = await setup();
    const abort = new AbortController();
    engagements.onDidAppend(() => {
      abort.abort();
    });
    await calls.conclude(profile, 1000n, abort.signal);
    assert.equal(simulator.requests.length, 0);
    assert.deepEqual(stateOf(1000n), { kind: "active", since: 7 });
    const last = callsOf(1000n).at(-1)?.event;
    assert.deepEqual(last?.kind === "callEnded" && last.outcome, { kind: "notSent" });
  });

  it("keeps the state and the reason when the server refuses", async () => {
    const { simulator, profile, calls, engagements } = await setup();
    simulator.next("concludeChat", refusedWith("BAD_REQUEST"));
    await calls.conclude(profile, 1000n);
    assert.deepEqual(engagements.find(profile.id, 1000n), {
      id: 1000n,
      state: { kind: "active", since: 7 },
      customer: {},
      unknownMessages: 0,
      lastRefusal: {
        act: "conclude",
        kind: "refused",
        status: 400,
        exceptionCode: "BAD_REQUEST",
      },
    });
  });

  it("keeps the state and the reason when the server cannot be reached", async () => {
    const { simulator, profile, calls, engagements } = await setup();
    await simulator.close();
    await calls.conclude(profile, 1000n);
    assert.deepEqual(engagements.find(profile.id, 1000n)?.lastRefusal, {
      act: "conclude",
      kind: "network",
    });
    assert.equal(engagements.find(profile.id, 1000n)?.state.kind, "active");
  });

  it("stays offered when the session is lost before it can be accepted", async () => {
    const { simulator, profile, calls, engagements, stateOf } = await setup();
    const offer = { type: "T", role: "offer", engagementId: 2000n, raw: "{}" } as const;
    await engagements.applyMessages(profile.id, [offer]);
    simulator.endSessions();
    await calls.accept(profile, 2000n, { isAutomatic: false });
    assert.equal(stateOf(2000n)?.kind, "offered");
    assert.equal(engagements.find(profile.id, 2000n)?.lastRefusal?.kind, "unauthorized");
    assert.deepEqual(await calls.accept(profile, 2000n, { isAutomatic: false }), {
      kind: "noSession",
    });
  });

  const otherEngagement = {
    kind: "raw",
    status: 200,
    headers: [["Content-Type", "application/json;charset=utf-8"]],
    body: '{"chatConcludeEngagementResult":{"engagementId":1001},"chatSystemError":null}',
  } as const;
  for (const [what, fault, reason] of [
    ["the connection breaks", { kind: "drop", at: "beforeHeaders" }, "connectionLost"],
    ["the answer is broken JSON", { kind: "brokenJson" }, "unreadable"],
    ["the answer is empty", { kind: "emptyBody" }, "unreadable"],
    ["the answer breaks off", { kind: "truncated" }, "unreadable"],
    ["the answer is about another engagement", otherEngagement, "otherEngagement"],
    ["a gateway gives up", { kind: "status", status: 504, body: "<html>" }, "gateway"],
  ] as const) {
    it(`has an unknown outcome when ${what}, and does not send again`, async () => {
      const { simulator, profile, calls, stateOf } = await setup();
      simulator.next("concludeChat", fault);
      await calls.conclude(profile, 1000n);
      assert.deepEqual(stateOf(1000n), {
        kind: "unknownOutcome",
        since: 7,
        act: "conclude",
        reason,
        before: { kind: "active", since: 7 },
      });
      assert.equal(simulator.requests.length, 1);
    });
  }

  it("has an unknown outcome of a release whose answer is lost", async () => {
    const { simulator, profile, calls, stateOf } = await setup();
    await calls.conclude(profile, 1000n);
    simulator.next("releaseChat", { kind: "drop", at: "beforeHeaders" });
    await calls.release(profile, 1000n);
    assert.deepEqual(stateOf(1000n), {
      kind: "unknownOutcome",
      since: 7,
      act: "release",
      reason: "connectionLost",
      before: { kind: "wrapUp", since: 7, by: "agent" },
    });
  });

  it("keeps the state when a line's answer is lost, and notes it", async () => {
    const { simulator, profile, calls, stateOf, callsOf } = await setup();
    simulator.next("postMessage", { kind: "drop", at: "beforeHeaders" });
    await calls.post(profile, 1000n, "Hello");
    assert.equal(stateOf(1000n)?.kind, "active");
    const last = callsOf(1000n).at(-1)?.event;
    assert.deepEqual(last?.kind === "callEnded" && last.outcome, {
      kind: "lost",
      reason: "connectionLost",
    });
    assert.equal(simulator.requests.length, 1);
  });

  it("has an unknown outcome when no answer comes in time", async () => {
    const { simulator, profile, calls, stateOf } = await setup({ timeoutMs: 200 });
    simulator.next("concludeChat", { kind: "hang" });
    await calls.conclude(profile, 1000n);
    const state = stateOf(1000n);
    assert.equal(state?.kind === "unknownOutcome" && state.reason, "timeout");
    assert.equal(simulator.requests.length, 1);
  });

  it("has an unknown outcome when the user cancels while the answer is awaited", async () => {
    const { simulator, profile, calls, stateOf } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const outcome = calls.conclude(profile, 1000n, abort.signal);
    await arrived;
    abort.abort();
    await outcome;
    const state = stateOf(1000n);
    assert.equal(state?.kind === "unknownOutcome" && state.reason, "cancelled");
  });
});
