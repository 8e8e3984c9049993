import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { HandMadeRequest } from "../../../src/chat/client";
import { actByHand } from "../../../src/engagements/actByHand";
import type { AgentCallOptions, AgentOperation } from "../../../src/session/agentCalls";
import { refusedWith } from "../../../src/simulator/faults";
import { sendingTime, setupCalls } from "./callsSetup";
import { cleanUpAll } from "./setup";

async function setup(options: Parameters<typeof setupCalls>[0] = {}) {
  const parts = await setupCalls(options);
  const byHand = async (
    operation: AgentOperation,
    request: HandMadeRequest,
    callOptions: AgentCallOptions = {},
  ) =>
    parts.calls.sendByHand(parts.profile, operation, () => Promise.resolve(request), callOptions);
  return { ...parts, byHand };
}

const about = (id: bigint) => ({ json: `{"engagementId":${id}}` });

describe("requests by hand and the state of their engagement", () => {
  afterEach(cleanUpAll);

  it("concludes and releases as the commands do, and notes both", async () => {
    const { byHand, callsOf, stateOf, simulator } = await setup();
    const outcome = await byHand("concludeChat", about(1000n));
    assert.ok(outcome.kind === "answered");
    assert.deepEqual(stateOf(1000n), { kind: "wrapUp", since: 7, by: "agent" });
    await byHand("releaseChat", about(1000n));
    assert.deepEqual(stateOf(1000n), { kind: "ended", since: 7, how: "released" });
    const [sent, ended] = callsOf(1000n).map(({ event }) => event);
    assert.ok(sent?.kind === "callSent" && ended?.kind === "callEnded");
    assert.equal(sent.until, sendingTime + 40_000);
    assert.deepEqual(
      [ended.token, ended.outcome, ended.exchangeId],
      [sent.token, { kind: "done" }, outcome.exchange.id],
    );
    assert.equal(simulator.requests.length, 2);
  });

  it("reroutes", async () => {
    const { byHand, stateOf } = await setup();
    await byHand("rerouteEngagement", about(1000n));
    assert.deepEqual(stateOf(1000n), { kind: "ended", since: 7, how: "rerouted" });
  });

  for (const [action, state] of [
    ["ACCEPT", "active"],
    ["DECLINE", "ended"],
  ] as const) {
    it(`answers an offer: ${action}`, async () => {
      const { byHand, call, engagements, pollOnce, profile, simulator, stateOf } = await setup({
        simulated: { engagements: [] },
      });
      await call("setActivityStatus", { status: "AVAILABLE", subTypeId: 1 });
      await call("requestAssignment", {
        ...{ assignmentRequested: true, idleSessionCount: 1, maxSessionCount: 1 },
      });
      simulator.customers.add({ name: "Ada Lindgren", question: "Where is it?" });
      await pollOnce();
      const offer = engagements.list(profile.id).find(({ state: { kind } }) => kind === "offered");
      assert.ok(offer);
      const { id } = offer;
      const outcome = await byHand("assignmentAcknowledgement", {
        json: `{"engagementId":${id},"action":"${action}","actionType":"MANUAL","assignmentType":"LEAD"}`,
      });
      assert.ok(outcome.kind === "answered" && outcome.exchange.result.ok);
      assert.equal(stateOf(id)?.kind, state);
    });
  }

  it("notes a line that was posted, which changes no state", async () => {
    const { byHand, callsOf, stateOf } = await setup();
    await byHand("postMessage", {
      json: '{"body":"Hi","destinationId":1000,"destinationType":"ENGAGEMENT","messageType":"POST_MESSAGE"}',
    });
    assert.equal(stateOf(1000n)?.kind, "active");
    const [sent, ended] = callsOf(1000n).map(({ event }) => event);
    assert.ok(sent?.kind === "callSent" && ended?.kind === "callEnded");
    assert.deepEqual([sent.act, sent.text, ended.outcome], ["post", "Hi", { kind: "done" }]);
  });

  it("leaves things as they are after a refusal, which it notes", async () => {
    const { byHand, engagements, profile, simulator } = await setup();
    simulator.next("concludeChat", refusedWith("CONFLICT"));
    await byHand("concludeChat", about(1000n));
    const engagement = engagements.find(profile.id, 1000n);
    assert.equal(engagement?.state.kind, "active");
    assert.equal(engagement.lastRefusal?.exceptionCode, "CONFLICT");
  });

  it("leaves an unknown outcome when the answer is lost", async () => {
    const { byHand, simulator, stateOf } = await setup();
    simulator.next("concludeChat", { kind: "drop", at: "inBody" });
    await byHand("concludeChat", about(1000n));
    const state = stateOf(1000n);
    assert.ok(state?.kind === "unknownOutcome");
    assert.equal(state.act, "conclude");
  });

  it("makes an id known that nobody heard of only when the server knows it", async () => {
    const { byHand, simulator, stateOf } = await setup();
    await byHand("concludeChat", about(4711n));
    assert.equal(stateOf(4711n), undefined);
    simulator.next("concludeChat", { kind: "drop", at: "inBody" });
    await byHand("concludeChat", about(1001n));
    assert.equal(stateOf(1001n), undefined);
    await byHand("releaseChat", about(1001n));
    assert.deepEqual(stateOf(1001n), { kind: "ended", since: 7, how: "released" });
  });

  for (const [what, headers, options] of [
    ["with a wrong account", { "X-AID": "wrong" }, {}],
    ["without a session", { "X-JSESSIONID": "omit" }, {}],
    ["for another pool", undefined, { pool: "9:9" }],
  ] as const) {
    it(`notes nothing of what was sent ${what} and failed`, async () => {
      const { byHand, callsOf, simulator, stateOf } = await setup();
      const request = { ...about(1000n), ...(headers && { credentialHeaders: headers }) };
      await byHand("concludeChat", request, options);
      simulator.next("concludeChat", { kind: "drop", at: "beforeHeaders" });
      await byHand("concludeChat", request, options);
      assert.deepEqual(callsOf(1000n), []);
      assert.equal(stateOf(1000n)?.kind, "active");
      assert.equal(simulator.requests.length, 2);
    });
  }

  it("notes what another pool did all the same, and takes the profile's own for no other", async () => {
    const { byHand, callsOf, profile, simulator, stateOf } = await setup();
    simulator.changePool("5:5");
    const old = await byHand("concludeChat", about(1000n), { pool: "5:5" });
    assert.ok(old.kind === "answered" && old.exchange.result.ok);
    assert.equal(stateOf(1000n)?.kind, "wrapUp");
    simulator.next("releaseChat", refusedWith("CONFLICT"));
    await byHand("releaseChat", about(1000n), { pool: profile.pool });
    assert.equal(callsOf(1000n).length, 4);
  });

  it("sends what was cancelled before neither over the wire nor into the notes", async () => {
    const { byHand, callsOf, simulator } = await setup();
    const signal = AbortSignal.abort();
    assert.deepEqual(await byHand("concludeChat", about(1000n), { signal }), {
      kind: "notStarted",
    });
    assert.deepEqual(callsOf(1000n), []);
    assert.equal(simulator.requests.length, 0);
  });

  it("takes a request back that was cancelled at the last moment", async () => {
    const { calls, profile, simulator, stateOf } = await setup();
    const abort = new AbortController();
    const outcome = await calls.sendByHand(
      profile,
      "concludeChat",
      () => {
        abort.abort();
        return Promise.resolve(about(1000n));
      },
      { signal: abort.signal },
    );
    assert.ok(outcome.kind === "answered" && !outcome.exchange.result.ok);
    assert.equal(stateOf(1000n)?.kind, "active");
    assert.equal(simulator.requests.length, 0);
  });
});

