import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import type { Page } from "playwright-core";
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

/** Texts on the page whose colour stands out from what lies behind it by less than 4.5 to 1. */
function faint(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const over = (colors: readonly string[]): number => {
      if (!canvas) {
        throw new Error("no canvas");
      }
      canvas.fillStyle = "#808080";
      for (const color of colors) {
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
      const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
        const share = part / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (
        !element ||
        element.closest("script") ||
        (node.nodeValue ?? "").trim() === "" ||
        !element.checkVisibility()
      ) {
        continue;
      }
      const behind: string[] = [];
      for (let at: Element | null = element; at; at = at.parentElement) {
        behind.unshift(getComputedStyle(at).backgroundColor);
      }
      const back = over(behind);
      const front = over([...behind, getComputedStyle(element).color]);
      const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
      const isOnControl = element.closest("vscode-button, vscode-badge, vscode-toolbar-button");
      if (ratio < 4.5 && !isOnControl) {
        found.add(`${(node.nodeValue ?? "").slice(0, 40)}: ${ratio.toFixed(2)}`);
      }
    }
    return [...found];
  });
}
