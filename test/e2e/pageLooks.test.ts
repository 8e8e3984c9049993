import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { faint } from "./page/contrast";
import { themes, themeValues, usePage } from "./page/harness";
import { broken, bulk, forbidden, success, warned } from "./page/views";

describe("the looks of the panel's page", function () {
  this.timeout(60_000);
  const onPage = usePage();

  for (const theme of themes) {
    for (const width of [320, 900]) {
      it(`fits into ${width} pixels and is readable in the theme ${theme}`, async () => {
        for (const view of [success, forbidden, broken, warned, bulk, { kind: "empty" } as const]) {
          await onPage(
            view,
            async (_open, page) => {
              const overflow = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
              );
              assert.equal(overflow, 0, `${view.kind} is ${overflow} pixels too wide`);
              assert.deepEqual(await faint(page), []);
            },
            { theme, width },
          );
        }
      });
    }
  }

  it("uses only colours that VS Code defines", () => {
    const css = readdirSync("src/webview")
      .filter((name) => name.endsWith(".css"))
      .map((name) => readFileSync(`src/webview/${name}`, "utf8"))
      .join("\n");
    const used = new Set(css.match(/--vscode-[\w-]+(?=[,)])/g));
    const defined = new Set(
      Object.values(themeValues).flatMap(({ variables }) => Object.keys(variables)),
    );
    assert.deepEqual(
      [...used].filter((name) => !defined.has(name)),
      ["--vscode-editor-findMatchForeground"],
    );
    assert.ok(used.size > 20);
  });
});
