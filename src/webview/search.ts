import { matchesInText, maxMatches, searchPattern } from "../panel/jsonSearch";
import { inSlices, type Sliced } from "../panel/slices";
import { iconButton } from "./controls";
import { el, icon } from "./dom";
import { slicing } from "./slicing";

/** One occurrence of what is searched for. */
export interface Match {
  /** Unfolds what hides it. */
  reveal(): void;
  /** Where it is on the page; undefined while something hides it. */
  range(): AbstractRange | undefined;
}

/** A part of the page that knows its text better than the DOM does, since some is not built yet. */
export interface Searchable {
  /** From top to bottom; undefined is a place to pause, since texts may be large. */
  find(pattern: RegExp): Iterable<Match | undefined>;
}

/** Elements whose text is searched carry this attribute. */
const searched = "[data-find]";

/** The search field with its count and buttons, and the marks on the page. */
export class Search {
  readonly element: HTMLElement;
  readonly #field = el("vscode-textfield", { class: "search-field" });
  readonly #count = el("span", { class: "search-count", role: "status" });
  readonly #buttons: readonly HTMLElementTagNameMap["vscode-toolbar-button"][];
  readonly #searchables = new WeakMap<Element, Searchable>();
  #matches: readonly Match[] = [];
  #current = -1;
  /** Gives up the search that is under way. */
  #searching = new AbortController();
  #isSearching = false;

  /**
   * @param root what is searched
   * @param onQuery told what was typed
   */
  constructor(
    private readonly root: HTMLElement,
    private readonly onQuery: (query: string) => void,
  ) {
    const glass = icon("search");
    glass.slot = "content-before";
    this.#field.append(glass);
    this.#field.label = "Find in this page";
    this.#field.placeholder = "Find";
    this.#field.addEventListener("input", () => {
      this.onQuery(this.#field.value);
      this.#run(() => {
        this.#go(0);
      });
    });
    this.#field.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    this.#buttons = [
      iconButton("search-previous", "Previous match (Shift+Enter)", "arrow-up", () => {
        this.#step(-1);
      }),
      iconButton("search-next", "Next match (Enter)", "arrow-down", () => {
        this.#step(1);
      }),
      iconButton("search-clear", "Clear (Escape)", "close", () => {
        this.#clear();
      }),
    ];
    this.element = el("div", { class: "search", role: "search" }, this.#field, this.#count);
    this.element.append(...this.#buttons);
    this.#show();
  }

  /** Makes `searchable` answer for the text in `element`. */
  register(element: HTMLElement, searchable: Searchable): void {
    this.#searchables.set(element, searchable);
  }

  /** Puts the cursor into the field. */
  focus(): void {
    this.#field.focus();
    this.#field.wrappedElement.select();
  }

  /** Searches another view, for what was searched there before; the page stays where it is. */
  restart(query: string): void {
    this.#field.value = query;
    this.#run();
  }

  /** Marks the matches anew after something was folded or unfolded. */
  refresh(): void {
    const current = this.#matches[this.#current]?.range();
    const all = this.#matches.map((match) => match.range()).filter((range) => range !== undefined);
    CSS.highlights.set("match", new Highlight(...all));
    const marked = new Highlight(...(current === undefined ? [] : [current]));
    marked.priority = 1;
    CSS.highlights.set("current-match", marked);
  }

  /** Searches; what a slice is enough for is done when this returns. */
  #run(onDone?: () => void): void {
    const pattern = searchPattern(this.#field.value);
    this.#searching.abort();
    this.#searching = new AbortController();
    this.#matches = [];
    this.#current = -1;
    this.#isSearching = pattern !== undefined;
    if (pattern !== undefined) {
      inSlices(this.#found(pattern), slicing(this.#searching.signal), (matches) => {
        this.#matches = matches;
        this.#isSearching = false;
        this.#show();
        onDone?.();
      });
    }
    this.#show();
  }

  *#found(pattern: RegExp): Sliced<readonly Match[]> {
    const matches: Match[] = [];
    for (const element of this.root.querySelectorAll<HTMLElement>(searched)) {
      const searchable = this.#searchables.get(element) ?? new StaticText(element);
      for (const match of searchable.find(pattern)) {
        if (match === undefined) {
          yield;
        } else if (matches.push(match) === maxMatches) {
          return matches;
        }
      }
      yield;
    }
    return matches;
  }

  #step(by: 1 | -1): void {
    const count = this.#matches.length;
    if (count > 0) {
      const from = this.#current < 0 && by < 0 ? 0 : this.#current;
      this.#go((from + by + count) % count);
    }
  }

  #go(index: number): void {
    const match = this.#matches[index];
    if (match === undefined) {
      return;
    }
    this.#current = index;
    match.reveal();
    this.#show();
    const range = match.range();
    if (range !== undefined) {
      scrollToRange(range, this.element);
    }
  }

  #clear(): void {
    this.#field.value = "";
    this.onQuery("");
    this.#run();
    this.#field.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      this.#step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.#clear();
    }
  }

  #show(): void {
    const count = this.#matches.length;
    const total = count >= maxMatches ? `${maxMatches.toLocaleString("en")}+` : String(count);
    const isIdle = this.#field.value === "";
    this.#count.textContent = isIdle ? "" : this.#words(count, total);
    this.#count.classList.toggle("none", !isIdle && !this.#isSearching && count === 0);
    for (const button of this.#buttons) {
      button.hidden = isIdle;
    }
    this.refresh();
  }

  #words(count: number, total: string): string {
    if (this.#isSearching) {
      return "Searching…";
    }
    if (count === 0) {
      return "No results";
    }
    return this.#current < 0 ? `${total} found` : `${this.#current + 1} of ${total}`;
  }
}

