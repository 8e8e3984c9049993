import type { Engagement, JournalEntry } from "../../engagements/engagement";
import { transition } from "../../engagements/transition";
import type { Profile } from "../../profiles/profile";
import { profileLine } from "../exchangeView";
import { engagementHeader } from "../timelineHeader";
import { Timeline } from "../timelineText";
import type { ExportContent } from "./exportText";

/** What the timeline of an engagement is written from. */
export interface TimelineSource {
  readonly id: bigint;
  /** The entries of the engagement's journal. */
  readonly entries: readonly JournalEntry[];
  /** What they come to; absent when it is not known. */
  readonly engagement?: Engagement;
  readonly profile?: Profile;
  /** Ms since 1970: calls whose answer was due before are over. */
  readonly now: number;
}

/** The timeline of an engagement as its panel shows it, to be exported. */
export function engagementTimeline({
  id,
  entries,
  engagement,
  profile,
  now,
}: TimelineSource): NonNullable<ExportContent["timeline"]> {
  const timeline = new Timeline({ fold: (before, entry) => transition(before, id, entry) });
  timeline.append(entries);
  timeline.settle(now);
  return {
    rows: timeline.rows,
    header: engagementHeader(id.toString(), engagement, profile && profileLine(profile)),
  };
}
