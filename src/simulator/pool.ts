/** The pool of the chat server, which may change while sessions live. */
export class Pool {
  #current: string;
  #old: { readonly pool: string; readonly left: number }[] = [];

  /** `graceCalls`: how many calls with the pool before a change are served after it. */
  constructor(
    current: string,
    private readonly graceCalls: number,
  ) {
    this.#current = current;
  }

  get current(): string {
    return this.#current;
  }

  change(pool: string): void {
    this.#old = [...this.#old, { pool: this.#current, left: this.graceCalls }];
    this.#current = pool;
  }

  /** Whether a call with this pool is served; uses up one call of an old pool. */
  accepts(pool: string): boolean {
    const old = this.#old.find((known) => known.pool === pool && known.left > 0);
    if (old === undefined) {
      return pool === this.#current;
    }
    this.#old = this.#old.map((known) =>
      known === old ? { ...known, left: known.left - 1 } : known,
    );
    return true;
  }
}
