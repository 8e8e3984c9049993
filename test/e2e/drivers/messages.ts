import type { Locator, Page } from "playwright-core";

/** The toast whose message contains the text. It leaves by itself after some ten seconds if it has no button. */
export function toast(page: Page, text: string): Locator {
  const toasts = page.locator(".notifications-toasts .notification-list-item");
  return toasts.filter({ hasText: text }).first();
}

/** The messages of the toasts that are shown at this moment. */
export function shownToasts(page: Page): Promise<string[]> {
  return page
    .locator(".notifications-toasts .notification-list-item-message")
    .filter({ visible: true })
    .allInnerTexts();
}

/** Waits for a toast and resolves to its whole message. */
export async function toastMessage(page: Page, text: string): Promise<string> {
  const message = toast(page, text).locator(".notification-list-item-message");
  await message.waitFor({ timeout: 30_000 });
  return message.innerText();
}

/** The labels of a toast's buttons, in the order they stand. */
export async function toastButtons(page: Page, text: string): Promise<string[]> {
  await toast(page, text).waitFor({ timeout: 30_000 });
  const buttons = toast(page, text).locator(".notification-list-item-buttons-container");
  return buttons.locator(".monaco-button:not(.monaco-dropdown-button)").allInnerTexts();
}

/** Presses a button of a toast. */
export async function pressInToast(page: Page, text: string, button: string): Promise<void> {
  await toastMessage(page, text);
  await toast(page, text).getByRole("button", { name: button, exact: true }).click();
}

/** The modal dialog that is open. */
function modal(page: Page): Locator {
  return page.locator(".monaco-dialog-box");
}

/** Waits for a modal dialog and resolves to its words: the question, a line break, the detail. */
export async function modalText(page: Page): Promise<string> {
  await modal(page).waitFor({ timeout: 30_000 });
  const parts = modal(page).locator(".dialog-message-text, .dialog-message-detail");
  return (await parts.allInnerTexts()).join("\n");
}

/** Presses a button of the modal dialog and waits until the dialog is gone. */
export async function pressInModal(page: Page, button: string): Promise<void> {
  await modal(page).getByRole("button", { name: button, exact: true }).click();
  await modal(page).waitFor({ state: "hidden", timeout: 10_000 });
}
