import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { tab } from "./drivers/editors";
import { runCommand } from "./drivers/palette";
import { fillQuickInput, pickOne, quickPickRow, waitForQuickInput } from "./drivers/quickInput";
import type { Workbench } from "./drivers/workbench";
import { patience } from "./liveSteps";

/** Makes a document of an operation that is found by some words of what it does. */
export async function newRequest(page: Page, words: string, operation: string): Promise<void> {
  await runCommand(page, "Engagement Desk: New Request…");
  await waitForQuickInput(page, "New Request");
  await fillQuickInput(page, words);
  await pickOne(page, operation);
  await lens(page, "Copy as…").waitFor(patience);
}

/** Writes a document into the folder of the window, and opens it as a person does: by its name. */
export async function openSaved(
  { page, folder }: Pick<Workbench, "page" | "folder">,
  name: string,
  document: unknown,
): Promise<void> {
  const text = typeof document === "string" ? document : JSON.stringify(document, undefined, 2);
  writeFileSync(join(folder, `${name}.chat.json`), text);
  await openByName(page, `${name}.chat.json`);
}

/** Opens a file of the folder by its name. */
export async function openByName(page: Page, name: string): Promise<void> {
  const isThere = (locator: Locator) =>
    locator.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
  const selected = page.locator(".tabs-container .tab.active", { hasText: name });
  // A file that was just written is found by the second look at the latest.
  for (const end = Date.now() + patience.timeout; Date.now() < end;) {
    await runCommand(page, "Go to File...");
    await fillQuickInput(page, name);
    if (await isThere(quickPickRow(page, name))) {
      await page.keyboard.press("Enter");
      await selected.waitFor(patience);
      return;
    }
  }
  throw new Error(`${name} was not found.`);
}

/** A command above the document that is shown. */
export function lens(page: Page, text: string): Locator {
  return page
    .locator(".editor-instance .codelens-decoration a:visible")
    .filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) })
    .first();
}

/** Presses a command above the document that is shown. */
export async function pressLens(page: Page, text: string): Promise<void> {
  await lens(page, text).waitFor(patience);
  // Lenses are drawn anew while a document is read again: one that went is pressed where it comes back.
  for (const end = Date.now() + patience.timeout; Date.now() < end;) {
    const isPressed = await lens(page, text)
      .click({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
    if (isPressed) {
      return;
    }
  }
  throw new Error(`"${text}" could not be pressed.`);
}

/** Puts the cursor somewhere in the document that is shown, both counted from 1. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  await runCommand(page, "Go to Line/Column...");
  await fillQuickInput(page, `:${line}:${column}`);
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget").first().waitFor({ state: "hidden", ...patience });
}

/** A row of what is offered where the cursor is. */
export function suggestion(page: Page, text: string): Locator {
  return page.locator(".suggest-widget.visible .monaco-list-row", { hasText: text }).first();
}

/** Asks for what can stand where the cursor is. */
export async function suggest(page: Page): Promise<void> {
  await page.keyboard.press("Control+Space");
}

/** Points at a text of the document until an explanation comes, and resolves to its words. */
export async function explanationOf(page: Page, text: string): Promise<string> {
  const hover = page.locator(".monaco-hover:visible .hover-contents").first();
  const word = page.locator(".editor-instance .view-line span span", { hasText: text }).first();
  for (const end = Date.now() + patience.timeout; Date.now() < end;) {
    await page.mouse.move(0, 0);
    await word.hover();
    const isShown = await hover.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (isShown) {
      const parts = await page.locator(".monaco-hover:visible .hover-contents").allInnerTexts();
      return parts.join("\n").replaceAll("\u00a0", " ");
    }
  }
  throw new Error(`Nothing is said of ${text}.`);
}

/** The row of the list of problems that contains the text. */
export function problem(page: Page, text: string): Locator {
  return page.locator(".markers-panel .monaco-list-row", { hasText: text }).first();
}

/** The clipboard of the window. */
export async function readClipboard(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Puts a text into the clipboard of the window, as another program would. */
export async function writeClipboard(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
}

/** Closes the editor that is shown, without saving it. */
export async function closeEditor(page: Page, title: string): Promise<void> {
  await runCommand(page, "View: Revert and Close Editor");
  await tab(page, title).waitFor({ state: "detached", ...patience });
}
