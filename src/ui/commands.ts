import * as vscode from "vscode";
import { SecretStorageError } from "../session/guardedSecrets";
import { commandIds, type CommandId } from "../ids";
import { showError, showWarning } from "./notices";
import { LoadError } from "../util/lazy";
import { secretStorageText } from "./storageText";

/** What a command does. Arguments come from menus, key bindings and other extensions: unchecked. */
type CommandHandler = (...args: readonly unknown[]) => unknown;

/** One handler a command; leaving one out does not compile. */
export type CommandTable = Readonly<Record<CommandId, CommandHandler>>;

/** Registers every command. What a handler throws is logged and explained to the user. */
export function registerCommands(
  log: vscode.LogOutputChannel,
  table: CommandTable,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(table).map(([id, handler]) =>
      // The one door to registerCommand, which lint keeps shut everywhere else.
      // eslint-disable-next-line no-restricted-syntax
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          return await handler(...args);
        } catch (error) {
          reportDefect(log, id, error);
          return undefined;
        }
      }),
    ),
  );
}

/** Runs a command; the door back for buttons and menus of our own. */
export function runCommand(id: CommandId, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}

/** Tells the user about an error that no handler expected, with the details in the log. */
export function reportDefect(log: vscode.LogOutputChannel, what: string, error: unknown): void {
  log.error(what, error instanceof Error ? error : String(error));
  offerLog(showError(defectText(error), showLog));
}

function defectText(error: unknown): string {
  if (error instanceof SecretStorageError) {
    return secretStorageText(error);
  }
  return error instanceof LoadError
    ? "A part of Engagement Desk could not be loaded, so what was asked for is not done. Reload the window; if it happens again, reinstall the extension."
    : "Engagement Desk hit an unexpected error and stopped what it was doing. The log has the details.";
}

/** Tells the user of something that is not an error of a command, with the details in the log. */
export function warnWithLog(text: string): void {
  offerLog(showWarning(text, showLog));
}

const showLog = "Show Log";

function offerLog(choice: Thenable<string | undefined>): void {
  void choice.then((chosen) => chosen && runCommand(commandIds.showLog));
}
