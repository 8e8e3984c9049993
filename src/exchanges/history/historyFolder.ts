import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf } from "../../engagements/journal";
import { inParallel } from "../../util/inParallel";
import { summaryOf, type ExchangeSummary } from "./historyEntry";
import {
  parseRecordLine,
  parseSummaryLine,
  recordLine,
  summaryLine,
  type KeptRecord,
  type StoredReading,
} from "./storedExchange";

/** One exchange on disk. */
export interface HistoryFile {
  readonly name: string;
  readonly id: string;
  /** Ms since 1970. */
  readonly sentAt: number;
  readonly isPinned: boolean;
  readonly bytes: number;
}

/** What was read of a file; `gone` when there is none. */
export type FileReading<T> = StoredReading<T> | { readonly kind: "gone" };

/** What the disk refused, for example because it is full or the folder is read-only. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";

  constructor(
    readonly action: "read" | "add" | "pin" | "delete",
    /** The file or folder. */
    readonly path: string,
    options: ErrorOptions,
  ) {
    super(`${action}: ${codeOf(options.cause) ?? "unknown error"}`, options);
  }
}

/** How many files are looked at at the same time. */
const parallelReads = 16;

/** How much of a file is read for its summary, in bytes: more than nearly all need. */
const summaryBytes = 8 * 1024;

/** A file that was begun this long ago, in ms, is not going to be finished. */
const leftoverMs = 3_600_000;

const pinnedSuffix = ".pinned.json";
const unpinnedSuffix = ".json";
const leftoverSuffix = ".tmp";
const asideSuffix = ".unreadable";

/**
 * The exchanges on disk, a file each: a line with the summary, and one with the whole. The name tells
 * when the request was sent, its id, and whether it is pinned: so pinning is renaming, which another
 * window that deletes the oldest at that moment can only win or lose, and counting needs no reading.
 * A file is written under another name first: it is there whole, or not at all.
 */
export class HistoryFolder {
  constructor(readonly path: string) {}

  /** Makes the folder, for the user only. */
  async make(): Promise<void> {
    await this.#do("add", this.path, () => mkdir(this.path, { recursive: true, mode: 0o700 }));
  }

  /** The files that are there; those already known by name are not looked at again. */
  async list(known: ReadonlyMap<string, HistoryFile>): Promise<HistoryFile[]> {
    const names = await this.#names();
    const files = await inParallel(names, parallelReads, async (name) => {
      const facts = factsOf(name);
      return known.get(name) ?? (facts && (await this.#withSize(name, facts)));
    });
    return files.filter((file) => file !== undefined);
  }

  /** Writes a record's file; the folder has to be there. */
  async write(record: KeptRecord, isPinned: boolean): Promise<HistoryFile> {
    const { id, sentAt } = record.exchange;
    const name = nameOf(sentAt, id, isPinned);
    const path = join(this.path, name);
    const content = Buffer.from(`${summaryLine(summaryOf(record))}\n${recordLine(record)}\n`);
    const draft = join(this.path, `${randomUUID()}${leftoverSuffix}`);
    await this.#do("add", path, async () => {
      try {
        await writeFile(draft, content, { mode: 0o600, flag: "wx" });
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw error;
      }
    });
    return { name, id, sentAt: Math.round(sentAt), isPinned, bytes: content.length };
  }

