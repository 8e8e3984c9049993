import type { Locator, Page } from "playwright-core";

const widget = ".quick-input-widget:visible";

/** The quick pick or input box that is open. */
export function quickInput(page: Page): Locator {
  return page.locator(widget).first();
}

/** Its text field, a password field included. */
export function quickInputField(page: Page): Locator {
  return page.locator(`${widget} .quick-input-box input`).first();
}

/**
 * Waits for a quick pick or input box.
 * @param title what its title bar contains; for one without a title, what its prompt, placeholder or message contains
 */
export async function waitForQuickInput(page: Page, title: string): Promise<void> {
  const inTitle = quickInput(page).locator(".quick-input-title", { hasText: title });
  const inPrompt = quickInput(page).locator(".quick-input-message", { hasText: title });
  const inPlaceholder = quickInput(page).locator(`input[placeholder*="${title}"]:visible`);
  await inTitle.or(inPrompt).or(inPlaceholder).first().waitFor({ timeout: 30_000 });
}

/** Replaces the text of the open quick input, without accepting it. */
export async function fillQuickInput(page: Page, text: string): Promise<void> {
  await quickInputField(page).fill(text);
}

/** Replaces the text and presses Enter. */
export async function answerQuickInput(page: Page, text: string): Promise<void> {
  await fillQuickInput(page, text);
  await page.keyboard.press("Enter");
}

/** The row of an open quick pick whose label or description contains the text. */
export function quickPickRow(page: Page, text: string): Locator {
  return page.locator(`${widget} .quick-input-list .monaco-list-row`, { hasText: text }).first();
}

/** Chooses one entry of an open quick pick with the mouse. */
export async function pickOne(page: Page, text: string): Promise<void> {
  await quickPickRow(page, text).click();
}

/** Waits until the line below the field contains the text: a validation message, for instance. */
export async function waitForQuickInputMessage(page: Page, text: string): Promise<void> {
  const message = quickInput(page).locator(".quick-input-message", { hasText: text });
  await message.waitFor({ timeout: 10_000 });
}

/** Presses the Back arrow in the title bar of a step. */
export async function goBackInQuickInput(page: Page): Promise<void> {
  await quickInput(page).locator(".quick-input-titlebar .codicon-quick-input-back").click();
}

/** Leaves the quick input by Escape and waits until it is gone. */
export async function leaveQuickInput(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.locator(".quick-input-widget").first().waitFor({ state: "hidden", timeout: 10_000 });
}
