import type { BulkView, OutcomeRow } from "../panel/view";
import type { PageContext } from "./context";
import { el } from "./dom";
import { toneIcon, toneWord } from "./verdict";

/** One line an engagement, with what came of it; a line with an exchange leads to it. */
export function bulkContent(page: PageContext, { rows, title }: BulkView): HTMLElement {
  const head = el(
    "tr",
    {},
    el("th", { text: "Engagement" }),
    el("th", { text: "Result" }),
    el("th", { text: "Outcome" }),
  );
  for (const cell of head.children) {
    cell.setAttribute("scope", "col");
  }
  const body = el("tbody", {}, ...rows.map((row) => outcomeRow(page, row)));
  return el("table", { class: "outcomes", aria: { label: title } }, el("thead", {}, head), body);
}

function outcomeRow(page: PageContext, row: OutcomeRow): HTMLElement {
  const { engagementId, tone, outcome, exchangeId } = row;
  const id = el("th", { data: { find: "" } });
  id.setAttribute("scope", "row");
  if (exchangeId === undefined) {
    id.textContent = engagementId;
  } else {
    const link = el("button", {
      class: "link",
      text: engagementId,
      title: "Show the exchange",
      data: { key: `exchange-${exchangeId}` },
    });
    link.addEventListener("click", () => {
      page.post({ type: "showExchange", exchangeId });
    });
    id.append(link);
  }
  const result = el(
    "span",
    { class: "count" },
    toneIcon(tone),
    el("span", { text: toneWord(tone) }),
  );
  return el(
    "tr",
    {},
    id,
    el("td", { class: "result", data: { find: "" } }, result),
    el("td", { text: outcome, data: { find: "" } }),
  );
}
