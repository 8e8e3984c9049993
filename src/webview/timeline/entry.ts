import type { TimelineRow } from "../../panel/timelineView";
import { el, icon } from "../dom";
import type { IconName } from "../iconNames";
import { dayText, timeText } from "./times";

/** What a row's buttons do, and what of it is unfolded. */
export interface EntryContext {
  readonly showAnswer: (exchangeId: string) => void;
  /** The row's JSON: undefined while it is folded, `null` until it arrives. */
  readonly raw: (key: string) => string | null | undefined;
  readonly toggleRaw: (key: string) => void;
}

/** One thing that happened. `before` is the row above, by which it is told whether the day is another. */
export function entryOf(
  row: TimelineRow,
  before: TimelineRow | undefined,
  context: EntryContext,
): HTMLElement {
  const today = dayText(row.at);
  const isNewDay = before === undefined || dayText(before.at) !== today;
  const entry = el(
    "article",
    { class: `entry ${row.side} ${row.kind}`, data: { row: row.key } },
    isNewDay ? el("p", { class: "day", text: today }) : undefined,
    el(
      "div",
      { class: "entry-body" },
      whenOf(row),
      row.isPending === true ? icon("loading") : icon(pictureOf(row), row.tone),
      el(
        "div",
        { class: "what" },
        headlineOf(row, context),
        row.text === undefined || row.text === "" ? undefined : textOf(row.text),
        rawOf(row, context),
      ),
    ),
  );
  entry.ariaLabel = spokenText(row);
  return entry;
}

/** A row as a screen reader says it. */
export function spokenText({ at, title, text, detail, run, isUnknown }: TimelineRow): string {
  const parts = [
    title,
    isUnknown === true ? "unknown type" : "",
    text ?? "",
    detail ?? "",
    run === undefined ? "" : `${run.count} times`,
    timeText(at),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function whenOf({ at, serverAt }: TimelineRow): HTMLElement {
  const noted = `Noted ${new Date(at).toISOString()}`;
  const title =
    serverAt === undefined
      ? noted
      : `${noted}\nMade ${new Date(serverAt).toISOString()} by the server's clock`;
  const when = el("time", { class: "when", text: timeText(at), title });
  when.dateTime = new Date(at).toISOString();
  return when;
}

function headlineOf(row: TimelineRow, context: EntryContext): HTMLElement {
  const { key, title, detail, run, isUnknown, hasRaw, exchangeId } = row;
  const isOpen = context.raw(key) !== undefined;
  const json = hasRaw
    ? linkButton("JSON", `json-${key}`, () => {
        context.toggleRaw(key);
      })
    : undefined;
  json?.setAttribute("aria-expanded", String(isOpen));
  const answer =
    exchangeId === undefined
      ? undefined
      : linkButton("Show Answer", `answer-${key}`, () => {
          context.showAnswer(exchangeId);
        });
  return el(
    "div",
    { class: "said" },
    el("span", { class: "title", text: title }),
    isUnknown === true ? el("span", { class: "mark", text: "unknown type" }) : undefined,
    run === undefined
      ? undefined
      : el("span", { class: "detail", text: `× ${run.count}, until ${timeText(run.until)}` }),
    detail === undefined
      ? undefined
      : el("span", {
          class: `detail ${row.kind === "message" ? "plain" : row.tone}`,
          text: detail,
        }),
    el(
      "span",
      { class: `entry-tools ${isUnknown === true || isOpen ? "stay" : ""}` },
      answer,
      json,
    ),
  );
}

function textOf(text: string): HTMLElement {
  const said = el("p", { class: "text", text });
  said.dir = "auto";
  return said;
}

function rawOf({ key, title }: TimelineRow, { raw }: EntryContext): HTMLElement | undefined {
  const text = raw(key);
  return text === undefined
    ? undefined
    : el("pre", { class: "json", text: text ?? "…", aria: { label: `JSON of ${title}` } });
}

function linkButton(text: string, key: string, onClick: () => void): HTMLButtonElement {
  const made = el("button", { class: "link", text, data: { key } });
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

function pictureOf({ side, kind, tone, isUnknown }: TimelineRow): IconName {
  if (isUnknown === true) {
    return "warning";
  }
  switch (kind) {
    case "line":
      return tone === "failure" || tone === "unknown"
        ? tonePictures[tone]
        : side === "agent"
          ? "reply"
          : "comment";
    case "activity":
      return "ellipsis";
    case "state":
      return tone === "plain" ? "arrow-right" : tonePictures[tone];
    case "call":
    case "message":
      return tone === "plain" ? "server" : tonePictures[tone];
  }
}

const tonePictures = {
  success: "pass",
  warning: "warning",
  failure: "error",
  unknown: "question",
} as const;
