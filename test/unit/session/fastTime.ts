import type { Clock } from "../../../src/session/clock";
import type { Timers } from "../../../src/simulator/timers";

interface Due {
  readonly at: number;
  readonly ms: number;
  readonly owner: "client" | "server";
  readonly act: () => void;
}

/** One time for a client and a server that talk over real sockets: it passes only while both are at rest. */
export class FastTime {
  #now = 1_760_000_000_000;
  #due: readonly Due[] = [];

  readonly now = (): number => this.#now;

  /** The client's clock. */
  readonly clock: Clock = {
    now: this.now,
    after: (ms, task) => ({ dispose: this.#after("client", ms, task) }),
  };

  /** The server's timers. */
  readonly timers: Timers = { after: (ms, act) => this.#after("server", ms, act) };

  /** The times, in ms, that the client has asked to wait and still waits for. */
  get clientWaits(): readonly number[] {
    return this.#due.filter(({ owner }) => owner === "client").map(({ ms }) => ms);
  }

  /** Lets milliseconds pass; after each thing that falls due within them everything comes to rest. */
  async pass(ms: number, rest: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await rest();
      const [next] = this.#due
        .filter(({ at }) => at <= end)
        .sort((one, other) => one.at - other.at);
      if (next === undefined) {
        break;
      }
      this.#due = this.#due.filter((due) => due !== next);
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
  }

  #after(owner: Due["owner"], ms: number, act: () => void): () => void {
    // The time of day is told in whole milliseconds.
    const due: Due = { at: Math.ceil(this.#now + ms), ms, owner, act };
    this.#due = [...this.#due, due];
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }
}
