import type { Timers } from "./timers";

/** What came of a long poll. */
export type Polled<T> =
  /** Waiting messages, which are out of the outbox until they are given back. */
  | {
      readonly kind: "messages";
      readonly messages: readonly T[];
      /** Puts the messages back in their place, when they could not be delivered. */
      readonly giveBack: () => void;
    }
  /** The time was over, or another poll came in the place of this one. */
  | { readonly kind: "nothing" }
  /** The outbox was closed. */
  | { readonly kind: "closed" }
  /** Whoever polled is gone. */
  | { readonly kind: "gone" };

/** Makes a message with its number in the outbox. */
export type MessageMaker<T> = (sequenceNumber: number) => T;

interface Entry<T> {
  readonly place: number;
  readonly make: MessageMaker<T>;
}

/**
 * The messages for one session, in order, each delivered once, with the poll that is held for them.
 * A second poll takes the place of the first, which is answered at once with nothing.
 */
export class Outbox<T> {
  #entries: readonly Entry<T>[] = [];
  #added = 0;
  readonly #polls = new Set<(polled: Polled<T> | "messages") => void>();
  #mostPolls = 0;
  #isClosed = false;

  constructor(private readonly timers: Timers) {}

  /** The most polls that were held at the same time; more than one is against the documentation. */
  get mostPolls(): number {
    return this.#mostPolls;
  }

  get isPolled(): boolean {
    return this.#polls.size > 0;
  }

  /** Whether no message waits. */
  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** Adds a message, which is told its number, counted from 1. */
  add(make: MessageMaker<T>): void {
    this.#added += 1;
    this.#entries = [...this.#entries, { place: this.#added, make }];
    this.#wake();
  }

  /** Takes what waits, or waits for it as long as `holdMs`. */
  poll(holdMs: number, signal?: AbortSignal): Promise<Polled<T>> {
    if (signal?.aborted === true) {
      return Promise.resolve({ kind: "gone" });
    }
    this.#mostPolls = Math.max(this.#mostPolls, this.#polls.size + 1);
    this.#settle({ kind: "nothing" });
    if (this.#isClosed) {
      return Promise.resolve({ kind: "closed" });
    }
    if (this.#entries.length > 0) {
      return Promise.resolve(this.#take());
    }
    return new Promise((resolve) => {
      const settle = (polled: Polled<T> | "messages"): void => {
        this.#polls.delete(settle);
        cancel();
        signal?.removeEventListener("abort", leave);
        resolve(polled === "messages" ? this.#take() : polled);
      };
      const leave = (): void => {
        settle({ kind: "gone" });
      };
      const cancel = this.timers.after(holdMs, () => {
        settle({ kind: "nothing" });
      });
      signal?.addEventListener("abort", leave);
      this.#polls.add(settle);
    });
  }

  /** Takes everything that waits, to be added to another outbox. */
  drain(): readonly MessageMaker<T>[] {
    const makers = this.#entries.map(({ make }) => make);
    this.#entries = [];
    return makers;
  }

  /** Ends the poll that is held, and every later one. */
  close(): void {
    this.#isClosed = true;
    this.#settle({ kind: "closed" });
  }

  #take(): Polled<T> {
    const taken = this.#entries;
    this.#entries = [];
    return {
      kind: "messages",
      messages: taken.map(({ place, make }) => make(place)),
      giveBack: () => {
        this.#entries = [...this.#entries, ...taken].sort((one, other) => one.place - other.place);
        this.#wake();
      },
    };
  }

  #wake(): void {
    if (this.#entries.length > 0) {
      this.#settle("messages");
    }
  }

  #settle(polled: Polled<T> | "messages"): void {
    for (const settle of [...this.#polls]) {
      settle(polled);
    }
  }
}
