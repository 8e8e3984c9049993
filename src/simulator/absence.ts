import type { Timers } from "./timers";

/** Whether the server has contact with a participant. */
export type Presence = "present" | "absent" | "disconnected";

/** How long a participant may be silent. */
export interface AbsenceLimits {
  /** Silence that makes a participant absent, in milliseconds. */
  readonly intervalMs: number;
  /** How many such intervals disconnect a participant. */
  readonly retryCount: number;
}

/**
 * Watches over the signs of life of one participant. Who never gave one is present: the clock runs
 * from the first contact on, and stands while a poll is held.
 */
export class AbsenceClock {
  #presence: Presence = "present";
  #holds = 0;
  #cancel: (() => void) | undefined;
  #isDisposed = false;

  /** `onDidChange` is told each presence that differs from the one before. */
  constructor(
    private readonly timers: Timers,
    private readonly limits: AbsenceLimits,
    private readonly onDidChange: (presence: Presence) => void,
  ) {}

  get presence(): Presence {
    return this.#presence;
  }

  /** How long an absent participant has left before it is disconnected. */
  get msToDisconnect(): number {
    return this.limits.intervalMs * Math.max(0, this.limits.retryCount - 1);
  }

  /** A sign of life. */
  contact(): void {
    this.stop();
    this.#become("present");
    this.lose();
  }

  /** Contact that lasts until the function it gives is called. */
  hold(): () => void {
    this.#holds += 1;
    this.contact();
    return () => {
      this.#holds -= 1;
      this.contact();
    };
  }

  /** Silence begins, unless contact lasts or the silence began before. */
  lose(): void {
    if (this.#isDisposed || this.#holds > 0 || this.#cancel !== undefined) {
      return;
    }
    this.#cancel = this.timers.after(this.limits.intervalMs, () => {
      this.#cancel = this.timers.after(this.msToDisconnect, () => {
        this.#become("disconnected");
      });
      this.#become("absent");
    });
  }

  /** Stops watching, until there is another sign of life. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Stops watching for good: calls that are held at this moment end later. */
  dispose(): void {
    this.#isDisposed = true;
    this.stop();
  }

  #become(presence: Presence): void {
    if (presence !== this.#presence) {
      this.#presence = presence;
      this.onDidChange(presence);
    }
  }
}
