import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { downloadDesktop, hasDisplay } from "../../test/host/desktop";
import { environmentOutsideVSCode } from "../../test/host/environment";
import { repo } from "../../test/host/paths";
import { startGroup } from "../../test/host/processGroup";
import { writeSettings } from "../../test/host/settings";
import { Unavailable } from "../../test/host/unavailable";
import { leastVersion } from "../../test/host/versions";
import type { StartOptions } from "./options";
import { startSettings } from "./settings";

/** A desktop VS Code on this machine, ready to be started. */
export interface Desktop {
  readonly command: string;
  /** For people. */
  readonly name: string;
}

const isWindows = process.platform === "win32";

/** The desktop VS Code to use: the command `code`, or a download. Throws `Unavailable` with the reason. */
export async function findDesktop(): Promise<Desktop> {
  if (!hasDisplay()) {
    throw new Unavailable("There is no display for a desktop VS Code.");
  }
  const installed = await installedDesktop();
  if (installed) {
    return installed;
  }
  console.log("Looking for a desktop VS Code to download (about 150 MB, once).");
  return { command: await downloadDesktop("stable"), name: "a downloaded VS Code" };
}

/**
 * Opens a window with the extension and resolves with the exit code when the window is closed.
 * @param data see `StartOptions`
 */
export async function openDesktopWindow(
  desktop: Desktop,
  { data }: StartOptions,
  folder: string,
): Promise<number> {
  const userData = userDataFolder(data);
  const settings = join(userData, "User", "settings.json");
  if (!existsSync(settings)) {
    writeSettings(settings, startSettings);
  }
  const args = [
    `--extensionDevelopmentPath=${repo}`,
    `--user-data-dir=${userData}`,
    `--extensions-dir=${join(data, "desktop", "extensions")}`,
    "--new-window",
    "--wait",
    "--disable-workspace-trust",
    "--skip-welcome",
    "--skip-release-notes",
    // Electron refuses to run as root with its sandbox.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    folder,
  ];
  const group = startGroup(quoted(desktop.command), args.map(quoted), {
    env: environmentOutsideVSCode(),
    shell: isWindows,
  });
  console.log(`${desktop.name} opens a window. Close it, or press Ctrl-C to stop.`);
  return group.ended;
}

/**
 * Ends the VS Code of that data folder: the command `code` leaves the window to a process outside its own group.
 * @param since when this process began, in ms: an older VS Code of the same folder is not ours to end
 */
export async function stopDesktopWindow(data: string, since: number): Promise<void> {
  // VS Code's main process keeps its id there while it runs.
  const lock = join(userDataFolder(data), "code.lock");
  if (!existsSync(lock) || statSync(lock).mtimeMs < since) {
    return;
  }
  const pid = Number(readFileSync(lock, "utf8"));
  try {
    const end = Date.now() + 10_000;
    while (pid > 0 && Date.now() < end) {
      process.kill(pid, "SIGTERM");
      await delay(100);
    }
  } catch {
    // It is gone.
  }
}

async function installedDesktop(): Promise<Desktop | undefined> {
  const command = codeOnPath();
  if (command === undefined) {
    return undefined;
  }
  // In a remote or WSL terminal `code` only talks to a window elsewhere.
  const { VSCODE_IPC_HOOK_CLI: remote, WSL_DISTRO_NAME: wsl } = process.env;
  if (remote !== undefined || wsl !== undefined) {
    console.log(
      'The command "code" of this terminal belongs to another machine; it is left alone.',
    );
    return undefined;
  }
  const version = await versionOf(command);
  if (version === undefined || !isAtLeast(version, leastVersion())) {
    console.log(
      `The command "code" is VS Code ${version ?? "?"}, at least ${leastVersion()} is needed.`,
    );
    return undefined;
  }
  return { command, name: `VS Code ${version}` };
}

function codeOnPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const name = isWindows ? "code.cmd" : "code";
  const candidates = [
    ...folders.map((folder) => join(folder, name)),
    "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code",
  ];
  return candidates.find((path) => existsSync(path));
}

async function versionOf(command: string): Promise<string | undefined> {
  const group = startGroup(quoted(command), ["--version"], {
    env: environmentOutsideVSCode(),
    output: "collect",
    shell: isWindows,
  });
  const timer = setTimeout(() => {
    void group.stop();
  }, 20_000);
  await group.ended.catch(() => undefined);
  clearTimeout(timer);
  return /^\d+\.\d+\.\d+/m.exec(group.output())?.[0];
}

function isAtLeast(version: string, least: string): boolean {
  return version.localeCompare(least, "en", { numeric: true }) >= 0;
}

function userDataFolder(data: string): string {
  return join(data, "desktop", "user-data");
}

/** Through the Windows shell, which .cmd files need, blanks would part an argument. */
function quoted(text: string): string {
  return isWindows && text.includes(" ") ? `"${text}"` : text;
}
