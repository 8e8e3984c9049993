import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { ProfileExchange } from "../../../src/session/agentCalls";
import { refusedWith } from "../../../src/simulator/faults";
import { startSimulator } from "../../../src/simulator/simulator";
import { someProfile } from "../../fakes/profiles";
import { afterTest, cleanUpAll, temporaryFolder } from "./setup";
import { openWindow } from "./window";

async function setup() {
  const simulator = await startSimulator();
  afterTest(() => simulator.close());
  const { url: origin, site: fqSiteName, pool, accountId } = simulator;
  const profile = { ...someProfile, origin, fqSiteName, pool, accountId };
  const window = openWindow({ folder: temporaryFolder(), profile });
  afterTest(window.close);
  await window.sessions.set(profile, simulator.sessionId);
  const told: ProfileExchange[] = [];
  window.calls.onDidCall((call) => told.push(call));
  return { simulator, profile, told, ...window };
}

const conclude = { json: '{"engagementId":1000}' };

describe("AgentCalls, by hand", () => {
  afterEach(cleanUpAll);

  it("sends what is made with the session at hand, unchanged and once", async () => {
    const { calls, profile, simulator, told } = await setup();
    const outcome = await calls.sendByHand(
      profile,
      "concludeChat",
      ({ sessionId }) => Promise.resolve({ json: `{"engagementId":${sessionId.length}}` }),
      { sentBy: "document" },
    );
    assert.equal(outcome.kind, "answered");
    assert.deepEqual(
      simulator.requests.map(({ body }) => body),
      [`{"engagementId":${simulator.sessionId.length}}`],
    );
    assert.deepEqual(
      told.map(({ sentBy, isForeign }) => [sentBy, isForeign]),
      [["document", false]],
    );
  });

  it("sends nothing without a session, or when nothing is made, or at the last moment", async () => {
    const { calls, profile, sessions, simulator, told } = await setup();
    const nothing = await calls.sendByHand(profile, "logoff", () => Promise.resolve(undefined));
    const late = await calls.sendByHand(profile, "logoff", () => Promise.resolve({}), {
      beforeSend: () => Promise.resolve(false),
    });
    assert.deepEqual([nothing, late], [{ kind: "notStarted" }, { kind: "notStarted" }]);
    await sessions.remove(profile.id);
    const without = await calls.sendByHand(profile, "logoff", () => assert.fail());
    assert.deepEqual(without, { kind: "noSession" });
    assert.equal(simulator.requests.length + told.length, 0);
  });

  it("notes the session as ended that the server refuses as it is", async () => {
    const { calls, profile, sessions, simulator, told } = await setup();
    simulator.endSessions();
    await calls.sendByHand(profile, "concludeChat", () => Promise.resolve(conclude), {
      pool: profile.pool,
    });
    assert.equal((await sessions.look(profile)).kind, "ended");
    assert.equal(told[0]?.isForeign, false);
  });

  for (const [what, request, options] of [
    ["of a wrong session", { credentialHeaders: { "X-JSESSIONID": "wrong" } }, {}],
    ["of no account", { credentialHeaders: { "X-AID": "omit" } }, {}],
    ["of another pool", {}, { pool: "9:9" }],
  ] as const) {
    it(`learns nothing about the session from the refusal ${what}`, async () => {
      const { calls, profile, sessions, simulator, told } = await setup();
      simulator.always("concludeChat", refusedWith("ACCESS_DENIED"));
      const made = { ...conclude, ...request };
      await calls.sendByHand(profile, "concludeChat", () => Promise.resolve(made), options);
      assert.equal((await sessions.look(profile)).kind, "live");
      assert.equal(told[0]?.isForeign, true);
    });
  }

  it("rejects, and sends nothing, when the request cannot be made", async () => {
    const { calls, profile, simulator } = await setup();
    await assert.rejects(
      calls.sendByHand(profile, "logoff", () => Promise.reject(new Error("no number"))),
      /no number/,
    );
    assert.equal(simulator.requests.length, 0);
  });
});
