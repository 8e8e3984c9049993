import type { JsonNode, NodePath, Span } from "./jsonTree";

/** More matches than this are not counted. */
export const maxMatches = 10_000;

/** A match in the shown text of a tree. */
export interface TreeMatch {
  readonly path: NodePath;
  readonly part: "key" | "value";
  /** Counted from the first character of the key or value, quotes included. */
  readonly span: Span;
}

/** Makes a pattern of what was typed, literally and in either case; undefined when that is nothing. */
export function searchPattern(query: string): RegExp | undefined {
  if (query === "") {
    return undefined;
  }
  return new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu");
}

/** Where the pattern occurs in a text, from left to right, at most `limit` times. */
export function findInText(text: string, pattern: RegExp, limit = maxMatches): Span[] {
  const spans: Span[] = [];
  for (const span of matchesInText(text, pattern)) {
    if (spans.length === limit) {
      break;
    }
    if (span) {
      spans.push(span);
    }
  }
  return spans;
}

/** So many places are looked at before there is one to pause. */
const placesAtOnce = 500;

/** Where the pattern occurs in a text, from left to right; undefined is a place to pause. */
export function* matchesInText(text: string, pattern: RegExp): Generator<Span | undefined> {
  pattern.lastIndex = 0;
  for (let count = 1; ; count += 1) {
    const found = pattern.exec(text);
    if (found === null) {
      return;
    }
    yield { start: found.index, end: found.index + found[0].length };
    if (count % placesAtOnce === 0) {
      yield undefined;
    }
  }
}

/**
 * Where the pattern occurs in the names and values of a tree, folded or not, top to bottom; undefined
 * is a place to pause. A match never spans a name and its value: it is a match in what a row shows.
 */
export function* matchesInTree(
  text: string,
  root: JsonNode,
  pattern: RegExp,
): Generator<TreeMatch | undefined> {
  pattern.lastIndex = 0;
  for (let count = 1; ; count += 1) {
    const found = pattern.exec(text);
    if (found === null) {
      return;
    }
    const start = found.index;
    const match = matchAt(root, { start, end: start + found[0].length });
    if (match === undefined) {
      // It touches a bracket, a comma or a blank; one that begins within it may not.
      pattern.lastIndex = start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1);
    } else {
      yield match;
    }
    if (count % placesAtOnce === 0) {
      yield undefined;
    }
  }
}

/** The name or the value in which a stretch of the text lies wholly. */
function matchAt(root: JsonNode, { start, end }: Span): TreeMatch | undefined {
  const path: number[] = [];
  let node: JsonNode | undefined = root;
  while (node !== undefined) {
    const { key } = node;
    const isInKey = key !== undefined && start < key.end;
    const isLeaf = node.kind !== "object" && node.kind !== "array";
    if (isInKey || isLeaf) {
      const part: Span = isInKey ? key : node;
      const span = { start: start - part.start, end: end - part.start };
      const isWithin = start >= part.start && end <= part.end;
      return isWithin ? { path, part: isInKey ? "key" : "value", span } : undefined;
    }
    const index = childAt(node.children, start);
    path.push(index);
    node = node.children[index];
  }
  return undefined;
}

/** The index of the last child that begins at or before an offset; -1 when there is none. */
function childAt(children: readonly JsonNode[], offset: number): number {
  let low = 0;
  let high = children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const child = children[middle];
    if (child !== undefined && (child.key ?? child).start <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
