import { cutAtColumn, indexAt, piecesOf, type Piece } from "../panel/bodyLines";
import { matchesInText } from "../panel/jsonSearch";
import type { Span } from "../panel/jsonTree";
import type { BodyView } from "../panel/view";
import type { PageContext } from "./context";
import { textButton } from "./controls";
import { el } from "./dom";
import { openSections, rangeIn, type Match, type Searchable } from "./search";

/** A chunk, of which one is shown at once, has at most so many pieces of lines … */
const piecesAtOnce = 1_000;
/** … and about so many characters: the browser lays out all of them. */
const charactersAtOnce = 100_000;
/** A longer line is cut, for layout takes long over it. */
const pieceLength = 25_000;
/** Lines shown below the faulty one. */
const linesAfterFault = 20;
/** A faulty text longer than this scrolls by itself, so that the fault is seen and the verdict too. */
const linesInSight = 24;

/** Pieces that are shown together: those from one index up to, not including, another. */
interface Chunk {
  readonly from: number;
  readonly to: number;
}

/** A body as it came, with line numbers and, if there is one, its fault marked. */
export class RawView implements Searchable {
  readonly element = el("div", { class: "raw", role: "group", data: { find: "" } });
  readonly #pieces: readonly Piece[];
  readonly #lineCount: number;
  readonly #chunks: readonly Chunk[];
  /** The index of the piece with the fault. */
  readonly #faulty: number | undefined;
  readonly #shown = new Set<number>();
  /** What shows a piece, by its index; nothing where it is not shown. */
  readonly #codes = new Map<number, HTMLElement>();

