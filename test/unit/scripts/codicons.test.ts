import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { describe, it } from "mocha";
import { usedCodicons } from "../../../codicons.mjs";
import { iconNames } from "../../../src/webview/iconNames";

describe("the icons of the pages", () => {
  it("have a rule in the style sheet and a glyph in the font, each of them and no others", async () => {
    const { rules, font } = partsOf(await esbuild.build(buildOf("src/webview/page.css")));
    assert.deepEqual([...rules.keys()].sort(), [...iconNames].sort());
    const glyphs = glyphsOf(font);
    assert.deepEqual([...glyphs.keys()].sort(), [...rules.values()].sort());
    for (const [name, character] of rules) {
      assert.ok(glyphs.get(character), name);
    }
  });

  it("are each used by a page", () => {
    const sources = readdirSync("src/webview", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && file !== "iconNames.ts")
      .map((file) => readFileSync(join("src/webview", file), "utf8"))
      .join("\n");
    assert.deepEqual(
      iconNames.filter((name) => !sources.includes(`"${name}"`)),
      [],
    );
  });

  it("fail the build where VS Code's icon font has none of that name", () =>
    inFolder(["copy", "no-such-icon"], async (folder) => {
      await assert.rejects(
        esbuild.build({ ...buildOf("page.css", folder), logLevel: "silent" }),
        /The icon font has no icon "no-such-icon"/,
      );
    }));

  it("come with the next build when the sources are watched and a name is added", () =>
    inFolder(["copy"], async (folder, write) => {
      const built = new EventTarget();
      const results: esbuild.BuildResult[] = [];
      const ends: esbuild.Plugin = {
        name: "ends",
        setup: (build) => {
          build.onEnd((result) => {
            results.push(result);
            built.dispatchEvent(new Event("end"));
          });
        },
      };
      const context = await esbuild.context({
        ...buildOf("page.css", folder),
        plugins: [usedCodicons, ends],
      });
      const end = () => once(built, "end", { signal: AbortSignal.timeout(20_000) });
      try {
        const first = end();
        await context.watch();
        await first;
        const second = end();
        write(["copy", "save"]);
        await second;
        const [before, after] = results.map(partsOf);
        assert.ok(before && after);
        assert.deepEqual([...before.rules.keys()], ["copy"]);
        assert.equal(glyphsOf(before.font).size, 1);
        assert.deepEqual([...after.rules.keys()].sort(), ["copy", "save"]);
        assert.equal(glyphsOf(after.font).size, 2);
      } finally {
        await context.dispose();
      }
    })).timeout(30_000);
});

/** How a style sheet is built; nothing is written. */
function buildOf(entryPoint: string, folder = process.cwd()): esbuild.BuildOptions {
  return {
    entryPoints: [entryPoint],
    absWorkingDir: folder,
    nodePaths: [resolve("node_modules")],
    bundle: true,
    write: false,
    outdir: "out",
    plugins: [usedCodicons],
  };
}

type Write = (names: readonly string[]) => void;

/** Runs a test in a folder that has a style sheet and names of its own. */
async function inFolder(
  names: readonly string[],
  test: (folder: string, write: Write) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "codicons-"));
  const write: Write = (written) => {
    const text = `export const iconNames = ${JSON.stringify(written)} as const;\n`;
    writeFileSync(join(folder, "src", "webview", "iconNames.ts"), text);
  };
  try {
    mkdirSync(join(folder, "src", "webview"), { recursive: true });
    writeFileSync(join(folder, "page.css"), `@import "@vscode/codicons/dist/codicon.css";\n`);
    write(names);
    await test(folder, write);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Parts {
  /** The character that each icon's rule shows, by the icon's name. */
  readonly rules: ReadonlyMap<string, number>;
  readonly font: DataView;
}

function partsOf({ outputFiles }: esbuild.BuildResult): Parts {
  const css = outputFiles?.find(({ path }) => path.endsWith(".css"))?.text;
  const font = outputFiles?.find(({ path }) => path.endsWith(".ttf"))?.contents;
  assert.ok(css !== undefined && font);
  const rules = css.matchAll(/\.codicon-([\w-]+):before \{\s*content: "\\([0-9a-f]+)";\s*\}/g);
  return {
    rules: new Map(
      [...rules].map(([, name = "", code = ""]) => [name, Number.parseInt(code, 16)] as const),
    ),
    font: new DataView(font.buffer, font.byteOffset, font.byteLength),
  };
}

/**
 * Whether each character of a TrueType font has a glyph with an outline, as the OpenType specification lays out the
 * tables `cmap` (its format 4), `head` and `loca`.
 */
function glyphsOf(font: DataView): Map<number, boolean> {
  const tables = new Map<string, number>();
  for (let index = 0; index < font.getUint16(4); index++) {
    const record = 12 + 16 * index;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((at) => font.getUint8(record + at)));
    tables.set(tag, font.getUint32(record + 8));
  }
  const [cmap, head, loca] = ["cmap", "head", "loca"].map((tag) => {
    const offset = tables.get(tag);
    assert.ok(offset !== undefined, tag);
    return offset;
  }) as [number, number, number];
  const isLong = font.getInt16(head + 50) === 1;
  const offsetOf = (glyph: number) =>
    isLong ? font.getUint32(loca + 4 * glyph) : 2 * font.getUint16(loca + 2 * glyph);

  const map = cmap + font.getUint32(cmap + 8);
  assert.equal(font.getUint16(map), 4, "the format of the first character map");
  const doubleCount = font.getUint16(map + 6);
  const [ends, starts] = [map + 14, map + 16 + doubleCount];
  const glyphs = new Map<number, boolean>();
  for (let segment = 0; segment < doubleCount; segment += 2) {
    const [start, end] = [font.getUint16(starts + segment), font.getUint16(ends + segment)];
    const delta = font.getUint16(starts + doubleCount + segment);
    const rangeAt = starts + 2 * doubleCount + segment;
    const range = font.getUint16(rangeAt);
    for (let character = start; character <= end && character < 0xffff; character++) {
      const listed =
        range === 0 ? character : font.getUint16(rangeAt + range + 2 * (character - start));
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      glyphs.set(character, glyph !== 0 && offsetOf(glyph + 1) > offsetOf(glyph));
    }
  }
  return glyphs;
}
