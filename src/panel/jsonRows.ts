import type { JsonNode, NodePath } from "./jsonTree";

/** Children are shown in chunks of this many: the first one, and others when they are asked for. */
export const chunkSize = 200;

/** What is unfolded where nobody said otherwise. */
export type FoldBase = "default" | "all" | "none";

/** What is folded and unfolded in one tree. Nodes are named by {@link nodeId}. */
export interface Folds {
  base: FoldBase;
  readonly opened: Set<string>;
  readonly closed: Set<string>;
  /** The chunks of children that are shown, counted from 0, where that is not the first alone. */
  readonly shown: Map<string, readonly number[]>;
}

/** One line of the tree as it is shown. */
export type JsonRow =
  | {
      readonly type: "node";
      readonly id: string;
      readonly path: NodePath;
      readonly node: JsonNode;
      /** 1 for the whole. */
      readonly level: number;
      /** The place among its brothers, counted from 1. */
      readonly position: number;
      readonly siblings: number;
      readonly isOpen: boolean;
    }
  /** The closing bracket of an unfolded node. */
  | {
      readonly type: "close";
      readonly id: string;
      readonly node: JsonNode;
      readonly level: number;
      readonly isLast: boolean;
    }
  /** Stands for children that are not shown: those from one index up to, not including, another. */
  | {
      readonly type: "more";
      readonly id: string;
      readonly level: number;
      readonly from: number;
      readonly to: number;
      readonly total: number;
    };

/** A row that stands for a value. */
export type NodeRow = Extract<JsonRow, { type: "node" }>;

/** How many rows may still be unfolded without being asked for one by one. */
export interface RowBudget {
  left: number;
  /** Set when something stayed folded for want of rows. */
  isShort: boolean;
}

/** How many levels are unfolded. The whole itself always is, or there would be nothing to see. */
const baseLevels: Readonly<Record<FoldBase, number>> = { default: 2, all: Infinity, none: 1 };

/** Nothing said yet: the first levels are unfolded. */
export function defaultFolds(): Folds {
  return { base: "default", opened: new Set(), closed: new Set(), shown: new Map() };
}

/** A name for the place of a node that holds nothing of the text. */
export function nodeId(path: NodePath): string {
  return path.join("/");
}

/** The path that {@link nodeId} was made of. */
export function pathOfId(id: string): NodePath {
  return id === "" ? [] : id.split("/").map(Number);
}

/** Whether a node has something to fold. */
export function isFoldable(node: JsonNode): boolean {
  return node.children.length > 0;
}

/** Every row of the tree, top to bottom. */
export function allRows(root: JsonNode, folds: Folds, budget: RowBudget): JsonRow[] {
  const rows: JsonRow[] = [];
  pushNode(rows, { node: root, path: [], position: 1, siblings: 1 }, folds, budget);
  return rows;
}

/** Adds the chunk that holds a child to those that are shown. */
export function showChunkOf(folds: Folds, id: string, child: number): void {
  const chunks = new Set(folds.shown.get(id) ?? [0]);
  chunks.add(Math.floor(child / chunkSize));
  folds.shown.set(
    id,
    [...chunks].sort((one, other) => one - other),
  );
}

/** The rows that appear below a row when it is unfolded, its closing bracket included. */
export function rowsUnder(row: NodeRow, folds: Folds, budget: RowBudget): JsonRow[] {
  const rows: JsonRow[] = [];
  pushChildren(rows, row, 0, row.node.children.length, folds, budget);
  rows.push(closingRow(row));
  return rows;
}

/** The rows of some of the children, without the closing bracket. `from` begins a chunk. */
export function childRows(
  row: NodeRow,
  { from, to }: { readonly from: number; readonly to: number },
  folds: Folds,
  budget: RowBudget,
): JsonRow[] {
  const rows: JsonRow[] = [];
  pushChildren(rows, row, from, to, folds, budget);
  return rows;
}

interface Place {
  readonly node: JsonNode;
  readonly path: NodePath;
  readonly position: number;
  readonly siblings: number;
}

function pushNode(rows: JsonRow[], place: Place, folds: Folds, budget: RowBudget): void {
  const { node, path } = place;
  const id = nodeId(path);
  const level = path.length + 1;
  budget.left -= 1;
  const isOpen = isFoldable(node) && isUnfolded(id, level, node, folds, budget);
  const row: NodeRow = { type: "node", id, level, isOpen, ...place };
  rows.push(row);
  if (isOpen) {
    pushChildren(rows, row, 0, node.children.length, folds, budget);
    rows.push(closingRow(row));
  }
}

function pushChildren(
  rows: JsonRow[],
  { id, node, path, level }: NodeRow,
  from: number,
  to: number,
  folds: Folds,
  budget: RowBudget,
): void {
  const siblings = node.children.length;
  let next = from;
  const pushGap = (end: number): void => {
    if (next < end) {
      rows.push({ type: "more", id, level: level + 1, from: next, to: end, total: siblings });
    }
  };
  for (const chunk of folds.shown.get(id) ?? [0]) {
    const first = chunk * chunkSize;
    if (first < from || first >= to) {
      continue;
    }
    pushGap(first);
    next = Math.min(first + chunkSize, to);
    for (const [offset, child] of node.children.slice(first, next).entries()) {
      const index = first + offset;
      const place = { node: child, path: [...path, index], position: index + 1, siblings };
      pushNode(rows, place, folds, budget);
    }
  }
  pushGap(to);
}

function isUnfolded(
  id: string,
  level: number,
  node: JsonNode,
  { base, opened, closed }: Folds,
  budget: RowBudget,
): boolean {
  if (opened.has(id)) {
    return true;
  }
  if (closed.has(id) || level > baseLevels[base]) {
    return false;
  }
  const hasRoom = budget.left >= Math.min(node.children.length, chunkSize) || level === 1;
  budget.isShort ||= !hasRoom;
  return hasRoom;
}

function closingRow({ id, node, level, position, siblings }: NodeRow): JsonRow {
  return { type: "close", id, node, level, isLast: position === siblings };
}
