import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const cleanUps: (() => unknown)[] = [];

/** Has something done after the test, in the opposite order of the calls. */
export function afterTest(cleanUp: () => unknown): void {
  cleanUps.unshift(cleanUp);
}

/** Does what {@link afterTest} asked for. */
export async function cleanUpAll(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0)) {
    await cleanUp();
  }
}

/** A folder that is deleted after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "session-"));
  // What a test began may still write into it: the event loop has to go on between the attempts.
  afterTest(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

/** Waits until something is so; fails when it is not after a generous while. */
export async function until(
  isSo: () => unknown,
  what = isSo.toString(),
  limitMs = 15_000,
): Promise<void> {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > limitMs) {
      throw new Error(`waited ${limitMs} ms in vain for: ${what}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
