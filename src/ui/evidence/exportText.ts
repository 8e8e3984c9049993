import { evidenceOf } from "../../exchanges/evidence/evidence";
import { harOf, type Product } from "../../exchanges/har";
import type { KeptRecord } from "../../exchanges/history/storedExchange";
import type { TimelineHeader, TimelineRow } from "../../panel/timelineView";
import { exchangeView } from "../exchangeView";
import { timelineMarkdown } from "../timelineMarkdown";

/** What is to be exported. */
export interface ExportContent {
  readonly records: readonly KeptRecord[];
  /** The timeline of the engagement that the records are about. */
  readonly timeline?: { readonly rows: readonly TimelineRow[]; readonly header: TimelineHeader };
}

/** In which form; it is also the ending of the file's name. */
export type ExportFormat = "har" | "md";

/** The text of the exported file, with credentials masked. A HAR holds no timeline. */
export function exportText(
  format: ExportFormat,
  content: ExportContent,
  product: Product,
  writtenAt: number,
): string {
  const { records, timeline } = content;
  return format === "har"
    ? harOf(records, product)
    : evidenceOf({
        title: titleOf(content),
        records,
        outcomeOf,
        ...(timeline && { timeline: timelineMarkdown(timeline.rows, timeline.header) }),
        product,
        writtenAt,
      });
}

/** A name for the file: what it is about, and the local date. */
export function exportName(
  format: ExportFormat,
  content: ExportContent,
  writtenAt: number,
): string {
  const subject = titleOf(content)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const date = new Date(writtenAt);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => part.toString().padStart(2, "0"))
    .join("-");
  return `${subject}-${day}.${format}`;
}

/** For example: Engagement 1000, or 3 exchanges where they are about several. */
function titleOf({ records, timeline }: ExportContent): string {
  if (timeline) {
    return timeline.header.title;
  }
  const [first, ...others] = records;
  if (first && others.length === 0) {
    return exchangeView(first, false).title;
  }
  const ids = new Set(records.map(({ engagementId }) => engagementId));
  const [id] = ids;
  return ids.size === 1 && id !== undefined ? `Engagement ${id}` : `${records.length} exchanges`;
}

function outcomeOf(record: KeptRecord): string {
  const { headline, explanation } = exchangeView(record, false).verdict;
  return explanation === "" ? `${headline}.` : `${headline}. ${explanation}`;
}
