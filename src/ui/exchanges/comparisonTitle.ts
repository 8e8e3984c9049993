import type { HistoryEntry } from "../../exchanges/history/historyEntry";
import { sentText, titleOf, type RowOptions } from "./exchangeRows";

/** The title of a comparison: what was done, and when; the former once where both did the same. */
export function comparisonTitle(
  left: HistoryEntry,
  right: HistoryEntry,
  options: RowOptions,
): string {
  const [title, otherTitle] = [titleOf(left), titleOf(right)];
  const [sent, otherSent] = [sentText(left.sentAt, options), sentText(right.sentAt, options)];
  return title === otherTitle
    ? `${title}: ${sent} ↔ ${otherSent}`
    : `${title} (${sent}) ↔ ${otherTitle} (${otherSent})`;
}
