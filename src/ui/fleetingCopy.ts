import type { Clipboard } from "vscode";

/** How long a copy with credentials stays in the clipboard, unless something else is copied, in ms. */
const stayMs = 60_000;

/**
 * Copies a text that is taken out of the clipboard a minute later, unless something else was copied
 * meanwhile. Resolves when it is copied; rejects when the clipboard cannot be written.
 * @param after acts once when so many milliseconds have passed
 */
export async function copyForAWhile(
  clipboard: Clipboard,
  text: string,
  after: (ms: number, act: () => void) => void = setTimeoutAfter,
): Promise<void> {
  await clipboard.writeText(text);
  after(stayMs, () => {
    clearIfUnchanged(clipboard, text).catch(() => {
      // Where the clipboard cannot be read it cannot be told whether the copy is still in it.
    });
  });
}

async function clearIfUnchanged(clipboard: Clipboard, text: string): Promise<void> {
  if ((await clipboard.readText()) === text) {
    await clipboard.writeText("");
  }
}

function setTimeoutAfter(ms: number, act: () => void): void {
  setTimeout(act, ms);
}
