import type { Span } from "./jsonTree";

/** A line cut at its fault. */
export interface FaultyLine {
  readonly before: string;
  /** The character at the fault; empty when the line ends there. */
  readonly at: string;
  readonly after: string;
}

/** A line, or a part of one that is too long to be shown in one piece. */
export interface Piece extends Span {
  /** Counted from 1. */
  readonly line: number;
  /** Whether the line begins with it. */
  readonly isFirst: boolean;
}

/**
 * The lines of a text without their ends, each in pieces of at most so many characters. Lines end
 * with LF, so that they count as the reader does; a surrogate pair stays whole.
 */
export function piecesOf(text: string, pieceLength: number): Piece[] {
  const pieces: Piece[] = [];
  let lineStart = 0;
  for (let line = 1; lineStart <= text.length; line += 1) {
    const feed = text.indexOf("\n", lineStart);
    const next = feed < 0 ? text.length + 1 : feed + 1;
    const isReturn = feed > lineStart && text[feed - 1] === "\r";
    const lineEnd = isReturn ? feed - 1 : next - 1;
    let start = lineStart;
    do {
      const cut = Math.min(start + pieceLength, lineEnd);
      const isInPair = cut < lineEnd && (text.codePointAt(cut - 1) ?? 0) > 0xffff;
      const end = isInPair ? cut + 1 : cut;
      pieces.push({ start, end, line, isFirst: start === lineStart });
      start = end;
    } while (start < lineEnd);
    lineStart = next;
  }
  return pieces;
}

/** The index of the last of some stretches, in order, that begins at or before an offset. */
export function indexAt(stretches: readonly Span[], offset: number): number {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.start ?? 0) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Cuts a line at a column, counted from 1; a surrogate pair stays whole. */
export function cutAtColumn(line: string, column: number): FaultyLine {
  const offset = Math.min(Math.max(column - 1, 0), line.length);
  const at = offset < line.length ? String.fromCodePoint(line.codePointAt(offset) ?? 0) : "";
  return { before: line.slice(0, offset), at, after: line.slice(offset + at.length) };
}
