import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The repository, which is also the folder of the extension under development. */
export const repo = resolve(import.meta.dirname, "../..");

/** What is built and written: bundles, the package, results, screenshots. */
export const dist = join(repo, "dist");

/** The folder that test windows open. */
export const exampleWorkspace = join(repo, "test", "host", "workspace");

/** Where every VS Code that had to be installed is kept between runs, for all clones. */
export const hostCache =
  process.env["VSCODE_HOST_CACHE"] ?? join(homedir(), ".cache", "vscode-host");
