import {
  isEither,
  isFlag,
  isName,
  isOneOf,
  isRecord,
  isRecordOf,
  optional,
  type Check,
} from "./shape";
import { isPanelView, type PanelView } from "./view";

/** So many characters of a large text are enough to be read at first: more than a page of rows. */
export const beginningLength = 64 * 1024;

/** What the host tells the page. */
export interface ToPanel {
  readonly type: "render";
  readonly view: PanelView;
  /**
   * The text of the answer's body where it is large, as UTF-8, or that it is the large text that the
   * page was sent last; the body in the view has none then.
   */
  readonly answerText?: ArrayBuffer | "kept";
  /** The text of the answer's body is only its beginning; the whole follows by itself. */
  readonly isBeginning?: true;
  /** A view to go back to, when this one was opened from a list of outcomes. */
  readonly canGoBack: boolean;
}

/** What the page asks of the host. */
export type FromPanel =
  | { readonly type: "ready" }
  | { readonly type: "sendAgain"; readonly exchangeId: string }
  | { readonly type: "remedy"; readonly exchangeId: string }
  | { readonly type: "copyAsCurl"; readonly exchangeId: string }
  | { readonly type: "more"; readonly exchangeId: string }
  | { readonly type: "openBody"; readonly exchangeId: string }
  | { readonly type: "saveBody"; readonly exchangeId: string }
  | { readonly type: "showExchange"; readonly exchangeId: string }
  | { readonly type: "goBack" }
  | { readonly type: "copyText"; readonly text: string };

/** One handler a message; leaving one out does not compile. */
export type FromPanelHandlers = {
  readonly [M in FromPanel as M["type"]]: (message: M) => void;
};

const isTrue: Check<true> = (value) => value === true;

const isBytes: Check<ArrayBuffer> = (value) => value instanceof ArrayBuffer;

/** Whether a message to the page is whole: anything can be posted to it, and half of one must not be drawn. */
export const isToPanel = isRecordOf<ToPanel>({
  type: isOneOf("render"),
  view: isPanelView,
  answerText: optional(isEither(isOneOf("kept"), isBytes)),
  isBeginning: optional(isTrue),
  canGoBack: isFlag,
});

/** Reads a message of the page, which is another program; undefined when it is none we know. */
export function parseFromPanel(value: unknown): FromPanel | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { type, exchangeId, text } = value;
  switch (type) {
    case "ready":
    case "goBack":
      return { type };
    case "sendAgain":
    case "remedy":
    case "copyAsCurl":
    case "more":
    case "openBody":
    case "saveBody":
    case "showExchange":
      return isName(exchangeId) ? { type, exchangeId } : undefined;
    case "copyText":
      return typeof text === "string" ? { type, text } : undefined;
    default:
      return undefined;
  }
}

/** Calls the handler of a message. */
export function handleFromPanel(message: FromPanel, handlers: FromPanelHandlers): void {
  (handlers[message.type] as (message: FromPanel) => void)(message);
}
