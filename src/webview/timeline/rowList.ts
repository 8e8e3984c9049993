import { RowHeights } from "../../panel/timelineHeights";
import { el } from "../dom";

/** What a list of rows is told about the rows, which stay with its owner. */
export interface RowSource {
  readonly count: () => number;
  /** Makes the row's element anew. */
  readonly draw: (index: number) => HTMLElement;
  /** Something about where one stands in the list has changed. */
  readonly onMove: () => void;
}

/** A place that stays where it is on the screen while heights change: so far below a row's top. */
interface Anchor {
  readonly index: number;
  readonly offset: number;
}

/** What a row is taken to be high until it is measured, in pixels. */
const estimatedHeight = 34;
/** How far beyond what is in sight rows are drawn, in pixels. */
const overscan = 400;
/** Closer to the end than this counts as being there, in pixels. */
const nearEnd = 6;

/**
 * A list of very many rows of different heights, of which only those in sight are in the document,
 * and the one that has the focus. Stays at its end when it is there, and else where it is, whatever
 * is added, changed or measured.
 */
export class RowList {
  readonly element = el("div", { class: "rows", role: "feed", aria: { label: "Timeline" } });
  readonly #space = el("div", { class: "rows-space" });
  readonly #drawn = new Map<number, HTMLElement>();
  readonly #observer: ResizeObserver;
  #heights = new RowHeights(estimatedHeight);
  #isAtEnd = true;
  /** Where the list is scrolled to, in pixels. */
  #top = 0;
  /** The row that Tab leads to. */
  #current = -1;

  constructor(private readonly source: RowSource) {
    this.element.append(this.#space);
    this.element.addEventListener("scroll", () => {
      if (Math.abs(this.element.scrollTop - this.#top) >= 1) {
        this.#top = this.element.scrollTop;
        this.#isAtEnd = this.#heights.total - this.#top - this.element.clientHeight < nearEnd;
        this.#lay();
        this.source.onMove();
      }
    });
    this.element.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    this.element.addEventListener("focusin", ({ target }) => {
      const row = target instanceof Element ? target.closest("[data-index]") : null;
      if (row instanceof HTMLElement) {
        this.#setCurrent(Number(row.dataset["index"]));
      }
    });
    this.#observer = new ResizeObserver(() => {
      this.#lay();
    });
    this.#observer.observe(this.element);
  }

  /** Whether the last row is in sight and stays so. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** The first row in sight and how far it is scrolled away, in pixels. */
  get place(): Anchor {
    const index = this.#heights.indexAt(this.#top);
    return { index, offset: this.#top - this.#heights.topOf(index) };
  }

  /** Begins anew with the rows that the source has, at a place or at the end. */
  restart(place: Anchor | undefined): void {
    for (const element of this.#drawn.values()) {
      element.remove();
    }
    this.#drawn.clear();
    this.#heights = new RowHeights(estimatedHeight);
    this.#heights.add(this.source.count());
    this.#current = this.source.count() - 1;
    this.#isAtEnd = place === undefined;
    this.#lay(place);
  }

  /** Takes the rows that the source has more than before. */
  added(): void {
    const isCurrentLast = this.#current === this.#heights.count - 1;
    this.#heights.add(this.source.count() - this.#heights.count);
    if (isCurrentLast && !this.element.contains(document.activeElement)) {
      this.#setCurrent(this.#heights.count - 1);
    }
    this.#lay();
  }

  /** Draws a row anew, if it is drawn; the focus stays in it. */
  changed(index: number): void {
    const old = this.#drawn.get(index);
    if (!old) {
      return;
    }
    const { activeElement } = document;
    const key = activeElement instanceof HTMLElement ? activeElement.dataset["key"] : undefined;
    const hasFocus = old.contains(activeElement);
    const made = this.#make(index);
    this.#observer.unobserve(old);
    old.replaceWith(made);
    if (hasFocus) {
      const same =
        key === undefined
          ? null
          : made.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
      (same ?? made).focus({ preventScroll: true });
    }
    this.#lay();
  }

  goToEnd(): void {
    this.#isAtEnd = true;
    this.#lay();
    this.source.onMove();
  }

  #onKey(event: KeyboardEvent): void {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
    const isOnRow = target instanceof HTMLElement && target.dataset["index"] !== undefined;
    if (!isOnRow || altKey || ctrlKey || metaKey || shiftKey) {
      return;
    }
    const screen = this.element.clientHeight;
    const top = this.#heights.topOf(this.#current);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: this.#current + 1,
      ArrowUp: this.#current - 1,
      PageDown: Math.max(this.#current + 1, this.#heights.indexAt(top + screen)),
      PageUp: Math.min(this.#current - 1, this.#heights.indexAt(top - screen)),
      Home: 0,
      End: this.#heights.count - 1,
    };
    const index = targets[key];
    if (index !== undefined) {
      event.preventDefault();
      this.#focus(Math.max(0, Math.min(index, this.#heights.count - 1)));
    }
  }

  #focus(index: number): void {
    this.#setCurrent(index);
    const screen = this.element.clientHeight;
    // Twice: only what is drawn is measured, and only then it is known where it ends.
    for (let pass = 0; pass < 2; pass += 1) {
      const [top, bottom] = [this.#heights.topOf(index), this.#heights.topOf(index + 1)];
      if (top < this.#top || bottom - top > screen) {
        this.#top = top;
      } else if (bottom > this.#top + screen) {
        this.#top = bottom - screen;
      }
      this.#isAtEnd = this.#heights.total - this.#top - screen < nearEnd;
      this.#lay();
    }
    this.#drawn.get(index)?.focus({ preventScroll: true });
    this.source.onMove();
  }

  #setCurrent(index: number): void {
    const before = this.#drawn.get(this.#current);
    if (before) {
      before.tabIndex = -1;
    }
    this.#current = index;
    const element = this.#drawn.get(index);
    if (element) {
      element.tabIndex = 0;
    }
  }

