import * as vscode from "vscode";
import { allOperations, type OperationGroup, type OperationId } from "../../chat/operations";
import { groupTitles } from "../../documents/words";

interface OperationItem extends vscode.QuickPickItem {
  readonly operation?: OperationId;
}

/** Lets the user pick an operation by its name or by what it does; undefined when the user leaves. */
export async function pickOperation(): Promise<OperationId | undefined> {
  const picked = await vscode.window.showQuickPick(operationItems(), {
    title: "New Request",
    placeHolder: "Which operation? Search by name or by what it does",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.operation;
}

function operationItems(): readonly OperationItem[] {
  const ids = Object.keys(allOperations) as OperationId[];
  return (Object.keys(groupTitles) as OperationGroup[]).flatMap((group): OperationItem[] => [
    { label: groupTitles[group], kind: vscode.QuickPickItemKind.Separator },
    ...ids.filter((id) => allOperations[id].group === group).map(itemOf),
  ]);
}

function itemOf(operation: OperationId): OperationItem {
  const { title, does, method } = allOperations[operation];
  return { operation, label: operation, description: title, detail: `${method} · ${does}` };
}
