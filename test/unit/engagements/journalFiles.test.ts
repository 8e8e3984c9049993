import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { JournalError } from "../../../src/engagements/journal";
import { entryLine } from "../../../src/engagements/storedEntries";
import { message, sent, unknown } from "./entries";
import { cleanUpAll, kindsOf, openStore, setupStore as setup, until } from "./setup";

const large = 9_223_372_036_854_775_807n;
const held = { kind: "held" } as const;
const tracked = { kind: "tracked" } as const;

describe("EngagementStore, on disk", () => {
  afterEach(cleanUpAll);

  it("shows it at once, also after the folder was removed and made again", async () => {
    const { open } = setup();
    const [one, other] = [await open(), await open()];
    const rounds = 8;
    const start = performance.now();
    for (let round = 1; round <= rounds; round += 1) {
      await one.append("p1", 1n, message("notice"));
      await until(() => other.entries("p1", 1n).length === round);
    }
    await one.removeAll("p1");
    await until(() => kindsOf(other).length === 0);
    await one.append("p1", 1n, held);
    await until(() => kindsOf(other).length === 1);
    for (let round = 1; round <= rounds; round += 1) {
      await one.append("p1", 1n, message("notice"));
      await until(() => other.entries("p1", 1n).length === round + 1);
    }
    // Looking at the folder every two seconds would need 30 for it.
    assert.ok(performance.now() - start < 12_000);
  });

  it("begins anew with a file that another one took the place of", async () => {
    const { open, fileOf } = setup();
    const store = await open();
    await store.append("p1", 1n, message("offer"));
    const line = entryLine({ at: 3, event: held });
    writeFileSync(`${fileOf("1")}.new`, `${line}\n${line}\n${line}\n`);
    renameSync(`${fileOf("1")}.new`, fileOf("1"));
    await until(() => store.entries("p1", 1n).length === 3);
    assert.deepEqual(store.find("p1", 1n)?.state, { kind: "active", since: 3 });
  });

  it("opens in spite of a file that cannot be read, and tells of it once", async () => {
    const { open, root, errors, fileOf } = setup();
    mkdirSync(fileOf("1"), { recursive: true });
    const store = await open();
    const other = openStore({ root, onError: () => undefined });
    utimesSync(fileOf("1"), 1, 1);
    await other.append("p1", 2n, held);
    await until(() => kindsOf(store).length === 1);
    assert.equal(errors.length, 1);
    assert.ok(errors[0] instanceof JournalError && errors[0].action === "read");
  });

  it("goes on after a line that a crash tore, and leaves it where it is", async () => {
    const { open, fileOf } = setup();
    const first = await open();
    await first.append("p1", 1n, tracked);
    first.dispose();
    appendFileSync(fileOf("1"), '{"at":5,"event":{"ki');
    const store = await open();
    assert.deepEqual(kindsOf(store), ["1 tracked"]);
    assert.equal(store.unreadableLines("p1"), 0);
    await store.append("p1", 1n, held);
    assert.deepEqual(kindsOf(store), ["1 active"]);
    assert.equal(store.unreadableLines("p1"), 1);
    assert.ok(readFileSync(fileOf("1"), "utf8").includes('{"at":5,"event":{"ki\n'));
    assert.deepEqual(kindsOf(await open()), ["1 active"]);
  });

  it("skips lines that cannot be read, and files that are not its own", async () => {
    const { open, root, fileOf } = setup();
    mkdirSync(join(root, "p1"), { recursive: true });
    writeFileSync(fileOf("1"), `\n\nnonsense\n${entryLine({ at: 3, event: held })}\n{"at":4}\n\n`);
    for (const name of ["01", "-1", "1e3", "notes", `${large + 1n}`]) {
      writeFileSync(fileOf(name), `${entryLine({ at: 3, event: held })}\n`);
    }
    const store = await open();
    assert.deepEqual(kindsOf(store), ["1 active"]);
    assert.equal(store.unreadableLines("p1"), 2);
  });

  it("waits for the end of a line that is being written, in the middle of a letter too", async () => {
    const { open, fileOf } = setup();
    const store = await open();
    await store.append("p1", 1n, tracked);
    const line = Buffer.from(`${entryLine({ at: 6, event: message("post", { text: "é🙂" }) })}\n`);
    const cut = line.indexOf(0xc3) + 1;
    appendFileSync(fileOf("1"), line.subarray(0, cut));
    await store.append("p1", 2n, tracked);
    appendFileSync(fileOf("1"), line.subarray(cut));
    await until(() => store.entries("p1", 1n).length === 2);
    const [, last] = store.entries("p1", 1n);
    assert.equal(last?.event.kind === "message" && last.event.message.text, "é🙂");
  });

  it("follows a folder that was removed and made again", async () => {
    const { open } = setup();
    const [one, other] = [await open(), await open()];
    await one.append("p1", 1n, tracked);
    await until(() => kindsOf(other).length === 1);
    await one.removeAll("p1");
    await until(() => kindsOf(other).length === 0);
    await one.append("p1", 2n, held);
    await until(() => kindsOf(other).join() === "2 active");
  });

  it("lets nobody else on the machine read it", async function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const { open, root, fileOf } = setup();
    await (await open()).append("p1", 1n, tracked);
    assert.equal(statSync(fileOf("1")).mode & 0o777, 0o600);
    assert.equal(statSync(join(root, "p1")).mode & 0o777, 0o700);
    assert.equal(statSync(root).mode & 0o777, 0o700);
  });

  it("sends nothing that cannot be noted, and keeps what is known", async () => {
    const { open, fileOf } = setup();
    const store = await open();
    await store.append("p1", 1n, held);
    rmSync(fileOf("1"));
    await until(() => kindsOf(store).length === 0);
    // A folder in its place: nobody can write to it, root included.
    mkdirSync(fileOf("1"));
    await store.append("p1", 2n, held);
    await assert.rejects(store.claim("p1", 1n, sent("conclude")), JournalError);
    await assert.rejects(store.append("p1", 1n, tracked), JournalError);
    assert.deepEqual(kindsOf(store), ["2 active"]);
    rmSync(fileOf("1"), { recursive: true });
    assert.equal(await store.claim("p1", 1n, sent("conclude")), true);
  });

  it("shows what has happened even where the disk refuses it, and says so", async () => {
    const { open, fileOf, errors } = setup();
    const store = await open();
    mkdirSync(fileOf("1"));
    await store.applyMessages("p1", [
      { type: "T", role: "post", engagementId: 1n, raw: "{}" },
      { type: "T", role: "post", engagementId: 2n, raw: "{}" },
    ]);
    assert.deepEqual(kindsOf(store), ["1 active", "2 active"]);
    assert.ok(errors.some((error) => error instanceof JournalError && error.action === "append"));
  });

  it("shows messages even where there can be no journal at all", async () => {
    const { root, errors } = setup();
    writeFileSync(root, "a file in the place of the folder");
    const store = openStore({ root, onError: (error) => errors.push(error) });
    let told = 0;
    store.onDidChange(() => told++);
    await store.applyMessages("p1", [{ type: "T", role: "post", engagementId: 1n, raw: "{}" }]);
    assert.deepEqual(kindsOf(store), ["1 active"]);
    assert.ok(told > 0 && errors.length > 0);
  });

  it("takes all messages whoever is told of them throws, and sends what was claimed", async () => {
    const { open, errors } = setup();
    const store = await open();
    const defect = new Error("a defect of whoever shows it");
    store.onDidAppend(() => {
      throw defect;
    });
    await store.applyMessages("p1", [
      { type: "T", role: "post", engagementId: 1n, raw: "{}" },
      { type: "T", role: "post", engagementId: 2n, raw: "{}" },
    ]);
    assert.deepEqual(kindsOf(store), ["1 active", "2 active"]);
    assert.equal(await store.claim("p1", 1n, sent("conclude")), true);
    assert.ok(errors.length === 3 && errors.every((error) => error === defect));
  });

  it("reads 10,000 entries in one go, and appends without reading them again", async () => {
    const { open, root, fileOf } = setup();
    mkdirSync(join(root, "p1"), { recursive: true });
    const lines = Array.from({ length: 10_000 }, (_, index) =>
      entryLine({
        at: index,
        event: message("post", { text: `Line ${index} ${"x".repeat(200)}` }),
      }),
    );
    writeFileSync(fileOf("1"), `${lines.join("\n")}\n`);
    const store = await open();
    assert.equal(store.entries("p1", 1n).length, 10_000);
    // What was read is spoiled without changing its length: reading it again would show.
    writeFileSync(fileOf("1"), readFileSync(fileOf("1"), "utf8").replaceAll('"post"', '"pest"'));
    await store.append("p1", 1n, unknown());
    const entries = store.entries("p1", 1n);
    assert.equal(entries.length, 10_001);
    assert.ok(
      entries.slice(0, -1).every(({ event }) => event.kind === "message" && event.message.role),
    );
  });
});
