import {
  isCount,
  isEither,
  isFlag,
  isListOf,
  isOneOf,
  isRecordOf,
  isText,
  optional,
  type Check,
} from "./shape";

/** How a thing went, in the four tones that the page can show. */
export const tones = ["success", "warning", "failure", "unknown"] as const;

/** One of {@link tones}. */
export type Tone = (typeof tones)[number];

/** A name with its value; both are text of ours or of the server's and never markup. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** Something worth knowing about the value. */
  readonly note?: string;
}

/** A body as the page shows it. Credentials in it are masked. */
export interface BodyView {
  readonly text: string;
  /** `json` is folded and searchable by member; `text` is shown as it came. */
  readonly language: "json" | "text";
  readonly byteLength: number;
  /** Where reading stopped; line and column count from 1. */
  readonly fault?: { readonly message: string; readonly line: number; readonly column: number };
}

/** As whom and where a call was made. */
export interface ProfileLine {
  readonly name: string;
  readonly site: string;
  readonly origin: string;
  readonly pool: string;
  readonly isSimulator: boolean;
  readonly isProduction: boolean;
}

/** Everything that the panel shows of one exchange. */
export interface ExchangeView {
  readonly kind: "exchange";
  readonly exchangeId: string;
  /** For example: Conclude engagement 1000. */
  readonly title: string;
  readonly profile: ProfileLine;
  readonly verdict: {
    readonly tone: Tone;
    readonly headline: string;
    /** Why; empty when the headline says it all. */
    readonly explanation: string;
    /** What to do; empty when there is nothing to do. */
    readonly advice: string;
  };
  /** Absent when no answer arrived. */
  readonly status?: { readonly code: number; readonly text: string };
  readonly exceptionCode?: {
    readonly code: string;
    readonly meaning: string;
    readonly advice: string;
  };
  /** Things the user should notice though the call may have succeeded, such as differing twins. */
  readonly notices: readonly string[];
  /** What the host can do to mend a failure, as the words of its button. */
  readonly remedy?: string;
  readonly result: readonly Fact[];
  readonly timings: readonly Fact[];
  readonly answer?: { readonly headers: readonly Fact[]; readonly body: BodyView };
  readonly request: {
    /** Method and URL. */
    readonly line: string;
    readonly headers: readonly Fact[];
    readonly body: BodyView;
  };
  /** True while the same request is under way once more. */
  readonly isSending: boolean;
  /** Whether sending the very same request once more makes sense. */
  readonly canSendAgain: boolean;
}

/** One engagement's outcome in a conclude of several. */
export interface OutcomeRow {
  readonly engagementId: string;
  readonly tone: Tone;
  /** For example: Concluded; or the failure's headline. */
  readonly outcome: string;
  /** The exchange to show for it; absent when nothing was sent. */
  readonly exchangeId?: string;
}

/** The outcomes of concluding several engagements with one command. */
export interface BulkView {
  readonly kind: "bulk";
  readonly title: string;
  readonly profile: ProfileLine;
  readonly rows: readonly OutcomeRow[];
}

/** Nothing was sent in this window so far. */
interface EmptyView {
  readonly kind: "empty";
}

/** All that the panel can show. */
export type PanelView = EmptyView | ExchangeView | BulkView;

const isTone = isOneOf(...tones);

const isFact = isRecordOf<Fact>({ name: isText, value: isText, note: optional(isText) });

const areFacts = isListOf(isFact);

const isBody = isRecordOf<BodyView>({
  text: isText,
  language: isOneOf("json", "text"),
  byteLength: isCount,
  fault: optional(
    isRecordOf<NonNullable<BodyView["fault"]>>({ message: isText, line: isCount, column: isCount }),
  ),
});

/** Whether a value is a {@link ProfileLine}. */
export const isProfileLine = isRecordOf<ProfileLine>({
  name: isText,
  site: isText,
  origin: isText,
  pool: isText,
  isSimulator: isFlag,
  isProduction: isFlag,
});

const isExchangeView = isRecordOf<ExchangeView>({
  kind: isOneOf("exchange"),
  exchangeId: isText,
  title: isText,
  profile: isProfileLine,
  verdict: isRecordOf<ExchangeView["verdict"]>({
    tone: isTone,
    headline: isText,
    explanation: isText,
    advice: isText,
  }),
  status: optional(
    isRecordOf<NonNullable<ExchangeView["status"]>>({ code: isCount, text: isText }),
  ),
  exceptionCode: optional(
    isRecordOf<NonNullable<ExchangeView["exceptionCode"]>>({
      code: isText,
      meaning: isText,
      advice: isText,
    }),
  ),
  notices: isListOf(isText),
  remedy: optional(isText),
  result: areFacts,
  timings: areFacts,
  answer: optional(
    isRecordOf<NonNullable<ExchangeView["answer"]>>({ headers: areFacts, body: isBody }),
  ),
  request: isRecordOf<ExchangeView["request"]>({ line: isText, headers: areFacts, body: isBody }),
  isSending: isFlag,
  canSendAgain: isFlag,
});

const isBulkView = isRecordOf<BulkView>({
  kind: isOneOf("bulk"),
  title: isText,
  profile: isProfileLine,
  rows: isListOf(
    isRecordOf<OutcomeRow>({
      engagementId: isText,
      tone: isTone,
      outcome: isText,
      exchangeId: optional(isText),
    }),
  ),
});

/** Whether a value that was kept or sent is a view, whole and of the right types. */
export const isPanelView: Check<PanelView> = isEither(
  isRecordOf<EmptyView>({ kind: isOneOf("empty") }),
  isEither(isExchangeView, isBulkView),
);
