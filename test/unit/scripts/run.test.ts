import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, it } from "mocha";

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A repository as a fresh clone leaves it: the front door, one script, a lock file, no node_modules. */
interface Clone {
  readonly folder: string;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
}

const installs = "Installing packages with npm ci: ";

/** Runs a test on a fresh clone, and removes it whatever happens. */
async function withClone(test: (clone: Clone) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "clone-"));
  try {
    mkdirSync(join(folder, "scripts"));
    cpSync(join("scripts", "run.mjs"), join(folder, "scripts", "run.mjs"));
    writeFileSync(
      join(folder, "scripts", "probe.ts"),
      "const args: string[] = process.argv.slice(2);\nconsole.log(`probe ${args.join()}`);\nprocess.exitCode = 7;\n",
    );
    // The package that compiles TypeScript, in the place of all packages: it comes from here, over no network.
    mkdirSync(join(folder, "packages", "tsx"), { recursive: true });
    writeFileSync(
      join(folder, "packages", "tsx", "package.json"),
      JSON.stringify({ name: "tsx", version: "1.0.0", type: "module", exports: "./index.js" }),
    );
    writeFileSync(
      join(folder, "packages", "tsx", "index.js"),
      `await import(${JSON.stringify(pathToFileURL(createRequire(resolve("package.json")).resolve("tsx")).href)});\n`,
    );
    writeManifest(folder, "1.0.0");
    await test({ folder, run: (...args) => runIn(folder, args) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeManifest(folder: string, version: string): void {
  const root = { name: "clone", version: "1.0.0", dependencies: { tsx: "file:packages/tsx" } };
  const lock = {
    ...{ name: "clone", version: "1.0.0", lockfileVersion: 3, requires: true },
    packages: {
      "": root,
      "node_modules/tsx": { resolved: "packages/tsx", link: true },
      "packages/tsx": { name: "tsx", version },
    },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...root, type: "module" }));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
}

function runIn(folder: string, args: readonly string[]): Promise<Ended> {
  return new Promise((end) => {
    const script = join(folder, "scripts", "run.mjs");
    const options = { cwd: tmpdir(), env: { ...process.env, npm_config_offline: "true" } };
    const child = execFile(process.execPath, [script, ...args], options, (_failed, out, err) => {
      end({ code: child.exitCode ?? -1, output: out + err });
    });
  });
}

describe("scripts/run.mjs", function () {
  // npm takes its seconds on a machine that may be busy.
  this.timeout(60_000);

  it("installs on a fresh clone, then runs the script with its arguments and exit code", () =>
    withClone(async ({ folder, run }) => {
      const { code, output } = await run("probe", "--only", "unit");
      assert.ok(output.includes(`${installs}node_modules is not there yet`), output);
      assert.match(output, /^Packages installed in \d+ s\.$/m);
      assert.match(output, /^probe --only,unit$/m);
      assert.equal(code, 7);
      assert.ok(existsSync(join(folder, "node_modules", ".package-lock.json")));
    }));

  it("installs nothing where all is there", () =>
    withClone(async ({ run }) => {
      await run("probe");
      assert.deepEqual(await run("probe", "x"), { code: 7, output: "probe x\n" });
    }));

  it("installs again once the lock file asks for something else", () =>
    withClone(async ({ folder, run }) => {
      await run("probe");
      const manifest = join(folder, "packages", "tsx", "package.json");
      writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"1.0.0"', '"1.0.1"'));
      writeManifest(folder, "1.0.1");
      const { code, output } = await run("probe");
      assert.ok(output.includes(`${installs}node_modules differs from package-lock.json`), output);
      assert.equal(code, 7);
    }));

  it("does not run the script when the installation fails, and says so", () =>
    withClone(async ({ folder, run }) => {
      writeFileSync(join(folder, "package-lock.json"), "{}");
      const { code, output } = await run("probe");
      assert.notEqual(code, 0);
      assert.match(output, /npm ci did not succeed \(after \d+ s\), see above\./);
      assert.doesNotMatch(output, /^probe/m);
    }));

  it("runs nothing outside its own folder", () =>
    withClone(async ({ run }) => {
      for (const name of ["../probe", "nothing", ""]) {
        const { code, output } = await run(name);
        assert.equal(code, 1);
        assert.match(output, /^Usage: node scripts\/run\.mjs start\|test\|check/);
      }
    }));
});
