import { chunkSize, isFoldable, type JsonRow, type NodeRow } from "../panel/jsonRows";
import type { JsonNode, Span } from "../panel/jsonTree";
import { el, icon, type Child } from "./dom";

/** Longer values are cut until they are asked for. */
const valueAtOnce = 2_000;

/** So much more of a value is shown when it is asked for: layout takes long over more. */
const moreAtOnce = 100_000;

/** Draws one row of a tree of JSON. The element's `data-id` is the row's id where it can be focused. */
export function drawRow(text: string, row: JsonRow): HTMLElement {
  switch (row.type) {
    case "node":
      return drawNode(text, row);
    case "close": {
      const bracket = row.node.kind === "object" ? "}" : "]";
      const words = punctuation(row.isLast ? bracket : `${bracket},`);
      const made = el("div", { class: "row close", aria: { hidden: "true" } }, words);
      made.dataset["closes"] = row.id;
      return indent(made, row.level);
    }
    case "more": {
      const { from, to, total } = row;
      const place = [from + 1, to].map((number) => number.toLocaleString("en")).join("–");
      const words = `Show ${Math.min(chunkSize, to - from)} more (${place} of ${total.toLocaleString("en")})`;
      const made = el("div", { class: "row more", role: "treeitem" }, el("span", { text: words }));
      made.dataset["more"] = row.id;
      made.dataset["from"] = String(from);
      made.dataset["to"] = String(to);
      made.ariaLevel = String(row.level);
      made.tabIndex = -1;
      return indent(made, row.level);
    }
  }
}

/** The text node of a drawn row that shows the member's name or the value. */
export function textOf(drawn: HTMLElement, part: "key" | "value"): Node | null | undefined {
  return drawn.querySelector(`:scope > .text > .${part}`)?.firstChild;
}

/** Whether a drawn row shows a part of its value only. */
export function isCut(drawn: HTMLElement): boolean {
  return drawn.querySelector(".rest") !== null;
}

/** Where in the name or the value what a drawn row shows of it begins. */
export function shownFrom(drawn: HTMLElement, part: "key" | "value"): number {
  const value = drawn.querySelector<HTMLElement>(":scope > .text > .value");
  return part === "value" ? Number(value?.dataset["from"] ?? 0) : 0;
}

/** Shows more of a value that was cut: from its beginning, if that is not shown. */
export function showMore(drawn: HTMLElement, text: string, node: JsonNode): void {
  const from = shownFrom(drawn, "value");
  const shown = textOf(drawn, "value")?.nodeValue?.length ?? 0;
  showPart(drawn, text, node, { start: 0, end: (from === 0 ? shown : 0) + moreAtOnce });
}

/** Shows of a value that was cut the part that holds a stretch of it. */
export function showAround(
  drawn: HTMLElement,
  text: string,
  node: JsonNode,
  { start, end }: Span,
): void {
  const isNearStart = end <= moreAtOnce;
  const from = isNearStart ? 0 : start - valueAtOnce;
  showPart(drawn, text, node, { start: from, end: isNearStart ? moreAtOnce : end + valueAtOnce });
}

/** Shows a stretch of a value, counted from the value's first character. */
function showPart(drawn: HTMLElement, text: string, node: JsonNode, part: Span): void {
  const value = drawn.querySelector<HTMLElement>(":scope > .text > .value");
  if (value === null) {
    return;
  }
  const length = node.end - node.start;
  const start = Math.max(0, part.start);
  const end = Math.min(part.end, length);
  value.textContent = text.slice(node.start + start, node.start + end);
  value.dataset["from"] = String(start);
  for (const rest of drawn.querySelectorAll(".rest")) {
    rest.remove();
  }
  value.classList.toggle("cut", end < length);
  if (start > 0) {
    value.before(el("span", { class: "rest", text: "show from the beginning … " }));
  }
  if (end < length) {
    value.after(restOf(end - start, length));
  }
}

/** Stands for what is not shown of a value. */
function restOf(shown: number, length: number): HTMLElement {
  const all = length.toLocaleString("en");
  const words =
    length <= moreAtOnce
      ? `… show all ${all} characters`
      : `… show ${Math.min(moreAtOnce, length - shown).toLocaleString("en")} more of ${all} characters`;
  return el("span", { class: "rest", text: words });
}

function drawNode(text: string, row: NodeRow): HTMLElement {
  const { node, id, level, position, siblings } = row;
  const children: Child[] = [];
  if (node.key !== undefined) {
    const name = text.slice(node.key.start, node.key.end);
    children.push(el("span", { class: "key", text: name }), punctuation(": "));
  }
  const comma = position === siblings ? "" : ",";
  children.push(...(isFoldable(node) ? drawFolded(node, comma) : drawValue(text, node, comma)));

  const made = el("div", { class: "row", role: "treeitem", data: { id } });
  made.append(icon("chevron-right", "twisty"), el("span", { class: "text" }, ...children));
  made.ariaLevel = String(level);
  made.ariaPosInSet = String(position);
  made.ariaSetSize = String(siblings);
  if (isFoldable(node)) {
    made.ariaExpanded = String(row.isOpen);
  }
  made.tabIndex = -1;
  return indent(made, level);
}

function drawFolded(node: JsonNode, comma: string): Child[] {
  const [open, close] = node.kind === "object" ? ["{", "}"] : ["[", "]"];
  const [one, many] = node.kind === "object" ? ["member", "members"] : ["element", "elements"];
  const count = node.children.length;
  const words = ` ${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  return [
    punctuation(open),
    el("span", { class: "folded punctuation", text: `…${close}${comma}` }),
    el("span", { class: "summary", text: words }),
  ];
}

function drawValue(text: string, node: JsonNode, comma: string): Child[] {
  if (node.kind === "object" || node.kind === "array") {
    return [punctuation(node.kind === "object" ? `{}${comma}` : `[]${comma}`)];
  }
  const length = node.end - node.start;
  const isLong = length > valueAtOnce;
  const shown = text.slice(node.start, isLong ? node.start + valueAtOnce : node.end);
  const value = el("span", { class: `value ${node.kind}${isLong ? " cut" : ""}`, text: shown });
  if (!isLong) {
    return [value, punctuation(comma)];
  }
  return [value, restOf(valueAtOnce, length), punctuation(comma)];
}

function punctuation(text: string): HTMLElement | undefined {
  return text === "" ? undefined : el("span", { class: "punctuation", text });
}

function indent(made: HTMLElement, level: number): HTMLElement {
  made.style.setProperty("--level", String(level - 1));
  return made;
}