  constructor(
    private readonly body: BodyView,
    label: string,
    private readonly page: PageContext,
  ) {
    this.#pieces = piecesOf(body.text, pieceLength);
    this.#lineCount = this.#pieces.at(-1)?.line ?? 1;
    this.#chunks = chunksOf(this.#pieces);
    this.#faulty = body.fault && this.#faultyPiece(body.fault);
    this.element.ariaLabel = `${label}, as it came`;
    this.element.style.setProperty("--digits", String(String(this.#lineCount).length));
    if (body.fault !== undefined && this.#pieces.length > linesInSight) {
      this.element.classList.add("bounded");
      this.element.tabIndex = 0;
    }
    this.element.append(this.#gap(0, this.#chunks.length));
    this.#showChunk(0);
    if (this.#faulty !== undefined) {
      this.#showPiece(this.#faulty);
      this.#showPiece(Math.min(this.#faulty + linesAfterFault, this.#pieces.length - 1));
    }
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

  *find(pattern: RegExp): Generator<Match | undefined> {
    for (const span of matchesInText(this.body.text, pattern)) {
      yield (
        span && {
          reveal: () => {
            openSections(this.element);
            this.#showPiece(indexAt(this.#pieces, span.start));
            this.#showPiece(indexAt(this.#pieces, span.end - 1));
          },
          range: () => this.#range(span),
        }
      );
    }
  }

  #faultyPiece({ line, column }: NonNullable<BodyView["fault"]>): number {
    const first = this.#pieces.findIndex((piece) => piece.line === line);
    const start = this.#pieces[first]?.start ?? 0;
    const found = indexAt(this.#pieces, start + column - 1);
    // Behind the end of its line it is the line's last piece that shows it.
    return Math.max(first, this.#pieces[found]?.line === line ? found : found - 1, 0);
  }

  #showPiece(index: number): void {
    this.#showChunk(this.#chunks.findIndex(({ to }) => index < to));
  }

  /** Draws a chunk in the gap that it is in, unless it is shown. */
  #showChunk(index: number): void {
    const chunk = this.#chunks[index];
    const gap = [...this.element.querySelectorAll<HTMLElement>(":scope > .more-lines")].find(
      ({ dataset: { from, to } }) => Number(from) <= index && index < Number(to),
    );
    if (chunk === undefined || this.#shown.has(index) || gap === undefined) {
      return;
    }
    this.#shown.add(index);
    const [from, to] = [Number(gap.dataset["from"]), Number(gap.dataset["to"])];
    const drawn: HTMLElement[] = [];
    for (let at = chunk.from; at < chunk.to; at += 1) {
      const piece = this.#pieces[at];
      if (piece !== undefined) {
        drawn.push(this.#line(piece, at));
      }
    }
    gap.replaceWith(
      ...(from < index ? [this.#gap(from, index)] : []),
      ...drawn,
      ...(index + 1 < to ? [this.#gap(index + 1, to)] : []),
    );
  }

  /** Stands for chunks that are not shown, and shows the first of them. */
  #gap(from: number, to: number): HTMLElement {
    const more = textButton("more-lines", this.#wordsOf(this.#chunks[from]), () => {
      this.#showChunk(from);
      this.page.textChanged();
    });
    more.classList.add("more-lines");
    more.dataset["from"] = String(from);
    more.dataset["to"] = String(to);
    return more;
  }

  #wordsOf(chunk: Chunk | undefined): string {
    const pieces = this.#pieces.slice(chunk?.from, chunk?.to);
    const lines = pieces.filter(({ isFirst }) => isFirst).length;
    const [count, total, unit] =
      lines > 0
        ? [lines, this.#lineCount, "lines"]
        : [
            pieces.reduce((sum, { start, end }) => sum + end - start, 0),
            this.body.text.length,
            "characters",
          ];
    return `Show ${count.toLocaleString("en")} more of ${total.toLocaleString("en")} ${unit}`;
  }

  #line({ start, end, line: number, isFirst }: Piece, index: number): HTMLElement {
    const code = el("span", { class: "code" });
    this.#codes.set(index, code);
    const line = el("div", { class: "line", data: isFirst ? { line: String(number) } : {} }, code);
    const text = this.body.text.slice(start, end);
    const { fault } = this.body;
    if (fault === undefined || this.#faulty !== index) {
      code.textContent = text;
      return line;
    }
    const first = this.#pieces.find((piece) => piece.line === number)?.start ?? 0;
    const { before, at, after } = cutAtColumn(text, fault.column - (start - first));
    const mark = el("mark", { class: at === "" ? "fault-mark end" : "fault-mark", text: at });
    code.append(before, mark, after);
    line.classList.add("faulty");
    line.append(el("span", { class: "fault-note", text: fault.message, aria: { hidden: "true" } }));
    return line;
  }

  #range({ start, end }: Span): AbstractRange | undefined {
    const from = this.#placeOf(start);
    const to = this.#placeOf(end, end - 1);
    if (from === undefined || to === undefined) {
      return undefined;
    }
    return from.node === to.node
      ? rangeIn(from.node, { start: from.offset, end: to.offset })
      : new StaticRange({
          startContainer: from.node,
          startOffset: from.offset,
          endContainer: to.node,
          endOffset: to.offset,
        });
  }

  /** Where an offset of the text is on the page: in the piece that shows the character at another. */
  #placeOf(offset: number, within = offset): { node: Node; offset: number } | undefined {
    const index = indexAt(this.#pieces, within);
    const code = this.#codes.get(index);
    if (code?.closest("details:not([open])") !== null) {
      return undefined;
    }
    return placeIn(code, offset - (this.#pieces[index]?.start ?? 0));
  }
}

function chunksOf(pieces: readonly Piece[]): Chunk[] {
  const chunks: Chunk[] = [];
  let from = 0;
  let characters = 0;
  for (const [index, { start, end }] of pieces.entries()) {
    characters += end - start;
    const to = index + 1;
    if (to - from >= piecesAtOnce || characters >= charactersAtOnce || to === pieces.length) {
      chunks.push({ from, to });
      from = to;
      characters = 0;
    }
  }
  return chunks;
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
