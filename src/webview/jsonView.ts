import {
  allRows,
  childRows,
  isFoldable,
  nodeId,
  pathOfId,
  rowsUnder,
  showChunkOf,
  type FoldBase,
  type Folds,
  type JsonRow,
  type NodeRow,
  type RowBudget,
} from "../panel/jsonRows";
import { matchesInTree, type TreeMatch } from "../panel/jsonSearch";
import { copyText, jsonPath, nodeAt, type JsonNode } from "../panel/jsonTree";
import type { PageContext } from "./context";
import { iconButton } from "./controls";
import { el } from "./dom";
import { drawRow, isCut, showAround, showMore, shownFrom, textOf } from "./jsonRow";
import { openSections, rangeIn, type Match, type Searchable } from "./search";

/** Rows that a step unfolds by itself. */
const rowsAtOnce: Readonly<Record<FoldBase, number>> = { default: 500, all: 5_000, none: 500 };

/** A row on the page. The DOM, not the folds, knows what is unfolded: a budget may have run out. */
interface Drawn {
  readonly row: NodeRow;
  readonly element: HTMLElement;
}

/**
 * JSON as a tree to fold, by mouse and keyboard: one element a row, drawn when it is unfolded.
 * The rows stand flat below each other and say their level, as those of VS Code's trees do.
 */
export class JsonView implements Searchable {
  readonly element: HTMLElement;
  readonly #tree: HTMLElement;
  readonly #note = el("p", { class: "muted", role: "status" });
  readonly #drawn = new Map<string, Drawn>();
  /** Buttons in the row that has the focus, and in the one under the mouse: they may be two. */
  #focusActions: HTMLElement;
  #hoverActions: HTMLElement;

  constructor(
    private readonly text: string,
    private readonly root: JsonNode,
    private readonly folds: Folds,
    private readonly page: PageContext,
    private readonly options: {
      readonly label: string;
      /** Whether the text is the beginning of a longer one: its last values may not be whole. */
      readonly isBeginning: boolean;
      readonly onFold: () => void;
    },
  ) {
    this.#tree = el("div", { class: "tree", role: "tree" });
    this.#tree.ariaLabel = options.label;
    this.element = el("div", { class: "json", data: { find: "" } }, this.#tree, this.#note);
    this.#focusActions = this.#rowActions();
    this.#hoverActions = this.#rowActions();
    this.#draw();
    this.#listen();
    page.search(this.element, this);
  }

  /** Unfolds or folds everything. */
  foldAll(base: "all" | "none"): void {
    this.folds.base = base;
    this.folds.opened.clear();
    this.folds.closed.clear();
    const isShort = this.#draw();
    this.#note.textContent = isShort
      ? "Very large: the first rows are unfolded, the others unfold when you open them."
      : "";
    this.#changed();
  }

  *find(pattern: RegExp): Generator<Match | undefined> {
    for (const match of matchesInTree(this.text, this.root, pattern)) {
      yield (
        match && {
          reveal: () => {
            this.#reveal(match);
          },
          range: () => this.#range(match),
        }
      );
    }
  }

  /** Draws every row; says whether something stayed folded for want of room. */
  #draw(): boolean {
    const budget: RowBudget = { left: rowsAtOnce[this.folds.base], isShort: false };
    this.#drawn.clear();
    this.#tree.replaceChildren(this.#fragment(allRows(this.root, this.folds, budget)));
    const first = this.#tree.firstElementChild;
    if (first instanceof HTMLElement) {
      first.tabIndex = 0;
    }
    return budget.isShort;
  }

