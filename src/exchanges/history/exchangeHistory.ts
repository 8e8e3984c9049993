import { codeOf } from "../../engagements/journal";
import type { Disposable } from "../../util/disposable";
import { Emitter, type Event } from "../../util/event";
import { inParallel } from "../../util/inParallel";
import type { ExchangeRecord } from "../exchangeRecord";
import { FolderWatch } from "./folderWatch";
import { summaryOf, type HistoryEntry } from "./historyEntry";
import { HistoryFolder, type HistoryFile } from "./historyFolder";
import { itemOf, type Item } from "./historyItem";
import { RecentRecords } from "./recentRecords";
import { keptRecord, type KeptRecord } from "./storedExchange";

/** How much the history holds: the oldest that are not pinned go first, the newest always stays. */
export interface HistoryLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** What a {@link ExchangeHistory} is given. */
export interface ExchangeHistoryParts {
  /** The folder that all windows share; made when something is kept. */
  readonly root: string;
  /** Asked whenever something was added. */
  readonly limits: () => HistoryLimits;
  /** Ms since 1970. */
  readonly now: () => number;
  /** Told once when the disk begins to refuse, and of what goes wrong while others are followed. */
  readonly onError: (error: unknown) => void;
  /** Told of each file that could not be read, and where it is. */
  readonly onSetAside: (what: { readonly key: string; readonly asideKey: string }) => void;
}

const parallelFiles = 16;

/**
 * What was sent from this machine, by whichever window: kept on disk, up to a limit. This window's
 * latest exchanges are in memory as well, whole.
 */
export class ExchangeHistory implements Disposable {
  readonly #onDidChange = new Emitter<undefined>();
  readonly #recent = new RecentRecords();
  readonly #folder: HistoryFolder;
  readonly #watch: FolderWatch;
  readonly #items = new Map<string, Item>();
  /** Exchanges of a later version, or that the disk does not give: they are not read again. */
  readonly #skipped = new Set<string>();
  /** Added, and not written yet. */
  readonly #due: ExchangeRecord[] = [];
  #listed: readonly HistoryEntry[] | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #opened: Promise<void> | undefined;
  #isFollowing = false;
  #isLookDue = false;
  #isRefused = false;
  #isDisposed = false;

