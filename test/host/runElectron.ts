import { rmSync } from "node:fs";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { downloadDesktop, hasDisplay } from "./desktop";
import { bundledSuite, hostRunLimitMs, judge, suiteEnvironment } from "./hostRun";
import type { HostRun, HostRunOptions } from "./hostRun";
import { repo } from "./paths";
import { quietSettings, writeSettings } from "./settings";
import { Unavailable } from "./unavailable";
import { copyOfExampleWorkspace, makeRoot } from "./vscodeServer";

/**
 * Runs the bundled host suite in a desktop VS Code, downloaded where env VSCODE_EXECUTABLE names none. Throws
 * `Unavailable` where there is no display or no download.
 */
export async function runOnDesktop({ version, grep }: HostRunOptions): Promise<HostRun> {
  if (!hasDisplay()) {
    throw new Unavailable(
      "Desktop VS Code needs a display; on a headless Linux: xvfb-run -a npm test -- --desktop.",
    );
  }
  const vscodeExecutablePath = process.env["VSCODE_EXECUTABLE"] ?? (await downloadDesktop(version));
  const root = makeRoot();
  const resultsFile = join(root, "results.json");
  const userData = join(root, "user-data");
  writeSettings(join(userData, "User", "settings.json"), quietSettings);
  const finished = runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: repo,
    extensionTestsPath: bundledSuite,
    extensionTestsEnv: suiteEnvironment(resultsFile, grep),
    launchArgs: [
      copyOfExampleWorkspace(root),
      ...["--user-data-dir", userData],
      ...["--extensions-dir", join(root, "extensions")],
    ],
  }).catch(() => 1); // Rejects when the suite failed, which the results tell better.
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<"late">((resolve) => {
    timer = setTimeout(() => {
      resolve("late");
    }, hostRunLimitMs);
  });
  const code = await Promise.race([finished, limit]);
  clearTimeout(timer);
  const trouble = `it did not end in ${hostRunLimitMs / 1000} s`;
  const run = code === "late" ? judge(resultsFile, 1, trouble) : judge(resultsFile, code);
  if (run.problem === undefined && run.results?.failed === 0) {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  } else {
    console.log(`Kept for a look: ${root}`);
  }
  return run;
}