  #fragment(rows: readonly JsonRow[]): DocumentFragment {
    const fragment = document.createDocumentFragment();
    for (const row of rows) {
      const element = drawRow(this.text, row);
      fragment.append(element);
      if (row.type === "node") {
        this.#drawn.set(row.id, { row, element });
      }
    }
    return fragment;
  }

  #listen(): void {
    this.#tree.addEventListener("click", (event) => {
      this.#onClick(event);
    });
    this.#tree.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    this.#tree.addEventListener("mouseover", (event) => {
      const row = rowOf(event.target);
      if (row?.dataset["id"] !== undefined && row.querySelector(".row-actions") === null) {
        row.append(this.#hoverActions);
      }
    });
    this.#tree.addEventListener("focusin", (event) => {
      const row = rowOf(event.target);
      if (row !== undefined) {
        this.#makeCurrent(row);
      }
    });
  }

  #onClick({ target, detail }: MouseEvent): void {
    const row = rowOf(target);
    if (!(target instanceof Element) || row === undefined || target.closest(".row-actions")) {
      return;
    }
    row.focus({ preventScroll: true });
    const isSelecting = document.getSelection()?.isCollapsed === false;
    if (target.classList.contains("rest") || row.dataset["more"] !== undefined) {
      this.#activate(row);
    } else if (!isSelecting && detail < 2) {
      this.#toggle(row.dataset["id"] ?? "");
    }
  }

  #onKey(event: KeyboardEvent): void {
    const row = rowOf(event.target);
    if (row === undefined || event.target !== row) {
      return;
    }
    const id = row.dataset["id"] ?? "";
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && !event.shiftKey) {
      if (document.getSelection()?.isCollapsed !== false) {
        this.#copyValue(id);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (this.#move(event.key, row, id)) {
      event.preventDefault();
    }
  }

  /** Does what a key means in a tree; false when it means nothing. */
  #move(key: string, row: HTMLElement, id: string): boolean {
    const isOpen = row.ariaExpanded === "true";
    switch (key) {
      case "ArrowDown":
        step(row, "nextElementSibling")?.focus();
        return true;
      case "ArrowUp":
        step(row, "previousElementSibling")?.focus();
        return true;
      case "ArrowRight":
        if (row.ariaExpanded === "false") {
          this.#expand(id);
        } else if (isOpen) {
          step(row, "nextElementSibling")?.focus();
        }
        return true;
      case "ArrowLeft":
        if (isOpen) {
          this.#collapse(id);
        } else {
          this.#parentOf(row)?.focus();
        }
        return true;
      case "Home":
        this.#rowElements().at(0)?.focus();
        return true;
      case "End":
        this.#rowElements().at(-1)?.focus();
        return true;
      case "Enter":
      case " ":
        this.#activate(row);
        return true;
      default:
        return false;
    }
  }

  #activate(row: HTMLElement): void {
    const { id, more, from } = row.dataset;
    if (more !== undefined) {
      this.#showMore(row, Number(from));
      return;
    }
    const drawn = this.#drawn.get(id ?? "");
    if (drawn !== undefined && isCut(drawn.element)) {
      showMore(drawn.element, this.text, drawn.row.node);
      this.#changed();
    } else {
      this.#toggle(id ?? "");
    }
  }

  #toggle(id: string): void {
    const { element } = this.#drawn.get(id) ?? {};
    if (element?.ariaExpanded === "true") {
      this.#collapse(id);
    } else {
      this.#expand(id);
    }
  }

  #expand(id: string): void {
    const drawn = this.#drawn.get(id);
    if (drawn === undefined || !isFoldable(drawn.row.node) || isOpenRow(drawn)) {
      return;
    }
    this.folds.closed.delete(id);
    this.folds.opened.add(id);
    drawn.element.ariaExpanded = "true";
    drawn.element.after(this.#fragment(rowsUnder(drawn.row, this.folds, this.#budget())));
    this.#changed();
  }

  #collapse(id: string): void {
    const drawn = this.#drawn.get(id);
    if (drawn === undefined || !isOpenRow(drawn)) {
      return;
    }
    this.folds.opened.delete(id);
    this.folds.closed.add(id);
    drawn.element.ariaExpanded = "false";
    let last = drawn.element;
    while (last.dataset["closes"] !== id && last.nextElementSibling instanceof HTMLElement) {
      last = last.nextElementSibling;
      this.#drawn.delete(last.dataset["id"] ?? "none");
      if (last.tabIndex === 0) {
        this.#makeCurrent(drawn.element);
      }
    }
    const gone = document.createRange();
    gone.setStartAfter(drawn.element);
    gone.setEndAfter(last);
    gone.deleteContents();
    this.#changed();
  }

  /** Draws, in the place of a row that stands for children, the chunk that holds one of them. */
  #showMore(more: HTMLElement, child: number): void {
    const { more: id = "", from, to } = more.dataset;
    const drawn = this.#drawn.get(id);
    if (drawn === undefined) {
      return;
    }
    showChunkOf(this.folds, id, child);
    const range = { from: Number(from), to: Number(to) };
    const fragment = this.#fragment(childRows(drawn.row, range, this.folds, this.#budget()));
    const first = fragment.firstElementChild as HTMLElement | null;
    const hadFocus = more === document.activeElement;
    more.replaceWith(fragment);
    if (hadFocus) {
      first?.focus();
    }
    this.#changed();
  }

  /** The row that stands for a child which is not shown. */
  #rowInsteadOf(id: string, child: number): HTMLElement | undefined {
    const rows = this.#tree.querySelectorAll<HTMLElement>(`[data-more="${CSS.escape(id)}"]`);
    return [...rows].find(
      ({ dataset: { from, to } }) => Number(from) <= child && child < Number(to),
    );
  }

  #reveal({ path, part, span }: TreeMatch): void {
    openSections(this.element);
    for (const [depth, index] of path.entries()) {
      const id = nodeId(path.slice(0, depth));
      this.#expand(id);
      const more = this.#rowInsteadOf(id, index);
      if (more !== undefined) {
        this.#showMore(more, index);
      }
    }
    const drawn = this.#drawn.get(nodeId(path));
    if (drawn !== undefined && this.#range({ path, part, span }) === undefined) {
      showAround(drawn.element, this.text, drawn.row.node, span);
    }
  }

  #range({ path, part, span }: TreeMatch): AbstractRange | undefined {
    const element = this.#drawn.get(nodeId(path))?.element;
    if (element === undefined) {
      return undefined;
    }
    const from = shownFrom(element, part);
    const shown = { start: span.start - from, end: span.end - from };
    return shown.start < 0 ? undefined : rangeIn(textOf(element, part), shown);
  }

  #copyValue(id: string): void {
    const node = nodeAt(this.root, pathOfId(id));
    if (node !== undefined) {
      this.page.post({ type: "copyText", text: copyText(this.text, node) });
      this.page.announce("Value copied");
    }
  }

  #copyPath(id: string): void {
    const path = jsonPath(this.text, this.root, pathOfId(id));
    this.page.post({ type: "copyText", text: path });
    this.page.announce("Path copied");
  }

  /** Only one row can be reached by Tab, and its buttons after it. */
  #makeCurrent(row: HTMLElement): void {
    for (const other of this.#tree.querySelectorAll<HTMLElement>('.row[tabindex="0"]')) {
      other.tabIndex = -1;
    }
    row.tabIndex = 0;
    if (row.contains(this.#hoverActions)) {
      // They stay where they are: the mouse may be pressing one of them.
      [this.#focusActions, this.#hoverActions] = [this.#hoverActions, this.#focusActions];
    } else if (row.dataset["id"] !== undefined && !row.contains(this.#focusActions)) {
      row.append(this.#focusActions);
    }
  }

  #rowActions(): HTMLElement {
    const id = (): string => rowOf(actions)?.dataset["id"] ?? "";
    const copyValue = iconButton("copy-value", "Copy value", "copy", () => {
      this.#copyValue(id());
    });
    const actions = el(
      "span",
      { class: "row-actions" },
      this.options.isBeginning ? undefined : copyValue,
      iconButton("copy-path", "Copy path", "list-tree", () => {
        this.#copyPath(id());
      }),
    );
    return actions;
  }

  #parentOf(row: HTMLElement): HTMLElement | undefined {
    const { id, more } = row.dataset;
    return this.#drawn.get(more ?? nodeId(pathOfId(id ?? "").slice(0, -1)))?.element;
  }

  #rowElements(): HTMLElement[] {
    return [...this.#tree.querySelectorAll<HTMLElement>("[role=treeitem]")];
  }

  #budget(): RowBudget {
    return { left: rowsAtOnce[this.folds.base], isShort: false };
  }

  #changed(): void {
    this.options.onFold();
    this.page.textChanged();
  }
}

function isOpenRow({ element }: Drawn): boolean {
  return element.ariaExpanded === "true";
}

function rowOf(target: EventTarget | null): HTMLElement | undefined {
  return target instanceof Element
    ? (target.closest<HTMLElement>("[role=treeitem]") ?? undefined)
    : undefined;
}

/** The nearest row in a direction that can be focused. */
function step(
  row: HTMLElement,
  direction: "nextElementSibling" | "previousElementSibling",
): HTMLElement | undefined {
  let next = row[direction];
  while (next !== null && !next.matches("[role=treeitem]")) {
    next = next[direction];
  }
  return next instanceof HTMLElement ? next : undefined;
}
