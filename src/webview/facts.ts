import type { Fact } from "../panel/view";
import { el } from "./dom";

/** Names with their values, aligned in two columns, or below each other where it is narrow. */
export function factList(facts: readonly Fact[], classes = ""): HTMLElement {
  const list = el("dl", { class: `facts ${classes}`.trim(), data: { find: "" } });
  for (const { name, value, note } of facts) {
    const said = el("dd", {}, el("span", { class: "fact-value", text: value }));
    if (note !== undefined && note !== "") {
      said.append(el("span", { class: "fact-note", text: note }));
    }
    list.append(el("div", { class: "fact" }, el("dt", { text: name }), said));
  }
  return list;
}
