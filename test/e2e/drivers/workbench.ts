import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../../host/browser";
import { readSettings, writeSettings, type Settings } from "../../host/settings";
import { newestVersion } from "../../host/versions";
import {
  copyOfExampleWorkspace,
  installVsix,
  makeRoot,
  startServer,
} from "../../host/vscodeServer";
import type { VSCodeServer } from "../../host/vscodeServer";
import { watchRequests } from "./loopback";
import { packagedVsix } from "./packagedVsix";
import { runCommand } from "./palette";

/** What a workbench is opened with; everything has a default. */
export interface WorkbenchOptions {
  /** The extension to install; the packaged one by default, false for none (a root that has it already). */
  readonly vsix?: string | false;
  /** Paths of .vsix files that are installed beside it. */
  readonly others?: readonly string[];
  /** Environment of the server and so of its extension hosts. */
  readonly env?: NodeJS.ProcessEnv;
  /** User settings on top of the quiet ones. `"security.workspace.trust.enabled": true` turns workspace trust on. */
  readonly settings?: Settings;
  /** From an earlier workbench, to open the same window again. It is then the caller's to remove. */
  readonly root?: string;
  /** From an earlier workbench too: what the browser remembers belongs to the port. */
  readonly port?: number;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A version of test/host/versions.ts; env VSCODE_HOST_VERSION or the newest by default. */
  readonly version?: string;
}

/** A real VS Code window with the extension in it. */
export interface Workbench {
  readonly server: VSCodeServer;
  readonly page: Page;
  /** The folder that is open in the window: a copy of the example folder. */
  readonly folder: string;
  /** Adds to the user settings and reloads the window: a server build misses some changes of the file. */
  changeSettings(settings: Settings): Promise<void>;
  /** Reloads the window, as "Developer: Reload Window" does. */
  reload(): Promise<void>;
  /** Ends browser and server. Rejects when any request was meant for another machine. */
  close(): Promise<void>;
}

/** Opens a VS Code window with the packaged extension and resolves when the workbench is drawn. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const root = options.root ?? makeRoot();
  const version = options.version ?? process.env["VSCODE_HOST_VERSION"] ?? newestVersion;
  const vsix = options.vsix ?? (await packagedVsix());
  const { settings = {}, port, viewport, others = [], env = {} } = options;
  for (const each of vsix === false ? others : [vsix, ...others]) {
    await installVsix(root, each, version);
  }
  const server = await startServer({ root, version, settings, env, ...(port ? { port } : {}) });
  const folder = copyOfExampleWorkspace(root);
  try {
    const profile = join(root, "browser");
    mkdirSync(profile, { recursive: true });
    const browser = await launchBrowser({ profile, ...(viewport ? { viewport } : {}) });
    const watch = watchRequests(browser.context);
    const page = await browser.context.newPage();
    await page.goto(server.urlOf(folder));
    await untilDrawn(page);
    const reload = async () => {
      // As a person does it: VS Code writes down what it still holds before it goes, which a reload of
      // the browser's page would cut off.
      const reloaded = page.waitForEvent("load", { timeout: 60_000 });
      await runCommand(page, "Developer: Reload Window");
      await reloaded;
      await untilDrawn(page);
    };
    return {
      server,
      page,
      folder,
      reload,
      changeSettings: async (changes) => {
        writeSettings(server.settingsFile, { ...readSettings(server.settingsFile), ...changes });
        await reload();
      },
      close: async () => {
        await browser.close();
        await server.stop();
        if (options.root === undefined) {
          rmSync(root, { recursive: true, force: true, maxRetries: 5 });
        }
        assert.deepEqual(watch.foreign, [], "requests that were meant for another machine");
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Resolves when the workbench is drawn: its status bar is there. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
}
