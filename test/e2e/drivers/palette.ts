import type { Locator, Page } from "playwright-core";
import { quickInputField } from "./quickInput";

const limitMs = 60_000;

/**
 * Runs a command from the palette.
 * @param title as the palette shows it, "Category: Title"
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const entry = paletteEntry(page, title);
  // The list is made when the palette opens: one that opened before the extension's commands were known never shows
  // them, so it is opened again until it does.
  for (const end = Date.now() + limitMs; Date.now() < end;) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("F1");
    // It may close by itself while a window is being drawn.
    const isFilled = await appears(() =>
      quickInputField(page).fill(`>${title}`, { timeout: 3000 }),
    );
    if (isFilled && (await appears(() => entry.click({ timeout: 2000 })))) {
      return;
    }
  }
  throw new Error(`The palette did not offer "${title}" in ${limitMs / 1000} s.`);
}

/** Whether the palette does not offer a command; leaves the palette closed. */
export async function isMissingFromPalette(page: Page, title: string): Promise<boolean> {
  await page.keyboard.press("F1");
  await quickInputField(page).waitFor({ timeout: 10_000 });
  await quickInputField(page).fill(`>${title}`);
  const found = await appears(() => paletteEntry(page, title).waitFor({ timeout: 2000 }));
  await page.keyboard.press("Escape");
  return !found;
}

function paletteEntry(page: Page, title: string): Locator {
  const label = page.locator(".quick-input-list .monaco-list-row .label-name");
  return label.getByText(title, { exact: true }).first();
}

async function appears(wait: () => Promise<void>): Promise<boolean> {
  return wait().then(
    () => true,
    () => false,
  );
}
