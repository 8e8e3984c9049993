import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { ExchangeRecord } from "../../../src/exchanges/exchangeRecord";
import { NoteworthyCalls } from "../../../src/exchanges/noteworthyCalls";
import type { AgentBody, AgentCallOptions, AgentOperation } from "../../../src/session/agentCalls";
import type { Fault } from "../../../src/simulator/faults";
import { setupCalls } from "../engagements/callsSetup";
import { cleanUpAll } from "../engagements/setup";

async function setup() {
  const parts = await setupCalls({ simulated: { holdMs: 20 } });
  const records: ExchangeRecord[] = [];
  const noteworthy = new NoteworthyCalls(parts.agentCalls, (record) => records.push(record));
  const call = <N extends AgentOperation>(
    operation: N,
    body: AgentBody<N>,
    options: AgentCallOptions = {},
  ) => parts.agentCalls.call(parts.profile, operation, body, options);
  /** Polls as the loop does. */
  const poll = (options: AgentCallOptions = {}) =>
    call("getMessages", {}, { sentBy: "loop", ...options });
  const failing = async (...faults: readonly Fault[]) => {
    for (const fault of faults) {
      parts.simulator.next("getMessages", fault);
      await poll();
    }
  };
  /** What became of each record. */
  const told = () =>
    records.map(({ exchange: { result } }) => (result.ok ? "ok" : result.error.failure.kind));
  return { ...parts, noteworthy, records, call, poll, failing, told };
}

const unavailable: Fault = { kind: "status", status: 503, body: "" };
const badGateway: Fault = { kind: "status", status: 502, body: "" };

describe("NoteworthyCalls", () => {
  afterEach(cleanUpAll);

  it("hands on every call of a command or a document, with whom and what it was about", async () => {
    const { call, profile, records } = await setup();
    await call("concludeChat", { engagementId: 1000n });
    await call("getMessages", {}, { sentBy: "document" });
    assert.deepEqual(
      records.map(({ exchange, sentBy, engagementId, profile: { id } }) => {
        return [exchange.operation, sentBy, engagementId, id];
      }),
      [
        ["concludeChat", "command", 1000n, profile.id],
        ["getMessages", "document", undefined, profile.id],
      ],
    );
  });

  it("hands on polls that brought something, and no heartbeats", async () => {
    const { poll, records, simulator, told } = await setup();
    // Of the seeded engagements the first poll brings nothing.
    for (let count = 0; count < 3; count++) {
      await poll();
    }
    const before = records.length;
    simulator.changePool("5:5");
    await poll();
    assert.deepEqual([before, told().at(-1), records.length], [0, "ok", 1]);
    assert.equal(records[0]?.sentBy, "loop");
  });

  it("hands on the first failure of each sort in a row", async () => {
    const { failing, told } = await setup();
    await failing(unavailable, unavailable, badGateway, unavailable, badGateway);
    await failing({ kind: "drop", at: "beforeHeaders" }, unavailable);
    assert.deepEqual(told(), ["refused", "refused", "network"]);
  });

  it("begins another row after a success", async () => {
    const { failing, poll, told } = await setup();
    await failing(unavailable, unavailable);
    await poll();
    await failing(unavailable);
    assert.deepEqual(told(), ["refused", "refused"]);
  });

  it("hands on each end of a session", async () => {
    const { agentCalls, poll, profile, simulator, told } = await setup();
    simulator.endSessions();
    const session = { sessionId: simulator.sessionId, origin: profile.origin, since: 1 };
    await poll({ session });
    await agentCalls.call(profile, "getMessages", {}, { sentBy: "loop", session });
    assert.deepEqual(told(), ["unauthorized", "unauthorized"]);
  });

  it("leaves out polls of the loop that were cancelled, which end no row", async () => {
    const { failing, poll, told, simulator } = await setup();
    await failing(unavailable);
    simulator.next("getMessages", { kind: "hang" });
    const abort = new AbortController();
    void simulator.waitFor("getMessages").then(() => {
      abort.abort();
    });
    await poll({ signal: abort.signal });
    await failing(unavailable);
    assert.deepEqual(told(), ["refused"]);
  });

  it("counts failures of the loop only, and of each profile by itself", async () => {
    const { agentCalls, call, failing, profile, simulator, told } = await setup();
    simulator.always("concludeChat", unavailable);
    await call("concludeChat", { engagementId: 1000n });
    await call("concludeChat", { engagementId: 1000n });
    await failing(unavailable);
    simulator.next("getMessages", unavailable);
    const session = { sessionId: simulator.sessionId, origin: profile.origin, since: 1 };
    await agentCalls.call({ ...profile, id: "p2" }, "getMessages", {}, { sentBy: "loop", session });
    assert.equal(told().length, 4);
  });

  it("is told of nothing after its end", async () => {
    const { call, noteworthy, records } = await setup();
    noteworthy.dispose();
    await call("concludeChat", { engagementId: 1000n });
    assert.deepEqual(records, []);
  });
});
