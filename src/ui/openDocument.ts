import { homedir } from "node:os";
import * as vscode from "vscode";

/**
 * Opens a request document that is not saved yet. Saving puts it, without asking where, into the first
 * folder of the window, or into the user's own where there is none: hence under a name that is free there.
 */
export async function openDocument(name: string, text: string): Promise<void> {
  const uri = await freeAddress(folderForDocuments(), name);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(uri, all, text);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
}

/** VS Code saves a document that has a name where its address says: a bare name is one in the root of the disk. */
function folderForDocuments(): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  // What is not a file system of the machine cannot take an address of it.
  const folder = folders.find(({ uri }) => uri.scheme === "file");
  return folder?.uri ?? vscode.Uri.file(homedir());
}

/** The address of a document that is neither open nor on the disk, numbered where it has to be. */
async function freeAddress(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let count = 1; ; count++) {
    const file = vscode.Uri.joinPath(folder, `${name}${count > 1 ? `-${count}` : ""}.chat.json`);
    if (!open.has(file.path) && !(await exists(file))) {
      return file.with({ scheme: "untitled" });
    }
  }
}

function exists(file: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(file)).then(
    () => true,
    () => false,
  );
}
