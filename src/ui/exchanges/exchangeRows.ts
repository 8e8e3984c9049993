import type { Failure } from "../../chat/failure";
import type { HistoryEntry, HistoryOutcome } from "../../exchanges/history/historyEntry";
import { wordsOf, type CallWords } from "../exchangeText";

/** One exchange as a row of the view. */
export interface ExchangeRow {
  readonly id: string;
  /** What was done. */
  readonly label: string;
  /** When, with which status, and with which profile where there are several. */
  readonly description: string;
  /** A codicon and a theme colour; outcomes differ in both. */
  readonly icon: { readonly id: string; readonly color: string };
  /** Lines of a tooltip, as plain text; the first is its title. */
  readonly tooltip: readonly string[];
  readonly accessibleLabel: string;
  /** What menus are matched against. */
  readonly contextValue: "exchange.pinned" | "exchange.unpinned";
}

/** A heading with its rows. */
export interface ExchangeGroup {
  /** The same for the same group across refreshes: `pinned`, or the day as yyyy-MM-dd. */
  readonly key: string;
  readonly label: string;
  readonly rows: readonly ExchangeRow[];
}

/** How rows are written. */
export interface RowOptions {
  /** Ms since 1970; what is today. */
  readonly now: number;
  /** A language tag; the system's when not given. */
  readonly locale?: string;
  /** The system's when not given. */
  readonly timeZone?: string;
}

/** What the user reads of an outcome. */
export const outcomeWords: Readonly<
  Record<HistoryOutcome, { readonly word: string; readonly sentence: string }>
> = {
  ok: { word: "succeeded", sentence: "It succeeded." },
  refused: { word: "refused", sentence: "The server refused it." },
  failed: { word: "failed", sentence: "It failed: nothing was done." },
  unknown: {
    word: "unknown outcome",
    sentence: "Unknown outcome: only the server knows whether it was done.",
  },
};

const icons: Readonly<Record<HistoryOutcome, ExchangeRow["icon"]>> = {
  ok: { id: "pass", color: "charts.green" },
  refused: { id: "error", color: "problemsErrorIcon.foreground" },
  failed: { id: "circle-slash", color: "problemsErrorIcon.foreground" },
  unknown: { id: "question", color: "charts.yellow" },
};

const failureWords: Readonly<Record<Failure["kind"], string>> = {
  network: "no connection",
  unsendable: "not sent",
  timeout: "timed out",
  cancelled: "cancelled",
  unauthorized: "not authorized",
  refused: "refused",
  systemError: "system error",
  redirected: "redirected",
  unreadable: "unreadable answer",
  tooLarge: "too large",
};

const senderWords: Readonly<Record<HistoryEntry["sentBy"], string>> = {
  command: "a command",
  loop: "the message loop",
  document: "a request document",
};

/** What was done in an exchange, for example: Conclude engagement 1000. */
export function titleOf(entry: HistoryEntry): string {
  return wordsOfEntry(entry).title;
}

/** The outcome as it is shown: of a harmless call, nobody has to know whether it was done. */
export function outcomeOf(entry: HistoryEntry): HistoryOutcome {
  const isMoot =
    entry.outcome === "unknown" &&
    entry.failure !== undefined &&
    wordsOfEntry(entry).isHarmless === true;
  return isMoot ? "failed" : entry.outcome;
}

/** When an exchange was sent, to the second, as it stands in a row. */
function timeText(sentAt: number, { locale, timeZone }: Omit<RowOptions, "now">): string {
  return new Date(sentAt).toLocaleTimeString(locale, {
    timeStyle: "medium",
    ...(timeZone !== undefined && { timeZone }),
  });
}

/** When an exchange was sent: the time of today, else day and time. */
export function sentText(sentAt: number, options: RowOptions): string {
  const time = timeText(sentAt, options);
  return dateText(sentAt, options) === dateText(options.now, options)
    ? time
    : `${dateText(sentAt, options)}, ${time}`;
}

