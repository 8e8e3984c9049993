import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { tab } from "./drivers/editors";
import { runCommand } from "./drivers/palette";
import { fillQuickInput, pickOne, quickInputField, waitForQuickInput } from "./drivers/quickInput";
import { untilStill } from "./drivers/themes";
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
  // What else has the name in its own is offered, too.
  const label = page
    .locator(".quick-input-widget:visible .quick-input-list .monaco-list-row .label-name")
    .getByText(name, { exact: true })
    .first();
  const selected = page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`);
  // A file that was just written is found by the second look at the latest.
  for (const end = Date.now() + patience.timeout; Date.now() < end;) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+P");
    const isOpen = await happens(async () => {
      await quickInputField(page).fill(name, { timeout: 3000 });
      await label.click({ timeout: 3000 });
      await selected.waitFor({ timeout: 5000 });
    });
    if (isOpen) {
      await untilStill(page);
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
    if (await happens(() => lens(page, text).click({ timeout: 2000 }))) {
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
  await untilStill(page);
}

/** A row of what is offered where the cursor is. */
export function suggestion(page: Page, text: string): Locator {
  return page.locator(".suggest-widget.visible .monaco-list-row", { hasText: text }).first();
}

/** Asks for what can stand where the cursor is. */
export async function suggest(page: Page): Promise<void> {
  await page.keyboard.press("Control+Space");
}

/** Opens what is said of the suggestion that is selected, and resolves to its words. */
export async function suggestionDetails(page: Page): Promise<string> {
  const details = page.locator(".suggest-details-container:visible .docs");
  if (!(await details.isVisible())) {
    await page.keyboard.press("Control+Space");
  }
  await details.waitFor(patience);
  return (await details.innerText()).replaceAll("\u00a0", " ");
}

/** Resolves when nothing that opens is on its way any more. */
export async function untilDrawn(page: Page): Promise<void> {
  // No named function in here: the compiler of the tests would add calls that the page does not know.
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Points at a text of the document until an explanation comes, and resolves to its words. */
export async function explanationOf(page: Page, text: string): Promise<string> {
  const hovers = page.locator(".monaco-resizable-hover .monaco-hover:visible .hover-contents");
  const word = page.locator(".editor-instance .view-line span span", { hasText: text }).first();
  for (const end = Date.now() + patience.timeout; Date.now() < end;) {
    await page.mouse.move(0, 0);
    await word.hover();
    const isShown = await hovers
      .first()
      .waitFor({ timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
    if (isShown) {
      return (await hovers.allInnerTexts()).join("\n").replaceAll("\u00a0", " ");
    }
  }
  throw new Error(`Nothing is said of ${text}.`);
}

/** The row of the list of problems that contains the text. */
export function problem(page: Page, text: string): Locator {
  return page.locator(".markers-panel .monaco-list-row", { hasText: text }).first();
}

async function happens(act: () => Promise<void>): Promise<boolean> {
  return act().then(
    () => true,
    () => false,
  );
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
