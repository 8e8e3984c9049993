import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform } from "node:os";
import { delimiter, join, relative } from "node:path";
import { hostCache } from "./paths";
import { runGroup } from "./processGroup";
import { installServerBuild } from "./serverBuildInstall";
import { Unavailable } from "./unavailable";
import { recipeFor } from "./versions";

/** An installed server build of VS Code: a real VS Code whose workbench runs in a browser. */
export interface ServerBuild {
  readonly version: string;
  /** The Node binary that runs it. */
  readonly node: string;
  /** The script that is the server and its command line. */
  readonly entry: string;
}

/** Raise when the recipe changes, so that older installations are left alone. */
const revision = "r2";
/** What marks a finished installation: paths in it are relative to its folder, no node means the system's Node 20. */
interface Installed {
  readonly version: string;
  readonly node: string | null;
  readonly entry: string;
}

/**
 * The server build of a VS Code version, installed into the cache on first use (about 500 MB, one to two minutes).
 * Throws `Unavailable` where this machine cannot have one.
 * @param report is given one line a step
 */
export async function ensureServerBuild(
  version: string,
  report: (line: string) => void = console.log,
): Promise<ServerBuild> {
  const recipe = recipeFor(version);
  const folder = join(hostCache, `${version}-${revision}`);
  const found = readInstalled(folder);
  if (found) {
    return found;
  }
  refuseWhereImpossible();
  const temporary = `${folder}.${process.pid}.tmp`;
  const discard = () => {
    rmSync(temporary, { recursive: true, force: true });
  };
  discard();
  mkdirSync(temporary, { recursive: true });
  process.once("exit", discard);
  try {
    report(
      `Installing VS Code ${version} (server build) into ${folder}, once; one to two minutes.`,
    );
    const { node, entry } = await installServerBuild(temporary, recipe, report);
    const check = await runGroup(node, [entry, "--version"], {
      env: { ...process.env, HOME: temporary },
      output: "collect",
    });
    if (!check.output.trim().endsWith(`with Code ${version}`)) {
      throw new Error(`VS Code ${version} does not start once installed: ${check.output}`);
    }
    const installed: Installed = {
      version,
      node: relative(temporary, node),
      entry: relative(temporary, entry),
    };
    writeFileSync(join(temporary, "ok.json"), JSON.stringify(installed));
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } catch (error) {
    // Another process may have been first; what it installed is as good.
    const other = readInstalled(folder);
    if (!other) {
      throw error;
    }
  } finally {
    discard();
    process.removeListener("exit", discard);
  }
  const result = readInstalled(folder);
  if (!result) {
    throw new Error(`The installation of VS Code ${version} in ${folder} is not complete.`);
  }
  return result;
}

function readInstalled(folder: string): ServerBuild | undefined {
  const file = join(folder, "ok.json");
  if (!existsSync(file)) {
    return undefined;
  }
  const { version, node, entry } = JSON.parse(readFileSync(file, "utf8")) as Installed;
  if (node === null && !process.versions.node.startsWith("20.")) {
    return undefined; // Its native modules were built for a Node that does not run here.
  }
  return {
    version,
    node: node === null ? process.execPath : join(folder, node),
    entry: join(folder, entry),
  };
}

function refuseWhereImpossible(): void {
  if (platform() !== "linux" || arch() !== "x64") {
    throw new Unavailable(
      `The server build of VS Code is installed on Linux x64 only, this is ${platform()} ${arch()}.`,
    );
  }
  const missing = ["make", "g++", "python3"].filter((tool) => !isOnPath(tool));
  if (missing.length > 0) {
    throw new Unavailable(
      `The server build of VS Code needs ${missing.join(", ")} to build a native module (Debian: apt-get install build-essential python3).`,
    );
  }
}

function isOnPath(tool: string): boolean {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .some((folder) => folder !== "" && existsSync(join(folder, tool)));
}
