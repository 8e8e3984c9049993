import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import fetch from "node-fetch";
import { createChatClient } from "../../../src/chat/client";
import { Concluder } from "../../../src/engagements/concluder";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SecretStorageError, SessionStore } from "../../../src/session/sessionStore";
import { refusedWith } from "../../../src/simulator/faults";
import { startSimulator } from "../../../src/simulator/simulator";
import { FakeMemento } from "../../fakes/memento";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";

const sendingTime = 1_618_317_020_415;

const cleanUps: (() => unknown)[] = [];

async function setup({ hasSession = true, timeoutMs = 30_000 } = {}) {
  const simulator = await startSimulator();
  const folder = mkdtempSync(join(tmpdir(), "concluder-"));
  cleanUps.push(
    () => simulator.close(),
    () => {
      rmSync(folder, { recursive: true });
    },
  );
  const profile = {
    ...someProfile,
    origin: simulator.url,
    fqSiteName: simulator.site,
    pool: simulator.pool,
    accountId: simulator.accountId,
  };
  const secrets = new FakeSecretStorage();
  const sessions = new SessionStore(secrets);
  if (hasSession) {
    await sessions.set(profile, simulator.sessionId);
  }
  const global = new FakeMemento();
  const removed = new Set<string>();
  const openStore = ({ now = 7 } = {}) =>
    new EngagementStore({
      global,
      onSetAside: ({ key }) => {
        throw new Error(`${key} was set aside`);
      },
      now: () => now,
      isKnown: (profileId) => !removed.has(profileId),
    });
  const engagements = openStore();
  await engagements.load(profile.id);
  await engagements.apply(profile.id, 1000n, { kind: "observed" });
  const openConcluder = (store: EngagementStore) =>
    new Concluder({
      client: createChatClient({ fetch, userAgent: "test" }),
      sessions,
      sequenceNumbers: new SequenceNumbers(folder),
      engagements: store,
      timeoutMs: () => timeoutMs,
      now: () => sendingTime,
    });
  const concluder = openConcluder(engagements);
  const stateOf = (id: bigint) => engagements.find(profile.id, id)?.state;
  const window = { concluder, engagements, stateOf };
  return { ...window, simulator, profile, secrets, global, removed, openStore, openConcluder };
}

