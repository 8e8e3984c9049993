import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, it } from "mocha";
import { Briefly } from "../../../src/util/briefly";

describe("Briefly", () => {
  it("makes a value once while it is kept", () => {
    const kept = new Briefly<string, object>(60_000);
    const first = kept.get("a", () => ({}));
    assert.equal(
      kept.get("a", () => ({})),
      first,
    );
    kept.clear();
  });

  it("makes a value anew once its time is over, however often it was asked for", async () => {
    const kept = new Briefly<string, number>(20);
    let made = 0;
    const make = (): number => ++made;
    const over = AbortSignal.timeout(5_000);
    const begun = performance.now();
    while (kept.get("a", make) === 1 && !over.aborted) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(made, 2);
    assert.ok(performance.now() - begun >= 19);
    kept.clear();
  });

  it("forgets at once what is deleted, and nothing else", () => {
    const kept = new Briefly<string, object>(60_000);
    const [one, other] = [kept.get("one", () => ({})), kept.get("other", () => ({}))];
    kept.delete("one");
    assert.notEqual(
      kept.get("one", () => ({})),
      one,
    );
    assert.equal(
      kept.get("other", () => ({})),
      other,
    );
    kept.clear();
  });

  it("keeps no process alive", async () => {
    const { spawn } = await import("node:child_process");
    const code = `
      import { Briefly } from "./src/util/briefly.ts";
      new Briefly(600_000).get("a", () => 1);`;
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", code],
      { stdio: "inherit" },
    );
    assert.deepEqual(await once(child, "exit"), [0, null]);
  });
});
