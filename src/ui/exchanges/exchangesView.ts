import * as vscode from "vscode";
import { viewIds } from "../../ids";
import type { Disposable } from "../../util/disposable";
import type { ExchangesTree, ExchangesView } from "./exchangesTree";

/** What the view's rows come from. */
export interface ExchangesViewParts {
  /** Loads what makes the rows. */
  readonly rows: () => Promise<Pick<ExchangesTree, "getChildren" | "getTreeItem">>;
  readonly onError: (error: unknown) => void;
}

/** Makes the view "Exchanges". Its rows are loaded, and the history is read, when it is first looked at. */
export function createExchangesView({
  rows,
  onError,
}: ExchangesViewParts): ExchangesView & Disposable {
  type Node = Parameters<ExchangesTree["getTreeItem"]>[0];
  const onDidChange = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<Node>(viewIds.exchanges, {
    treeDataProvider: {
      onDidChangeTreeData: onDidChange.event,
      getChildren: async (node) => {
        try {
          return await (await rows()).getChildren(node);
        } catch (error) {
          onError(error);
          return [];
        }
      },
      getTreeItem: async (node) => (await rows()).getTreeItem(node),
    },
    canSelectMany: true,
    showCollapseAll: true,
  });
  return {
    view,
    redraw: () => {
      onDidChange.fire(undefined);
    },
    dispose: () => {
      view.dispose();
      onDidChange.dispose();
    },
  };
}
