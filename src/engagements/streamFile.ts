import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  statSync,
  writeSync,
  type BigIntStats,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { JournalEntry } from "./engagement";
import { codeOf, JournalError } from "./journal";
import { entryLine, parseEntryLine } from "./storedEntries";

/** What was read of a file since it was read last. */
export interface Reading {
  readonly entries: readonly JournalEntry[];
  /** Whether it is another file than the one that was read last, or none. */
  readonly isAnew: boolean;
  readonly exists: boolean;
}

const newline = 0x0a;

/** How much is read in one go, in bytes. */
const chunkBytes = 1024 * 1024;

/**
 * One stream on disk, a line of JSON for each entry. Appending is one write, so that what several
 * windows append never mingles. A line that cannot be read is skipped and counted; the file stays as
 * it is.
 */
export class StreamFile {
  #offset = 0;
  #inode: bigint | undefined;
  /** Bytes of a line whose end was not there yet. */
  #rest: Buffer = Buffer.alloc(0);
  /** How many lines could not be read. */
  unreadableLines = 0;

  constructor(readonly path: string) {}

  /** Whether it is the file that was read last and has not grown since; false when that is unknown. */
  isReadUp(): boolean {
    try {
      const { ino, size } = statSync(this.path, { bigint: true });
      return ino === this.#inode && size === BigInt(this.#offset);
    } catch {
      return false;
    }
  }

  /**
   * Appends lines, and reads what was appended since it was read last, they included; undefined when
   * there is no file and none is to be made.
   * @throws JournalError
   */
  async append(entries: readonly JournalEntry[], begins: boolean): Promise<Reading | undefined> {
    const { O_APPEND, O_CREAT, O_WRONLY } = constants;
    const lines = entries.map(entryLine);
    // The line before may have been torn by a crash: it ends here, and spoils itself only.
    const bytes = Buffer.from(`\n${lines.join("\n")}\n`);
    let own: Reading | undefined;
    // A request waits for this, and nothing is synced: these four calls take some microseconds, and through Node's
    // thread pool ten times as long.
    try {
      const file = openSync(this.path, O_APPEND | O_WRONLY | (begins ? O_CREAT : 0), 0o600);
      try {
        if (writeSync(file, bytes) < bytes.length) {
          throw Object.assign(new Error("written in part"), { code: "ENOSPC" });
        }
        own = this.#ownOf(lines, bytes.length, fstatSync(file, { bigint: true }));
      } finally {
        closeSync(file);
      }
    } catch (cause) {
      if (!begins && codeOf(cause) === "ENOENT") {
        return undefined;
      }
      throw new JournalError("append", this.path, { cause });
    }
    return own ?? this.read();
  }

  /** What was just appended as a reading, where nothing else came: it need not be read. */
  #ownOf(
    lines: readonly string[],
    length: number,
    { ino, size }: BigIntStats,
  ): Reading | undefined {
    const isFirst = this.#inode === undefined && this.#offset === 0;
    if (!(isFirst || ino === this.#inode) || this.#rest.length > 0) {
      return undefined;
    }
    if (Number(size) !== this.#offset + length) {
      return undefined;
    }
    this.#inode = ino;
    this.#offset = Number(size);
    return { entries: this.#entriesOf(lines), isAnew: false, exists: true };
  }

  /**
   * Reads what was appended since it was read last.
   * @throws JournalError
   */
  async read(): Promise<Reading> {
    let file: FileHandle | undefined;
    try {
      try {
        file = await open(this.path, "r");
      } catch (cause) {
        if (codeOf(cause) !== "ENOENT") {
          throw new JournalError("read", this.path, { cause });
        }
        const isAnew = this.#inode !== undefined;
        this.#begin();
        return { entries: [], isAnew, exists: false };
      }
      return await this.#readOn(file);
    } finally {
      await file?.close();
    }
  }

  /** @throws JournalError */
  async #readOn(file: FileHandle): Promise<Reading> {
    try {
      const { ino, size } = await file.stat({ bigint: true });
      const isAnew =
        this.#inode !== undefined && (ino !== this.#inode || size < BigInt(this.#offset));
      if (isAnew) {
        this.#begin();
      }
      this.#inode = ino;
      return { entries: await this.#readLines(file, Number(size)), isAnew, exists: true };
    } catch (cause) {
      throw new JournalError("read", this.path, { cause });
    }
  }

  #begin(): void {
    this.#offset = 0;
    this.#inode = undefined;
    this.#rest = Buffer.alloc(0);
    this.unreadableLines = 0;
  }

  async #readLines(file: FileHandle, size: number): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    while (this.#offset < size) {
      const length = Math.min(chunkBytes, size - this.#offset);
      const chunk = Buffer.alloc(length);
      const { bytesRead } = await file.read(chunk, 0, length, this.#offset);
      if (bytesRead === 0) {
        break;
      }
      this.#offset += bytesRead;
      const bytes = Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf(newline) + 1;
      this.#rest = bytes.subarray(end);
      const lines = bytes.subarray(0, end).toString("utf8").split("\n");
      entries.push(...this.#entriesOf(lines.filter((line) => line !== "")));
    }
    return entries;
  }

  #entriesOf(lines: readonly string[]): JournalEntry[] {
    const entries = lines.map(parseEntryLine).filter((entry) => entry !== undefined);
    this.unreadableLines += lines.length - entries.length;
    return entries;
  }
}