/** Text that is on the page from the beginning. */
class StaticText implements Searchable {
  constructor(private readonly element: HTMLElement) {}

  *find(pattern: RegExp): Generator<Match | undefined> {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      for (const span of matchesInText(node.nodeValue ?? "", pattern)) {
        yield span && textMatch(node, span);
      }
    }
  }
}

/** A match in a text node that stays. */
function textMatch(node: Node, span: { readonly start: number; readonly end: number }): Match {
  return {
    reveal: () => {
      openSections(node);
    },
    range: () => rangeIn(node, span),
  };
}

/** Opens every closed section around a node. */
export function openSections(node: Node): void {
  for (
    let section = node.parentElement?.closest<HTMLDetailsElement>("details:not([open])");
    section;
    section = section.parentElement?.closest<HTMLDetailsElement>("details:not([open])")
  ) {
    section.open = true;
  }
}

/** A range in a text node; undefined when the node does not reach that far. */
export function rangeIn(
  node: Node | null | undefined,
  { start, end }: { readonly start: number; readonly end: number },
): AbstractRange | undefined {
  if (!node || end > (node.nodeValue?.length ?? 0)) {
    return undefined;
  }
  // Static, since the browser adjusts each range that is not at every change of the page.
  return new StaticRange({
    startContainer: node,
    startOffset: start,
    endContainer: node,
    endOffset: end,
  });
}

function scrollToRange(match: AbstractRange, bar: HTMLElement): void {
  const range = document.createRange();
  range.setStart(match.startContainer, match.startOffset);
  range.setEnd(match.endContainer, match.endOffset);
  const scroller = range.startContainer.parentElement?.closest(".bounded");
  if (scroller) {
    const inner = range.getBoundingClientRect();
    const outer = scroller.getBoundingClientRect();
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      scroller.scrollTop += inner.top - outer.top - scroller.clientHeight / 2;
    }
  }
  const { top, bottom } = range.getBoundingClientRect();
  const covered = bar.getBoundingClientRect().bottom;
  if (top < covered || bottom > window.innerHeight - 8) {
    window.scrollBy({ top: top - window.innerHeight / 2, behavior: "instant" });
  }
}
