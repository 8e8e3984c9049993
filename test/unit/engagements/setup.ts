import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  EngagementStore,
  type EngagementStoreParts,
} from "../../../src/engagements/engagementStore";

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
  const folder = mkdtempSync(join(tmpdir(), "engagements-"));
  // What a test began may still write into it: the event loop has to go on between the attempts.
  afterTest(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

/** The store of one window; an error that nobody asked for fails the test. */
export function openStore(parts: Partial<EngagementStoreParts> & { readonly root: string }) {
  const store = new EngagementStore({
    now: () => 5,
    onError: (error) => {
      throw error;
    },
    ...parts,
  });
  afterTest(() => {
    store.dispose();
  });
  return store;
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

/** Windows on one folder, each with the profile p1 open. */
export function setupStore() {
  const root = join(temporaryFolder(), "journal");
  const removed = new Set<string>();
  const errors: unknown[] = [];
  const open = async ({ now = () => 5 }: { now?: () => number } = {}): Promise<EngagementStore> => {
    const store = openStore({
      root,
      now,
      isKnown: (profileId) => !removed.has(profileId),
      onError: (error) => errors.push(error),
    });
    await store.open("p1");
    return store;
  };
  const fileOf = (stream: string) => join(root, "p1", `${stream}.jsonl`);
  return { root, removed, errors, open, fileOf };
}

/** The engagements of p1 as id and state. */
export function kindsOf(store: EngagementStore): string[] {
  return store.list("p1").map(({ id, state }) => `${id} ${state.kind}`);
}