describe("Concluder", () => {
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0)) {
      await cleanUp();
    }
  });

  it("sends the documented body and moves the engagement to wrap-up", async () => {
    const { simulator, profile, concluder, stateOf } = await setup();
    const outcome = await concluder.conclude(profile, 1000n);
    assert.equal(outcome.kind, "answered");
    assert.equal(stateOf(1000n)?.kind, "wrapUp");
    assert.equal(
      simulator.requests[0]?.body,
      '{"engagementId":1000,"sequenceNumber":1,"timeCreated":1618317020415}',
    );
  });

  it("counts its requests within the session", async () => {
    const { simulator, profile, concluder } = await setup();
    await concluder.conclude(profile, 1000n);
    await concluder.conclude(profile, 1001n);
    assert.match(simulator.requests[1]?.body ?? "", /"sequenceNumber":2,/);
  });

  it("sends nothing without a session", async () => {
    const { simulator, profile, concluder, stateOf } = await setup({ hasSession: false });
    assert.deepEqual(await concluder.conclude(profile, 1000n), { kind: "noSession" });
    assert.equal(simulator.requests.length, 0);
    assert.equal(stateOf(1000n)?.kind, "active");
  });

  it("sends no session to another address than the one it was set for", async () => {
    const { simulator, profile, concluder } = await setup();
    const elsewhere = await startSimulator();
    cleanUps.push(() => elsewhere.close());
    const moved = { ...profile, origin: elsewhere.url };
    assert.deepEqual(await concluder.conclude(moved, 1000n), { kind: "noSession" });
    assert.equal(elsewhere.requests.length + simulator.requests.length, 0);
  });

  it("sends nothing when the secret storage refuses, and leaves the state as it was", async () => {
    const { simulator, profile, concluder, secrets, stateOf } = await setup();
    secrets.refusal = new Error("locked");
    await assert.rejects(concluder.conclude(profile, 1000n), SecretStorageError);
    assert.equal(simulator.requests.length, 0);
    assert.equal(stateOf(1000n)?.kind, "active");
  });

  it("sends one request for two clicks, and shows meanwhile that it is under way", async () => {
    const { simulator, profile, concluder, stateOf } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const arrived = simulator.waitFor("concludeChat");
    const abort = new AbortController();
    const first = concluder.conclude(profile, 1000n, abort.signal);
    await arrived;
    assert.equal(stateOf(1000n)?.kind, "concluding");
    assert.deepEqual(await concluder.conclude(profile, 1000n), { kind: "underWay" });
    abort.abort();
    await first;
    assert.equal(simulator.requests.length, 1);
  });

  it("sends one request when two windows conclude the same engagement", async () => {
    const { simulator, profile, concluder, openStore, openConcluder } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const first = concluder.conclude(profile, 1000n, abort.signal);
    await arrived;
    const otherWindow = openConcluder(openStore());
    assert.deepEqual(await otherWindow.conclude(profile, 1000n), { kind: "underWay" });
    abort.abort();
    await first;
    assert.equal(simulator.requests.length, 1);
  });

  it("is shown as under way until its limit and some seconds are over", async () => {
    const { simulator, profile, concluder, openStore } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const outcome = concluder.conclude(profile, 1000n, abort.signal);
    await arrived;
    const stateAt = (now: number) => openStore({ now }).find(profile.id, 1000n)?.state.kind;
    assert.equal(stateAt(sendingTime + 30_000), "concluding");
    assert.equal(stateAt(sendingTime + 60_000), "unknownOutcome");
    abort.abort();
    await outcome;
  });

  it("brings nothing back of a profile that is removed while the answer is awaited", async () => {
    const { simulator, profile, concluder, global, openStore } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const outcome = concluder.conclude(profile, 1000n, abort.signal);
    await arrived;
    await openStore().removeAll(profile.id);
    abort.abort();
    assert.equal((await outcome).kind, "answered");
    assert.deepEqual(global.keys(), []);
  });

  it("sends nothing for a profile that was removed before its turn", async () => {
    const { simulator, profile, concluder, removed } = await setup();
    removed.add(profile.id);
    assert.deepEqual(await concluder.conclude(profile, 1000n), { kind: "noSession" });
    assert.equal(simulator.requests.length, 0);
  });

  it("sends nothing when it was cancelled before its turn", async () => {
    const { simulator, profile, concluder, stateOf } = await setup();
    const outcome = await concluder.conclude(profile, 1000n, AbortSignal.abort());
    assert.deepEqual(outcome, { kind: "notStarted" });
    assert.equal(simulator.requests.length, 0);
    assert.equal(stateOf(1000n)?.kind, "active");
  });

  it("keeps the state and the reason when the server refuses", async () => {
    const { simulator, profile, concluder, engagements } = await setup();
    simulator.next("concludeChat", refusedWith("BAD_REQUEST"));
    await concluder.conclude(profile, 1000n);
    assert.deepEqual(engagements.find(profile.id, 1000n), {
      id: 1000n,
      state: { kind: "active", since: 7 },
      lastRefusal: { kind: "refused", status: 400, exceptionCode: "BAD_REQUEST" },
    });
  });

  it("keeps the state and the reason when the server cannot be reached", async () => {
    const { simulator, profile, concluder, engagements } = await setup();
    await simulator.close();
    await concluder.conclude(profile, 1000n);
    assert.deepEqual(engagements.find(profile.id, 1000n)?.lastRefusal, { kind: "network" });
  });

  for (const [what, fault, reason] of [
    ["the connection breaks", { kind: "drop", at: "beforeHeaders" }, "connectionLost"],
    ["the answer is broken JSON", { kind: "brokenJson" }, "unreadable"],
    ["the answer is empty", { kind: "emptyBody" }, "unreadable"],
    ["the answer breaks off", { kind: "truncated" }, "unreadable"],
    [
      "the answer is about another engagement",
      {
        kind: "raw",
        status: 200,
        headers: [["Content-Type", "application/json;charset=utf-8"]],
        body: '{"chatConcludeEngagementResult":{"engagementId":1001},"chatSystemError":null}',
      },
      "otherEngagement",
    ],
    ["a gateway gives up", { kind: "status", status: 504, body: "<html>" }, "gateway"],
  ] as const) {
    it(`has an unknown outcome when ${what}, and does not send again`, async () => {
      const { simulator, profile, concluder, stateOf } = await setup();
      simulator.next("concludeChat", fault);
      await concluder.conclude(profile, 1000n);
      assert.deepEqual(stateOf(1000n), { kind: "unknownOutcome", since: 7, reason });
      assert.equal(simulator.requests.length, 1);
    });
  }

  it("has an unknown outcome when no answer comes in time", async () => {
    const { simulator, profile, concluder, stateOf } = await setup({ timeoutMs: 200 });
    simulator.next("concludeChat", { kind: "hang" });
    await concluder.conclude(profile, 1000n);
    assert.deepEqual(stateOf(1000n), { kind: "unknownOutcome", since: 7, reason: "timeout" });
    assert.equal(simulator.requests.length, 1);
  });

  it("has an unknown outcome when the user cancels while the answer is awaited", async () => {
    const { simulator, profile, concluder, stateOf } = await setup();
    simulator.next("concludeChat", { kind: "hang" });
    const abort = new AbortController();
    const arrived = simulator.waitFor("concludeChat");
    const outcome = concluder.conclude(profile, 1000n, abort.signal);
    await arrived;
    abort.abort();
    await outcome;
    assert.deepEqual(stateOf(1000n), { kind: "unknownOutcome", since: 7, reason: "cancelled" });
  });
});
