import type { Locator, Page } from "playwright-core";
import type { ExchangeView } from "../../../src/panel/view";
import { json, success } from "./views";

/** A success with this JSON as its answer. */
export function withAnswer(text: string): ExchangeView {
  return { ...success, answer: { headers: [], body: json(text) } };
}

/** The part of the page that shows the answer's body. */
export function answerBody(page: Page): Locator {
  return page.locator("[data-body=answer]");
}

/** Where one types what is searched for. */
export function searchField(page: Page): Locator {
  return page.locator("vscode-textfield input");
}

/** The row of the answer's tree at a path, such as `0/2`; the empty path is the whole. */
export function row(page: Page, path: string): Locator {
  return page.locator(`[data-body=answer] .row[data-id="${path}"]`);
}

/** The text of every row of the answer's tree. */
export async function rows(page: Page): Promise<string[]> {
  const texts = await page.locator("[data-body=answer] .row").allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, " ").trim());
}

/** The text of an element on one line. */
export async function flat(locator: Locator): Promise<string> {
  return (await locator.innerText()).replace(/\s+/g, " ").trim();
}

/** The text that is marked as the match one stands at. */
export function current(page: Page): Promise<string> {
  return page.evaluate(() =>
    [...(CSS.highlights.get("current-match") ?? [])]
      .map(({ startContainer, startOffset, endOffset }) =>
        startContainer.textContent?.slice(startOffset, endOffset),
      )
      .join(),
  );
}
