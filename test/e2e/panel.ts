import type { FrameLocator, Page } from "playwright-core";
import { webview } from "./drivers/editors";

/** The page of the answer panel. */
export function panel(page: Page): FrameLocator {
  return webview(page);
}

/** Waits until the panel's verdict begins with or contains the text. */
export async function untilHeadline(page: Page, text: string): Promise<void> {
  await panel(page).locator(".headline", { hasText: text }).waitFor({ timeout: 60_000 });
}

/** Presses a button of the panel. */
export async function pressInPanel(page: Page, name: string): Promise<void> {
  await panel(page).getByRole("button", { name }).first().click();
}
