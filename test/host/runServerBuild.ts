import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { injectDevExtension } from "./devExtension";
import { bundledSuite, hostRunLimitMs, judge, suiteEnvironment } from "./hostRun";
import type { HostRun, HostRunOptions } from "./hostRun";
import { repo } from "./paths";
import { suiteLineMark } from "./suiteLine";
import { copyOfExampleWorkspace, makeRoot, startServer } from "./vscodeServer";

/**
 * Runs the bundled host suite inside the extension host of a server build, with the repository as extension under
 * development, and prints what the suite prints. Where it does not pass, the folder of the run is kept and named.
 */
export async function runOnServerBuild({ version, grep }: HostRunOptions): Promise<HostRun> {
  const root = makeRoot();
  const resultsFile = join(root, "results.json");
  const env = suiteEnvironment(resultsFile, grep);
  const server = await startServer({ root, version, env });
  let run: HostRun | undefined;
  try {
    // Below the folder of the run, where the suite looks for what VS Code has written: state and secrets are there.
    const browser = await launchBrowser({ profile: join(root, "browser") });
    try {
      const page = await browser.context.newPage();
      const suite = await watchSuite(page, join(root, "workbench.log"));
      await injectDevExtension(page, server, { folder: repo, testsPath: bundledSuite });
      await page.goto(server.urlOf(copyOfExampleWorkspace(root)));
      const { code, trouble } = await suite.ended;
      run = judge(resultsFile, code, trouble);
      if (run.problem !== undefined) {
        await page.screenshot({ path: join(root, "end.png") }).catch(() => undefined);
      }
      return run;
    } finally {
      await browser.close().catch(() => undefined);
    }
  } finally {
    await server.stop();
    if (run && run.problem === undefined && run.results?.failed === 0) {
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    } else {
      if (run?.problem !== undefined) {
        printEndOf(server.logFile);
      }
      console.log(`Kept for a look: ${root}`);
    }
  }
}

interface SuiteEnd {
  readonly code: number;
  readonly trouble?: string;
}

/**
 * Prints what the suite prints, and puts what the workbench says besides into a file. `ended` resolves when VS Code
 * says that the suite has ended, or when it cannot.
 */
async function watchSuite(page: Page, workbenchLog: string): Promise<{ ended: Promise<SuiteEnd> }> {
  let end: (result: SuiteEnd) => void = () => undefined;
  const ended = new Promise<SuiteEnd>((resolve) => (end = resolve));
  const timer = setTimeout(() => {
    end({ code: 1, trouble: `it did not end in ${hostRunLimitMs / 1000} s` });
  }, hostRunLimitMs);
  // These two are what VS Code's web workbench calls when a suite runs in it.
  await page.exposeFunction("codeAutomationExit", (code: number) => {
    end({ code });
  });
  await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
    const line = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" ");
    if (line.startsWith(suiteLineMark)) {
      console.log(line);
    } else {
      appendFileSync(workbenchLog, `[${type}] ${line}\n`);
    }
  });
  page.on("crash", () => {
    end({ code: 1, trouble: "the page of the workbench crashed" });
  });
  return {
    ended: ended.finally(() => {
      clearTimeout(timer);
    }),
  };
}

function printEndOf(logFile: string): void {
  if (existsSync(logFile)) {
    console.log(`The end of the server's log:\n${readFileSync(logFile, "utf8").slice(-2000)}`);
  }
}
