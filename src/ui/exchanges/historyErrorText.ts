import { codeOf } from "../../engagements/journal";
import type { HistoryError } from "../../exchanges/history/historyFolder";

/** Says what the disk refused and what that means for the history, in whole sentences. */
export function historyErrorText(error: HistoryError): string {
  const { action, path } = error;
  const why = codeOf(error.cause) ?? "no reason given";
  switch (action) {
    case "add":
      return `The history of exchanges cannot be written (${why}): what is sent stays in this window's memory only. Check ${path}.`;
    case "read":
      return `The history of exchanges cannot be read (${why}): earlier exchanges may be missing. Check ${path}.`;
    case "pin":
      return `Not everything could be pinned or unpinned: the disk refused (${why}). Check ${path}, then try again.`;
    case "delete":
      return `Not everything could be deleted: the disk refused (${why}). Check ${path}, then try again.`;
  }
}
