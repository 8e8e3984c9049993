import * as vscode from "vscode";

/**
 * Reads what is shared with other windows anew whenever this one gets the focus: VS Code does not
 * tell when another window stored something.
 */
export function readAnewOnFocus(
  read: () => Promise<void>,
  onError: (error: unknown) => void,
): vscode.Disposable {
  return vscode.window.onDidChangeWindowState(({ focused }) => {
    if (focused) {
      read().catch(onError);
    }
  });
}
