import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import type { ProfileExchange } from "../../../src/session/agentCalls";
import { Recorder, type RecordedExchange } from "../../../src/session/recorder";
import { startSimulator } from "../../../src/simulator/simulator";
import { Emitter } from "../../../src/util/event";
import { someProfile } from "../../fakes/profiles";
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
  const window = openWindow({ folder: temporaryFolder(), profile });
  afterTest(window.close);
  await window.sessions.set(profile, simulator.sessionId);
  const folder = join(temporaryFolder(), "new", "recording");
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const { calls } = window;
  const start = () => Recorder.start({ calls, profileId: profile.id, folder, onError });
  const conclude = () => calls.call(profile, "concludeChat", { engagementId: 1000n });
  return { simulator, profile, calls, folder, errors, start, conclude };
}

describe("Recorder", () => {
  afterEach(cleanUpAll);

  it("writes each exchange as it was, with its credentials masked", async () => {
    const { simulator, profile, calls, folder, errors, start, conclude } = await setup();
    const recorder = await start();
    await conclude();
    await conclude();
    simulator.next("releaseChat", { kind: "hang" });
    await calls.call(profile, "releaseChat", { engagementId: 1000n }, { timeoutMs: 100 });
    assert.equal(await recorder.stop(), 3);
    assert.deepEqual(readdirSync(folder).sort(), [
      "0001-concludeChat.json",
      "0002-concludeChat.json",
      "0003-releaseChat.json",
      "README.txt",
    ]);
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    assert.ok(!texts.join("").includes(simulator.sessionId));
    const [done, refused, lost] = texts
      .slice(0, 3)
      .map((text) => JSON.parse(text) as RecordedExchange);
    assert.ok(done && refused && lost);
    assert.deepEqual([done.version, done.operation, done.failure], [1, "concludeChat", undefined]);
    assert.match(done.request.body, /^\{"engagementId":1000,/);
    assert.match(done.answer?.body ?? "", /"chatConcludeEngagementResult"/);
    assert.deepEqual([refused.answer?.status, refused.failure?.kind], [400, "refused"]);
    assert.deepEqual([lost.answer, lost.failure], [undefined, { kind: "timeout", timeoutMs: 100 }]);
    assert.match(texts[3] ?? "", /NOT masked: what customers and agents wrote/);
    assert.deepEqual(errors, []);
  });

  it("records one profile, from its start to its end", async () => {
    const { profile, calls, folder, start, conclude } = await setup();
    await conclude();
    const recorder = await start();
    await calls.call({ ...profile, id: "another" }, "concludeChat", { engagementId: 1000n });
    await conclude();
    assert.equal(await recorder.stop(), 1);
    await conclude();
    assert.equal(readdirSync(folder).length, 2);
  });

  it("leaves out what was sent as a customer", async () => {
    const { profile, calls, folder, errors, conclude } = await setup();
    const seen: ProfileExchange[] = [];
    const subscription = calls.onDidCall((call) => seen.push(call));
    await conclude();
    subscription.dispose();
    const [call] = seen;
    assert.ok(call);
    const emitter = new Emitter<ProfileExchange>();
    const recorder = await Recorder.start({
      calls: { onDidCall: emitter.event },
      profileId: profile.id,
      folder,
      onError: (error) => errors.push(error),
    });
    emitter.fire({
      ...call,
      exchange: { ...call.exchange, operation: "consumer/concludeEngagement" },
    });
    emitter.fire(call);
    assert.equal(await recorder.stop(), 1);
    assert.deepEqual(errors, []);
    assert.deepEqual(readdirSync(folder).sort(), ["0001-concludeChat.json", "README.txt"]);
  });

  it("goes on counting in a folder that has a recording", async () => {
    const { folder, start, conclude } = await setup();
    const first = await start();
    await conclude();
    await first.stop();
    const second = await start();
    await conclude();
    await second.stop();
    assert.ok(readdirSync(folder).includes("0002-concludeChat.json"));
  });

  it("says which exchanges cannot be written, and rejects when none can from the start", async () => {
    const { folder, errors, start, conclude } = await setup();
    const recorder = await start();
    rmSync(folder, { recursive: true });
    await conclude();
    assert.equal(await recorder.stop(), 0);
    assert.equal(errors.length, 1);
    writeFileSync(folder, "in the way");
    await assert.rejects(start());
  });
});
