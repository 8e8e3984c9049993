import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

/** Resolves when the condition holds. Rejects after a minute, naming what was waited for. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    if (await condition()) {
      return;
    }
    await setTimeout(50);
  }
  assert.fail(`${what}: not within a minute`);
}

/** A text without what matches: ages, for instance, which depend on when it is read. */
export function without(text: string, pattern: RegExp): string {
  return text.replace(pattern, "");
}
