import { Emitter, type Event } from "../util/event";
import type { JournalEntry } from "./engagement";
import type { AppendOptions, Journal, JournalChange, StreamId } from "./journal";

/** A journal that ends with its window: nothing of it is stored. */
export class MemoryJournal implements Journal {
  readonly #onDidChange = new Emitter<JournalChange>();
  readonly #streams = new Set<StreamId>();

  get onDidChange(): Event<JournalChange> {
    return this.#onDidChange.event;
  }

  open(): Promise<void> {
    return Promise.resolve();
  }

  append(
    stream: StreamId,
    entries: readonly JournalEntry[],
    { begins }: AppendOptions,
  ): Promise<boolean> {
    const isThere = this.#streams.has(stream) || begins;
    if (isThere) {
      this.#streams.add(stream);
      this.#onDidChange.fire({ stream, entries, isAnew: false });
    }
    return Promise.resolve(isThere);
  }

  forget(streams: readonly StreamId[]): Promise<void> {
    for (const stream of streams) {
      if (this.#streams.delete(stream)) {
        this.#onDidChange.fire({ stream, entries: [], isAnew: true });
      }
    }
    return Promise.resolve();
  }

  forgetAll(): Promise<void> {
    return this.forget([...this.#streams]);
  }

  close(): void {
    this.#onDidChange.dispose();
  }
}
