import { allOperations, type OperationId } from "../../chat/operations";
import type { HistoryEntry, HistoryOutcome } from "../../exchanges/history/historyEntry";
import { outcomeOf, outcomeWords, titleOf } from "./exchangeRows";

/** Which exchanges are shown: those that have it all. What is empty excludes nothing. */
export interface ExchangeFilter {
  readonly text: string;
  readonly operations: readonly OperationId[];
  readonly outcomes: readonly HistoryOutcome[];
}

/** Excludes nothing. */
export const noFilter: ExchangeFilter = { text: "", operations: [], outcomes: [] };

/** Whether a filter excludes anything. */
export function isActive({ text, operations, outcomes }: ExchangeFilter): boolean {
  return text !== "" || operations.length > 0 || outcomes.length > 0;
}

/**
 * Whether an exchange is shown. Text is searched without regard to case in what was done, operation,
 * engagement id, profile, status and exception code; `isInBody` says whether it is in a body.
 */
export function matches(
  entry: HistoryEntry,
  { text, operations, outcomes }: ExchangeFilter,
  isInBody: (entry: HistoryEntry) => boolean,
): boolean {
  return (
    (operations.length === 0 || operations.includes(entry.operation)) &&
    (outcomes.length === 0 || outcomes.includes(outcomeOf(entry))) &&
    (text === "" || isInFacts(entry, text) || isInBody(entry))
  );
}

function isInFacts(entry: HistoryEntry, text: string): boolean {
  const { operation, engagementId, profile, status, exceptionCode } = entry;
  const facts = [titleOf(entry), operation, engagementId, profile.name, status, exceptionCode];
  const wanted = text.toLowerCase();
  return facts.some((fact) => fact?.toString().toLowerCase().includes(wanted) ?? false);
}

/** A filter in a few words, for the head of the view: “1000” · refused. */
export function filterText({ text, operations, outcomes }: ExchangeFilter): string {
  return [
    text === "" ? "" : `“${text}”`,
    operations.map((id) => operationName(id)).join(", "),
    outcomes.map((outcome) => outcomeWords[outcome].word).join(", "),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** The name of an operation; both sides have some of the same name. */
export function operationName(id: OperationId): string {
  const { name, side } = allOperations[id];
  return side === "consumer" ? `${name} (consumer)` : name;
}
