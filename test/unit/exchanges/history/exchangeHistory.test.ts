import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, it } from "mocha";
import type { ExchangeHistory } from "../../../../src/exchanges/history/exchangeHistory";
import { HistoryError } from "../../../../src/exchanges/history/historyFolder";
import { maxBodyBytes } from "../../../../src/exchanges/history/keptBody";
import { afterTest, cleanUpAll, idsOf, recordOf, setup, until } from "./setup";

/** Adds exchanges, each sent a second after the one before. */
async function addAll(history: ExchangeHistory, ids: readonly string[], bodyBytes = 10) {
  for (const [index, id] of ids.entries()) {
    await history.add(
      recordOf(id, {
        sentAt: 1_700_000_000_000 + index * 1000,
        answerBody: "x".repeat(bodyBytes),
      }),
    );
  }
}

describe("ExchangeHistory", () => {
  afterEach(cleanUpAll);

  it("lists the newest first, at once, and again in a window that is opened later", async () => {
    const { window } = setup();
    const first = window();
    const added = addAll(first, ["a", "b", "c"]);
    assert.deepEqual(idsOf(first), ["a"]);
    await added;
    assert.deepEqual(idsOf(first), ["c", "b", "a"]);
    const later = window();
    assert.deepEqual(idsOf(later), []);
    await later.open();
    assert.deepEqual(later.list(), first.list());
  });

  it("finds the whole exchange while the window is open, and what was kept of it later", async () => {
    const { window } = setup();
    const [first, later] = [window(), window()];
    const record = recordOf("a", { answerBody: "y".repeat(maxBodyBytes + 5) });
    await first.add(record);
    assert.equal(await first.find("a"), record);
    const kept = await later.find("a");
    assert.equal(kept?.exchange.answer?.body.length, maxBodyBytes);
    assert.deepEqual(kept.cut, { answer: maxBodyBytes + 5 });
    assert.equal(await later.find("b"), undefined);
  });

  it("searches the bodies of what is in memory and of what is on disk", async () => {
    const { window } = setup();
    const [first, later] = [window(), window()];
    await first.add(
      recordOf("a", { requestBody: '{"body":"Grüße \\"x\\""}', answerBody: "Busy LINE" }),
    );
    for (const history of [first, later]) {
      assert.equal(await history.hasInBody("a", "grüsse"), false);
      assert.equal(await history.hasInBody("a", 'GRÜßE \\"x'), true);
      assert.equal(await history.hasInBody("a", "busy line"), true);
      assert.equal(await history.hasInBody("b", "busy line"), false);
    }
  });

  it("shows what other windows add, pin and delete", async () => {
    const { window } = setup();
    const [one, other] = [window(), window()];
    await Promise.all([one.open(), other.open()]);
    await one.add(recordOf("a"));
    await until(() => idsOf(other).join() === "a");
    await other.pin("a", true);
    await until(() => idsOf(one).join() === "a pinned");
    await one.pin("a", false);
    await until(() => idsOf(other).join() === "a");
    await other.delete(["a"]);
    await until(() => one.list().length === 0);
  });

  it("follows a folder that was removed and made again", async () => {
    const { window, root, errors } = setup();
    const [one, other] = [window(), window()];
    await Promise.all([one.open(), other.open()]);
    await one.add(recordOf("a"));
    await until(() => idsOf(other).join() === "a");
    rmSync(root, { recursive: true });
    await until(() => other.list().length === 0);
    await one.add(recordOf("b"));
    await other.refresh();
    await one.add(recordOf("c"));
    await until(() => other.list().length === 2);
    assert.deepEqual(errors, []);
  });

  it("loses nothing when windows add at the same time", async () => {
    const { window, names, errors } = setup();
    const windows = Array.from({ length: 4 }, () => window());
    await Promise.all(windows.map((history) => history.open()));
    const ids = Array.from({ length: 100 }, (_, index) => `e${index}`);
    await Promise.all(
      windows.flatMap((history, turn) =>
        ids.filter((_, index) => index % 4 === turn).map((id) => history.add(recordOf(id))),
      ),
    );
    await until(() => windows.every((history) => history.list().length === 100));
    assert.equal(names().length, 100);
    assert.deepEqual(errors, []);
  });

  it("keeps the number of entries below the limit, the oldest going first", async () => {
    const { window, names } = setup();
    const history = window({ maxEntries: 3 });
    await addAll(history, ["a", "b", "c", "d", "e"]);
    assert.deepEqual(idsOf(history), ["e", "d", "c"]);
    assert.equal(names().length, 3);
  });

  it("keeps the bytes on disk below the limit, but always the newest", async () => {
    const { window, names } = setup();
    const history = window({ maxBytes: 25_000 });
    await addAll(history, ["a", "b", "c"], 10_000);
    assert.deepEqual(idsOf(history), ["c", "b"]);
    await history.add(recordOf("d", { sentAt: 1.8e12, answerBody: "x".repeat(100_000) }));
    assert.deepEqual(idsOf(history), ["d"]);
    assert.equal(names().length, 1);
  });

  it("keeps other windows' exchanges below the limit too, without having read them", async () => {
    const { window, names } = setup();
    await addAll(window(), ["a", "b", "c"]);
    const later = window({ maxEntries: 2 });
    await later.add(recordOf("d", { sentAt: 1.8e12 }));
    assert.equal(names().length, 2);
    await later.open();
    assert.deepEqual(idsOf(later), ["d", "c"]);
  });

  it("applies a lower limit when it is opened", async () => {
    const { window, names } = setup();
    await addAll(window(), ["a", "b", "c"]);
    await window({ maxEntries: 1 }).open();
    assert.equal(names().length, 1);
  });

  it("keeps what is pinned however old it gets, also by a window that has just pinned it", async () => {
    const { window } = setup();
    const [one, other] = [window({ maxEntries: 2 }), window({ maxEntries: 2 })];
    await addAll(one, ["a", "b"]);
    assert.equal(await other.pin("a", true), true);
    await one.add(recordOf("c", { sentAt: 1.8e12 }));
    await one.add(recordOf("d", { sentAt: 1.9e12 }));
    assert.deepEqual(idsOf(one), ["d", "a pinned"]);
  });

  it("says that an exchange to be pinned is gone", async () => {
    const { window } = setup();
    assert.equal(await window().pin("a", true), false);
  });

  it("deletes what is pinned when it is told to, and clears what is not", async () => {
    const { window, names } = setup();
    const history = window();
    await addAll(history, ["a", "b", "c", "d"]);
    await history.pin("a", true);
    await history.pin("b", true);
    await history.delete(["a", "c"]);
    assert.deepEqual(idsOf(history), ["d", "b pinned"]);
    assert.equal(await history.find("a"), undefined);
    await history.clear();
    assert.deepEqual(idsOf(history), ["b pinned"]);
    assert.equal(names().length, 1);
  });

  it("pins an exchange that was added a moment ago", async () => {
    const { window, names } = setup();
    const history = window();
    const added = history.add(recordOf("a"));
    await history.pin("a", true);
    await added;
    assert.deepEqual(idsOf(history), ["a pinned"]);
    assert.deepEqual(names(), ["001700000000000-a.pinned.json"]);
  });

  it("sets aside files that cannot be read, tells of each, and goes on", async () => {
    const { window, root, names, asides, errors } = setup();
    await addAll(window(), ["a", "b", "c"]);
    const nameOf = (id: string) => names().find((name) => name.includes(`-${id}.`)) ?? "";
    writeFileSync(join(root, nameOf("a")), "");
    const [summary = ""] = readFileSync(join(root, nameOf("b")), "utf8").split("\n");
    writeFileSync(join(root, nameOf("b")), `${summary}\n{"exchange":`);
    writeFileSync(join(root, "notes.txt"), "not ours");
    const history = window();
    await history.open();
    assert.deepEqual(idsOf(history), ["c", "b"]);
    assert.deepEqual(asides, ["001700000000000-a.json"]);
    assert.equal(await history.find("b"), undefined);
    assert.deepEqual(idsOf(history), ["c"]);
    assert.deepEqual(asides, ["001700000000000-a.json", "001700000001000-b.json"]);
    assert.deepEqual(names(), [
      "001700000000000-a.json.unreadable",
      "001700000001000-b.json.unreadable",
      "001700000002000-c.json",
      "notes.txt",
    ]);
    assert.deepEqual(errors, []);
    await history.clear();
    assert.deepEqual(names(), ["notes.txt"]);
  });

  it("leaves alone what a later version wrote", async () => {
    const { window, root, names, asides } = setup();
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "001700000000000-a.json"), '{"version":2}\n{"version":2}\n');
    const history = window();
    await history.open();
    assert.deepEqual(idsOf(history), []);
    assert.equal(await history.find("a"), undefined);
    assert.deepEqual([names(), asides], [["001700000000000-a.json"], []]);
  });

  it("removes what a window left that ended while it wrote, once nobody can be writing it", async () => {
    const { window, root, names } = setup();
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, "left.tmp"), "{");
    writeFileSync(join(root, "fresh.tmp"), "{");
    utimesSync(join(root, "left.tmp"), 1, 1);
    await window().open();
    assert.deepEqual(names(), ["fresh.tmp"]);
  });

  it("goes on in memory when the disk refuses, and says so once", async () => {
    const { window, root, errors } = setup();
    writeFileSync(root, "a file in the place of the folder");
    const history = window({ maxEntries: 2 });
    await history.open();
    await addAll(history, ["a", "b", "c"]);
    assert.deepEqual(idsOf(history), ["c", "b"]);
    assert.equal((await history.find("b"))?.exchange.id, "b");
    assert.equal(errors.length, 1);
    assert.ok(errors[0] instanceof HistoryError);
    rmSync(root);
    await history.add(recordOf("d", { sentAt: 1.8e12 }));
    const later = window();
    await later.open();
    assert.deepEqual(idsOf(later), ["d"]);
    // A window that follows the folder tells of its refusal itself.
    later.dispose();
    rmSync(root, { recursive: true });
    writeFileSync(root, "a file in the place of the folder");
    await history.add(recordOf("e", { sentAt: 1.9e12 }));
    assert.equal(errors.length, 2);
  });

  it("is whole after a window was killed while it added", async function () {
    this.timeout(60_000);
    const { window, root, errors, asides } = setup();
    const program = fileURLToPath(new URL("adder.ts", import.meta.url));
    const told: string[] = [];
    const children = ["x", "y"].map((prefix) => {
      const child = spawn(process.execPath, ["--import=tsx", program, root, prefix], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      afterTest(() => child.kill("SIGKILL"));
      createInterface(child.stdout).on("line", (id) => told.push(id));
      return child;
    });
    await until(() => ["x5", "y5"].every((id) => told.includes(id)), 40_000);
    await Promise.all(
      children.map(async (child) => {
        const ended = once(child, "close");
        child.kill("SIGKILL");
        await ended;
      }),
    );
    const history = window({ maxEntries: 10_000, maxBytes: 1e9 });
    await history.open();
    const ids = idsOf(history);
    assert.deepEqual(
      told.filter((id) => !ids.includes(id)),
      [],
    );
    for (const id of ids) {
      assert.equal((await history.find(id))?.exchange.answer?.body.length, 300_000);
    }
    assert.deepEqual([errors, asides], [[], []]);
  });

  it("writes no credential, whoever forgot to mask it, and lets nobody else read", async () => {
    const { window, root, names, contents } = setup();
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZ2VudCJ9.c2lnbmF0dXJl";
    await window().add(
      recordOf("a", {
        requestBody: `{"sessionId":"node0canary","token":"canary-token"}`,
        answerBody: `{"jwt":"${token}","text":"${token}","sessionId":"node0canary"}`,
        profileName: token,
      }),
    );
    const everything = contents().join("");
    assert.ok(everything.includes("•••"));
    assert.ok(!/canary|eyJ/.test(everything), everything);
    if (process.platform !== "win32") {
      assert.equal(statSync(join(root, names()[0] ?? "")).mode & 0o777, 0o600);
      assert.equal(statSync(root).mode & 0o777, 0o700);
    }
  });

  it("lists 500 large exchanges without reading their bodies", async function () {
    this.timeout(60_000);
    const { window, root, names, asides } = setup();
    const first = window({ maxBytes: 1e9 });
    const answerBody = "x".repeat(200_000);
    await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        first.add(recordOf(`e${index}`, { sentAt: index, answerBody })),
      ),
    );
    // Whoever read beyond the line with the summary would find what cannot be read, and set it aside.
    for (const name of names()) {
      const file = join(root, name);
      writeFileSync(file, readFileSync(file, "utf8").replaceAll("xxxx", '"}"{'));
    }
    const later = window({ maxBytes: 1e9 });
    await later.open();
    assert.equal(later.list().length, 500);
    assert.deepEqual(asides, []);
    assert.equal(await later.find("e0"), undefined);
  });

  it("leaves nothing of what it deleted to be found, and keeps what the disk holds on to", async () => {
    const { window, root, names } = setup();
    const history = window();
    await addAll(history, ["a", "b"]);
    // A folder in a file's place cannot be deleted as a file.
    rmSync(join(root, names()[0] ?? ""));
    mkdirSync(join(root, "001700000000000-a.json", "inner"), { recursive: true });
    await assert.rejects(history.delete(["a", "b"]), HistoryError);
    assert.deepEqual(idsOf(history), ["a"]);
    assert.equal((await history.find("a"))?.exchange.id, "a");
    assert.equal(await history.find("b"), undefined);
  });

  it("makes no folder before something is kept", () => {
    const { window, root } = setup();
    window();
    assert.equal(existsSync(root), false);
  });
});
