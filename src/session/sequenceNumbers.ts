import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { keyOf, type SessionFolders, type SessionKey } from "./sessionFolders";

/** What one claim takes in the file, in bytes: a token in hexadecimal digits and the end of the line. */
const claimBytes = 16;

/** How much of the file's end is read to find a claim that was just made, in bytes: it is among the last. */
const endBytes = 64 * claimBytes;

/**
 * Numbers requests per session: each is larger than every one before it and is handed out once,
 * also across reloads, crashes and windows.
 *
 * A number is claimed by appending a line to the session's file: where the line came to stand, which the
 * file system decides among all windows, is the number (docs/decisions/003).
 */
export class SequenceNumbers {
  readonly #last = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly folders: SessionFolders) {}

  /** The next number of a session, beginning with 1. Rejects when the file cannot be written. */
  next(session: SessionKey): Promise<bigint> {
    const turn = this.#queue.then(() => this.#next(session));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async #next(session: SessionKey): Promise<bigint> {
    const key = keyOf(session);
    const path = join(await this.folders.folderOf(session), "claims");
    const last = this.#last.get(key) ?? 0;
    let number = claim(path);
    if (number <= last) {
      // Somebody deleted the file: this window does not go back, whatever is in it now.
      fill(path, last - number);
      number = claim(path);
    }
    this.#last.set(key, number);
    return BigInt(number);
  }
}

/** Claims a number: some microseconds of work, while somebody waits for a request to leave. */
function claim(path: string): number {
  const { O_APPEND, O_CREAT, O_RDWR } = constants;
  const token = `${randomBytes(claimBytes).toString("hex").slice(1, claimBytes)}\n`;
  const file = openSync(path, O_APPEND | O_CREAT | O_RDWR, 0o600);
  try {
    writeWhole(file, Buffer.from(token));
    const { size } = fstatSync(file);
    const from = [Math.max(0, size - endBytes), 0];
    for (const start of from) {
      const end = Buffer.alloc(size - start);
      readSync(file, end, 0, end.length, start);
      const at = end.lastIndexOf(token);
      if (at >= 0) {
        // A line that was once written in part moves those after it: no two begin in the same sixteen bytes.
        return Math.floor((start + at) / claimBytes) + 1;
      }
    }
  } finally {
    closeSync(file);
  }
  throw new Error("a claim was not found where it was written");
}

/** Makes the numbers up to one that is so much larger be claimed by nobody. */
function fill(path: string, count: number): void {
  const file = openSync(path, "a", 0o600);
  try {
    writeWhole(file, Buffer.alloc(count * claimBytes, "-"));
  } finally {
    closeSync(file);
  }
}

function writeWhole(file: number, bytes: Buffer): void {
  if (writeSync(file, bytes) < bytes.length) {
    throw Object.assign(new Error("written in part"), { code: "ENOSPC" });
  }
}
