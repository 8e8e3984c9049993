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
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    if (spans.length === limit) {
      break;
    }
    spans.push({ start: found.index, end: found.index + found[0].length });
  }
  return spans;
}

/**
 * Where the pattern occurs in the names and values of a tree, folded or not, top to bottom.
 * A match never spans a name and its value: it is a match in what a row shows.
 */
export function findInTree(
  text: string,
  root: JsonNode,
  pattern: RegExp,
  limit = maxMatches,
): TreeMatch[] {
  const matches: TreeMatch[] = [];
  const look = (path: NodePath, part: "key" | "value", { start, end }: Span): void => {
    for (const span of findInText(text.slice(start, end), pattern, limit - matches.length)) {
      matches.push({ path, part, span });
    }
  };
  const walk = (node: JsonNode, path: NodePath): void => {
    if (node.key !== undefined) {
      look(path, "key", node.key);
    }
    if (node.kind !== "object" && node.kind !== "array") {
      look(path, "value", node);
    }
    for (const [index, child] of node.children.entries()) {
      if (matches.length >= limit) {
        return;
      }
      walk(child, [...path, index]);
    }
  };
  walk(root, []);
  return matches;
}
