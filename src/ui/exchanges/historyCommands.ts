import * as vscode from "vscode";
import type { ExchangeHistory } from "../../exchanges/history/exchangeHistory";
import type { HistoryEntry } from "../../exchanges/history/historyEntry";
import { HistoryError } from "../../exchanges/history/historyFolder";
import type { KeptRecord } from "../../exchanges/history/storedExchange";
import { commandIds } from "../../ids";
import type { CommandTable } from "../commands";
import type { Comparisons } from "./comparisonView";
import { noFilter } from "./exchangeFilter";
import { titleOf } from "./exchangeRows";
import { ExchangeNode, type ExchangesTree } from "./exchangesTree";
import { askFilter } from "./filterPrompts";
import { clearQuestion, deleteQuestion, otherItems, type Question } from "./historyQuestions";
import { historyErrorText } from "./historyErrorText";
import { showError, showInformation, showWarning } from "../notices";

/** What the commands of the view "Exchanges" need. */
export interface HistoryCommandParts {
  readonly history: ExchangeHistory;
  readonly tree: ExchangesTree;
  readonly comparisons: Comparisons;
  /** Ms since 1970. */
  readonly now: () => number;
  /** Shows an exchange in the panel. */
  readonly open: (record: KeptRecord) => void;
}

type HistoryCommandId =
  | typeof commandIds.showExchange
  | typeof commandIds.filterExchanges
  | typeof commandIds.clearExchangeFilter
  | typeof commandIds.pinExchange
  | typeof commandIds.unpinExchange
  | typeof commandIds.deleteExchanges
  | typeof commandIds.clearExchanges
  | typeof commandIds.compareExchanges
  | typeof commandIds.toggleComparisonTimes;

type Handler = CommandTable[HistoryCommandId];

/** The exchanges a command is about: the selected rows, the one whose menu was used, or an id. */
export function exchangeIdsOf(
  [first, selected]: readonly unknown[],
  tree: ExchangesTree,
): readonly string[] {
  const nodes = Array.isArray(selected) && selected.length > 0 ? selected : [first];
  if (first === undefined) {
    return tree.selection.map(({ id }) => id);
  }
  return nodes.flatMap((node) =>
    node instanceof ExchangeNode ? [node.id] : typeof node === "string" ? [node] : [],
  );
}

/** Says that what was asked for is not in the history any more. */
export function tellGone(): void {
  void showInformation(
    "This exchange is not kept any more: it was deleted, or newer ones took its place.",
  );
}

/** The commands of the view "Exchanges". */
export function historyCommands(parts: HistoryCommandParts): Pick<CommandTable, HistoryCommandId> {
  const { history, tree, comparisons, now, open } = parts;

  const entriesOf = (args: readonly unknown[]): readonly HistoryEntry[] => {
    const ids = new Set(exchangeIdsOf(args, tree));
    return history.list().filter(({ id }) => ids.has(id));
  };

  const pin =
    (isPinned: boolean): Handler =>
    (...args) =>
      unlessRefused(async () => {
        const done: boolean[] = [];
        for (const id of exchangeIdsOf(args, tree)) {
          done.push(await history.pin(id, isPinned));
        }
        if (done.includes(false)) {
          tellGone();
        }
      });

  const pickEntry = async (
    placeHolder: string,
    entries: readonly HistoryEntry[],
  ): Promise<HistoryEntry | undefined> => {
    const chosen = await vscode.window.showQuickPick(otherItems(entries, { now: now() }), {
      title: "Compare Exchanges",
      placeHolder,
      matchOnDescription: true,
    });
    return chosen?.entry;
  };

  /** Those that did the same come first. */
  const pickOther = (entry: HistoryEntry): Promise<HistoryEntry | undefined> => {
    const others = history.list().filter(({ id }) => id !== entry.id);
    return pickEntry(`Compare “${titleOf(entry)}” with…`, [
      ...others.filter(({ operation }) => operation === entry.operation),
      ...others.filter(({ operation }) => operation !== entry.operation),
    ]);
  };

  return {
    [commandIds.showExchange]: async (...args) => {
      const [id] = exchangeIdsOf(args, tree);
      const record = id === undefined ? undefined : await history.find(id);
      if (record) {
        open(record);
      } else if (id !== undefined) {
        tellGone();
      }
    },
    [commandIds.filterExchanges]: async () => {
      await history.open();
      const filter = await askFilter(tree.filter, history.list());
      if (filter) {
        tree.setFilter(filter);
      }
    },
    [commandIds.clearExchangeFilter]: () => {
      tree.setFilter(noFilter);
    },
    [commandIds.pinExchange]: pin(true),
    [commandIds.unpinExchange]: pin(false),
    [commandIds.deleteExchanges]: async (...args) => {
      const entries = entriesOf(args);
      const question = deleteQuestion(entries);
      if (entries.length > 0 && (!question || (await isSure(question)))) {
        await unlessRefused(() => history.delete(entries.map(({ id }) => id)));
      }
    },
    [commandIds.clearExchanges]: async () => {
      await history.open();
      if (await isSure(clearQuestion(history.list()))) {
        await unlessRefused(() => history.clear());
      }
    },
    [commandIds.compareExchanges]: async (...args) => {
      await history.open();
      const [first, second, third] = entriesOf(args);
      if (third) {
        void showInformation("Select two exchanges to compare them.");
        return;
      }
      const one =
        first ?? (await pickEntry("Which exchange do you want to compare?", history.list()));
      const other = second ?? (one && (await pickOther(one)));
      if (one && other) {
        await comparisons.show(one, other);
      }
    },
    [commandIds.toggleComparisonTimes]: () => comparisons.toggleTimes(),
  };
}

async function isSure({ question, detail, verb }: Question): Promise<boolean> {
  const answer = await showWarning(question, { modal: true, detail }, verb);
  return answer === verb;
}

/** Does something on disk; a refusal is explained, and what the disk let happen has happened. */
async function unlessRefused(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof HistoryError)) {
      throw error;
    }
    void showError(historyErrorText(error));
  }
}
