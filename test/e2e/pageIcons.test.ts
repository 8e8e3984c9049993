import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { iconNames } from "../../src/webview/iconNames";
import { usePage } from "./page/harness";

/** VS Code's icon font as its package has it. */
const wholeFont = readFileSync("node_modules/@vscode/codicons/dist/codicon.ttf");

describe("the icons of the pages in a browser", function () {
  this.timeout(60_000);
  const onPage = usePage();

  it("look as they do in VS Code's whole icon font, each of them", () =>
    onPage({ kind: "empty" }, async (_open, page) => {
      const looks = await page.evaluate(
        async ({ names, bytes }) => {
          document.fonts.add(await new FontFace("whole", Uint8Array.from(bytes)).load());
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 48;
          const pen = canvas.getContext("2d", { willReadFrequently: true });
          const drawn = async (family: string, character: string) => {
            await document.fonts.load(`32px ${family}`, character);
            pen?.clearRect(0, 0, 48, 48);
            if (pen) {
              pen.font = `32px ${family}`;
            }
            pen?.fillText(character, 8, 40);
            return pen?.getImageData(0, 0, 48, 48).data.join() ?? "";
          };
          const missing = await drawn("codicon", "\uf8ff");
          const found = [];
          for (const name of names) {
            const shown = document.createElement("span");
            shown.className = `codicon codicon-${name}`;
            document.body.append(shown);
            const { content, fontFamily } = getComputedStyle(shown, "::before");
            const character = content.slice(1, -1);
            const look = await drawn(fontFamily, character);
            found.push({
              name,
              characters: character.length,
              isThere: look !== missing,
              isTheSame: look === (await drawn("whole", character)),
            });
          }
          return found;
        },
        { names: iconNames, bytes: [...wholeFont] },
      );
      assert.deepEqual(
        looks,
        iconNames.map((name) => ({ name, characters: 1, isThere: true, isTheSame: true })),
      );
    }));
});
