import type { FrameLocator, Locator, Page } from "playwright-core";

/** The tab of an editor or panel. */
export function tab(page: Page, title: string): Locator {
  return page.locator(".tabs-container .tab", { hasText: title }).first();
}

/** The page inside the webview that is shown: VS Code's frame, and in it the frame with the extension's own HTML. */
export function webview(page: Page): FrameLocator {
  const outer = page.locator("iframe.webview.ready").filter({ visible: true }).first();
  return outer.contentFrame().frameLocator("iframe#active-frame");
}

/** The text of the editor that has the focus, as far as it is scrolled into view. */
export async function visibleEditorText(page: Page): Promise<string> {
  const lines = page.locator(".editor-instance .view-lines").first();
  await lines.waitFor({ timeout: 30_000 });
  // The editor draws blanks as no-break spaces.
  return (await lines.innerText()).replaceAll("\u00a0", " ");
}

/** An entry of the status bar whose text contains the given one. */
export function statusBarItem(page: Page, text: string): Locator {
  return page.locator(".part.statusbar .statusbar-item", { hasText: text }).first();
}

/** What a screen reader says of an entry of the status bar whose text contains the given one. */
export async function statusBarLabel(page: Page, text: string): Promise<string> {
  const item = statusBarItem(page, text);
  await item.waitFor({ timeout: 30_000 });
  return (await item.getAttribute("aria-label")) ?? "";
}
