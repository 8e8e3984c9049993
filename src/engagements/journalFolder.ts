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
import { StreamFile, type Reading } from "./streamFile";

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

/** How much longer than a look lasted it is waited for the next: thousands of files are looked at less often. */
const restPerLook = 100;

/** The longest time between two looks, in ms. */
const maxPollMs = 60_000;

/** How many files are worked on at the same time. */
const parallelFiles = 16;

/** So many files are looked at in a row. */
const streamsPerLook = 256;

/** What waits to be appended to each stream, in its order. None of them rejects. */
type DueAppends = Map<StreamId, (() => Promise<void>)[]>;

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
  /** Takes more until its turn comes. */
  #due: DueAppends | undefined;
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
    return new Promise((resolve, reject) => {
      const due = this.#due ?? this.#appendSoon();
      const before = due.get(stream) ?? [];
      due.set(stream, before);
      before.push(() => this.#append(stream, entries, begins).then(resolve, reject));
    });
  }

  forget(streams: readonly StreamId[]): Promise<void> {
    this.#due = undefined;
    return this.#inTurn(async () => {
      for (const stream of streams) {
        await this.#remove(this.#pathOf(stream));
        await this.#read(stream);
      }
    });
  }

  forgetAll(): Promise<void> {
    this.#due = undefined;
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

  /** What is appended until its turn comes is appended in one turn, streams beside each other. */
  #appendSoon(): DueAppends {
    const due: DueAppends = new Map();
    this.#due = due;
    void this.#inTurn(async () => {
      if (this.#due === due) {
        this.#due = undefined;
      }
      await inParallel([...due.values()], parallelFiles, async (appends) => {
        for (const append of appends) {
          await append();
        }
      });
      if (due.size > 1) {
        // Thousands of appends in a row leave room for everything else.
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    return due;
  }

  async #append(
    stream: StreamId,
    entries: readonly JournalEntry[],
    begins: boolean,
  ): Promise<boolean> {
    if (!this.parts.isWanted()) {
      return false;
    }
    const file = this.#files.get(stream) ?? new StreamFile(this.#pathOf(stream));
    const reading = await this.#appendTo(file, entries, begins);
    this.#take(stream, file, reading ?? (await file.read()));
    return reading !== undefined;
  }

  /** The folder is there but for the first time, and when somebody deleted it. */
  async #appendTo(
    file: StreamFile,
    entries: readonly JournalEntry[],
    begins: boolean,
  ): Promise<Reading | undefined> {
    try {
      return await file.append(entries, begins);
    } catch (error) {
      if (!begins || !(error instanceof JournalError) || codeOf(error.cause) !== "ENOENT") {
        throw error;
      }
      await this.#makeFolder();
      return file.append(entries, begins);
    }
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
    const streams = [...there, ...gone];
    for (let from = 0; from < streams.length; from += streamsPerLook) {
      const some = streams.slice(from, from + streamsPerLook);
      await inParallel(some, parallelFiles, (stream) => this.#readOrReport(stream));
      // A look at many files leaves room for everything else.
      await new Promise((resolve) => setImmediate(resolve));
    }
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
    if (file?.isReadUp()) {
      return;
    }
    await this.#read(stream);
  }

  /** Reads on in one file and tells what came; every file is read by one at a time. */
  async #read(stream: StreamId): Promise<void> {
    const file = this.#files.get(stream) ?? new StreamFile(this.#pathOf(stream));
    this.#take(stream, file, await file.read());
  }

  #take(stream: StreamId, file: StreamFile, { entries, isAnew, exists }: Reading): void {
    if (exists) {
      this.#files.set(stream, file);
    } else {
      this.#files.delete(stream);
    }
    if (entries.length > 0 || isAnew) {
      this.#onDidChange.fire({ stream, entries, isAnew });
    }
  }

  #waitForNextLook(lastedMs = 0): void {
    if (this.#isClosed) {
      return;
    }
    this.#timer = setTimeout(
      () => {
        let start = 0;
        void this.#follow(() => {
          start = performance.now();
          return this.#look();
        }).then(() => {
          this.#waitForNextLook(performance.now() - start);
        });
      },
      Math.max(pollMs, Math.min(maxPollMs, lastedMs * restPerLook)),
    ).unref();
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

  /** Reads streams when their turn comes, once for all that happens to them until then. */
  #readSoon(stream: StreamId | undefined): void {
    if (stream === undefined) {
      return;
    }
    const isAwaited = this.#stale.size > 0;
    this.#stale.add(stream);
    if (!isAwaited) {
      void this.#follow(async () => {
        const streams = [...this.#stale];
        this.#stale.clear();
        await inParallel(streams, parallelFiles, (each) => this.#readOrReport(each));
      });
    }
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
