import { chunkSize, isFoldable, type JsonRow, type NodeRow } from "../panel/jsonRows";
import type { JsonNode } from "../panel/jsonTree";
import { el, icon, type Child } from "./dom";

/** Longer values are cut until they are asked for. */
const valueAtOnce = 2_000;

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

/** Shows the whole of a value that was cut. */
export function showWhole(drawn: HTMLElement, text: string, node: JsonNode): void {
  const value = drawn.querySelector(":scope > .text > .value");
  if (value?.classList.contains("cut") === true) {
    value.textContent = text.slice(node.start, node.end);
    value.classList.remove("cut");
    drawn.querySelector(".rest")?.remove();
  }
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
  const isCut = length > valueAtOnce;
  const shown = text.slice(node.start, isCut ? node.start + valueAtOnce : node.end);
  const value = el("span", { class: `value ${node.kind}${isCut ? " cut" : ""}`, text: shown });
  if (!isCut) {
    return [value, punctuation(comma)];
  }
  const words = `… show all ${length.toLocaleString("en")} characters`;
  return [value, el("span", { class: "rest", text: words }), punctuation(comma)];
}

function punctuation(text: string): HTMLElement | undefined {
  return text === "" ? undefined : el("span", { class: "punctuation", text });
}

function indent(made: HTMLElement, level: number): HTMLElement {
  made.style.setProperty("--level", String(level - 1));
  return made;
}
