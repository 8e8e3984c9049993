import { closeSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

// Each of these is some microseconds of work in a small folder on this machine, and stands before a request that
// somebody waits for: going through Node's thread pool would take ten times as long, and more of the processor.

/** The numbers that are the names of files in a folder; other files do not count. */
export function numbersIn(folder: string): number[] {
  const names = readdirSync(folder);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The highest of some numbers, 0 for none. */
export function highest(numbers: readonly number[]): number {
  return numbers.reduce((top, number) => Math.max(top, number), 0);
}

/**
 * Creates the file of a number with O_EXCL, which the file system grants to one process only. False
 * when it is there already.
 */
export function tryCreate(folder: string, number: number, content = ""): boolean {
  try {
    const file = openSync(join(folder, String(number)), "wx");
    try {
      if (content !== "") {
        writeSync(file, content);
      }
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

/** Deletes the files of some numbers, as far as they are there. */
export function removeNumbers(folder: string, numbers: readonly number[]): void {
  for (const number of numbers) {
    rmSync(join(folder, String(number)), { force: true });
  }
}
