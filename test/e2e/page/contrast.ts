import type { Page } from "playwright-core";

/** Texts on the page whose colour stands out from what lies behind it by less than 4.5 to 1. */
export function faint(page: Page): Promise<string[]> {
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
      const isOnControl = element.closest(
        "vscode-button, vscode-badge, vscode-toolbar-button, button.push, .badge",
      );
      if (ratio < 4.5 && !isOnControl) {
        found.add(`${(node.nodeValue ?? "").slice(0, 40)}: ${ratio.toFixed(2)}`);
      }
    }
    return [...found];
  });
}
