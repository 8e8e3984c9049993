import { watch, type FSWatcher } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Emitter, type Event } from "../util/event";
import { inParallel } from "../util/inParallel";
import { parseInt64 } from "../util/int64";
import type { JournalEntry } from "./engagement";
import {
  codeOf,
  JournalError,
  type AppendOptions,
  type Journal,
  type JournalChange,
  type StreamId,
} from "./journal";
import { StreamFile } from "./streamFile";

/** What a {@link JournalFolder} is given. */
export interface JournalFolderParts {
  /** The folder, which is made when something is stored. */
  readonly path: string;
  /** Whether there may be anything in it: nothing is stored for a profile that is gone. */
  readonly isWanted: () => boolean;
  /** Told of what could not be read while others' entries are followed. */
  readonly onError: (error: unknown) => void;
}

/** How often the folder is looked at, in ms, beside being watched: not every file system tells. */
const pollMs = 2_000;

/** How many files are looked at at the same time. */
const parallelReads = 16;

/**
 * A journal on disk that all windows of the machine share: a file a stream. What other windows append
 * or forget is followed as long as it is open.
 */
export class JournalFolder implements Journal {
  readonly #onDidChange = new Emitter<JournalChange>();
  readonly #files = new Map<StreamId, StreamFile>();
  readonly #stale = new Set<StreamId>();
  readonly #unreadable = new Set<StreamId>();
  #queue: Promise<unknown> = Promise.resolve();
  #opened: Promise<void> | undefined;
  #watcher: { readonly folder: string; readonly watcher: FSWatcher } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(private readonly parts: JournalFolderParts) {}

  get onDidChange(): Event<JournalChange> {
    return this.#onDidChange.event;
  }

  /** How many lines could not be read; they are skipped. */
  get unreadableLines(): number {
    return [...this.#files.values()].reduce((sum, file) => sum + file.unreadableLines, 0);
  }

  open(): Promise<void> {
    this.#opened ??= this.#inTurn(async () => {
      if (this.parts.isWanted()) {
        await this.#makeFolder();
      }
      await this.#look();
      this.#waitForNextLook();
    }).catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  append(
    stream: StreamId,
    entries: readonly JournalEntry[],
    { begins }: AppendOptions,
  ): Promise<boolean> {
    return this.#inTurn(async () => {
      if (!this.parts.isWanted()) {
        return false;
      }
      if (begins) {
        await this.#makeFolder();
      }
      const file = this.#files.get(stream) ?? new StreamFile(this.#pathOf(stream));
      const isAppended = await file.append(entries, begins);
      if (isAppended) {
        this.#files.set(stream, file);
      }
      await this.#read(stream);
      return isAppended;
    });
  }

  forget(streams: readonly StreamId[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const stream of streams) {
        await this.#remove(this.#pathOf(stream));
        await this.#read(stream);
      }
    });
  }

  forgetAll(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#remove(this.parts.path);
      await this.#look();
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#unwatch();
    this.#onDidChange.dispose();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #pathOf(stream: StreamId): string {
    return join(this.parts.path, `${stream}.jsonl`);
  }

  async #makeFolder(): Promise<void> {
    const { path } = this.parts;
    try {
      await mkdir(path, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw new JournalError("append", path, { cause });
    }
  }

  async #remove(path: string): Promise<void> {
    try {
      await rm(path, { recursive: true, force: true });
    } catch (cause) {
      throw new JournalError("forget", path, { cause });
    }
  }

  /** Looks at everything: what was appended, what is new, what is gone. */
  async #look(): Promise<void> {
    await this.#watch();
    const there = new Set(await this.#streamsThere());
    const gone = [...this.#files.keys()].filter((stream) => !there.has(stream));
    await inParallel([...there, ...gone], parallelReads, (stream) => this.#readOrReport(stream));
  }

  async #streamsThere(): Promise<StreamId[]> {
    const { path } = this.parts;
    try {
      return (await readdir(path)).flatMap((name) => streamOf(name) ?? []);
    } catch (cause) {
      if (codeOf(cause) === "ENOENT") {
        return [];
      }
      throw new JournalError("read", path, { cause });
    }
  }

  /** One file that cannot be read keeps nobody from the others; it is told of once. */
  async #readOrReport(stream: StreamId): Promise<void> {
    try {
      await this.#readIfGrown(stream);
      this.#unreadable.delete(stream);
    } catch (error) {
      if (!this.#unreadable.has(stream)) {
        this.#unreadable.add(stream);
        this.parts.onError(error);
      }
    }
  }

  async #readIfGrown(stream: StreamId): Promise<void> {
    const file = this.#files.get(stream);
    if (file && (await file.isReadUp())) {
      return;
    }
    await this.#read(stream);
  }

  /** Reads on in one file and tells what came; every file is read by one at a time. */
  async #read(stream: StreamId): Promise<void> {
    const file = this.#files.get(stream) ?? new StreamFile(this.#pathOf(stream));
    const { entries, isAnew, exists } = await file.read();
    if (exists) {
      this.#files.set(stream, file);
    } else {
      this.#files.delete(stream);
    }
    if (entries.length > 0 || isAnew) {
      this.#onDidChange.fire({ stream, entries, isAnew });
    }
  }

  #waitForNextLook(): void {
    if (this.#isClosed) {
      return;
    }
    this.#timer = setTimeout(() => {
      void this.#follow(() => this.#look()).then(() => {
        this.#waitForNextLook();
      });
    }, pollMs).unref();
  }

  async #follow(look: () => Promise<void>): Promise<void> {
    try {
      await this.#inTurn(() => (this.#isClosed ? Promise.resolve() : look()));
    } catch (error) {
      this.parts.onError(error);
    }
  }

  /** Watches the folder that is there at this moment; without it, looking now and then has to do. */
  async #watch(): Promise<void> {
    const { path } = this.parts;
    const folder = await identityOf(path);
    if (this.#isClosed || folder === this.#watcher?.folder) {
      return;
    }
    this.#unwatch();
    if (folder === undefined) {
      return;
    }
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => {
        this.#readSoon(name === null ? undefined : streamOf(name));
      });
      watcher.on("error", () => {
        watcher.close();
      });
      this.#watcher = { folder, watcher };
    } catch {
      // Too many things are watched on this machine.
    }
  }

  #unwatch(): void {
    this.#watcher?.watcher.close();
    this.#watcher = undefined;
  }

  /** Reads a stream when its turn comes, once for all that happens to it until then. */
  #readSoon(stream: StreamId | undefined): void {
    if (stream === undefined || this.#stale.has(stream)) {
      return;
    }
    this.#stale.add(stream);
    void this.#follow(async () => {
      this.#stale.delete(stream);
      await this.#readOrReport(stream);
    });
  }
}

function streamOf(name: string): StreamId | undefined {
  const stem = /^(?<stem>session|\d+)\.jsonl$/.exec(name)?.groups?.["stem"];
  if (stem === undefined || stem === "session") {
    return stem;
  }
  const id = parseInt64(stem);
  return id.ok && id.value.toString() === stem ? id.value : undefined;
}

/** What tells a folder from another one at the same path, which may have got the same inode. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { ino, birthtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${birthtimeNs}`;
  } catch {
    return undefined;
  }
}
