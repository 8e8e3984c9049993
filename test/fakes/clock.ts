import type { Clock } from "../../src/session/clock";

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now = 1_000_000;
  #timers: { readonly at: number; readonly task: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): { dispose: () => void } {
    const timer = { at: this.#now + ms, task };
    this.#timers.push(timer);
    return {
      dispose: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  /** How many things wait to be done. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass: what becomes due is done at its time, with all that follows from it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }
      this.#now = Math.max(this.#now, next.at);
      this.#timers = this.#timers.filter((other) => other !== next);
      next.task();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  /** The machine sleeps: the time of day goes on, timers do not. */
  sleep(ms: number): void {
    this.#now += ms;
    this.#timers = this.#timers.map(({ at, task }) => ({ at: at + ms, task }));
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
