import * as vscode from "vscode";
import type { BodyView } from "../panel/view";

/**
 * Writes a body to a file that the user chooses: every character as the panel has it, so with
 * credentials masked. Rejects when the file cannot be written.
 */
export async function saveBody({ text, language }: BodyView): Promise<void> {
  const isJson = language === "json";
  const name = isJson ? "answer.json" : "answer.txt";
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: "Save Body",
    saveLabel: "Save Body",
    filters: isJson ? { JSON: ["json"], "All Files": ["*"] } : { "All Files": ["*"] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target) {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    void vscode.window.setStatusBarMessage("Body saved, with credentials masked.", 4000);
  }
}
