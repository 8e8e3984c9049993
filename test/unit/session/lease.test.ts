import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { Lease, type LeaseParts, type LeaseTimes } from "../../../src/session/lease";
import { afterTest, cleanUpAll, temporaryFolder, until } from "./setup";

const quick: LeaseTimes = {
  renewMs: 20,
  lookMs: 10,
  // Long beside what a busy machine may take for one look at a file.
  goneMs: 500,
  silentMs: 1_000,
  stalledMs: 60_000,
};

function setup() {
  const folder = temporaryFolder();
  const errors: unknown[] = [];
  const open = (changes: Partial<LeaseParts> = {}) => {
    const lease = new Lease({
      folder: () => Promise.resolve(folder),
      onError: (error) => errors.push(error),
      times: quick,
      ...changes,
    });
    afterTest(() => {
      lease.dispose();
    });
    return lease;
  };
  const files = () => readdirSync(join(folder, "lease"));
  return { folder, errors, open, files };
}

/** Leaves what a holder leaves that ended without a word. */
function leaveFile(folder: string, generation: number, content: object): void {
  mkdirSync(join(folder, "lease"), { recursive: true });
  writeFileSync(join(folder, "lease", String(generation)), JSON.stringify(content));
}

/** A window in a process of its own. */
function spawnWindow(folder: string) {
  const script = join(import.meta.dirname, "leaseHolder.ts");
  const child = spawn(process.execPath, ["--import=tsx", script, folder]);
  let said = "";
  let complaints = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  afterTest(() => child.kill("SIGKILL"));
  return {
    child,
    isHolder: () => {
      assert.equal(complaints, "");
      return said.endsWith("got\n");
    },
    said: () => said,
  };
}

