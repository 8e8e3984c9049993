/** One row of the table: a figure against its goal. */
export interface Row {
  readonly figure: string;
  readonly goal: string;
  readonly measured: string;
  /** Undefined where there is no goal: the figure is there to understand another one. */
  readonly isMet: boolean | undefined;
}

/** A row whose figures are medians in ms: met when each is at most its limit. */
export function rowOf(figure: string, goal: string, measured: string, isMet?: boolean): Row {
  return { figure, goal, measured, isMet };
}

/** The rows as a Markdown table. */
export function markdownTable(rows: readonly Row[]): string {
  const verdict = ({ isMet }: Row): string =>
    isMet === undefined ? "" : isMet ? "met" : "**not met**";
  return [
    "| figure | goal | measured | |",
    "| --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row.figure} | ${row.goal} | ${row.measured} | ${verdict(row)} |`),
  ].join("\n");
}

/** The value in the middle of some values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[half]];
  return (low + high) / 2;
}

/** The value below which so much of some values lies; 0.95 for 95 %. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** "12 ms", with one place after the point below 10. */
export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

/** The median of some times and the longest: "12 ms (longest 15 ms)". */
export function medianMs(values: readonly number[]): string {
  return `${ms(median(values))} (longest ${ms(Math.max(...values))})`;
}

/** Bytes in KB of 1000 bytes, or MB of a million from a million on. */
export function bytes(value: number): string {
  return Math.abs(value) >= 1_000_000
    ? `${(value / 1_000_000).toFixed(1)} MB`
    : `${(value / 1000).toFixed(1)} KB`;
}
