import { homedir } from "node:os";
import * as vscode from "vscode";
import type { Product } from "../../exchanges/har";
import { showInformation } from "../notices";
import { saveText, shownPath } from "../saveText";
import { type ExportContent, type ExportFormat, exportName, exportText } from "./exportText";

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
}

/**
 * Asks for form and place, and writes what is to be exported, with credentials masked. Does nothing
 * when the user leaves; a file that cannot be written is explained, and another place asked for.
 */
export async function exportEvidence(content: ExportContent, product: Product): Promise<void> {
  const { records, timeline } = content;
  if (records.length === 0 && (timeline?.rows.length ?? 0) === 0) {
    void showInformation("There is nothing to export: no exchange is kept, and nothing was noted.");
    return;
  }
  const format = records.length === 0 ? "md" : await askFormat(timeline !== undefined);
  if (!format) {
    return;
  }
  const writtenAt = Date.now();
  const text = exportText(format, content, product, writtenAt);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const name = exportName(format, content, writtenAt);
  await writeWhereAsked(vscode.Uri.joinPath(folder, name), format, text);
}

async function askFormat(hasTimeline: boolean): Promise<ExportFormat | undefined> {
  const items: FormatItem[] = [
    {
      format: "md",
      label: "Markdown",
      description: "for a person",
      detail: `Where, what came of each call, every request and answer${hasTimeline ? ", and the timeline" : ""}: for a service request.`,
    },
    {
      format: "har",
      label: "HAR 1.2",
      description: "for programs",
      detail: `Every request and answer, whole${hasTimeline ? "; without the timeline" : ""}: for tools that read HTTP archives.`,
    },
  ];
  const item = await vscode.window.showQuickPick(items, {
    title: "Export",
    placeHolder: "In which form? Credentials are masked in both.",
  });
  return item?.format;
}

async function writeWhereAsked(
  proposed: vscode.Uri,
  format: ExportFormat,
  text: string,
): Promise<void> {
  const target = await saveText({
    ...{ text, proposed, title: "Export", label: "Export" },
    filters: format === "har" ? { "HTTP Archive": ["har"] } : { Markdown: ["md"] },
  });
  if (!target) {
    return;
  }
  const open = "Open";
  const choice = await showInformation(
    `Exported to ${shownPath(target)}. Credentials are masked; what customers and agents wrote is in the file: look at it before you give it away.`,
    open,
  );
  if (choice === open) {
    const document = await vscode.workspace.openTextDocument(target);
    await vscode.window.showTextDocument(
      // No language of VS Code's own claims the ending .har.
      format === "har"
        ? await vscode.languages.setTextDocumentLanguage(document, "json")
        : document,
    );
  }
}
