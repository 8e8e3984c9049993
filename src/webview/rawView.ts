import { cutAtColumn, splitLines } from "../panel/bodyLines";
import { findInText } from "../panel/jsonSearch";
import type { Span } from "../panel/jsonTree";
import type { BodyView } from "../panel/view";
import type { PageContext } from "./context";
import { textButton } from "./controls";
import { el } from "./dom";
import { openSections, rangeIn, type Match, type Searchable } from "./search";

const linesAtOnce = 1_000;
/** Lines shown below the faulty one. */
const linesAfterFault = 20;
/** A faulty text longer than this scrolls by itself, so that the fault is seen and the verdict too. */
const linesInSight = 24;

/** A body as it came, with line numbers and, if there is one, its fault marked. */
export class RawView implements Searchable {
  readonly element = el("div", { class: "raw", role: "group", data: { find: "" } });
  readonly #lines: readonly string[];
  readonly #codes: HTMLElement[] = [];

  constructor(
    private readonly body: BodyView,
    label: string,
    private readonly page: PageContext,
  ) {
    this.#lines = splitLines(body.text);
    this.element.ariaLabel = `${label}, as it came`;
    this.element.style.setProperty("--digits", String(String(this.#lines.length).length));
    if (body.fault !== undefined && this.#lines.length > linesInSight) {
      this.element.classList.add("bounded");
      this.element.tabIndex = 0;
    }
    this.#show(Math.max(linesAtOnce, (body.fault?.line ?? 0) + linesAfterFault));
    page.search(this.element, this);
  }

  /** Brings the faulty line into sight, within the body only. */
  scrollToFault(): void {
    const line = this.element.querySelector<HTMLElement>(".line.faulty");
    if (line !== null) {
      this.element.scrollTop = line.offsetTop - this.element.clientHeight / 2;
    }
  }

  /** Brings the faulty line into sight. */
  goToFault(): void {
    this.scrollToFault();
    this.element.querySelector(".line.faulty")?.scrollIntoView({ block: "center" });
  }

  find(pattern: RegExp, limit: number): Match[] {
    const matches: Match[] = [];
    for (const [index, line] of this.#lines.entries()) {
      for (const span of findInText(line, pattern, limit - matches.length)) {
        matches.push({
          reveal: () => {
            openSections(this.element);
            this.#show(index + 1);
          },
          range: () => this.#range(index, span),
        });
      }
      if (matches.length >= limit) {
        break;
      }
    }
    return matches;
  }

  #show(count: number): void {
    const from = this.#codes.length;
    const to = Math.min(Math.ceil(count / linesAtOnce) * linesAtOnce, this.#lines.length);
    if (to <= from) {
      return;
    }
    this.element.querySelector(".more-lines")?.remove();
    for (const [offset, text] of this.#lines.slice(from, to).entries()) {
      this.element.append(this.#line(from + offset + 1, text));
    }
    const rest = this.#lines.length - to;
    if (rest > 0) {
      const next = Math.min(linesAtOnce, rest).toLocaleString("en");
      const words = `Show ${next} more of ${this.#lines.length.toLocaleString("en")} lines`;
      const more = textButton("more-lines", words, () => {
        this.#show(to + 1);
        this.page.textChanged();
      });
      more.classList.add("more-lines");
      this.element.append(more);
    }
  }

  #line(number: number, text: string): HTMLElement {
    const code = el("span", { class: "code" });
    this.#codes.push(code);
    const line = el("div", { class: "line", data: { line: String(number) } }, code);
    const { fault } = this.body;
    if (fault?.line !== number) {
      code.textContent = text;
      return line;
    }
    const { before, at, after } = cutAtColumn(text, fault.column);
    const mark = el("mark", { class: at === "" ? "fault-mark end" : "fault-mark", text: at });
    code.append(before, mark, after);
    line.classList.add("faulty");
    line.append(el("span", { class: "fault-note", text: fault.message, aria: { hidden: "true" } }));
    return line;
  }

  #range(index: number, { start, end }: Span): AbstractRange | undefined {
    const code = this.#codes[index];
    if (code?.closest("details:not([open])") !== null) {
      return undefined;
    }
    if (this.body.fault?.line !== index + 1) {
      return rangeIn(code.firstChild, { start, end });
    }
    const [from, to] = [placeIn(code, start), placeIn(code, end)];
    return from && to
      ? new StaticRange({
          startContainer: from.node,
          startOffset: from.offset,
          endContainer: to.node,
          endOffset: to.offset,
        })
      : undefined;
  }
}

/** The text node of an element that holds the given character, and where it stands in there. */
function placeIn(element: HTMLElement, offset: number): { node: Node; offset: number } | undefined {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) {
      return { node, offset: left };
    }
    left -= length;
  }
  return undefined;
}
