import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { ProfileExchange } from "../../../src/session/agentCalls";
import { keyOf } from "../../../src/session/sessionFolders";
import { refusedWith } from "../../../src/simulator/faults";
import { startSimulator } from "../../../src/simulator/simulator";
import { readJson } from "../../../src/util/json";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { afterTest, cleanUpAll, temporaryFolder } from "./setup";
import { openWindow } from "./window";

async function setup() {
  const simulator = await startSimulator();
  afterTest(() => simulator.close());
  const profile = {
    ...someProfile,
    origin: simulator.url,
    fqSiteName: simulator.site,
    pool: simulator.pool,
    accountId: simulator.accountId,
  };
  const secrets = new FakeSecretStorage();
  const window = openWindow({ folder: temporaryFolder(), profile, secrets });
  afterTest(window.close);
  await window.sessions.set(profile, simulator.sessionId);
  const told: ProfileExchange[] = [];
  window.calls.onDidCall((call) => told.push(call));
  return { simulator, profile, secrets, told, ...window };
}

const conclude = { engagementId: 1000n };

describe("AgentCalls", () => {
  afterEach(cleanUpAll);

  it("sends one numbered and dated request with the profile's session", async () => {
    const { simulator, profile, calls, told } = await setup();
    const before = Date.now();
    const first = await calls.call(profile, "concludeChat", conclude);
    const second = await calls.call(profile, "releaseChat", conclude);
    assert.ok(first.kind === "answered" && second.kind === "answered");
    assert.ok(first.exchange.result.ok && first.answer && second.exchange.result.ok);
    assert.equal(simulator.requests.length, 2);
    const bodies = simulator.requests.map(({ body }) => {
      const { engagementId, sequenceNumber, timeCreated } = JSON.parse(body) as Record<
        string,
        number
      >;
      assert.ok(Number(timeCreated) >= before && Number(timeCreated) <= Date.now());
      return [engagementId, sequenceNumber];
    });
    assert.deepEqual(bodies, [
      [1000, 1],
      [1000, 2],
    ]);
    assert.deepEqual(
      told.map(({ exchange }) => exchange.operation),
      ["concludeChat", "releaseChat"],
    );
  });

  it("numbers no request whose body has no place for a number", async () => {
    const { profile, calls, told } = await setup();
    await calls.call(profile, "rerouteAvailability", { engagementId: 1000n });
    await calls.call(profile, "getMessages", {}, { timeoutMs: 50 });
    const json = readJson(told[1]?.exchange.request.body ?? "");
    assert.ok(json.ok);
    assert.equal(String((json.value as Record<string, unknown>)["sequenceNumber"]), "1");
    const url = new URL(told[0]?.exchange.request.url ?? "");
    assert.equal(url.searchParams.get("request"), '{"engagementId":1000}');
  });

  it("sends nothing without a session, for another address, or when the session is another one", async () => {
    const { simulator, profile, calls, sessions } = await setup();
    const session = await sessions.get(profile);
    assert.ok(session);
    const elsewhere = { ...profile, origin: "http://127.0.0.1:9" };
    assert.deepEqual(await calls.call(elsewhere, "concludeChat", conclude), { kind: "noSession" });
    const sessionKey = keyOf(session);
    await sessions.set(profile, "node0another");
    assert.deepEqual(await calls.call(profile, "concludeChat", conclude, { sessionKey }), {
      kind: "noSession",
    });
    await sessions.remove(profile.id);
    assert.deepEqual(await calls.call(profile, "concludeChat", conclude), { kind: "noSession" });
    assert.equal(simulator.requests.length, 0);
  });

  it("sends nothing when it was cancelled before, or at the last moment", async () => {
    const { simulator, profile, calls, told } = await setup();
    const signal = AbortSignal.abort();
    const limits: number[] = [];
    const beforeSend = (limitMs: number) => {
      limits.push(limitMs);
      return Promise.resolve(false);
    };
    for (const options of [{ signal }, { beforeSend, timeoutMs: 7000 }, { beforeSend }]) {
      assert.deepEqual(await calls.call(profile, "concludeChat", conclude, options), {
        kind: "notStarted",
      });
    }
    assert.deepEqual(limits, [7000, 30_000]);
    assert.equal(simulator.requests.length, 0);
    assert.equal(told.length, 0);
  });

  it("notes the session as ended when the chat server does not accept it, and uses it no more", async () => {
    const { simulator, profile, calls, sessions } = await setup();
    const changed: string[] = [];
    sessions.onDidChange((id) => changed.push(id));
    simulator.endSessions();
    const outcome = await calls.call(profile, "concludeChat", conclude);
    assert.ok(outcome.kind === "answered" && !outcome.exchange.result.ok);
    const look = await sessions.look(profile);
    assert.ok(look.kind === "ended");
    assert.deepEqual([look.how, look.why], ["expired", "concludeChat 403 ACCESS_DENIED"]);
    assert.deepEqual(changed, [profile.id]);
    assert.deepEqual(await calls.call(profile, "concludeChat", conclude), { kind: "noSession" });
  });

  for (const [what, body, contentType] of [
    ["nothing", "", undefined],
    ["JSON without a code", '{"error": "Forbidden"}', "application/json"],
    ["a line of text", "Forbidden", "text/plain"],
  ] as const) {
    it(`notes the session as ended after a 403 with ${what}, since none is documented`, async () => {
      const { simulator, profile, calls, sessions } = await setup();
      simulator.next("concludeChat", {
        ...{ kind: "status", status: 403, body },
        ...(contentType !== undefined && { contentType }),
      });
      await calls.call(profile, "concludeChat", conclude);
      assert.equal((await sessions.look(profile)).kind, "ended");
    });
  }

  it("keeps the session when a proxy refuses, or the chat server for another reason", async () => {
    const { simulator, profile, calls, sessions } = await setup();
    simulator.next(
      "concludeChat",
      { kind: "status", status: 403, body: "<html>Forbidden</html>", contentType: "text/html" },
      refusedWith("BAD_REQUEST"),
      refusedWith("INTERNAL_SERVER_ERROR"),
    );
    for (let i = 0; i < 3; i++) {
      const outcome = await calls.call(profile, "concludeChat", conclude);
      assert.ok(outcome.kind === "answered");
    }
    assert.equal((await sessions.look(profile)).kind, "live");
  });

  it("gives the exchange of a refused session although its end cannot be noted", async () => {
    const { simulator, profile, calls, sessions, errors } = await setup();
    simulator.endSessions();
    sessions.end = () => Promise.reject(new Error("the disk is full"));
    const outcome = await calls.call(profile, "concludeChat", conclude);
    assert.equal(outcome.kind, "answered");
    assert.equal(errors.length, 1);
  });

  it("gives the exchange although whoever is told of it throws", async () => {
    const { profile, calls, errors } = await setup();
    calls.onDidCall(() => {
      throw new Error("no");
    });
    const outcome = await calls.call(profile, "concludeChat", conclude);
    assert.equal(outcome.kind, "answered");
    assert.equal(errors.length, 1);
  });
});
