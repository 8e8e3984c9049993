import { rmSync } from "node:fs";
import { join } from "node:path";
import { dist, repo } from "../../test/host/paths";
import { runGroup } from "../../test/host/processGroup";
import { runOnDesktop } from "../../test/host/runElectron";
import { runOnServerBuild } from "../../test/host/runServerBuild";
import { leastVersion, newestVersion, oldestVersion } from "../../test/host/versions";
import { failuresOf } from "../../test/mocha/results";
import type { Counts, Level, LevelOptions } from "./level";

/** Tests inside the extension host of a real VS Code: the newest, and the oldest that engines.vscode allows. */
export const hostLevels: readonly Level[] = [
  hostLevel("host-newest", "newest", newestVersion, "stable"),
  hostLevel("host-oldest", "oldest supported", oldestVersion(), leastVersion()),
];

function hostLevel(id: string, which: string, server: string, desktop: string): Level {
  return {
    id,
    title: `host tests, ${which} VS Code`,
    hasNames: true,
    run: (options) => runHostSuite(options, { server, desktop }),
  };
}

async function runHostSuite(
  { grep, desktop }: LevelOptions,
  versions: { server: string; desktop: string },
): Promise<Counts> {
  // What was bundled from a test file that is gone would still run.
  rmSync(join(dist, "test", "host"), { recursive: true, force: true });
  const build = await runGroup(process.execPath, ["esbuild.mjs", "--tests"], { cwd: repo });
  if (build.code !== 0) {
    console.log("The bundles could not be built.");
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const chosen = grep === undefined ? {} : { grep };
  const { results, problem } = desktop
    ? await runOnDesktop({ version: versions.desktop, ...chosen })
    : await runOnServerBuild({ version: versions.server, ...chosen });
  const { passed = 0, failed = 0, skipped = 0 } = results ?? {};
  if (problem !== undefined) {
    console.log(`Not passed: ${problem}.`);
  }
  return {
    ...{ passed, skipped, failed: Math.max(failed, problem === undefined ? 0 : 1) },
    failures: results ? failuresOf(results) : [],
  };
}
