import type { FoldBase, Folds } from "../panel/jsonRows";

/** How one tree is folded, as kept: places only, nothing of the text. */
export interface StoredFolds {
  readonly base: FoldBase;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly shown: readonly (readonly [string, readonly number[]])[];
}

/** What the user arranged in one view. */
export interface ViewState {
  /** Sections that were opened or closed by hand. */
  sections: Record<string, boolean>;
  /** Bodies that are shown as they came. */
  raw: Record<string, boolean>;
  folds: Record<string, StoredFolds>;
  search: string;
  /** Pixels from the top. */
  scroll: number;
}

/** What is kept of the page while it is hidden or reloaded, by the views' keys, oldest first. */
export type UiState = Map<string, ViewState>;

/** The store that VS Code gives a page. */
export interface StateStore {
  getState(): unknown;
  setState(state: unknown): void;
}

const maxViews = 20;
const maxFolds = 1_000;

/** Nothing arranged yet. */
export function emptyViewState(): ViewState {
  return { sections: {}, raw: {}, folds: {}, search: "", scroll: 0 };
}

/** Reads what was kept; what is not understood counts as not arranged. */
export function readUiState(stored: unknown): UiState {
  const state: UiState = new Map();
  const views = isRecord(stored) ? stored["views"] : undefined;
  for (const entry of Array.isArray(views) ? (views as unknown[]) : []) {
    const [key, view] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof key === "string" && isRecord(view)) {
      state.set(key, readViewState(view));
    }
  }
  return state;
}

/** The value to keep: the most recent views, with no text of a body. */
export function writeUiState(state: UiState): unknown {
  return { views: [...state].slice(-maxViews) };
}

/** The folds as kept; {@link foldsOf} reads them back. */
export function storedFolds({ base, opened, closed, shown }: Folds): StoredFolds {
  return {
    base,
    opened: [...opened].slice(0, maxFolds),
    closed: [...closed].slice(0, maxFolds),
    shown: [...shown].slice(0, maxFolds),
  };
}

/** The folds that were kept, or those of the beginning. */
export function foldsOf(stored: StoredFolds | undefined): Folds {
  return {
    base: stored?.base ?? "default",
    opened: new Set(stored?.opened),
    closed: new Set(stored?.closed),
    shown: new Map(stored?.shown),
  };
}

function readViewState(view: Record<string, unknown>): ViewState {
  const { search, scroll } = view;
  const stored = Object.entries(isRecord(view["folds"]) ? view["folds"] : {});
  return {
    sections: booleansIn(view["sections"]),
    raw: booleansIn(view["raw"]),
    // Not by assignment: a name like __proto__ would be more than a name.
    folds: Object.fromEntries(
      stored.flatMap(([body, value]) => (isRecord(value) ? [[body, readFolds(value)]] : [])),
    ),
    search: typeof search === "string" ? search : "",
    scroll: typeof scroll === "number" && scroll >= 0 ? scroll : 0,
  };
}

function readFolds(value: Record<string, unknown>): StoredFolds {
  const { base, shown } = value;
  return {
    base: base === "all" || base === "none" ? base : "default",
    opened: stringsIn(value["opened"]),
    closed: stringsIn(value["closed"]),
    shown: (Array.isArray(shown) ? (shown as unknown[]) : []).filter(isChunks),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isChunks(value: unknown): value is [string, number[]] {
  const [id, chunks] = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    typeof id === "string" &&
    Array.isArray(chunks) &&
    chunks.every((chunk) => Number.isSafeInteger(chunk) && Number(chunk) >= 0)
  );
}

function stringsIn(value: unknown): string[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).filter(
    (item) => typeof item === "string",
  );
}

function booleansIn(value: unknown): Record<string, boolean> {
  const entries = Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
  );
}