/** The rows in their groups: what is pinned, then a group a day. The entries come newest first. */
export function arrangeExchanges(
  entries: readonly HistoryEntry[],
  options: RowOptions,
): readonly ExchangeGroup[] {
  const hasSeveralProfiles = new Set(entries.map(({ profile }) => profile.id)).size > 1;
  const dayOf = dayReader(options);
  const groups = new Map<string, { readonly label: string; readonly rows: ExchangeRow[] }>();
  for (const entry of [
    ...entries.filter(({ isPinned }) => isPinned),
    ...entries.filter(({ isPinned }) => !isPinned),
  ]) {
    const { key, label } = entry.isPinned ? { key: "pinned", label: "Pinned" } : dayOf(entry);
    const group = groups.get(key) ?? { label, rows: [] };
    groups.set(key, group);
    group.rows.push(rowOf(entry, hasSeveralProfiles, options));
  }
  return [...groups].map(([key, { label, rows }]) => ({ key, label, rows }));
}

function rowOf(entry: HistoryEntry, hasSeveralProfiles: boolean, options: RowOptions): ExchangeRow {
  const { id, sentAt, durationMs, status, isPinned, profile, sentBy } = entry;
  const label = titleOf(entry);
  const outcome = outcomeOf(entry);
  // Only the group of a day tells the day.
  const time = isPinned ? sentText(sentAt, options) : timeText(sentAt, options);
  const answered = statusText(entry);
  const description = filled([time, answered, hasSeveralProfiles ? profile.name : ""]).join(" · ");
  return {
    id,
    label,
    description,
    icon: icons[outcome],
    tooltip: filled([
      label,
      outcomeWords[outcome].sentence,
      status === undefined ? "Nothing was answered." : `Answer: ${answered}`,
      `Sent ${dateText(sentAt, options)}, ${timeText(sentAt, options)}, by ${senderWords[sentBy]}; took ${durationText(durationMs)}.`,
      `Profile: ${profile.name}`,
      isPinned ? "Pinned: it stays however old it gets." : "",
    ]),
    accessibleLabel: filled([label, outcomeWords[outcome].word, description]).join(", "),
    contextValue: isPinned ? "exchange.pinned" : "exchange.unpinned",
  };
}

function wordsOfEntry({ operation, requestBody, engagementId, sentBy }: HistoryEntry): CallWords {
  return wordsOf({
    exchange: { operation, request: { body: requestBody ?? "" } },
    ...(engagementId !== undefined && { engagementId }),
    sentBy,
  });
}

/** HTTP's status with what else the server said in one word, or why there is none. */
function statusText({ status, failure, exceptionCode }: HistoryEntry): string {
  const word = exceptionCode ?? (failure === undefined ? "" : failureWords[failure]);
  return filled([status?.toString() ?? "", word]).join(" ");
}

/** Tells the day of a time, with what it is called. */
function dayReader({ now, locale, timeZone }: RowOptions) {
  const zone = timeZone === undefined ? {} : { timeZone };
  // The Swedish way of writing a date is ISO's.
  const keys = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", ...zone });
  const today = keys.format(now);
  const yesterday = dayBefore(today);
  return ({ sentAt }: HistoryEntry): { readonly key: string; readonly label: string } => {
    const key = keys.format(sentAt);
    const label =
      key === today
        ? "Today"
        : key === yesterday
          ? "Yesterday"
          : dateText(sentAt, { ...(locale !== undefined && { locale }), ...zone }, "full");
    return { key, label };
  };
}

/** A day's hours may be 23 or 25: the calendar is asked, not the clock. */
function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, "yyyy-MM-dd".length);
}

function dateText(
  at: number,
  { locale, timeZone }: Omit<RowOptions, "now">,
  dateStyle: "full" | "medium" = "medium",
): string {
  return new Date(at).toLocaleDateString(locale, {
    dateStyle,
    ...(timeZone !== undefined && { timeZone }),
  });
}

function durationText(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`;
}

function filled(parts: readonly string[]): string[] {
  return parts.filter((part) => part !== "");
}
