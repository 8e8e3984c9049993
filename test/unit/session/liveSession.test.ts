import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import type { LiveSessionParts, LiveState } from "../../../src/session/liveSession";
import type { LeaseTimes } from "../../../src/session/lease";
import { refusedWith } from "../../../src/simulator/faults";
import { startSimulator, type SimulatorOptions } from "../../../src/simulator/simulator";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { afterTest, cleanUpAll, temporaryFolder, until } from "./setup";
import { openWindow } from "./window";

const leaseTimes: LeaseTimes = {
  renewMs: 100,
  lookMs: 20,
  goneMs: 500,
  silentMs: 1000,
  stalledMs: 40_000,
};

async function setup(options: SimulatorOptions = {}) {
  const simulator = await startSimulator({ holdMs: 400, ...options });
  afterTest(() => simulator.close());
  const folder = temporaryFolder();
  const profile = {
    ...someProfile,
    origin: simulator.url,
    fqSiteName: simulator.site,
    pool: simulator.pool,
    accountId: simulator.accountId,
  };
  const open = async (live: Partial<LiveSessionParts> = {}) => {
    // Each window has a SecretStorage of its own: one need not see what another one changed.
    const secrets = new FakeSecretStorage();
    const window = openWindow({ folder, profile, secrets, live: { leaseTimes, ...live } });
    afterTest(window.close);
    await window.sessions.set(profile, simulator.sessionId);
    await window.live.show(profile);
    const kind = () => window.live.state.kind;
    return { ...window, kind };
  };
  const polls = () => simulator.requests.filter(({ operation }) => operation === "getMessages");
  const agent = () => {
    const [session] = simulator.sessions;
    assert.ok(session);
    return session;
  };
  return { simulator, folder, profile, open, polls, agent };
}

