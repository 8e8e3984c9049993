import * as esbuild from "esbuild";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dist, repo } from "../host/paths";
import { runGroup } from "../host/processGroup";

/** The extensions of the benchmark beside the one that is measured. */
export interface BenchExtensions {
  /** Measures from inside the extension host. */
  readonly driver: string;
  /** Do nothing when they are activated; the first is for warming up. */
  readonly empty: readonly string[];
}

/** The ids of the extensions that do nothing. */
export const emptyIds = ["bench.warm", "bench.empty"] as const;

const folder = join(dist, "bench");

/** Packages them into dist/bench; resolves to the paths of the .vsix files. */
export async function packageBenchExtensions(): Promise<BenchExtensions> {
  rmSync(folder, { recursive: true, force: true });
  const driver = await packageDriver("driver", join("test", "bench", "driver", "extension.ts"));
  const empty = emptyIds.map((id) => {
    const made = makeFolder(id.replace(/^bench\./, ""), ["onStartupFinished"]);
    writeFileSync(join(made, "extension.cjs"), "exports.activate = () => {};\n");
    return made;
  });
  return { driver, empty: await Promise.all(empty.map(packed)) };
}

/**
 * Packages an extension that starts before every other one; resolves to the path of its .vsix.
 * @param source its main file, from the root of the repository
 */
export async function packageDriver(name: string, source: string): Promise<string> {
  const driver = makeFolder(name, ["*"]);
  await esbuild.build({
    entryPoints: [join(repo, source)],
    outfile: join(driver, "extension.cjs"),
    // As the product itself is bundled.
    ...{ bundle: true, minify: true, platform: "node", format: "cjs", target: "node20" },
    external: ["vscode"],
    mainFields: ["module", "main"],
  });
  return packed(driver);
}

function makeFolder(name: string, activationEvents: readonly string[]): string {
  const made = join(folder, name);
  mkdirSync(made, { recursive: true });
  const manifest = {
    ...{ name, publisher: "bench", version: "1.0.0", displayName: name, private: true },
    ...{ engines: { vscode: "^1.100.0" }, main: "./extension.cjs", activationEvents },
    capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
  };
  writeFileSync(join(made, "package.json"), JSON.stringify(manifest, null, 2));
  return made;
}

async function packed(cwd: string): Promise<string> {
  const vsix = `${cwd}.vsix`;
  const vsce = join(repo, "node_modules", "@vscode", "vsce", "vsce");
  const flags = ["--no-dependencies", "--allow-missing-repository", "--skip-license"];
  const args = [vsce, "package", ...flags, "--out", vsix];
  const { code, output } = await runGroup(process.execPath, args, { cwd, output: "collect" });
  if (code !== 0) {
    throw new Error(`packaging ${cwd} ended with ${code}:\n${output}`);
  }
  return vsix;
}
