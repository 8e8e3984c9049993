import type { LineState } from "../../panel/timelineProtocol";
import type { AnswerLine } from "../../panel/timelineView";
import { el } from "../dom";
import { pushButton } from "./header";

/** What was typed, as kept over a reload. */
export interface Draft {
  text: string;
  /** The line's name, once it was handed over and until its outcome is known. */
  lineId?: string;
}

/** The line to answer in. What was typed leaves it only when the server has accepted it. */
export class Composer {
  readonly element = el("div", { class: "composer" });
  readonly #field = el("textarea", {
    aria: { label: "Your answer to the customer", describedby: "composer-note" },
    data: { key: "answer-line" },
  });
  readonly #note = el("p", { class: "composer-note", id: "composer-note" });
  readonly #problem = el("p", { class: "composer-problem failure", role: "alert" });
  readonly #send: HTMLButtonElement;
  #line: AnswerLine = { kind: "none" };

  constructor(
    private readonly draft: Draft,
    private readonly host: {
      readonly send: (lineId: string, text: string) => void;
      readonly draftChanged: () => void;
    },
  ) {
    this.#field.rows = 1;
    this.#field.placeholder = "Answer (Enter sends, Shift+Enter begins another line)";
    this.#field.value = draft.text;
    this.#field.dir = "auto";
    this.#field.addEventListener("input", () => {
      this.draft.text = this.#field.value;
      this.#problem.textContent = "";
      this.host.draftChanged();
      this.#update();
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    });
    this.#send = pushButton("Send", "send", true, () => {
      this.#submit();
    });
    this.element.append(
      this.#problem,
      this.#note,
      el("div", { class: "composer-line" }, this.#field, this.#send),
    );
    this.#update();
  }

  /** Shows whether one can answer. */
  show(line: AnswerLine): void {
    this.#line = line;
    this.#update();
  }

  /** Gives the field the focus, if one can answer. */
  focus(): void {
    if (this.#line.kind === "open") {
      this.#field.focus();
    }
  }

  /** Takes what came of a line; other lines than the one that is awaited do not count. */
  settle({ lineId, outcome }: LineState): void {
    if (lineId !== this.draft.lineId || outcome.kind === "sending") {
      return;
    }
    delete this.draft.lineId;
    if (outcome.kind === "done") {
      this.draft.text = "";
      this.#field.value = "";
      this.#problem.textContent = "";
    } else {
      this.#problem.textContent = outcome.sentence;
    }
    this.host.draftChanged();
    this.#update();
  }

  /** Gives up waiting for a line of which the host knows nothing: its window was loaded anew. */
  settleUnknown(): void {
    if (this.draft.lineId !== undefined) {
      const sentence =
        "The window was loaded anew before an answer came: the timeline tells whether this line was sent.";
      this.settle({ lineId: this.draft.lineId, outcome: { kind: "failed", sentence } });
    }
  }

  #submit(): void {
    const text = this.#field.value;
    if (this.#send.disabled || text.trim() === "") {
      return;
    }
    const lineId = `${Date.now()}-${Math.random()}`;
    this.draft.lineId = lineId;
    this.draft.text = text;
    this.#problem.textContent = "";
    this.host.draftChanged();
    this.host.send(lineId, text);
    this.#update();
  }

  #update(): void {
    const isSending = this.draft.lineId !== undefined;
    const isOpen = this.#line.kind === "open";
    this.element.hidden = this.#line.kind === "none";
    this.#field.disabled = !isOpen && !isSending;
    this.#field.readOnly = isSending;
    this.#send.disabled = !isOpen || isSending || this.#field.value.trim() === "";
    this.#send.textContent = isSending ? "Sending…" : "Send";
    this.#note.textContent =
      this.#line.kind === "closed"
        ? this.#line.why
        : this.#line.kind === "open"
          ? this.#line.hint
          : "";
  }
}
