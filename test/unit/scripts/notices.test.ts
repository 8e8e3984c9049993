import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, it } from "mocha";

describe("THIRD-PARTY-NOTICES.md", () => {
  const notices = readFileSync("THIRD-PARTY-NOTICES.md", "utf8");

  it("names every package that is in a bundle, with its copyright lines", async () => {
    const names = await bundledPackages();
    assert.ok(names.length > 6);
    for (const name of names) {
      assert.ok(notices.includes(name), name);
      for (const line of copyrightLines(name)) {
        assert.ok(notices.includes(line), `${name}: ${line}`);
      }
    }
  });

  it("gives the conditions of each license in full", () => {
    for (const text of [licenseText("@vscode-elements/elements"), licenseText("lit")]) {
      const [, , ...conditions] = text.trim().split(/\r?\n\r?\n/);
      assert.ok(conditions.length >= 3);
      assert.ok(notices.includes(conditions.join("\n\n")), conditions[0]);
    }
  });
});

/** The packages of which at least one file goes into a bundle. */
async function bundledPackages(): Promise<string[]> {
  const node = ["src/extension.ts", "src/simulator/simulator.ts"];
  const page = ["src/webview/main.ts", "src/webview/page.css", "src/webview/timeline/main.ts"];
  const paths = [...(await inputsOf(node, "node")), ...(await inputsOf(page, "browser"))];
  const names = paths.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined);
}

async function inputsOf(
  entryPoints: string[],
  platform: "node" | "browser",
): Promise<readonly string[]> {
  const { metafile } = await build({
    ...{ entryPoints, platform, bundle: true, write: false, metafile: true, outdir: "dist" },
    // esbuild.mjs takes Node's own streams in the place of the polyfill.
    external: ["vscode", "web-streams-polyfill/*"],
    mainFields: platform === "node" ? ["module", "main"] : ["browser", "module", "main"],
    loader: { ".ttf": "file" },
  });
  return Object.keys(metafile.inputs);
}

/** The license that a package brings along; "" where it has only a line in its manual. */
function licenseText(name: string): string {
  const folder = join("node_modules", name);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(?:\.md|\.txt)?$/i.test(entry));
  return file === undefined ? "" : readFileSync(join(folder, file), "utf8");
}

function copyrightLines(name: string): string[] {
  return licenseText(name).match(/^Copyright \(c\) .*$/gim) ?? [];
}
