import * as vscode from "vscode";
import type { SetAside } from "../profiles/storage";
import { commandIds } from "../ids";
import { runCommand } from "./commands";

/**
 * Makes the function that tells of stored values that could not be read: the user once a window,
 * the log each time.
 */
export function setAsideReporter(log: vscode.LogOutputChannel): (what: SetAside) => void {
  let isTold = false;
  return ({ key, asideKey }) => {
    log.warn(`stored value "${key}" could not be read and was set aside as "${asideKey}"`);
    if (isTold) {
      return;
    }
    isTold = true;
    const showLog = "Show Log";
    void vscode.window
      .showWarningMessage(
        "Some of what Engagement Desk had stored could not be read. It was set aside, not deleted, and everything else works. The log names it.",
        showLog,
      )
      .then((choice) => choice && runCommand(commandIds.showLog));
  };
}
