import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, it } from "mocha";
import { parse } from "jsonc-parser";

interface Matcher {
  readonly pattern: readonly { readonly regexp: string }[];
  readonly background: { readonly beginsPattern: string; readonly endsPattern: string };
}

/** What VS Code looks for in the output of the task that F5 waits for. */
function matcherOfTheTask(): Matcher {
  const { tasks } = parse(readFileSync(join(".vscode", "tasks.json"), "utf8")) as {
    tasks: readonly { label: string; problemMatcher: Matcher }[];
  };
  const watch = tasks.find(({ label }) => label === "watch");
  assert.ok(watch);
  return watch.problemMatcher;
}

/** Runs a test while the sources are watched, in a copy that was never built. */
async function whileWatching(
  test: (copy: string, output: () => string, until: UntilSaid) => Promise<void>,
): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), "watch-"));
  cpSync("src", join(copy, "src"), { recursive: true });
  cpSync("tsconfig.base.json", join(copy, "tsconfig.base.json"));
  cpSync("tsconfig.json", join(copy, "tsconfig.json"));
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"), "junction");
  const child = spawn(process.execPath, [resolve("esbuild.mjs"), "--watch"], { cwd: copy });
  const ended = once(child, "exit");
  try {
    const heard = listen(child);
    await test(copy, heard.output, heard.until);
  } finally {
    child.kill("SIGKILL");
    await ended;
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Resolves once the pattern has matched so many lines. */
type UntilSaid = (pattern: RegExp, times: number) => Promise<void>;

function listen(child: ChildProcess): { output: () => string; until: UntilSaid } {
  let text = "";
  const said: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      said.forEach((look) => {
        look();
      });
    });
  }
  const until: UntilSaid = (pattern, times) =>
    new Promise((resolve) => {
      const look = () => {
        if (text.split("\n").filter((line) => pattern.test(line)).length >= times) {
          resolve();
        }
      };
      said.push(look);
      look();
    });
  return { output: () => text, until };
}

describe("node esbuild.mjs --watch", function () {
  this.timeout(60_000);

  it("says that it has finished when every bundle is on disk, not before", () =>
    whileWatching(async (copy, _output, until) => {
      const { beginsPattern, endsPattern } = matcherOfTheTask().background;
      await until(new RegExp(beginsPattern), 1);
      await until(new RegExp(endsPattern), 1);
      for (const file of [
        "extension.cjs",
        "reading.cjs",
        "parts",
        "webview/main.js",
        "webview/page.css",
      ]) {
        assert.ok(existsSync(join(copy, "dist", file)), file);
      }
    }));

  it("says when it builds again, with errors as the task's matcher reads them", () =>
    whileWatching(async (copy, output, until) => {
      const { pattern, background } = matcherOfTheTask();
      const [begins, ends] = [
        new RegExp(background.beginsPattern),
        new RegExp(background.endsPattern),
      ];
      await until(ends, 1);
      appendFileSync(join(copy, "src", "ids.ts"), "export const = 1;\n");
      await until(begins, 2);
      await until(ends, 2);
      const lines = output().split("\n");
      const at = lines.findIndex((line) => new RegExp(pattern[0]?.regexp ?? "").test(line));
      assert.ok(at >= 0, output());
      for (const [offset, { regexp }] of pattern.entries()) {
        assert.match(lines[at + offset] ?? "", new RegExp(regexp));
      }
      assert.match(lines[at + 2] ?? "", /src\/ids\.ts:\d+:\d+:/);
    }));
});
