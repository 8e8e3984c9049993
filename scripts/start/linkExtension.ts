import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { repo } from "../../test/host/paths";

/**
 * Makes the repository an installed extension of a server build that is not running: a folder of links to what the
 * package would hold, so that a reload of the window takes over what was built since.
 * @param root as for `startServer`
 */
export function linkExtension(root: string): void {
  const extensions = join(root, "extensions");
  // Made anew at each start: without its own lists VS Code looks what is there, and reads the manifest again.
  rmSync(extensions, { recursive: true, force: true });
  rmSync(join(root, "user-data", "CachedProfilesData"), { recursive: true, force: true });
  const { publisher, name, version } = JSON.parse(
    readFileSync(join(repo, "package.json"), "utf8"),
  ) as { publisher: string; name: string; version: string };
  const folder = join(extensions, `${publisher}.${name}-${version}`);
  for (const path of packagedPaths()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(repo, path), join(folder, path));
  }
}

/** Files and folders that .vscodeignore, an allow-list, lets into the package. */
function packagedPaths(): string[] {
  const lines = readFileSync(join(repo, ".vscodeignore"), "utf8").split("\n");
  return lines
    .filter((line) => line.startsWith("!"))
    .map((line) =>
      line
        .slice(1)
        .trim()
        .replace(/\/\*+$/, ""),
    )
    .filter((path) => existsSync(join(repo, path)));
}
