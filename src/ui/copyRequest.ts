import * as vscode from "vscode";
import type { SentRequest } from "../chat/exchange";
import { copyFormats, copyOf, type CopyFormat } from "../exchanges/copies/copy";
import { copyForAWhile } from "./fleetingCopy";
import { showWarning } from "./notices";

interface FormatItem extends vscode.QuickPickItem {
  readonly choice?: { readonly format: CopyFormat; readonly isWithCredentials: boolean };
}

/**
 * Offers the forms of a request and copies one. `secrets` gives the values of its masked headers by
 * name, when the user wants them in the copy; undefined: they cannot be had.
 */
export async function copyRequest(
  request: SentRequest,
  secrets: () => Promise<Readonly<Record<string, string>> | undefined>,
): Promise<void> {
  const formats = Object.entries(copyFormats) as [CopyFormat, (typeof copyFormats)[CopyFormat]][];
  const items = (isWithCredentials: boolean): FormatItem[] =>
    formats.map(([format, { label, detail }]) => ({
      label: `$(${isWithCredentials ? "key" : "copy"}) ${label}`,
      ...(isWithCredentials ? { description: "with credentials" } : { detail }),
      choice: { format, isWithCredentials },
    }));
  const separator = (label: string): FormatItem => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  const picked = await vscode.window.showQuickPick(
    [
      separator("with placeholders for secrets"),
      ...items(false),
      separator("with credentials"),
      ...items(true),
    ],
    { placeHolder: "Copy the request as…", matchOnDetail: true, matchOnDescription: true },
  );
  if (!picked?.choice) {
    return;
  }
  const { format, isWithCredentials } = picked.choice;
  const { label } = copyFormats[format];
  if (!isWithCredentials) {
    await vscode.env.clipboard.writeText(copyOf(format, request));
    vscode.window.setStatusBarMessage(
      `Copied as ${label}, with a placeholder for each secret.`,
      4000,
    );
    return;
  }
  if (!(await confirmCredentials(label))) {
    return;
  }
  const values = await secrets();
  if (!values) {
    void showWarning(
      "Nothing was copied: the credentials of this request are not kept any more. Sign in, or copy with placeholders.",
    );
    return;
  }
  await copyForAWhile(vscode.env.clipboard, copyOf(format, request, values));
  vscode.window.setStatusBarMessage(
    `Copied as ${label}, with credentials. The clipboard is cleared in a minute.`,
    8000,
  );
}

async function confirmCredentials(label: string): Promise<boolean> {
  const copy = "Copy with Credentials";
  const choice = await showWarning(
    `Copy the request as ${label}, with credentials?`,
    {
      modal: true,
      detail:
        "Whoever gets the copy can act as this agent while the session lasts. The clipboard is cleared after a minute, unless something else is copied; programs that keep what was copied keep it longer.",
    },
    copy,
  );
  return choice === copy;
}
