import type { ExchangeSummary } from "./historyEntry";
import type { HistoryFile } from "./historyFolder";

/** An exchange, as far as it is known: on disk, read, or in this window's memory only. */
export interface Item {
  readonly sentAt: number;
  readonly isPinned: boolean;
  readonly bytes: number;
  /** Absent as long as it was not read, or was written by a later version of this product. */
  readonly summary?: ExchangeSummary;
  /** Absent when it is not on disk: not yet, or because the disk refused. */
  readonly file?: HistoryFile;
}

/** What a file tells of its exchange. */
export function itemOf(file: HistoryFile): Pick<Item, "sentAt" | "isPinned" | "bytes" | "file"> {
  const { sentAt, isPinned, bytes } = file;
  return { sentAt, isPinned, bytes, file };
}
