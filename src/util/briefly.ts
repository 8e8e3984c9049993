/**
 * Values that a burst of calls needs again and again, each for at most so long after it was made: what must not lie in
 * memory for longer, or may be old by then.
 */
export class Briefly<K, V> {
  readonly #kept = new Map<K, { readonly value: V; readonly timer: NodeJS.Timeout }>();

  /** @param keptMs how long a value is kept, in ms */
  constructor(private readonly keptMs = 1000) {}

  /** The value of a key: the one that is kept, otherwise one that is made now. */
  get(key: K, make: () => V): V {
    const kept = this.#kept.get(key);
    if (kept) {
      return kept.value;
    }
    const value = make();
    this.delete(key);
    const timer = setTimeout(() => {
      this.#kept.delete(key);
    }, this.keptMs).unref();
    this.#kept.set(key, { value, timer });
    return value;
  }

  /** Forgets the value of a key now. */
  delete(key: K): void {
    clearTimeout(this.#kept.get(key)?.timer);
    this.#kept.delete(key);
  }

  /** Forgets everything now. */
  clear(): void {
    for (const key of [...this.#kept.keys()]) {
      this.delete(key);
    }
  }
}