describe("Lease", () => {
  afterEach(cleanUpAll);

  it("is held by one of many that begin at the same time", async () => {
    const { open, errors } = setup();
    const leases = Array.from({ length: 12 }, () => open());
    await until(() => leases.some((lease) => lease.isHeld));
    const looks = await Promise.all(leases.map((lease) => lease.confirm()));
    assert.equal(looks.filter((isHeld) => isHeld).length, 1);
    assert.deepEqual(errors, []);
  });

  it("stays with its holder while that renews it", async () => {
    const { open } = setup();
    const holder = open();
    await until(() => holder.isHeld);
    const other = open();
    const start = performance.now();
    await until(() => performance.now() - start > quick.silentMs * 3);
    assert.deepEqual([holder.isHeld, other.isHeld], [true, false]);
  });

  it("goes to the next one when its holder is closed", async () => {
    const { open } = setup();
    const [one, other] = [open(), open()];
    await until(() => one.isHeld || other.isHeld);
    const [holder, waiting] = one.isHeld ? [one, other] : [other, one];
    const changes: boolean[] = [];
    waiting.onDidChange((isHeld) => changes.push(isHeld));
    holder.dispose();
    assert.equal(holder.isHeld, false);
    await until(() => waiting.isHeld);
    assert.deepEqual(changes, [true]);
  });

  it("goes to one of many when its holder died, at the same moment for all", async () => {
    const { folder, open, files, errors } = setup();
    leaveFile(folder, 7, { host: "elsewhere", pid: 1, beat: 3 });
    const leases = Array.from({ length: 12 }, () => open());
    await until(() => leases.some((lease) => lease.isHeld));
    const looks = await Promise.all(leases.map((lease) => lease.confirm()));
    assert.equal(looks.filter((isHeld) => isHeld).length, 1);
    await until(() => files().length === 1);
    assert.deepEqual(files(), ["8"]);
    assert.deepEqual(errors, []);
  });

  it("is not taken from a holder that runs but stalls, while its call may be outstanding", async () => {
    const { folder, open } = setup();
    leaveFile(folder, 1, { host: "here", pid: 1, beat: 3 });
    const waiting = open({ isRunning: () => Promise.resolve(true) });
    const start = performance.now();
    await until(() => performance.now() - start > quick.silentMs * 3);
    assert.equal(waiting.isHeld, false);
    const impatient = open({
      isRunning: () => Promise.resolve(true),
      times: { ...quick, stalledMs: 400 },
    });
    await until(() => impatient.isHeld);
  });

  it("makes a holder drop out that finds that another one took over", async () => {
    const { folder, open } = setup();
    const holder = open();
    await until(() => holder.isHeld);
    const changes: boolean[] = [];
    holder.onDidChange((isHeld) => changes.push(isHeld));
    leaveFile(folder, 2, { host: "elsewhere", pid: 1, beat: 3 });
    assert.equal(await holder.confirm(), false);
    assert.deepEqual(changes, [false]);
  });

  it("begins to watch afresh after its own machine slept", async () => {
    const { folder, open } = setup();
    leaveFile(folder, 1, { host: "elsewhere", pid: 1, beat: 3 });
    let asleepMs = 0;
    const waiting = open({ monotonic: () => performance.now() + asleepMs });
    let looks = 0;
    await until(() => ++looks > 3);
    asleepMs += 60_000;
    let beat = 3;
    const renewal = setInterval(() => {
      leaveFile(folder, 1, { host: "elsewhere", pid: 1, beat: ++beat });
    }, 20);
    afterTest(() => {
      clearInterval(renewal);
    });
    const start = performance.now();
    await until(() => performance.now() - start > quick.silentMs * 2);
    assert.equal(waiting.isHeld, false);
  });

  it("is taken again after its folder was deleted", async () => {
    const { folder, open } = setup();
    const holder = open();
    await until(() => holder.isHeld);
    rmSync(join(folder, "lease"), { recursive: true });
    assert.equal(await holder.confirm(), false);
    await until(() => holder.isHeld);
  });

  it("leaves one file behind, without a session id in it", async () => {
    const { folder, open, files } = setup();
    for (let i = 0; i < 5; i++) {
      const lease = open();
      await until(() => lease.isHeld);
      lease.dispose();
    }
    await until(() => files().length === 1);
    assert.deepEqual(files(), ["5"]);
    assert.match(readFileSync(join(folder, "lease", "5"), "utf8"), /^\{"released":true\} *$/);
  });

  it("says once that the file system refuses, and takes the lease when it does no more", async () => {
    const { folder, open, errors } = setup();
    writeFileSync(join(folder, "lease"), "in the way");
    const lease = open();
    await until(() => errors.length > 0);
    await assert.rejects(async () => {
      await lease.confirm();
      mkdirSync(join(folder, "lease"));
    });
    rmSync(join(folder, "lease"));
    await until(() => lease.isHeld);
    assert.equal(errors.length, 1);
  });

  it("is held by one of several processes, and taken over within ten seconds of a SIGKILL", async function () {
    this.timeout(120_000);
    const folder = temporaryFolder();
    const windows = [spawnWindow(folder), spawnWindow(folder), spawnWindow(folder)];
    const holders = () => windows.filter(({ isHolder }) => isHolder());
    await until(() => holders().length > 0, "a window has it", 60_000);
    for (let left = 3; left > 1; left--) {
      const [holder] = holders();
      assert.ok(holder);
      assert.equal(holders().length, 1);
      holder.child.kill("SIGKILL");
      windows.splice(windows.indexOf(holder), 1);
      const start = performance.now();
      await until(() => holders().length > 0, "another window took over", 30_000);
      const tookMs = performance.now() - start;
      assert.ok(tookMs < 10_000, `it took ${tookMs} ms`);
    }
    const [last] = windows;
    const next = spawnWindow(folder);
    await until(() => readdirSync(join(folder, "lease")).length === 1);
    last?.child.kill("SIGTERM");
    await until(() => next.isHolder(), "the next one has it after a clean end", 60_000);
    assert.equal(next.said(), "got\n");
  });
});
