import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "mocha";

interface Ended {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Runs scripts/check.ts to its end; only levels without work of their own are asked for. */
function check(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const all = ["--import=tsx", "scripts/check.ts", ...args];
    const child = execFile(process.execPath, all, (_failed, stdout) => {
      resolve({ code: child.exitCode ?? -1, lines: stdout.trim().split("\n") });
    });
  });
}

describe("the command line of npm test and npm run check", function () {
  // Each test starts a process that compiles TypeScript, on a machine that may be busy.
  this.timeout(30_000);

  it("lists options and levels with --help", async () => {
    const { code, lines } = await check("--help");
    assert.equal(code, 0);
    const listed = lines.flatMap((line) => /^ {2}(--[a-z]+|[a-z]+) {2,}/.exec(line)?.[1] ?? []);
    assert.deepEqual(listed, [
      "--desktop",
      "--help",
      "types",
      "lint",
      "format",
      "deadcode",
      "openapi",
      "unit",
    ]);
  });

  it("refuses a level that it does not have, with the list of those it has", async () => {
    const { code, lines } = await check("--only", "format,browser");
    assert.equal(code, 1);
    assert.equal(lines[0], "There is no level browser.");
    assert.ok(lines.includes("Levels"));
  });

  it("refuses an option it does not know", async () => {
    const { code, lines } = await check("--onyl", "format");
    assert.equal(code, 1);
    assert.match(lines[0] ?? "", /^Unknown option '--onyl'/);
  });

  it("runs what was asked for, and ends with one line of counts", async () => {
    const { code, lines } = await check("--only", "deadcode");
    assert.deepEqual(
      lines.filter((line) => line.startsWith("━━")),
      ["━━ deadcode (1 of 1): knip: unused files, exports and dependencies"],
    );
    // Whether there is dead code at this moment is not the question here.
    assert.match(lines.at(-1) ?? "", /^[01] passed, [01] failed, 0 skipped$/);
    assert.equal(code, (lines.at(-1) ?? "").startsWith("1 passed") ? 0 : 1);
  });

  it("leaves out levels without names where a name is asked for, and fails if nothing ran", async () => {
    const { code, lines } = await check("--only", "deadcode", "--grep", "reload");
    assert.equal(code, 1);
    assert.equal(lines.at(-1), "0 passed, 0 failed, 0 skipped");
  });
});