  /** Draws what is in sight, measures it, and puts it where it belongs. */
  #lay(place: Anchor = this.place): void {
    const screen = this.element.clientHeight;
    let isSettled = false;
    for (let pass = 0; !isSettled && pass < 10; pass += 1) {
      const drawnAnew = this.#drawAround(this.#top, screen);
      const measuredAnew = this.#measure();
      const { total } = this.#heights;
      const wanted = this.#isAtEnd
        ? total - screen
        : this.#heights.topOf(place.index) + place.offset;
      const top = Math.max(0, Math.min(wanted, total - screen));
      isSettled = !drawnAnew && !measuredAnew && Math.abs(top - this.#top) < 0.5;
      this.#top = top;
    }
    this.#space.style.height = `${this.#heights.total}px`;
    for (const [index, element] of this.#drawn) {
      element.style.transform = `translateY(${this.#heights.topOf(index)}px)`;
      element.ariaSetSize = String(this.#heights.count);
    }
    if (Math.abs(this.element.scrollTop - this.#top) >= 1) {
      this.element.scrollTop = this.#top;
      // The browser rounds: what it made of it is where the list is.
      this.#top = this.element.scrollTop;
    }
  }

  #drawAround(top: number, screen: number): boolean {
    if (this.#heights.count === 0) {
      return false;
    }
    const first = this.#heights.indexAt(top - overscan);
    const last = this.#heights.indexAt(top + screen + overscan);
    for (const [index, element] of this.#drawn) {
      if ((index < first || index > last) && index !== this.#current) {
        this.#observer.unobserve(element);
        element.remove();
        this.#drawn.delete(index);
      }
    }
    const wanted = new Set([this.#current]);
    for (let index = first; index <= last; index += 1) {
      wanted.add(index);
    }
    const missing = [...wanted].filter((index) => index >= 0 && !this.#drawn.has(index));
    for (const index of missing) {
      const element = this.#make(index);
      this.#space.insertBefore(element, this.#drawnAfter(index));
    }
    return missing.length > 0;
  }

  /** In the document rows stand in their order, as a screen reader and Tab go through them. */
  #drawnAfter(index: number): Node | null {
    let next: HTMLElement | null = null;
    let nearest = Number.POSITIVE_INFINITY;
    for (const [other, element] of this.#drawn) {
      if (other > index && other < nearest) {
        [next, nearest] = [element, other];
      }
    }
    return next;
  }

  #make(index: number): HTMLElement {
    const element = this.source.draw(index);
    element.dataset["index"] = String(index);
    element.role = "article";
    element.ariaPosInSet = String(index + 1);
    element.tabIndex = index === this.#current ? 0 : -1;
    this.#drawn.set(index, element);
    this.#observer.observe(element);
    return element;
  }

  #measure(): boolean {
    let isAnother = false;
    for (const [index, element] of this.#drawn) {
      const { height } = element.getBoundingClientRect();
      if (height > 0 && this.#heights.set(index, height)) {
        isAnother = true;
      }
    }
    return isAnother;
  }
}
