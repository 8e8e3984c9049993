import * as vscode from "vscode";

/** Request documents by their name, wherever they are. */
export const requestDocuments: vscode.DocumentSelector = { pattern: "**/*.chat.json" };

/** Whether a document is a request document. */
export function isRequestDocument(document: vscode.TextDocument): boolean {
  return vscode.languages.match(requestDocuments, document) > 0;
}

/** Calls back for each request document that is open, or is opened. */
export function onRequestDocument(callback: () => void): vscode.Disposable {
  const look = (document: vscode.TextDocument): void => {
    if (isRequestDocument(document)) {
      callback();
    }
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.workspace.onDidOpenTextDocument(look);
}
