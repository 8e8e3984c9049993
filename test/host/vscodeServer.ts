import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { get } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { environmentOutsideVSCode } from "./environment";
import { exampleWorkspace } from "./paths";
import { runGroup, startGroup, type ProcessGroup } from "./processGroup";
import { ensureServerBuild } from "./serverBuild";
import { quietSettings, writeSettings, type Settings } from "./settings";
import { newestVersion } from "./versions";

/** What a server is started with; everything has a default. */
export interface ServerOptions {
  /** Holds settings, state, extensions and logs. A fresh folder in the system's temporary folder by default. */
  readonly root?: string;
  /** A free one by default. State that a browser keeps belongs to it: keep it to keep that. */
  readonly port?: number;
  /** User settings on top of the quiet ones. `"security.workspace.trust.enabled": true` turns workspace trust on. */
  readonly settings?: Settings;
  /** Environment of the server and so of its extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** The newest one by default. */
  readonly version?: string;
  /** Seconds without a browser after which it ends by itself; 0, never. 300 by default. */
  readonly idleSeconds?: number;
  /** False leaves a settings file that is there as it is. */
  readonly overwritesSettings?: boolean;
}

/** A running server build of VS Code on 127.0.0.1. */
export interface VSCodeServer {
  readonly root: string;
  readonly version: string;
  readonly port: number;
  /** As it stands in the address bar: "127.0.0.1:PORT". */
  readonly authority: string;
  readonly settingsFile: string;
  readonly logFile: string;
  /** The exit code, once it has ended by whatever cause. */
  readonly ended: Promise<number>;
  /** The address of a window on a folder. */
  urlOf(folder: string): string;
  stop(): Promise<void>;
}

/** A fresh folder for one run. */
export function makeRoot(): string {
  return mkdtempSync(join(tmpdir(), "vscode-run-"));
}

/** A copy of the example folder for one run, so that no test writes into the repository. */
export function copyOfExampleWorkspace(root: string): string {
  const copy = join(root, "workspace");
  cpSync(exampleWorkspace, copy, { recursive: true });
  return copy;
}

/** Installs a .vsix into a root, before a server is started on it. */
export async function installVsix(
  root: string,
  vsix: string,
  version = newestVersion,
): Promise<void> {
  const { node, entry } = await ensureServerBuild(version);
  const args = [...folderArguments(root), "--install-extension", vsix, "--force"];
  const env = serverEnvironment(root);
  const { code, output } = await runGroup(node, [entry, ...args], { env, output: "collect" });
  if (code !== 0 || !output.includes("was successfully installed")) {
    throw new Error(`The extension could not be installed from ${vsix}: ${output}`);
  }
}

/** Starts a server and resolves when it answers. */
export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const { root = makeRoot(), settings, idleSeconds = 300, overwritesSettings = true } = options;
  const { node, entry, version } = await ensureServerBuild(options.version ?? newestVersion);
  const settingsFile = join(root, "user-data", "User", "settings.json");
  const all = { ...quietSettings, ...settings };
  if (overwritesSettings || readIfThere(settingsFile) === undefined) {
    writeSettings(settingsFile, all);
  }
  const port = options.port ?? (await freePort());
  const authority = `127.0.0.1:${port}`;
  const trust = all["security.workspace.trust.enabled"] === true;
  const args = [
    ...folderArguments(root),
    ...["--auth", "none", "--bind-addr", authority],
    "--disable-telemetry",
    "--disable-update-check",
    "--disable-getting-started-override",
    "--ignore-last-opened",
    ...(trust ? [] : ["--disable-workspace-trust"]),
  ];
  const logFile = join(root, "server.log");
  const log = openSync(logFile, "w");
  const idle = idleSeconds > 0 ? { CODE_SERVER_IDLE_TIMEOUT_SECONDS: String(idleSeconds) } : {};
  const env = { ...serverEnvironment(root), ...idle, ...options.env };
  const group = startGroup(node, [entry, ...args], { env, output: log });
  closeSync(log);
  await untilItAnswers(group, `http://${authority}/healthz`, logFile);
  return {
    root,
    version,
    port,
    authority,
    settingsFile,
    logFile,
    ended: group.ended,
    urlOf: (folder) => `http://${authority}/?folder=${encodeURIComponent(folder)}`,
    stop: () => group.stop(),
  };
}

/**
 * A port of 127.0.0.1 that nobody listens on. Rejects when the wanted one is taken.
 * @param wanted any by default
 */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => {
        resolve(port);
      });
    });
  });
}

/** Arguments that keep everything the server writes inside its root. */
function folderArguments(root: string): string[] {
  const config = join(root, "config.yaml");
  const extensions = join(root, "extensions");
  mkdirSync(extensions, { recursive: true });
  writeFileSync(config, "");
  const userData = join(root, "user-data");
  return ["--config", config, "--user-data-dir", userData, "--extensions-dir", extensions];
}

function serverEnvironment(root: string): NodeJS.ProcessEnv {
  return {
    ...environmentOutsideVSCode(),
    HOME: root,
    TMPDIR: root,
    XDG_CONFIG_HOME: join(root, "xdg"),
    // Without it the server and the page ask an extension gallery at every start.
    EXTENSIONS_GALLERY: "{}",
  };
}

async function untilItAnswers(group: ProcessGroup, url: string, logFile: string): Promise<void> {
  const end = Date.now() + 60_000;
  let exitCode: number | undefined;
  group.ended.then(
    (code) => (exitCode = code),
    () => (exitCode = 1),
  );
  while ((await statusOf(url)) !== 200) {
    if (exitCode !== undefined || Date.now() > end) {
      await group.stop();
      const what = exitCode === undefined ? "did not answer in 60 s" : `ended with ${exitCode}`;
      throw new Error(
        `The server of VS Code ${what}:\n${readFileSync(logFile, "utf8").slice(-2000)}`,
      );
    }
    await delay(100);
  }
}

function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get(url, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.on("error", () => {
      resolve(undefined);
    });
    request.setTimeout(2000, () => request.destroy());
  });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
