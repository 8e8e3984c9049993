import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import fs, {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SessionFolders } from "../../../src/session/sessionFolders";
import type { Session } from "../../../src/session/sessionStore";

const session: Session = { sessionId: "node0abc123", origin: "https://chat.example.com", since: 0 };
const folders: string[] = [];

function setup() {
  const folder = mkdtempSync(join(tmpdir(), "sequence-"));
  folders.push(folder);
  return { folder, open: () => new SequenceNumbers(new SessionFolders(folder)) };
}

async function take(numbers: SequenceNumbers, count: number): Promise<bigint[]> {
  const taken: bigint[] = [];
  for (let i = 0; i < count; i++) {
    taken.push(await numbers.next(session));
  }
  return taken;
}

describe("SequenceNumbers", () => {
  afterEach(() => {
    for (const folder of folders.splice(0)) {
      rmSync(folder, { recursive: true });
    }
  });

  it("counts from 1", async () => {
    assert.deepEqual(await take(setup().open(), 3), [1n, 2n, 3n]);
  });

  it("goes on after a reload where it stopped", async () => {
    const { open } = setup();
    await take(open(), 3);
    assert.deepEqual(await take(open(), 2), [4n, 5n]);
  });

  it("never hands a number out twice to two windows that take turns", async () => {
    const { open } = setup();
    const [one, other] = [open(), open()];
    const taken = [];
    for (let i = 0; i < 20; i++) {
      taken.push(await one.next(session), await other.next(session));
    }
    assert.deepEqual(
      taken,
      Array.from({ length: 40 }, (_, i) => BigInt(i + 1)),
    );
  });

  it("never hands a number out twice to windows that take them at the same time", async () => {
    const { open } = setup();
    const all = await Promise.all(
      [open(), open(), open(), open()].map((numbers) => take(numbers, 100)),
    );
    assert.equal(new Set(all.flat()).size, 400);
    for (const taken of all) {
      assert.ok(
        taken.every((number, i) => i === 0 || number > (taken[i - 1] ?? 0n)),
        "each window sees its numbers grow",
      );
    }
  });

  it("never hands a number out twice to processes that take them at the same time", async () => {
    const { folder, open } = setup();
    await take(open(), 1);
    const code = `
      import { SequenceNumbers } from "./src/session/sequenceNumbers.ts";
      import { SessionFolders } from "./src/session/sessionFolders.ts";
      const numbers = new SequenceNumbers(new SessionFolders(${JSON.stringify(folder)}));
      for (let i = 0; i < 500; i++) {
        console.log(String(await numbers.next(${JSON.stringify(session)})));
      }`;
    const lists = await Promise.all(
      [1, 2, 3].map(async () => {
        const args = ["--import", "tsx", "--input-type=module", "--eval", code];
        const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
        let output = "";
        child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
        assert.deepEqual(await once(child, "close"), [0, null]);
        return output.trim().split("\n").map(Number);
      }),
    );
    assert.equal(new Set(lists.flat()).size, 1500);
    assert.equal(Math.max(...lists.flat()), 1501);
    for (const taken of lists) {
      assert.ok(taken.every((number, i) => i === 0 || number > (taken[i - 1] ?? 0)));
    }
  });

  it("never hands a number out twice after a claim that a full disk cut off", async () => {
    const { folder, open } = setup();
    const taken = await take(open(), 3);
    const [sessionFolder = ""] = readdirSync(folder).filter((name) => name !== "naming");
    appendFileSync(join(folder, sessionFolder, "claims"), "0123456");
    taken.push(...(await take(open(), 3)));
    assert.equal(new Set(taken).size, 6);
    assert.ok(taken.every((number, i) => i === 0 || number > (taken[i - 1] ?? 0n)));
  });

  for (const others of [40, 49, 50, 51, 211, 450]) {
    it(`never hands a number out twice after another window took ${others} meanwhile`, async () => {
      const { open } = setup();
      const [one, other] = [open(), open()];
      const taken = await take(one, 1);
      taken.push(...(await take(other, others)), ...(await take(one, 3)));
      assert.deepEqual(
        taken,
        Array.from({ length: others + 4 }, (_, i) => BigInt(i + 1)),
      );
    });
  }

  it("claims a number in a few milliseconds at most once a session is known", async () => {
    const numbers = setup().open();
    await take(numbers, 100);
    const times: number[] = [];
    for (let i = 0; i < 200; i++) {
      const start = performance.now();
      await numbers.next(session);
      times.push(performance.now() - start);
    }
    const median = times.sort((a, b) => a - b)[100] ?? Infinity;
    assert.ok(median < 5, `a claim takes ${median} ms`);
  });

  it("works where the file system has no hard links", async () => {
    const { link } = fs.promises;
    fs.promises.link = () =>
      Promise.reject(Object.assign(new Error("EPERM: operation not permitted"), { code: "EPERM" }));
    syncBuiltinESMExports();
    try {
      const { open } = setup();
      assert.deepEqual(await take(open(), 2), [1n, 2n]);
      assert.deepEqual(await take(open(), 1), [3n]);
    } finally {
      fs.promises.link = link;
      syncBuiltinESMExports();
    }
  });

  it("agrees on one folder when windows that start together make it", async () => {
    const { folder, open } = setup();
    const all = await Promise.all(Array.from({ length: 8 }, () => take(open(), 1)));
    assert.equal(new Set(all.flat()).size, 8);
    assert.equal(readdirSync(folder).length, 2);
  });

  it("leaves nothing of a session that is forgotten, and all of the others", async () => {
    const { folder, open } = setup();
    const numbers = open();
    const other = { ...session, sessionId: "node0other" };
    await take(numbers, 3);
    await numbers.next(other);
    const before = readdirSync(folder).length;
    await new SessionFolders(folder).forget(session);
    assert.equal(readdirSync(folder).length, before - 1);
    assert.equal(await numbers.next(other), 2n);
    assert.equal(await open().next(session), 1n);
  });

  it("does not go back when its folder is deleted by somebody", async () => {
    const { folder, open } = setup();
    const numbers = open();
    await take(numbers, 3);
    for (const name of readdirSync(folder).filter((entry) => entry !== "naming")) {
      rmSync(join(folder, name), { recursive: true });
    }
    assert.equal(await numbers.next(session), 4n);
  });

  it("hands out growing numbers to calls that do not wait for each other", async () => {
    const numbers = setup().open();
    const taken = await Promise.all(Array.from({ length: 50 }, () => numbers.next(session)));
    assert.deepEqual(
      taken,
      Array.from({ length: 50 }, (_, i) => BigInt(i + 1)),
    );
  });

  it("begins anew for another session, and for the same session id at another server", async () => {
    const { open } = setup();
    const numbers = open();
    await take(numbers, 3);
    assert.equal(await numbers.next({ ...session, sessionId: "node0other" }), 1n);
    assert.equal(await numbers.next({ ...session, origin: "https://other.example.com" }), 1n);
  });

  it("goes on for a session that is set again", async () => {
    const { open } = setup();
    await take(open(), 3);
    const again: Session = { ...session, since: 99 };
    assert.equal(await open().next(again), 4n);
  });

  it("writes neither the session id nor more than sixteen bytes a number", async () => {
    const { folder, open } = setup();
    await take(open(), 450);
    const [sessionFolder = "", ...others] = readdirSync(folder).sort();
    assert.deepEqual(others, ["naming"]);
    assert.match(sessionFolder, /^[0-9a-f]{32}$/);
    assert.deepEqual(readdirSync(join(folder, sessionFolder)), ["claims"]);
    const claims = join(folder, sessionFolder, "claims");
    assert.equal(statSync(claims).size, 450 * 16);
    assert.doesNotMatch(readFileSync(claims, "utf8"), new RegExp(session.sessionId));
    assert.equal(await open().next(session), 451n);
  });

  it("rejects when the folder cannot be written, and works again when it can", async () => {
    const { folder } = setup();
    const inTheWay = join(folder, "file");
    writeFileSync(inTheWay, "");
    const numbers = new SequenceNumbers(new SessionFolders(inTheWay));
    await assert.rejects(numbers.next(session));
    rmSync(inTheWay);
    assert.equal(await numbers.next(session), 1n);
  });
});
