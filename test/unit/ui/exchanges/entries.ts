import type { HistoryEntry } from "../../../../src/exchanges/history/historyEntry";
import { summaryOf } from "../../../../src/exchanges/history/historyEntry";
import { recordOf, type RecordChanges } from "../../exchanges/history/setup";

/** How an entry differs from a conclude that succeeded at 10:00:00 UTC on 22 November 2026. */
export interface EntryChanges extends RecordChanges {
  readonly isPinned?: boolean;
  readonly profileId?: string;
}

/** The time of the entries, ms since 1970. */
export const ten = Date.UTC(2026, 10, 22, 10);

/** Ms of an hour. */
export const hour = 3_600_000;

/** An entry of the history. */
export function entryOf(id: string, changes: EntryChanges = {}): HistoryEntry {
  const { isPinned = false, profileId = "p1", ...others } = changes;
  const summary = summaryOf(recordOf(id, { sentAt: ten, ...others }));
  return {
    ...summary,
    profile: { ...summary.profile, id: profileId },
    isPinned,
    bytes: 1000,
  };
}
