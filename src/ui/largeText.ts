import { beginningLength, type ToPanel } from "../panel/protocol";
import type { PanelView } from "../panel/view";

/** A longer text goes to the page as bytes: VS Code writes every string of a message as JSON, twice. */
const largeText = 256 * 1024;

/** Hands views to a page, with a large text of an answer apart from them, and only once. */
export class LargeTextSender {
  /** The large text that the page has. */
  #pageHas: string | undefined;

  /** To be called when the page is made anew: it has nothing. */
  forget(): void {
    this.#pageHas = undefined;
  }

  /**
   * The parts of messages that are about the view, in the order in which to send them: of a large text,
   * which takes a second or two to get there, the page is told the beginning first.
   */
  *partsOf(view: PanelView): Generator<Pick<ToPanel, "view" | "answerText" | "isBeginning">> {
    const answer = view.kind === "exchange" ? view.answer : undefined;
    if (view.kind !== "exchange" || !answer || answer.body.text.length <= largeText) {
      yield { view };
      return;
    }
    const { text, language, fault } = answer.body;
    const withText = (shown: string): PanelView => ({
      ...view,
      answer: { ...answer, body: { ...answer.body, text: shown } },
    });
    if (this.#pageHas === text) {
      yield { view: withText(""), answerText: "kept" };
      return;
    }
    this.#pageHas = text;
    if (language === "json" && !fault) {
      yield { view: withText(text.slice(0, beginningLength)), isBeginning: true };
    }
    yield { view: withText(""), answerText: new TextEncoder().encode(text).buffer };
  }
}
