import * as vscode from "vscode";
import type { BodyView } from "../panel/view";
import { showInformation } from "./notices";
import { saveBody } from "./saveBody";
import { layOutJson } from "../util/jsonLayout";

/** A longer text takes every extension that listens to editors a while. */
const longText = 5_000_000;

/** Up to this length JSON is laid out: more would take long, and nobody reads it from top to bottom. */
const laidOutLength = 500_000;

/** Opens a body as a document; JSON is laid out, with every token as the server wrote it. */
export async function openBody(body: BodyView): Promise<void> {
  const { text, language } = body;
  if (text.length > longText) {
    const save = "Save Body…";
    const open = "Open Anyway";
    const megabytes = (text.length / 1_000_000).toFixed(1);
    const choice = await showInformation(
      `This body has ${megabytes} million characters. VS Code and its extensions are slow with an editor that large; the panel is not, and a file can be opened by other programs.`,
      save,
      open,
    );
    if (choice === save) {
      await saveBody(body);
    }
    if (choice !== open) {
      return;
    }
  }
  const isJson = language === "json";
  const content = isJson && text.length <= laidOutLength ? layOutJson(text) : text;
  const document = await vscode.workspace.openTextDocument({
    content,
    language: isJson ? "json" : "plaintext",
  });
  await vscode.window.showTextDocument(document, { preview: false });
}