describe("actByHand", () => {
  for (const [operation, json, expected] of [
    [
      "concludeChat",
      '{"engagementId":9223372036854775807}',
      { act: "conclude", id: 2n ** 63n - 1n },
    ],
    ["releaseChat", '{"engagementId":0}', { act: "release", id: 0n }],
    ["concludeChat", '{"engagementId":"1000"}', undefined],
    ["concludeChat", '{"engagementId":-1}', undefined],
    ["concludeChat", '{"engagementId":9223372036854775808}', undefined],
    ["concludeChat", "[1000]", undefined],
    ["concludeChat", "{", undefined],
    ["assignmentAcknowledgement", '{"engagementId":1,"action":"IGNORE"}', undefined],
    ["postMessage", '{"destinationId":1,"destinationType":"AGENT","body":"x"}', undefined],
    ["postMessage", '{"destinationId":1,"destinationType":"ENGAGEMENT"}', { act: "post", id: 1n }],
    ["setInteractionStatus", '{"engagementId":1}', undefined],
  ] as const) {
    it(`reads ${operation} ${json}`, () => {
      assert.deepEqual(actByHand(operation, { json }), expected);
    });
  }

  it("reads nothing where there is no body", () => {
    assert.equal(actByHand("concludeChat", {}), undefined);
  });
});
