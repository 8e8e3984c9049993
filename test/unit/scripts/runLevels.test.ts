import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Counts, Level } from "../../../scripts/levels/level";
import { runLevels } from "../../../scripts/levels/runLevels";
import { Unavailable } from "../../host/unavailable";

/** Runs levels and resolves to what became of it and to what was printed, without the times. */
async function run(
  levels: readonly Level[],
  { isHosted = false, grep }: { isHosted?: boolean; grep?: string } = {},
): Promise<{ passed: boolean; lines: string[] }> {
  const printed: string[] = [];
  const print = (text: string) => {
    printed.push(text.replaceAll(/ in \d+\.\d s/g, ""));
  };
  const options = { desktop: false, ...(grep === undefined ? {} : { grep }) };
  const passed = await runLevels(levels, options, { print, isHosted });
  return { passed, lines: printed.join("\n").split("\n") };
}

/** A level that ends with these counts, or throws. */
function level(id: string, end: Counts | Error, began: string[] = []): Level {
  return {
    id,
    title: `the level ${id}`,
    hasNames: true,
    run: () => {
      began.push(id);
      return end instanceof Error ? Promise.reject(end) : Promise.resolve(end);
    },
  };
}

const counts = (passed: number, failed = 0, skipped = 0): Counts => ({ passed, failed, skipped });

describe("runLevels", () => {
  it("runs the levels one after the other in their order, and those after a failed one too", async () => {
    const began: string[] = [];
    const { passed } = await run([
      level("types", counts(1), began),
      level("unit", counts(3, 1), began),
      level("host", new Error("no memory"), began),
      level("browser", counts(2), began),
    ]);
    assert.deepEqual(began, ["types", "unit", "host", "browser"]);
    assert.equal(passed, false);
  });

  it("ends with one line that adds up all levels", async () => {
    const { passed, lines } = await run([level("unit", counts(3, 0, 1)), level("host", counts(2))]);
    assert.equal(lines.at(-1), "5 passed, 0 failed, 1 skipped");
    assert.equal(passed, true);
  });

  it("lists before it what came of each level", async () => {
    const { lines } = await run([level("unit", counts(3)), level("browser", counts(1, 1))]);
    assert.deepEqual(lines.slice(-3, -1), [
      "unit     ✓ 3 passed, 0 failed, 0 skipped",
      "browser  ✗ 1 passed, 1 failed, 0 skipped",
    ]);
  });

  it("says again what failed, above that list", async () => {
    const message = ["1 is not 2", ...Array.from({ length: 40 }, (_, line) => `at ${line}`)];
    const failures = [{ title: "sums add up", message: message.join("\n") }];
    const { lines } = await run([
      level("unit", { ...counts(3, 1), failures }),
      level("browser", counts(2)),
    ]);
    const start = lines.indexOf("✗ unit: sums add up");
    assert.equal(lines[start + 1], "    1 is not 2");
    assert.equal(lines[start + 12], "    at 10");
    assert.deepEqual(lines.slice(start + 13), [
      "",
      "unit     ✗ 3 passed, 1 failed, 0 skipped",
      "browser  ✓ 2 passed, 0 failed, 0 skipped",
      "5 passed, 1 failed, 0 skipped",
    ]);
  });

  it("skips a level that cannot run on a person's machine, and says why", async () => {
    const { passed, lines } = await run([
      level("unit", counts(3)),
      level("host", new Unavailable("There is no display.")),
    ]);
    assert.ok(
      lines.includes(
        "host  – 0 passed, 0 failed, 1 skipped; cannot run here: There is no display.",
      ),
      lines.join("\n"),
    );
    assert.equal(lines.at(-1), "3 passed, 0 failed, 1 skipped");
    assert.equal(passed, true);
  });

  it("fails a level that cannot run on a hosted machine", async () => {
    const levels = [
      level("unit", counts(3)),
      level("host", new Unavailable("There is no display.")),
    ];
    const { passed, lines } = await run(levels, { isHosted: true });
    assert.equal(lines.at(-1), "3 passed, 1 failed, 0 skipped");
    assert.equal(passed, false);
  });

  it("fails a level that breaks off, and prints the error", async () => {
    const { passed, lines } = await run([level("unit", new TypeError("no such file"))]);
    assert.ok(lines.includes("TypeError: no such file"), lines.join("\n"));
    assert.equal(lines.at(-1), "0 passed, 1 failed, 0 skipped");
    assert.equal(passed, false);
  });

  it("fails a level in which there is no test", async () => {
    const { passed, lines } = await run([level("types", counts(1)), level("unit", counts(0))]);
    assert.equal(lines.at(-1), "1 passed, 1 failed, 0 skipped");
    assert.equal(passed, false);
  });

  it("does not fail a level in which no test has the text that was asked for", async () => {
    const levels = [level("unit", counts(0)), level("host", counts(1))];
    const { passed, lines } = await run(levels, { grep: "reload" });
    assert.equal(lines.at(-1), "1 passed, 0 failed, 0 skipped");
    assert.equal(passed, true);
  });

  it("does not pass where not one test ran", async () => {
    const { passed, lines } = await run([level("unit", counts(0))], { grep: "nonsense" });
    assert.equal(lines.at(-1), "0 passed, 0 failed, 0 skipped");
    assert.equal(passed, false);
  });
});
