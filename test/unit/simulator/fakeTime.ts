import type { Timers } from "../../../src/simulator/timers";

interface Due {
  readonly at: number;
  readonly act: () => void;
}

/** Time that passes when a test says so. */
export class FakeTime implements Timers {
  #time = 1_760_000_000_000;
  #due: readonly Due[] = [];

  readonly now = (): number => this.#time;

  after(ms: number, act: () => void): () => void {
    const due = { at: this.#time + ms, act };
    this.#due = [...this.#due, due];
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }

  /** How many things wait for their time. */
  get pending(): number {
    return this.#due.length;
  }

  /** Lets milliseconds pass; what falls due within them is done in its order. */
  pass(ms: number): void {
    const end = this.#time + ms;
    for (;;) {
      const [next] = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) {
        break;
      }
      this.#due = this.#due.filter((due) => due !== next);
      this.#time = next.at;
      next.act();
    }
    this.#time = end;
  }
}
