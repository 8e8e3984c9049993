import { rmSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "../../test/host/chromium";
import { dist, repo } from "../../test/host/paths";
import { startGroup } from "../../test/host/processGroup";
import { ensureServerBuild } from "../../test/host/serverBuild";
import { newestVersion } from "../../test/host/versions";
import { failuresOf, readResults } from "../../test/mocha/results";
import type { Counts, Level, LevelOptions } from "./level";

/** Tests in plain Node, over real sockets on loopback. */
export const unitLevel: Level = {
  id: "unit",
  title: "unit tests, plain Node",
  hasNames: true,
  run: (options) =>
    runFolder("test/unit", options, { testLimitMs: 30_000, wholeLimitMs: 1_200_000 }),
};

/** The packaged extension in a real workbench, driven as a person would. */
export const browserLevel: Level = {
  id: "browser",
  title: `browser tests, the packaged extension in VS Code ${newestVersion}`,
  hasNames: true,
  run: async (options) => {
    await ensureServerBuild(newestVersion);
    await ensureChromium();
    return runFolder("test/e2e", options, { testLimitMs: 180_000, wholeLimitMs: 3_900_000 });
  },
};

async function runFolder(
  folder: string,
  { grep }: LevelOptions,
  { testLimitMs, wholeLimitMs }: { testLimitMs: number; wholeLimitMs: number },
): Promise<Counts> {
  const resultsFile = join(dist, "test-results", `${folder.replace("/", "-")}.json`);
  rmSync(resultsFile, { force: true });
  const script = join(repo, "test", "mocha", "runFiles.ts");
  const group = startGroup(
    process.execPath,
    [
      ...["--import", "tsx", script],
      ...["--results", resultsFile, "--timeout", String(testLimitMs)],
      ...(grep === undefined ? [] : ["--grep", grep]),
      folder,
    ],
    { cwd: repo },
  );
  const timer = setTimeout(() => {
    console.log(`Not at an end after ${wholeLimitMs / 1000} s: stopped.`);
    void group.stop();
  }, wholeLimitMs);
  const code = await group.ended;
  clearTimeout(timer);
  const results = readResults(resultsFile);
  if (!results) {
    console.log(`The tests came to no end: mocha's process ended with ${code}.`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // Tests that passed in a process that did not end well (something left open) are a failure of their own.
  const failed = code !== 0 && results.failed === 0 ? 1 : results.failed;
  return {
    ...{ passed: results.passed, failed, skipped: results.skipped },
    failures: failuresOf(results),
  };
}
