// The icons of the pages: of VS Code's icon font and its style sheet, a page gets the icons it uses.
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

/** The rule of one icon: its name, and its character in the font as a hexadecimal number. */
const iconRule = /^\.codicon-([\w-]+):before \{ content: "\\([0-9a-f]+)" \}\n/gm;

/**
 * Leaves only the icons that src/webview/iconNames.ts names in `@vscode/codicons`: in its style sheet, of which
 * everything but the rules of single icons stays as it is, and in its font. A name that the style sheet does not know
 * fails the build.
 * @type {import("esbuild").Plugin}
 */
export const usedCodicons = {
  name: "used-codicons",
  setup(build) {
    const folder = build.initialOptions.absWorkingDir ?? process.cwd();
    const namesFile = join(folder, "src", "webview", "iconNames.ts");

    /** @param {string} sheetFile */
    const readIcons = async (sheetFile) => {
      const [names, sheet] = await Promise.all([namesIn(namesFile), readFile(sheetFile, "utf8")]);
      const rules = [...sheet.matchAll(iconRule)].filter(([, name]) => names.has(name));
      const known = new Set(rules.map(([, name]) => name));
      const unknown = [...names].filter((name) => !known.has(name));
      return { names, sheet, characters: rules.map(([, , code]) => characterOf(code)), unknown };
    };

    build.onLoad({ filter: /[\\/]codicons[\\/]dist[\\/]codicon\.css$/ }, async ({ path }) => {
      const { names, sheet, unknown } = await readIcons(path);
      return {
        loader: "css",
        contents: sheet.replace(iconRule, (rule, name) => (names.has(name) ? rule : "")),
        errors: unknown.map((name) => ({ text: `The icon font has no icon "${name}"` })),
        watchFiles: [path, namesFile],
      };
    });

    build.onLoad({ filter: /[\\/]codicons[\\/]dist[\\/]codicon\.ttf$/ }, async ({ path }) => {
      const sheetFile = path.replace(/ttf$/, "css");
      const { characters } = await readIcons(sheetFile);
      return {
        loader: "file",
        contents: await subsetFont(await readFile(path), characters.join(""), {
          targetFormat: "sfnt",
        }),
        watchFiles: [path, sheetFile, namesFile],
      };
    });
  },
};

/**
 * The names that the file exports.
 * @param {string} file
 * @returns {Promise<Set<string>>}
 */
async function namesIn(file) {
  const { code } = await transform(await readFile(file, "utf8"), { loader: "ts", format: "esm" });
  const { iconNames } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return new Set(iconNames);
}

/** @param {string} code */
function characterOf(code) {
  return String.fromCodePoint(Number.parseInt(code, 16));
}
