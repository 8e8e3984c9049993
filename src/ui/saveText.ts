import * as vscode from "vscode";
import { showError } from "./notices";

/** What a text is saved as. */
export interface SavedText {
  readonly text: string;
  /** What the dialog is called, and its button. */
  readonly title: string;
  readonly label: string;
  /** Where the dialog begins; undefined leaves that to VS Code. */
  readonly proposed: vscode.Uri | undefined;
  /** Names of kinds of files with their endings. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/**
 * Writes a text to a file that the user chooses, and resolves to it; to undefined when the user leaves.
 * A file that cannot be written is explained, and another place asked for.
 */
export async function saveText(saved: SavedText): Promise<vscode.Uri | undefined> {
  const { text, title, label, proposed, filters } = saved;
  const target = await vscode.window.showSaveDialog({
    ...{ title, saveLabel: label },
    ...(proposed && { defaultUri: proposed }),
    filters: Object.fromEntries(
      Object.entries(filters).map(([name, endings]) => [name, [...endings]]),
    ),
  });
  if (!target) {
    return undefined;
  }
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    return target;
  } catch (error) {
    const elsewhere = "Choose Another Place…";
    const choice = await showError(
      `Could not write ${shownPath(target)}: ${reasonOf(error)} Nothing was saved.`,
      elsewhere,
    );
    return choice === elsewhere ? saveText(saved) : undefined;
  }
}

/** A file's place as a person reads it. */
export function shownPath(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.toString(true);
}

/** Why a file could not be written, as a sentence. */
function reasonOf(error: unknown): string {
  const code = error instanceof vscode.FileSystemError ? error.code : "";
  switch (code) {
    case "NoPermissions":
      return "you may not write there.";
    case "FileIsADirectory":
      return "there is a folder of that name.";
    case "FileNotFound":
      return "there is no such folder.";
    case "Unavailable":
      return "the place cannot be reached.";
    default:
      return `${error instanceof Error ? error.message.replace(/\.$/, "") : String(error)}.`;
  }
}