  /** Reads what is known of an exchange, without its bodies. */
  async readSummary({ name, id }: HistoryFile): Promise<FileReading<ExchangeSummary>> {
    const reading = await this.#reading(name, async (path) => {
      const file = await open(path, "r");
      try {
        const { buffer, bytesRead } = await file.read(
          Buffer.alloc(summaryBytes),
          0,
          summaryBytes,
          0,
        );
        const start = buffer.toString("utf8", 0, bytesRead);
        const line = start.includes("\n") ? start : await file.readFile("utf8");
        return parseSummaryLine(firstLine(line));
      } finally {
        await file.close();
      }
    });
    return reading.kind === "read" && reading.value.id !== id ? { kind: "unreadable" } : reading;
  }

  /** Reads a whole exchange. */
  async readRecord({ name, id }: HistoryFile): Promise<FileReading<KeptRecord>> {
    const reading = await this.#reading(name, async (path) => {
      const text = await readFile(path, "utf8");
      return parseRecordLine(text.slice(firstLine(text).length + 1).trimEnd());
    });
    return reading.kind === "read" && reading.value.exchange.id !== id
      ? { kind: "unreadable" }
      : reading;
  }

  /** Pins or unpins; undefined when the file is gone. */
  async setPinned(file: HistoryFile, isPinned: boolean): Promise<HistoryFile | undefined> {
    const name = nameOf(file.sentAt, file.id, isPinned);
    const path = join(this.path, file.name);
    return this.#do("pin", path, async () => {
      try {
        await rename(path, join(this.path, name));
        return { ...file, name, isPinned };
      } catch (error) {
        if (codeOf(error) === "ENOENT") {
          return undefined;
        }
        throw error;
      }
    });
  }

  /** Deletes an exchange, also when another window pinned or unpinned it meanwhile. */
  async remove({ sentAt, id }: HistoryFile): Promise<void> {
    await this.#remove(nameOf(sentAt, id, false));
    await this.#remove(nameOf(sentAt, id, true));
  }

  /** Deletes an exchange, but not when another window pinned it meanwhile. */
  async removeUnpinned({ sentAt, id }: HistoryFile): Promise<void> {
    await this.#remove(nameOf(sentAt, id, false));
  }

  /** Puts a file that cannot be read where nothing stumbles over it again; its path there. */
  async setAside({ name }: HistoryFile): Promise<string> {
    const path = join(this.path, name);
    const aside = `${path}${asideSuffix}`;
    await this.#do("read", path, () => rename(path, aside));
    return aside;
  }

  /** Deletes what was set aside. */
  async removeAside(): Promise<void> {
    for (const name of await this.#names()) {
      if (name.endsWith(asideSuffix)) {
        await this.#remove(name);
      }
    }
  }

  /** Deletes what windows left that ended while they wrote. */
  async removeLeftovers(now: number): Promise<void> {
    for (const name of await this.#names()) {
      if (name.endsWith(leftoverSuffix) && (await this.#isOlder(name, now - leftoverMs))) {
        await this.#remove(name);
      }
    }
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.path);
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") {
        return [];
      }
      throw new HistoryError("read", this.path, { cause });
    }
  }

  async #withSize(
    name: string,
    facts: Omit<HistoryFile, "name" | "bytes">,
  ): Promise<HistoryFile | undefined> {
    try {
      const { size } = await stat(join(this.path, name));
      return { name, ...facts, bytes: size };
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") {
        return undefined;
      }
      throw new HistoryError("read", join(this.path, name), { cause });
    }
  }

  async #isOlder(name: string, than: number): Promise<boolean> {
    try {
      return (await stat(join(this.path, name))).mtimeMs < than;
    } catch {
      return false;
    }
  }

  async #reading<T>(
    name: string,
    read: (path: string) => Promise<StoredReading<T>>,
  ): Promise<FileReading<T>> {
    const path = join(this.path, name);
    try {
      return await read(path);
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") {
        return { kind: "gone" };
      }
      throw new HistoryError("read", path, { cause });
    }
  }

  async #remove(name: string): Promise<void> {
    const path = join(this.path, name);
    await this.#do("delete", path, () => rm(path, { force: true }));
  }

  async #do<T>(action: HistoryError["action"], path: string, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (cause) {
      throw new HistoryError(action, path, { cause });
    }
  }
}

/** The time first, so that the names' order is the order of sending. */
function nameOf(sentAt: number, id: string, isPinned: boolean): string {
  const time = Math.round(sentAt).toString().padStart(15, "0");
  return `${time}-${id}${isPinned ? pinnedSuffix : unpinnedSuffix}`;
}

function factsOf(name: string): Omit<HistoryFile, "name" | "bytes"> | undefined {
  const { time, id, pinned } =
    /^(?<time>\d{15})-(?<id>[\w-]+)(?<pinned>\.pinned)?\.json$/.exec(name)?.groups ?? {};
  return time === undefined || id === undefined
    ? undefined
    : { id, sentAt: Number(time), isPinned: pinned !== undefined };
}

function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return end === -1 ? text : text.slice(0, end);
}
