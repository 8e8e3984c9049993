import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openContainer } from "../e2e/drivers/sideBar";
import { statusBarItem } from "../e2e/drivers/editors";
import { runCommand } from "../e2e/drivers/palette";
import { untilDrawn } from "../e2e/drivers/workbench";
import { addProfile } from "../e2e/profileSteps";
import { launchBrowser } from "../host/browser";
import { newestVersion } from "../host/versions";
import { copyOfExampleWorkspace, installVsix, makeRoot, startServer } from "../host/vscodeServer";
import type { ServerPlace } from "./driver/tasks";
import { DriverLink, type Driver } from "./driverLink";

/** A real VS Code window with a driver in its extension host. */
export interface BenchWindow {
  readonly page: Page;
  /** The driver of the present extension host, which waits for `goOn`. */
  readonly driver: Driver;
  /** The folder that holds all that this VS Code writes. */
  readonly root: string;
  /** Has a fresh extension host started, with its own driver. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** The VS Code that the benchmark runs in: the newest, or the one that env VSCODE_HOST_VERSION names. */
export const benchVersion = process.env["VSCODE_HOST_VERSION"] ?? newestVersion;

/** What is asked in no window of the benchmark: there is nobody to answer. */
const settings = {
  "engagementDesk.confirmConclude": "never",
  "engagementDesk.releaseAfterConclude": "never",
};

/** Defines what tsx puts around the functions that run in a page. */
export const namesFunctions = "globalThis.__name ??= (named) => named";

/**
 * Opens a window with some extensions installed, one of which is the driver.
 * @param vsixes paths of .vsix files
 * @param script runs in every frame of the window before what the frame itself brings
 */
export async function openBenchWindow(
  vsixes: readonly string[],
  script?: () => void,
): Promise<BenchWindow> {
  const root = makeRoot();
  for (const vsix of vsixes) {
    await installVsix(root, vsix, benchVersion);
  }
  const link = await DriverLink.listen();
  const env = { BENCH_PORT: String(link.port) };
  const server = await startServer({ root, version: benchVersion, settings, env });
  const profile = join(root, "browser");
  mkdirSync(profile, { recursive: true });
  const browser = await launchBrowser({ profile });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    link.close();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await browser.context.newPage();
    if (script) {
      await page.addInitScript(namesFunctions);
      await page.addInitScript(script);
    }
    await page.goto(server.urlOf(copyOfExampleWorkspace(root)));
    await untilDrawn(page);
    let driver = await link.next();
    console.error(`· a window with a driver in its extension host`);
    return {
      ...{ page, root, close },
      get driver() {
        return driver;
      },
      reload: async () => {
        const reloaded = page.waitForEvent("load", { timeout: 60_000 });
        await runCommand(page, "Developer: Reload Window");
        await reloaded;
        await untilDrawn(page);
        driver = await link.next();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Adds a profile with a session for a server, and resolves when the window asks for its messages. */
export async function signInTo({ page }: BenchWindow, place: ServerPlace): Promise<void> {
  const { origin, site, pool, accountId, sessionId } = place;
  await openContainer(page, "Engagement Desk");
  await addProfile(page, {
    ...{ name: "Bench", origin, site, pool, accountId, sessionId, kind: "Test site" },
  });
  await statusBarItem(page, "polling").waitFor({ timeout: 60_000 });
}
