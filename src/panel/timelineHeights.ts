/**
 * The heights of many rows, in pixels, with the place of each: what a list needs that draws only the
 * rows in sight. Every operation takes logarithmic time. Rows that nobody measured count with an
 * estimate.
 */
export class RowHeights {
  readonly #heights: number[] = [];
  /** A Fenwick tree over the heights, counted from 1. */
  readonly #sums: number[] = [0];

  constructor(private readonly estimate: number) {}

  get count(): number {
    return this.#heights.length;
  }

  /** The height of all rows together. */
  get total(): number {
    return this.topOf(this.count);
  }

  /** Adds rows behind all others. */
  add(count: number): void {
    for (let added = 0; added < count; added += 1) {
      this.#heights.push(this.estimate);
      const index = this.#heights.length;
      let sum = this.estimate;
      for (let below = 1; below < (index & -index); below <<= 1) {
        sum += this.#sums[index - below] ?? 0;
      }
      this.#sums.push(sum);
    }
  }

  /** Notes the measured height of a row; says whether it was another. */
  set(index: number, height: number): boolean {
    const before = this.#heights[index];
    if (before === undefined || Math.abs(before - height) < 0.01) {
      return false;
    }
    this.#heights[index] = height;
    for (let at = index + 1; at < this.#sums.length; at += at & -at) {
      this.#sums[at] = (this.#sums[at] ?? 0) + height - before;
    }
    return true;
  }

  /** Where a row begins; of the count, where the last row ends. */
  topOf(index: number): number {
    let sum = 0;
    for (let at = Math.min(index, this.count); at > 0; at -= at & -at) {
      sum += this.#sums[at] ?? 0;
    }
    return sum;
  }

  /** The row that covers a place; the first or last when the place lies beyond them. */
  indexAt(place: number): number {
    let index = 0;
    let rest = place;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step >>= 1) {
      const sum = this.#sums[index + step];
      if (sum !== undefined && sum <= rest) {
        index += step;
        rest -= sum;
      }
    }
    return Math.max(0, Math.min(index, this.count - 1));
  }
}
