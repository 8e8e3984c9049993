import * as vscode from "vscode";
import { withoutLinks } from "./inertText";

/** As VS Code's own functions, with buttons that are texts. */
interface Show {
  <T extends string>(message: string, ...buttons: T[]): Thenable<T | undefined>;
  <T extends string>(
    message: string,
    options: vscode.MessageOptions,
    ...buttons: T[]
  ): Thenable<T | undefined>;
}

/** Tells the user of something. What is told is text, whoever wrote it: no part of it is a link. */
export const showInformation = asText("showInformationMessage");

/** Warns the user, as {@link showInformation} tells. */
export const showWarning = asText("showWarningMessage");

/** Tells the user of an error, as {@link showInformation} tells. */
export const showError = asText("showErrorMessage");

function asText(name: "showInformationMessage" | "showWarningMessage" | "showErrorMessage"): Show {
  const show = (message: string, ...buttons: string[]): Thenable<string | undefined> =>
    // The one door to VS Code's notifications: a test keeps it shut everywhere else.
    vscode.window[name](withoutLinks(message), ...buttons);
  return show as Show;
}
