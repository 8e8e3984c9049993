import type { ToPanel } from "../panel/protocol";
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

  /** The part of a message that is about the view. */
  partOf(view: PanelView): Pick<ToPanel, "view" | "answerText"> {
    const text = view.kind === "exchange" ? view.answer?.body.text : undefined;
    if (
      view.kind !== "exchange" ||
      !view.answer ||
      text === undefined ||
      text.length <= largeText
    ) {
      return { view };
    }
    const body = { ...view.answer.body, text: "" };
    const isThere = this.#pageHas === text;
    this.#pageHas = text;
    return {
      view: { ...view, answer: { ...view.answer, body } },
      answerText: isThere ? "kept" : new TextEncoder().encode(text).buffer,
    };
  }
}
