import type { HistoryEntry } from "../../exchanges/history/historyEntry";
import { escapeIcons } from "../inertText";
import { outcomeOf, outcomeWords, sentText, titleOf, type RowOptions } from "./exchangeRows";

/** A question before something is deleted. */
export interface Question {
  readonly question: string;
  readonly detail: string;
  /** The button that says yes. */
  readonly verb: string;
}

const forAll = "They are deleted for all windows. This cannot be undone.";
const forAllOne = "It is deleted for all windows. This cannot be undone.";

/** The question before exchanges are deleted; a single one that is not pinned is not worth one. */
export function deleteQuestion(entries: readonly HistoryEntry[]): Question | undefined {
  const pinned = entries.filter(({ isPinned }) => isPinned).length;
  const [first] = entries;
  if (!first || (entries.length === 1 && pinned === 0)) {
    return undefined;
  }
  return entries.length === 1
    ? {
        question: `Delete the pinned exchange “${titleOf(first)}”?`,
        detail: forAllOne,
        verb: "Delete",
      }
    : {
        question: `Delete ${entries.length} exchanges?`,
        detail: pinned === 0 ? forAll : `${pinned} of them ${isAre(pinned)} pinned. ${forAll}`,
        verb: "Delete",
      };
}

/** The question before the history is cleared. */
export function clearQuestion(entries: readonly HistoryEntry[]): Question {
  const pinned = entries.filter(({ isPinned }) => isPinned).length;
  const others = entries.length - pinned;
  return {
    question: `Clear the history: delete ${others} ${others === 1 ? "exchange" : "exchanges"}?`,
    detail: [
      pinned === 0
        ? ""
        : `${pinned} that ${isAre(pinned)} pinned ${pinned === 1 ? "stays" : "stay"}.`,
      "A filter makes no difference.",
      others === 1 ? forAllOne : forAll,
    ]
      .filter((sentence) => sentence !== "")
      .join(" "),
    verb: "Clear",
  };
}

/** What a list to choose an exchange from shows of it. */
export interface ExchangeItem {
  readonly label: string;
  readonly description: string;
  readonly entry: HistoryEntry;
}

/** Exchanges to choose from, in their order. */
export function otherItems(
  entries: readonly HistoryEntry[],
  options: RowOptions,
): readonly ExchangeItem[] {
  return entries.map((entry) => ({
    label: titleOf(entry),
    description: [
      sentText(entry.sentAt, options),
      outcomeWords[outcomeOf(entry)].word,
      escapeIcons(entry.profile.name),
    ].join(" · "),
    entry,
  }));
}

function isAre(count: number): string {
  return count === 1 ? "is" : "are";
}
