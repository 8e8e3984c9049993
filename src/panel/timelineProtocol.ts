import {
  isEither,
  isListOf,
  isName,
  isOneOf,
  isRecord,
  isRecordOf,
  isText,
  optional,
  type Check,
} from "./shape";
import {
  isTimelineHeader,
  isTimelineRow,
  timelineActs,
  type TimelineAct,
  type TimelineHeader,
  type TimelineRow,
} from "./timelineView";

/** Which timeline a panel shows; kept by VS Code over a reload. */
export interface TimelineIdentity {
  readonly profileId: string;
  /** Digits of an engagement id, or the messages that belong to no engagement. */
  readonly stream: string;
}

/** The stream of what belongs to no engagement. */
export const sessionStream = "session";

/** The last line that the page handed over. */
export interface LineState {
  /** The page's own name for it. */
  readonly lineId: string;
  /** `failed` comes with a sentence; the text stays with the page. */
  readonly outcome:
    | { readonly kind: "sending" }
    | { readonly kind: "done" }
    | { readonly kind: "failed"; readonly sentence: string };
}

/** What the host tells the page. */
export type ToTimeline =
  | {
      readonly type: "render";
      readonly identity: TimelineIdentity;
      readonly header: TimelineHeader;
      readonly rows: readonly TimelineRow[];
      /** Absent when this window was handed no line. */
      readonly line?: LineState;
    }
  | {
      readonly type: "append";
      readonly added: readonly TimelineRow[];
      readonly changed: readonly TimelineRow[];
    }
  | { readonly type: "header"; readonly header: TimelineHeader }
  | { readonly type: "line"; readonly line: LineState }
  | { readonly type: "raw"; readonly key: string; readonly text: string };

/** What the page asks of the host. */
export type FromTimeline =
  | { readonly type: "ready" }
  | { readonly type: "copyMarkdown" }
  | { readonly type: "send"; readonly lineId: string; readonly text: string }
  | { readonly type: "showAnswer"; readonly exchangeId: string }
  | { readonly type: "loadRaw"; readonly key: string }
  | { readonly type: "act"; readonly act: TimelineAct };

/** One handler a message; leaving one out does not compile. */
export type FromTimelineHandlers = {
  readonly [M in FromTimeline as M["type"]]: (message: M) => void;
};

type Outcome<K extends LineState["outcome"]["kind"]> = Extract<LineState["outcome"], { kind: K }>;

const isLineState = isRecordOf<LineState>({
  lineId: isText,
  outcome: isEither(
    isRecordOf<Outcome<"failed">>({ kind: isOneOf("failed"), sentence: isText }),
    isEither(
      isRecordOf<Outcome<"sending">>({ kind: isOneOf("sending") }),
      isRecordOf<Outcome<"done">>({ kind: isOneOf("done") }),
    ),
  ),
});

type Told<T extends ToTimeline["type"]> = Extract<ToTimeline, { type: T }>;

const toTimelineChecks: { readonly [T in ToTimeline["type"]]: Check<Told<T>> } = {
  render: isRecordOf<Told<"render">>({
    type: isOneOf("render"),
    identity: isRecordOf<TimelineIdentity>({ profileId: isText, stream: isText }),
    header: isTimelineHeader,
    rows: isListOf(isTimelineRow),
    line: optional(isLineState),
  }),
  append: isRecordOf<Told<"append">>({
    type: isOneOf("append"),
    added: isListOf(isTimelineRow),
    changed: isListOf(isTimelineRow),
  }),
  header: isRecordOf<Told<"header">>({ type: isOneOf("header"), header: isTimelineHeader }),
  line: isRecordOf<Told<"line">>({ type: isOneOf("line"), line: isLineState }),
  raw: isRecordOf<Told<"raw">>({ type: isOneOf("raw"), key: isText, text: isText }),
};

/** Whether a message to the page is whole: anything can be posted to it, and half of one must not be drawn. */
export function isToTimeline(value: unknown): value is ToTimeline {
  return Object.values(toTimelineChecks).some((isTold) => isTold(value));
}

/** Reads a message of the page, which is another program; undefined when it is none we know. */
export function parseFromTimeline(value: unknown): FromTimeline | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { type, lineId, text, exchangeId, key, act } = value;
  switch (type) {
    case "ready":
    case "copyMarkdown":
      return { type };
    case "send":
      return isName(lineId) && isText(text) && text.trim() !== ""
        ? { type, lineId, text }
        : undefined;
    case "showAnswer":
      return isName(exchangeId) ? { type, exchangeId } : undefined;
    case "loadRaw":
      return isName(key) ? { type, key } : undefined;
    case "act": {
      const known = timelineActs.find((name) => name === act);
      return known && { type, act: known };
    }
    default:
      return undefined;
  }
}

/** Calls the handler of a message. */
export function handleFromTimeline(message: FromTimeline, handlers: FromTimelineHandlers): void {
  (handlers[message.type] as (message: FromTimeline) => void)(message);
}

/** Reads which timeline it was from what the page kept; undefined when it is nothing of ours. */
export function parseTimelineIdentity(value: unknown): TimelineIdentity | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { profileId, stream } = value;
  return typeof profileId === "string" &&
    typeof stream === "string" &&
    (stream === sessionStream || /^\d{1,19}$/.test(stream))
    ? { profileId, stream }
    : undefined;
}
