/** A line cut at its fault. */
export interface FaultyLine {
  readonly before: string;
  /** The character at the fault; empty when the line ends there. */
  readonly at: string;
  readonly after: string;
}

/** The lines of a text without their ends. Lines end with LF, so that they count as the reader does. */
export function splitLines(text: string): string[] {
  return text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/** Cuts a line at a column, counted from 1; a surrogate pair stays whole. */
export function cutAtColumn(line: string, column: number): FaultyLine {
  const offset = Math.min(Math.max(column - 1, 0), line.length);
  const at = offset < line.length ? String.fromCodePoint(line.codePointAt(offset) ?? 0) : "";
  return { before: line.slice(0, offset), at, after: line.slice(offset + at.length) };
}
