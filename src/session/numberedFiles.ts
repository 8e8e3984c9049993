import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** The numbers that are the names of files in a folder; other files do not count. */
export async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
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
export async function tryCreate(folder: string, number: number, content = ""): Promise<boolean> {
  try {
    const file = await open(join(folder, String(number)), "wx");
    try {
      if (content !== "") {
        await file.writeFile(content);
      }
    } finally {
      await file.close();
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
export async function removeNumbers(folder: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) {
    await rm(join(folder, String(number)), { force: true });
  }
}
