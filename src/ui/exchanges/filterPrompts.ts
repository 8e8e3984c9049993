import * as vscode from "vscode";
import type { OperationId } from "../../chat/operations";
import {
  historyOutcomes,
  type HistoryEntry,
  type HistoryOutcome,
} from "../../exchanges/history/historyEntry";
import { escapeIcons } from "../inertText";
import { isActive, noFilter, operationName, type ExchangeFilter } from "./exchangeFilter";
import { outcomeOf, outcomeWords } from "./exchangeRows";

type Part = "text" | "operations" | "outcomes" | "none";

/** Asks which exchanges are to be shown; undefined when the user leaves. */
export async function askFilter(
  filter: ExchangeFilter,
  entries: readonly HistoryEntry[],
): Promise<ExchangeFilter | undefined> {
  switch (await askPart(filter)) {
    case "text":
      return askText(filter);
    case "operations":
      return askOperations(filter, entries);
    case "outcomes":
      return askOutcomes(filter, entries);
    case "none":
      return noFilter;
    case undefined:
      return undefined;
  }
}

async function askPart(filter: ExchangeFilter): Promise<Part | undefined> {
  const { text, operations, outcomes } = filter;
  const items: (vscode.QuickPickItem & { readonly part: Part })[] = [
    {
      part: "text",
      label: "$(search) By Text…",
      description: text === "" ? "" : escapeIcons(`“${text}”`),
      detail: "Operation, engagement id, profile, status, exception code, or a part of a body",
    },
    {
      part: "operations",
      label: "$(symbol-method) By Operation…",
      description: operations.map((id) => operationName(id)).join(", "),
    },
    {
      part: "outcomes",
      label: "$(pass) By Outcome…",
      description: outcomes.map((outcome) => outcomeWords[outcome].word).join(", "),
    },
    ...(isActive(filter) ? [{ part: "none" as const, label: "$(clear-all) Clear Filter" }] : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: "Filter Exchanges",
    placeHolder: "What is shown has to match all of it",
  });
  return chosen?.part;
}

async function askText(filter: ExchangeFilter): Promise<ExchangeFilter | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Filter Exchanges by Text",
    prompt:
      "Looked for in operation, engagement id, profile, status, exception code and the bodies. Empty shows all.",
    value: filter.text,
  });
  return text === undefined ? undefined : { ...filter, text: text.trim() };
}

async function askOperations(
  filter: ExchangeFilter,
  entries: readonly HistoryEntry[],
): Promise<ExchangeFilter | undefined> {
  const counts = countsOf<OperationId>(entries.map(({ operation }) => operation));
  // What the filter names stays to be chosen, even when nothing in the history has it any more.
  const ids = [...new Set([...counts.keys(), ...filter.operations])];
  const operations = await askSome(
    "Filter Exchanges by Operation",
    ids.map((id) => ({ value: id, label: operationName(id), count: counts.get(id) ?? 0 })),
    filter.operations,
  );
  return operations && { ...filter, operations };
}

async function askOutcomes(
  filter: ExchangeFilter,
  entries: readonly HistoryEntry[],
): Promise<ExchangeFilter | undefined> {
  const counts = countsOf<HistoryOutcome>(entries.map((entry) => outcomeOf(entry)));
  const outcomes = await askSome(
    "Filter Exchanges by Outcome",
    historyOutcomes.map((value) => ({
      value,
      label: outcomeWords[value].word,
      count: counts.get(value) ?? 0,
    })),
    filter.outcomes,
  );
  return outcomes && { ...filter, outcomes };
}

interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly count: number;
}

async function askSome<T>(
  title: string,
  choices: readonly Choice<T>[],
  picked: readonly T[],
): Promise<readonly T[] | undefined> {
  const chosen = await vscode.window.showQuickPick(
    choices.map(({ value, label, count }) => ({
      ...{ value, label, picked: picked.includes(value) },
      description: count.toString(),
    })),
    { title, placeHolder: "None chosen shows all", canPickMany: true },
  );
  return chosen?.map(({ value }) => value);
}

function countsOf<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}