  constructor(private readonly parts: ExchangeHistoryParts) {
    this.#folder = new HistoryFolder(parts.root);
    this.#watch = new FolderWatch(parts.root, () => {
      this.#lookSoon();
    });
  }

  /** Fires when {@link list} has another answer. */
  get onDidChange(): Event<undefined> {
    return this.#onDidChange.event;
  }

  /** Reads what there is and begins to follow other windows; what goes wrong is told to `onError`. */
  open(): Promise<void> {
    this.#opened ??= this.#inTurn(async () => {
      this.#isFollowing = true;
      try {
        await this.#folder.make();
        await this.#folder.removeLeftovers(this.parts.now());
        await this.#look();
        await this.#keepLimits();
      } catch (error) {
        this.#opened = undefined;
        this.#refused(error);
      }
    });
    return this.#opened;
  }

  /** Looks whether other windows changed something, for file systems that do not tell of it. */
  async refresh(): Promise<void> {
    if (this.#isFollowing) {
      await this.#follow();
    }
  }

  /** What is known by now, newest first; everything once {@link open} has resolved. */
  list(): readonly HistoryEntry[] {
    this.#listed ??= [...this.#items.values()]
      .flatMap(({ summary, isPinned, bytes }) => (summary ? [{ ...summary, isPinned, bytes }] : []))
      .sort((a, b) => b.sentAt - a.sentAt || (a.id < b.id ? 1 : -1));
    return this.#listed;
  }

  /**
   * Keeps an exchange; it is in {@link list} at once. Resolves when it is on disk, or when the disk
   * refused: then it stays in memory, and `onError` was told, unless it knows already.
   */
  async add(record: ExchangeRecord): Promise<void> {
    const { id, sentAt } = record.exchange;
    this.#recent.add(record);
    this.#items.set(id, { sentAt, isPinned: false, bytes: 0, summary: summaryOf(record) });
    this.#changed();
    this.#due.push(record);
    await this.#inTurn(() => this.#writeDue());
  }

  /** An exchange: whole while this window has it in memory, otherwise as it is on disk. */
  async find(id: string): Promise<KeptRecord | undefined> {
    return this.#recent.find(id) ?? (await this.#inTurn(() => this.#read(id)));
  }

  /** Whether a body of an exchange, as far as it was kept, holds a text; without regard to case. */
  async hasInBody(id: string, text: string): Promise<boolean> {
    const record = await this.find(id);
    const wanted = text.toLowerCase();
    return [record?.exchange.request.body, record?.exchange.answer?.body].some(
      (body) => body?.toLowerCase().includes(wanted) ?? false,
    );
  }

  /**
   * Pins or unpins an exchange; false when it is gone.
   * @throws HistoryError
   */
  pin(id: string, isPinned: boolean): Promise<boolean> {
    return this.#inTurn(async () => {
      await this.#look();
      const item = this.#items.get(id);
      const file = item?.file && (await this.#folder.setPinned(item.file, isPinned));
      if (!item || (item.file && !file)) {
        return false;
      }
      this.#items.set(id, { ...item, isPinned, ...(file && { file }) });
      this.#changed();
      return true;
    });
  }

  /**
   * Deletes exchanges, pinned or not.
   * @throws HistoryError when one could not be deleted; the others are
   */
  delete(ids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      await this.#look();
      await this.#drop(ids, (file) => this.#folder.remove(file));
    });
  }

  /**
   * Deletes everything that is not pinned, and what could not be read.
   * @throws HistoryError when something could not be deleted; the rest is
   */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#look();
      const ids = [...this.#items].flatMap(([id, { isPinned }]) => (isPinned ? [] : [id]));
      await this.#drop(ids, (file) => this.#folder.removeUnpinned(file));
      await this.#folder.removeAside();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watch.dispose();
    this.#onDidChange.dispose();
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #changed(): void {
    this.#listed = undefined;
    try {
      this.#onDidChange.fire(undefined);
    } catch (error) {
      this.parts.onError(error);
    }
  }

  /** Tells of the first refusal of the disk only: the next exchange is likely to be refused as well. */
  #refused(error: unknown): void {
    if (!this.#isRefused) {
      this.#isRefused = true;
      this.parts.onError(error);
    }
  }

  /** Writes all that was added until its turn came, and looks once for all of them. */
  async #writeDue(): Promise<void> {
    const records = this.#due.splice(0);
    if (records.length === 0) {
      return;
    }
    const refused = (error: unknown): true => {
      this.#refused(error);
      return true;
    };
    try {
      await this.#folder.make();
      const refusals = await inParallel(records, parallelFiles, (record) =>
        this.#write(record).catch(refused),
      );
      this.#isRefused = refusals.includes(true);
      this.#changed();
      await this.#look();
    } catch (error) {
      refused(error);
    }
    await this.#keepLimits().catch(refused);
  }

  async #write(record: ExchangeRecord): Promise<void> {
    const { id } = record.exchange;
    const item = this.#items.get(id);
    if (!item) {
      return;
    }
    const kept = keptRecord(record);
    const file = await this.#folder.write(kept, item.isPinned);
    this.#items.set(id, { ...item, ...itemOf(file), summary: summaryOf(kept) });
  }

  async #read(id: string): Promise<KeptRecord | undefined> {
    // Another window may pin or delete it while it is looked for.
    for (let tries = 0; tries < 3; tries += 1) {
      await this.#look();
      const file = this.#items.get(id)?.file;
      if (!file) {
        return undefined;
      }
      const reading = await this.#folder.readRecord(file);
      switch (reading.kind) {
        case "read":
          return reading.value;
        case "newer":
          return undefined;
        case "unreadable":
          await this.#setAside(file);
          this.#changed();
          return undefined;
        case "gone":
          break;
      }
    }
    return undefined;
  }

  /** Deletes as much as the disk lets; what it does not stays in the list. */
  async #drop(ids: readonly string[], remove: (file: HistoryFile) => Promise<void>): Promise<void> {
    let refusal: { readonly error: unknown } | undefined;
    for (const id of ids) {
      const file = this.#items.get(id)?.file;
      try {
        await (file && remove(file));
        this.#recent.drop(id);
        this.#items.delete(id);
      } catch (error) {
        refusal ??= { error };
      }
    }
    await this.#look();
    this.#changed();
    if (refusal) {
      throw refusal.error;
    }
  }

  /** Deletes the oldest beyond the limits. Whoever does so at the same time deletes the same. */
  async #keepLimits(): Promise<void> {
    const { maxEntries, maxBytes } = this.parts.limits();
    const items = [...this.#items].sort(([a, { sentAt: x }], [b, { sentAt: y }]) =>
      x === y ? (a < b ? -1 : 1) : x - y,
    );
    const newest = items.at(-1)?.[0];
    let count = items.length;
    let bytes = items.reduce((sum, [, item]) => sum + item.bytes, 0);
    let hasDropped = false;
    for (const [id, item] of items) {
      if (count <= maxEntries && bytes <= maxBytes) {
        break;
      }
      if (!item.isPinned && id !== newest) {
        await (item.file && this.#folder.removeUnpinned(item.file));
        this.#items.delete(id);
        count -= 1;
        bytes -= item.bytes;
        hasDropped = true;
      }
    }
    if (hasDropped) {
      this.#changed();
    }
  }

  /** Looks which files are there; what they hold is read only when somebody wants the list. */
  async #look(): Promise<void> {
    if (this.#isFollowing) {
      await this.#watch.look();
    }
    const known = new Map(
      [...this.#items.values()].flatMap(({ file }) => (file ? [[file.name, file]] : [])),
    );
    const files = await this.#folder.list(known);
    const there = new Map(files.map((file) => [file.id, file]));
    let hasChanged = false;
    for (const [id, { file }] of this.#items) {
      if (file && !there.has(id)) {
        this.#items.delete(id);
        hasChanged = true;
      }
    }
    for (const file of files) {
      const item = this.#items.get(file.id);
      if (item?.file !== file) {
        this.#items.set(file.id, { ...item, ...itemOf(file) });
        hasChanged = true;
      }
    }
    if (this.#isFollowing) {
      hasChanged = (await this.#readSummaries(files)) || hasChanged;
    }
    if (hasChanged) {
      this.#changed();
    }
  }

  async #readSummaries(files: readonly HistoryFile[]): Promise<boolean> {
    const unread = files.filter(
      ({ id }) => !this.#skipped.has(id) && this.#items.get(id)?.summary === undefined,
    );
    await inParallel(unread, parallelFiles, (file) => this.#readSummary(file));
    return unread.length > 0;
  }

  /** One file that cannot be read keeps nobody from the others. */
  async #readSummary(file: HistoryFile): Promise<void> {
    try {
      const reading = await this.#folder.readSummary(file);
      const item = this.#items.get(file.id);
      if (reading.kind === "read" && item) {
        this.#items.set(file.id, { ...item, summary: reading.value });
      } else if (reading.kind === "newer") {
        this.#skipped.add(file.id);
      } else if (reading.kind === "unreadable") {
        await this.#setAside(file);
      }
    } catch (error) {
      this.#skipped.add(file.id);
      this.parts.onError(error);
    }
  }

  async #setAside(file: HistoryFile): Promise<void> {
    this.#items.delete(file.id);
    try {
      const aside = await this.#folder.setAside(file);
      this.parts.onSetAside({ key: file.name, asideKey: aside });
    } catch (error) {
      // Another window may have set it aside, or deleted it.
      if (!(error instanceof Error) || codeOf(error.cause) !== "ENOENT") {
        throw error;
      }
    }
  }

  /** Looks when its turn comes, once for all that happens until then. */
  #lookSoon(): void {
    if (!this.#isLookDue) {
      this.#isLookDue = true;
      void this.#follow();
    }
  }

  async #follow(): Promise<void> {
    try {
      await this.#inTurn(async () => {
        this.#isLookDue = false;
        if (!this.#isDisposed) {
          await this.#look();
        }
      });
    } catch (error) {
      this.parts.onError(error);
    }
  }
}
