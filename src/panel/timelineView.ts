import {
  isCount,
  isEither,
  isFlag,
  isListOf,
  isOneOf,
  isRecordOf,
  isText,
  isTime,
  optional,
} from "./shape";
import { isProfileLine, tones, type ProfileLine, type Tone } from "./view";

/** Who something on the timeline comes from; `desk` is this extension. */
export type TimelineSide = "customer" | "agent" | "server" | "desk";

/** One thing that happened, as one row. What the server or people wrote is text and never markup. */
export interface TimelineRow {
  /** Names the row within its timeline. */
  readonly key: string;
  /** When this machine noted it, ms since 1970. */
  readonly at: number;
  /** When the server made it by its own clock, ms since 1970. */
  readonly serverAt?: number;
  readonly side: TimelineSide;
  /**
   * - `line`: a line of the chat.
   * - `activity`: signals that say little one by one; a run of them is one row.
   * - `call`: a call of ours with what came of it.
   * - `message`: any other message of the server.
   * - `state`: the engagement stands elsewhere from here on.
   */
  readonly kind: "line" | "activity" | "call" | "message" | "state";
  readonly title: string;
  /** What somebody wrote, with its line breaks. */
  readonly text?: string;
  readonly detail?: string;
  readonly tone: Tone | "plain";
  /** True while the answer to a call is awaited. */
  readonly isPending?: boolean;
  /** True for a type of message that neither the vocabulary nor the user knows. */
  readonly isUnknown?: boolean;
  /** How many signals the row stands for, when several, and when the last was noted. */
  readonly run?: { readonly count: number; readonly until: number };
  /** Whether there is JSON to unfold; it is asked for by key. */
  readonly hasRaw: boolean;
  /** The exchange to show for it. */
  readonly exchangeId?: string;
}

/** What a batch of entries did to the rows. */
export interface TimelineChanges {
  /** Rows that stand behind all others, in their order. */
  readonly added: readonly TimelineRow[];
  /** Rows that are known by their key and say something else. */
  readonly changed: readonly TimelineRow[];
}

/** What the header's buttons do. */
export const timelineActs = ["accept", "decline", "conclude", "reroute", "release"] as const;

/** One of {@link timelineActs}. */
export type TimelineAct = (typeof timelineActs)[number];

/** Whether one can answer. */
export type AnswerLine =
  | { readonly kind: "none" }
  | {
      readonly kind: "open";
      /** What to know before one writes; empty when nothing. */
      readonly hint: string;
    }
  | { readonly kind: "closed"; readonly why: string };

/** What stands above the rows. */
export interface TimelineHeader {
  /** For example: Engagement 1000. */
  readonly title: string;
  /** The customer's name and presence, what was asked, the queue; whatever is known. */
  readonly customer?: string;
  readonly presence?: { readonly text: string; readonly tone: Tone | "plain" };
  readonly question?: string;
  readonly queue?: string;
  readonly state?: {
    readonly text: string;
    readonly tone: Tone | "plain";
    /** Ms since 1970. */
    readonly since: number;
    readonly isPending: boolean;
  };
  /** Why the last attempt did nothing, as a sentence. */
  readonly warning?: string;
  readonly profile?: ProfileLine;
  readonly acts: readonly { readonly act: TimelineAct; readonly label: string }[];
  readonly answerLine: AnswerLine;
}

const isTone = isOneOf("plain", ...tones);

/** Whether a value is a whole {@link TimelineRow}. */
export const isTimelineRow = isRecordOf<TimelineRow>({
  key: isText,
  at: isTime,
  serverAt: optional(isTime),
  side: isOneOf("customer", "agent", "server", "desk"),
  kind: isOneOf("line", "activity", "call", "message", "state"),
  title: isText,
  text: optional(isText),
  detail: optional(isText),
  tone: isTone,
  isPending: optional(isFlag),
  isUnknown: optional(isFlag),
  run: optional(isRecordOf<NonNullable<TimelineRow["run"]>>({ count: isCount, until: isTime })),
  hasRaw: isFlag,
  exchangeId: optional(isText),
});

type Line<K extends AnswerLine["kind"]> = Extract<AnswerLine, { kind: K }>;

/** Whether a value is a whole {@link TimelineHeader}. */
export const isTimelineHeader = isRecordOf<TimelineHeader>({
  title: isText,
  customer: optional(isText),
  presence: optional(
    isRecordOf<NonNullable<TimelineHeader["presence"]>>({ text: isText, tone: isTone }),
  ),
  question: optional(isText),
  queue: optional(isText),
  state: optional(
    isRecordOf<NonNullable<TimelineHeader["state"]>>({
      text: isText,
      tone: isTone,
      since: isTime,
      isPending: isFlag,
    }),
  ),
  warning: optional(isText),
  profile: optional(isProfileLine),
  acts: isListOf(
    isRecordOf<TimelineHeader["acts"][number]>({ act: isOneOf(...timelineActs), label: isText }),
  ),
  answerLine: isEither(
    isRecordOf<Line<"none">>({ kind: isOneOf("none") }),
    isEither(
      isRecordOf<Line<"open">>({ kind: isOneOf("open"), hint: isText }),
      isRecordOf<Line<"closed">>({ kind: isOneOf("closed"), why: isText }),
    ),
  ),
});
