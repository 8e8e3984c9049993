import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Metafile } from "esbuild";
import { after, before, describe, it } from "mocha";

/** What is not needed before the user asks for something: none of it may be loaded when the extension starts. */
const onDemand = [
  "src/simulator/",
  "src/documents/import/",
  "src/documents/requestDocument.ts",
  "src/documents/documentCalls.ts",
  "src/exchanges/copies/",
  "src/exchanges/evidence/",
  "src/exchanges/har.ts",
  "src/exchanges/comparison.ts",
  "src/exchanges/history/",
  "src/chat/client.ts",
  "src/chat/operations",
  "src/session/signIn.ts",
  "src/ui/exchangePanel.ts",
  "src/ui/failureText.ts",
  "src/ui/signInCommands.ts",
  "src/ui/timelinePanel.ts",
  "node_modules/jsonc-parser/",
];

describe("the bundles", function () {
  this.timeout(60_000);
  let copy = "";
  let metafile: Metafile = { inputs: {}, outputs: {} };

  before(() => {
    copy = mkdtempSync(join(tmpdir(), "bundles-"));
    cpSync("src", join(copy, "src"), { recursive: true });
    cpSync("tsconfig.base.json", join(copy, "tsconfig.base.json"));
    cpSync("tsconfig.json", join(copy, "tsconfig.json"));
    symlinkSync(resolve("node_modules"), join(copy, "node_modules"), "junction");
    const args = [resolve("esbuild.mjs"), "--production", "--metafile"];
    execFileSync(process.execPath, args, { cwd: copy, stdio: "pipe" });
    metafile = JSON.parse(readFileSync(join(copy, "dist", "metafile.json"), "utf8")) as Metafile;
  });

  after(() => {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The files that are loaded with one, itself included: those it imports, and so on. */
  function loadedWith(file: string, found = new Set<string>()): ReadonlySet<string> {
    if (!found.has(file)) {
      found.add(file);
      for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
        if (kind === "import-statement" && path in metafile.outputs) {
          loadedWith(path, found);
        }
      }
    }
    return found;
  }

  function inputsOf(files: Iterable<string>): string[] {
    return [...files].flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}));
  }

  it("load at most 150 KB, in at most 4 files, when the extension starts", () => {
    const files = [...loadedWith("dist/extension.cjs")];
    const sizes = files.map((file) => statSync(join(copy, file)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total > 50_000, `${total} bytes: hardly all that is loaded`);
    assert.ok(total <= 150 * 1024, `${total} bytes`);
    assert.ok(files.length <= 4, files.join(", "));
  });

  it("load nothing that only a click needs when the extension starts", () => {
    const loaded = inputsOf(loadedWith("dist/extension.cjs"));
    assert.ok(loaded.includes("src/extension.ts"));
    const all = Object.keys(metafile.inputs);
    for (const part of onDemand) {
      assert.ok(
        all.some((input) => isOf(part, input)),
        `${part} is nowhere`,
      );
      assert.deepEqual(
        loaded.filter((input) => isOf(part, input)),
        [],
      );
    }
  });

  it("hold no module twice but where the page is another world", () => {
    const files = Object.keys(metafile.outputs).filter((file) => !file.includes("/webview/"));
    const inputs = inputsOf(files);
    assert.ok(inputs.length > 200);
    const twice = inputs.filter((input, index) => inputs.indexOf(input) !== index);
    assert.deepEqual(twice, []);
  });

  it("let the thread that reads large answers load no VS Code", () => {
    const loaded = inputsOf(loadedWith("dist/reading.cjs"));
    assert.ok(loaded.includes("src/chat/reading.ts"));
    assert.deepEqual(
      loaded.filter((input) => input.startsWith("src/ui/")),
      [],
    );
  });

  it("hold the packages that docs/decisions/015-load-on-demand.md counts", () => {
    const packages = new Set<string>();
    for (const { inputs } of Object.values(metafile.outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
        const name = packageOf(input);
        if (name !== undefined && bytesInOutput > 0) {
          packages.add(name);
        }
      }
    }
    assert.deepEqual([...packages].sort(), [
      "@lit/reactive-element",
      "@vscode-elements/elements",
      "@vscode/codicons",
      "jsonc-parser",
      "lit-element",
      "lit-html",
      "lossless-json",
      "node-fetch",
    ]);
  });

  it("need at most 6 production dependencies, each of which is in a bundle", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const names = Object.keys(dependencies);
    assert.ok(names.length <= 6, names.join(", "));
    const bundled = new Set(Object.keys(metafile.inputs).map(packageOf));
    for (const name of names) {
      assert.ok(bundled.has(name), `${name} is in no bundle`);
    }
  });
});

/** Whether a path is, or is in, what a part names; packages may be linked from elsewhere. */
function isOf(part: string, input: string): boolean {
  return part.startsWith("node_modules/") ? input.includes(part) : input.startsWith(part);
}

function packageOf(input: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
}
