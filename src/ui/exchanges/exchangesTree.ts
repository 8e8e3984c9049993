import * as vscode from "vscode";
import type { ExchangeHistory } from "../../exchanges/history/exchangeHistory";
import type { HistoryEntry } from "../../exchanges/history/historyEntry";
import { commandIds } from "../../ids";
import { inParallel } from "../../util/inParallel";
import { tooltipMarkdown } from "../tooltipMarkdown";
import { setContext } from "../windowState";
import { filterText, isActive, matches, noFilter, type ExchangeFilter } from "./exchangeFilter";
import { arrangeExchanges, type ExchangeGroup, type ExchangeRow } from "./exchangeRows";

/** One exchange's row; also what menus hand to commands. */
export class ExchangeNode {
  constructor(readonly row: ExchangeRow) {}

  /** The exchange's id. */
  get id(): string {
    return this.row.id;
  }
}

/** The heading of a group of exchanges. */
class GroupNode {
  constructor(readonly group: ExchangeGroup) {}
}

type TreeNode = ExchangeNode | GroupNode;

/** The view that the rows are drawn in. */
export interface ExchangesView {
  readonly view: vscode.TreeView<unknown>;
  /** Has VS Code ask for the rows anew. */
  readonly redraw: () => void;
}

/** What the view's rows need. */
export interface ExchangesTreeParts extends ExchangesView {
  readonly history: ExchangeHistory;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** How long changes are gathered before the rows are drawn, in ms. */
const settleMs = 50;

/** How many exchanges are searched at the same time. */
const parallelSearches = 4;

/** What the view "Exchanges" shows: what was sent, newest first, by day. */
export class ExchangesTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #view: vscode.TreeView<unknown>;
  readonly #subscriptions: vscode.Disposable;
  #filter = noFilter;
  /** Whether the filter's text is in a body, of the exchanges that were searched for it. */
  #inBody = new Map<string, boolean>();
  #searches = 0;
  #searched: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: ExchangesTreeParts) {
    this.#view = parts.view;
    this.#subscriptions = vscode.Disposable.from(
      parts.history.onDidChange(() => {
        this.#refreshSoon();
      }),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) {
          this.#lookAgain();
        }
      }),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#view.visible) {
          this.#lookAgain();
        }
      }),
    );
  }

  /** Which exchanges are shown. */
  get filter(): ExchangeFilter {
    return this.#filter;
  }

  /** Shows what a filter lets through; texts are looked for in the bodies as well. */
  setFilter(filter: ExchangeFilter): void {
    if (filter.text !== this.#filter.text) {
      this.#inBody = new Map();
    }
    this.#filter = filter;
    void setContext("engagementDesk.areExchangesFiltered", isActive(filter));
    this.#refreshSoon();
  }

  /** The exchanges that are selected now. */
  get selection(): readonly ExchangeNode[] {
    return this.#view.selection.filter((node) => node instanceof ExchangeNode);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) {
      return node instanceof GroupNode ? node.group.rows.map((row) => new ExchangeNode(row)) : [];
    }
    const { history, now } = this.parts;
    await history.open();
    const all = history.list();
    this.#searchBodies(all);
    const shown = this.#filtered(all);
    this.#drawHead(shown.length, all.length);
    return arrangeExchanges(shown, { now: now() }).map((group) => new GroupNode(group));
  }

  /** What the filter lets through, newest first, once the bodies are searched. */
  async shown(): Promise<readonly HistoryEntry[]> {
    const { history } = this.parts;
    await history.open();
    this.#searchBodies(history.list());
    await this.#searched;
    return this.#filtered(history.list());
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return node instanceof GroupNode
      ? groupItem(node.group, isActive(this.#filter))
      : exchangeItem(node);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #refreshSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.parts.redraw();
    }, settleMs);
  }

  /** What other windows sent may not have been told of, and today may have become yesterday. */
  #lookAgain(): void {
    this.parts.history.refresh().then(() => {
      this.#refreshSoon();
    }, this.parts.onError);
  }

  #filtered(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
    return entries.filter((entry) =>
      matches(entry, this.#filter, ({ id }) => this.#inBody.get(id) ?? false),
    );
  }

  #drawHead(shown: number, all: number): void {
    const searching = this.#searches > 0 ? " (searching bodies…)" : "";
    const filter = `Filter: ${filterText(this.#filter)}${searching}`;
    const isFiltered = isActive(this.#filter);
    // A message would take the place of the welcome text: without rows the title names the filter.
    this.#view.message = isFiltered && shown > 0 ? `${filter}. ${shown} of ${all} shown.` : "";
    this.#view.description = isFiltered && shown === 0 ? filter : "";
  }

  /** Searches what was not searched for the filter's text yet; the rows are drawn when it is done. */
  #searchBodies(entries: readonly HistoryEntry[]): void {
    const { text } = this.#filter;
    const inBody = this.#inBody;
    const unsearched = entries.filter(({ id }) => !inBody.has(id));
    if (text === "" || unsearched.length === 0) {
      return;
    }
    for (const { id } of unsearched) {
      inBody.set(id, false);
    }
    this.#searches += 1;
    const search = inParallel(unsearched, parallelSearches, async ({ id }) => {
      if (inBody === this.#inBody) {
        inBody.set(id, await this.parts.history.hasInBody(id, text));
      }
    })
      .catch(this.parts.onError)
      .finally(() => {
        this.#searches -= 1;
        this.#refreshSoon();
      });
    this.#searched = Promise.all([this.#searched, search]);
  }
}

function groupItem({ key, label, rows }: ExchangeGroup, isFiltered: boolean): vscode.TreeItem {
  const isOpen = isFiltered || key === "pinned" || label === "Today" || label === "Yesterday";
  const item = new vscode.TreeItem(
    label,
    isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
  );
  // A group that the user closed is open while it is filtered: that is another item.
  item.id = `${isFiltered ? "filtered" : "group"}/${key}`;
  item.description = rows.length.toString();
  item.contextValue = "group";
  item.accessibilityInformation = { label: `${label}, ${rows.length} exchanges` };
  return item;
}

function exchangeItem(node: ExchangeNode): vscode.TreeItem {
  const { id, label, description, icon, tooltip, accessibleLabel, contextValue } = node.row;
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon.id, new vscode.ThemeColor(icon.color));
  item.tooltip = tooltipMarkdown(tooltip);
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: accessibleLabel };
  item.command = {
    command: commandIds.showExchange,
    title: "Show Exchange",
    arguments: [node],
  };
  return item;
}