describe("LiveSession", () => {
  afterEach(cleanUpAll);

  it("asks for messages one call at a time, and hands over what comes", async () => {
    const { open, polls, agent, simulator } = await setup();
    const { live, messages, errors } = await open();
    await until(() => messages.length >= 2);
    simulator.changePool("999:1");
    await until(() => messages.some(({ role }) => role === "poolChange"));
    const count = polls().length;
    await until(() => polls().length > count + 2);
    assert.ok(polls().at(-1)?.url.endsWith("pool=999:1"));
    assert.equal(live.state.kind, "polling");
    assert.equal(agent().mostParallelPolls, 1);
    assert.deepEqual(errors, []);
  });

  it("is the only one of several windows that asks, and another goes on when it is closed", async () => {
    const { open, agent } = await setup();
    const windows = [await open(), await open(), await open()];
    for (let left = windows.length; left > 0; left--) {
      await until(() => windows.some(({ kind }) => kind() === "polling"));
      await until(() => windows.some(({ messages }) => messages.length > 0));
      assert.deepEqual(windows.map(({ kind }) => kind()).sort(), [
        "polling",
        ...Array.from({ length: left - 1 }, () => "standby"),
      ]);
      const index = windows.findIndex(({ kind }) => kind() === "polling");
      const [closed] = windows.splice(index, 1);
      closed?.close();
    }
    assert.equal(agent().mostParallelPolls, 1);
  });

  it("stops in all windows when the chat server does not accept the session", async () => {
    const { open, simulator, profile } = await setup();
    const windows = [await open(), await open()];
    await until(() => windows.some(({ kind }) => kind() === "polling"));
    simulator.endSessions();
    await until(() => windows.every(({ kind }) => kind() === "off"));
    for (const { sessions } of windows) {
      const look = await sessions.look(profile);
      assert.ok(look.kind === "ended" && look.how === "expired");
    }
  });

  it("stops in all windows when one of them logs off", async () => {
    const { open, profile, polls } = await setup();
    const [one, other] = [await open(), await open()];
    await until(() => one.kind() === "polling" || other.kind() === "polling");
    const session = await one.sessions.get(profile);
    assert.ok(session);
    await one.sessions.end(profile, session, "loggedOff");
    await until(() => one.kind() === "off" && other.kind() === "off");
    const count = polls().length;
    await other.live.show(profile);
    assert.equal(polls().length, count);
  });

  it("begins anew with another session", async () => {
    const { open, simulator, profile, folder } = await setup();
    const { live, sessions, kind } = await open();
    await until(() => kind() === "polling");
    simulator.endSessions();
    await until(() => kind() === "off");
    await sessions.set(profile, "node0another");
    await until(() => kind() !== "off");
    // The simulator does not know that one: it ends, too, with a folder and a note of its own.
    await until(() => kind() === "off");
    assert.equal(readdirSync(folder).length, 3);
    await live.show(undefined);
  });

  it("goes off when another profile without a session is shown, and resumes with the first", async () => {
    const { open, profile, agent } = await setup();
    const { live, kind } = await open();
    await until(() => agent().isPolled);
    const states: LiveState["kind"][] = [];
    live.onDidChange((state) => states.push(state.kind));
    await live.show(undefined);
    assert.equal(kind(), "off");
    await until(() => !agent().isPolled);
    await live.show(profile);
    await until(() => agent().isPolled);
    assert.deepEqual(states.at(-1), "polling");
    assert.equal(agent().mostParallelPolls, 1);
  });

  it("leaves the call alone when the same profile is shown again", async () => {
    const { open, profile, polls } = await setup({ holdMs: 30_000 });
    const { live } = await open();
    await until(() => polls().length === 1);
    await live.show({ ...profile, name: "Renamed" });
    await live.show(profile);
    assert.equal(polls().length, 1);
    assert.equal(live.state.kind, "polling");
  });

  it("waits when the server fails, says why, and asks at once when the user wants it", async () => {
    const { open, simulator, polls } = await setup();
    const { live, kind } = await open({ surroundings: { random: () => 0.3 } });
    await until(() => kind() === "polling");
    simulator.always("getMessages", refusedWith("INTERNAL_SERVER_ERROR"));
    await until(() => live.state.kind === "waiting" && live.state.attempt === 2);
    const state = live.state;
    assert.ok(state.kind === "waiting" && state.why.kind === "refused");
    assert.equal(state.why.exceptionCode, "INTERNAL_SERVER_ERROR");
    simulator.reset();
    const count = polls().length;
    live.retryNow();
    await until(() => kind() === "polling" && polls().length > count);
  });

  it("tells whether another window goes on when it is closed", async () => {
    const { open } = await setup();
    const windows = [await open(), await open()];
    await until(() => windows.some(({ kind }) => kind() === "polling"));
    const index = windows.findIndex(({ kind }) => kind() === "polling");
    const [holder] = windows.splice(index, 1);
    assert.equal(await holder?.live.passOn(10_000), true);
    const [last] = windows;
    await until(() => last?.kind() === "polling");
    assert.equal(await last?.live.passOn(100), false);
  });

  it("rejects when the session cannot be read, and goes on with the loop that runs", async () => {
    const { open, simulator, profile, folder } = await setup();
    const first = await open();
    first.close();
    const secrets = new FakeSecretStorage();
    const { live, sessions, close } = openWindow({
      folder,
      profile,
      secrets,
      live: { leaseTimes },
    });
    afterTest(close);
    await sessions.set(profile, simulator.sessionId);
    await live.show(profile);
    await until(() => live.state.kind === "polling");
    secrets.refusal = new Error("the keyring is locked");
    await assert.rejects(live.show(profile));
    await until(() => live.state.kind === "waiting" && live.state.why.kind === "local");
    secrets.refusal = undefined;
    live.retryNow();
    await until(() => live.state.kind === "polling");
    await live.show(undefined);
    assert.equal(live.state.kind, "off");
  });

  it("never has two calls outstanding over processes that are killed, and goes on within ten seconds", async function () {
    this.timeout(180_000);
    const { folder, profile, simulator, polls, agent } = await setup({ holdMs: 5000 });
    const script = join(import.meta.dirname, "windowProcess.ts");
    const open = () => {
      const args = ["--import=tsx", script, folder, JSON.stringify(profile), simulator.sessionId];
      const child = spawn(process.execPath, args);
      let said = "";
      let complaints = "";
      child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
      afterTest(() => child.kill("SIGKILL"));
      const isPolling = () => {
        assert.equal(complaints, "");
        return said.endsWith("polling\n");
      };
      return { child, isPolling };
    };
    const windows = [open(), open(), open()];
    const polling = () => windows.filter(({ isPolling }) => isPolling());
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      await until(() => polling().length > 0 && agent().isPolled, "a window polls", 60_000);
      assert.equal(polling().length, 1);
      const [holder] = polling();
      assert.ok(holder);
      const count = polls().length;
      windows.splice(windows.indexOf(holder), 1);
      holder.child.kill(signal);
      const start = performance.now();
      await until(() => polls().length > count, "another window polls", 30_000);
      const tookMs = performance.now() - start;
      assert.ok(tookMs < 10_000, `it took ${tookMs} ms after ${signal}`);
    }
    assert.equal(agent().mostParallelPolls, 1);
  });
});
