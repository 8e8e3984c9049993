import * as vscode from "vscode";
import type { BodyView } from "../panel/view";
import { saveText } from "./saveText";

/**
 * Writes a body to a file that the user chooses: every character as the panel has it, so with
 * credentials masked.
 */
export async function saveBody({ text, language }: BodyView): Promise<void> {
  const isJson = language === "json";
  const name = isJson ? "answer.json" : "answer.txt";
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await saveText({
    ...{ text, title: "Save Body", label: "Save Body" },
    proposed: folder && vscode.Uri.joinPath(folder, name),
    filters: isJson ? { JSON: ["json"], "All Files": ["*"] } : { "All Files": ["*"] },
  });
  if (target) {
    void vscode.window.setStatusBarMessage("Body saved, with credentials masked.", 4000);
  }
}
