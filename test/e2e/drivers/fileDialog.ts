import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { fillQuickInput, quickInput, quickPickRow } from "./quickInput";

/** The entry that tells that the dialog has read the folder. */
const signpost = "signpost";

/**
 * Gives a folder to the open file dialog.
 * @param folder an absolute path; made, with a folder in it, if it is not there
 * @param label what the dialog's button says
 */
export async function chooseFolder(page: Page, folder: string, label: string): Promise<void> {
  mkdirSync(join(folder, signpost), { recursive: true });
  await quickInput(page).waitFor({ timeout: 30_000 });
  // What is typed while the dialog still reads its first folder is replaced by that folder's path.
  await quickInput(page).locator(".monaco-list-row").first().waitFor({ timeout: 30_000 });
  await fillQuickInput(page, `${folder}/`);
  await quickPickRow(page, signpost).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: label }).click();
}
