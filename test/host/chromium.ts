import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { repo } from "./paths";
import { runGroup } from "./processGroup";
import { Unavailable } from "./unavailable";

const namesOnPath = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];

const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

const windowsApplications = [
  "Google\\Chrome\\Application\\chrome.exe",
  "Chromium\\Application\\chrome.exe",
  "Microsoft\\Edge\\Application\\msedge.exe",
];

/** A browser of the Chromium family on this machine: the one that env CHROMIUM names, or an installed one. */
function findChromium(): string | undefined {
  const chosen = process.env["CHROMIUM"];
  if (chosen !== undefined && chosen !== "") {
    if (!existsSync(chosen)) {
      throw new Unavailable(`CHROMIUM names ${chosen}, which is not there.`);
    }
    return chosen;
  }
  return [...installedCandidates(), chromium.executablePath()].find((path) => existsSync(path));
}

/**
 * A browser of the Chromium family, installed where none is found and where that can be done without asking.
 * Throws `Unavailable` with the reason otherwise.
 */
export async function ensureChromium(
  report: (line: string) => void = console.log,
): Promise<string> {
  const found = findChromium();
  if (found !== undefined) {
    return found;
  }
  const tried = [await installWithApt(report), await installWithPlaywright(report)];
  const installed = findChromium();
  if (installed === undefined) {
    throw new Unavailable(
      `No Chromium, Chrome or Edge was found (env CHROMIUM may name one), and ${tried.join(", and ")}.`,
    );
  }
  return installed;
}

function installedCandidates(): string[] {
  if (process.platform === "darwin") {
    return macApplications;
  }
  if (process.platform === "win32") {
    const roots = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]
      .map((name) => process.env[name])
      .filter((root) => root !== undefined);
    return roots.flatMap((root) => windowsApplications.map((path) => join(root, path)));
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return namesOnPath.flatMap((name) =>
    [...folders, "/usr/bin", "/snap/bin"].map((folder) => join(folder, name)),
  );
}

/** Each way to install resolves to half a sentence: what came of it, should there be no browser in the end. */
async function installWithApt(report: (line: string) => void): Promise<string> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    return "the system's packages cannot be installed without root and apt-get";
  }
  report("Installing the Debian package chromium, about half a minute.");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const quiet = { env, output: "collect" } as const;
  await runGroup("apt-get", ["update", "-qq"], quiet);
  const args = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
  const { code, output } = await runGroup("apt-get", args, quiet);
  return code === 0
    ? "apt-get installed none that is found"
    : `apt-get could not install it (${output.trim().split("\n").at(-1) ?? code})`;
}

async function installWithPlaywright(report: (line: string) => void): Promise<string> {
  if (findChromium() !== undefined) {
    return "";
  }
  report("Downloading Chromium with playwright-core, a minute or two.");
  const cli = join(repo, "node_modules", "playwright-core", "cli.js");
  const { code } = await runGroup(process.execPath, [cli, "install", "chromium"]);
  return `playwright-core install ended with ${code}`;
}
