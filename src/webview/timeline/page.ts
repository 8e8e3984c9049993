import { isToTimeline, type FromTimeline, type ToTimeline } from "../../panel/timelineProtocol";
import type { TimelineRow } from "../../panel/timelineView";
import { el } from "../dom";
import { Composer } from "./composer";
import { entryOf, spokenText, type EntryContext } from "./entry";
import { headerParts, pushButton, refreshAges } from "./header";
import type { KeptState } from "./keptState";
import { RowList } from "./rowList";

/** How long changes are gathered before they are kept, in ms. */
const keepAfterMs = 150;
/** More entries than these at once are counted to a screen reader, not read out. */
const mostSpoken = 3;

type Render = Extract<ToTimeline, { type: "render" }>;

/** The whole page of a timeline. */
export class TimelinePage {
  readonly #header = el("header", { class: "timeline-header" });
  readonly #list: RowList;
  readonly #toEnd: HTMLButtonElement;
  readonly #empty = el("p", { class: "no-rows muted", text: "Nothing is noted yet." });
  readonly #composer: Composer;
  readonly #spoken = el("div", { class: "spoken", role: "log", aria: { label: "New entries" } });
  #rows: TimelineRow[] = [];
  /** Places by key. */
  #index = new Map<string, number>();
  /** JSON that was asked for, by key; `null` until it arrives. */
  readonly #raw = new Map<string, string | null>();
  #unseen = 0;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    root: HTMLElement,
    private readonly state: KeptState,
    private readonly host: {
      readonly post: (message: FromTimeline) => void;
      readonly keep: (state: KeptState) => void;
    },
  ) {
    this.#list = new RowList({
      count: () => this.#rows.length,
      draw: (index) => this.#draw(index),
      onMove: () => {
        this.#moved();
      },
    });
    this.#toEnd = pushButton("", "to-end", true, () => {
      this.#list.goToEnd();
    });
    this.#toEnd.classList.add("to-end");
    this.#toEnd.hidden = true;
    this.#composer = new Composer(state.draft, {
      send: (lineId, text) => {
        this.host.post({ type: "send", lineId, text });
      },
      draftChanged: () => {
        this.#keepSoon();
      },
    });
    root.classList.add("timeline");
    root.replaceChildren(
      this.#header,
      el("div", { class: "rows-frame" }, this.#list.element, this.#empty, this.#toEnd),
      this.#composer.element,
      this.#spoken,
    );
  }

  /** Begins to draw what the host says. To be called once. */
  listen(): void {
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (isToTimeline(data)) {
        this.#receive(data);
      }
    });
    window.addEventListener("focus", () => {
      this.#focusAnswerLine();
    });
    window.addEventListener("pagehide", () => {
      this.#keep();
    });
    setInterval(() => {
      refreshAges(this.#header);
    }, 1_000);
  }

  #receive(message: ToTimeline): void {
    switch (message.type) {
      case "render":
        this.#render(message);
        break;
      case "append":
        this.#append(message.added, message.changed);
        break;
      case "header":
        this.#showHeader(message.header);
        break;
      case "line":
        this.#composer.settle(message.line);
        break;
      case "raw":
        // What was folded again meanwhile stays so.
        if (this.#raw.has(message.key)) {
          this.#raw.set(message.key, message.text);
          this.#redraw(message.key);
        }
    }
  }

  #render({ identity, header, rows, line }: Render): void {
    this.state.identity = identity;
    this.#rows = [...rows];
    this.#index = new Map(rows.map(({ key }, index) => [key, index]));
    this.#raw.clear();
    this.state.open = this.state.open.filter((key) => this.#index.has(key));
    for (const key of this.state.open) {
      this.#askForRaw(key);
    }
    this.#showHeader(header);
    if (line) {
      this.#composer.settle(line);
    }
    if (line?.lineId !== this.state.draft.lineId) {
      this.#composer.settleUnknown();
    }
    const { place } = this.state;
    const index = place && this.#index.get(place.key);
    this.#list.restart(place && index !== undefined ? { index, offset: place.offset } : undefined);
    this.#moved();
    this.#keep();
    this.#focusAnswerLine();
  }

  /** Lets one write at once where the page has the focus and nothing in it does. */
  #focusAnswerLine(): void {
    if (document.hasFocus() && document.activeElement === document.body) {
      this.#composer.focus();
    }
  }

  #append(added: readonly TimelineRow[], changed: readonly TimelineRow[]): void {
    for (const row of added) {
      this.#index.set(row.key, this.#rows.length);
      this.#rows.push(row);
    }
    for (const row of changed) {
      const index = this.#index.get(row.key);
      if (index !== undefined) {
        this.#rows[index] = row;
        // What was unfolded may have grown.
        if (this.#raw.has(row.key)) {
          this.#askForRaw(row.key);
        }
        this.#list.changed(index);
      }
    }
    if (added.length > 0) {
      this.#unseen += added.length;
      this.#list.added();
      this.#moved();
      this.#say(added);
    }
  }

  #showHeader(header: Render["header"]): void {
    const { activeElement } = document;
    const key =
      activeElement instanceof HTMLElement && this.#header.contains(activeElement)
        ? activeElement.dataset["key"]
        : undefined;
    this.#header.replaceChildren(
      ...headerParts(header, {
        act: (act) => {
          this.host.post({ type: "act", act });
        },
        copyMarkdown: () => {
          this.host.post({ type: "copyMarkdown" });
        },
      }),
    );
    if (key !== undefined) {
      this.#header.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
    }
    this.#composer.show(header.answerLine);
  }

  readonly #entryContext: EntryContext = {
    showAnswer: (exchangeId) => {
      this.host.post({ type: "showAnswer", exchangeId });
    },
    raw: (key) => this.#raw.get(key),
    toggleRaw: (key) => {
      if (this.#raw.has(key)) {
        this.#raw.delete(key);
      } else {
        this.#askForRaw(key);
      }
      this.state.open = [...this.#raw.keys()];
      this.#keepSoon();
      this.#redraw(key);
    },
  };

  #draw(index: number): HTMLElement {
    const row = this.#rows[index];
    return row ? entryOf(row, this.#rows[index - 1], this.#entryContext) : el("article");
  }

  #redraw(key: string): void {
    const index = this.#index.get(key);
    if (index !== undefined) {
      this.#list.changed(index);
    }
  }

  #askForRaw(key: string): void {
    this.#raw.set(key, this.#raw.get(key) ?? null);
    this.host.post({ type: "loadRaw", key });
  }

  #moved(): void {
    if (this.#list.isAtEnd) {
      this.#unseen = 0;
      delete this.state.place;
    } else {
      const { index, offset } = this.#list.place;
      const row = this.#rows[index];
      if (row) {
        this.state.place = { key: row.key, offset: Math.round(offset) };
      }
    }
    this.#empty.hidden = this.#rows.length > 0;
    this.#toEnd.hidden = this.#list.isAtEnd;
    this.#toEnd.textContent = this.#unseen === 0 ? "Go to End" : `${this.#unseen} New`;
    this.#keepSoon();
  }

  #say(added: readonly TimelineRow[]): void {
    const worthIt = added.filter(
      ({ kind, isPending }) => kind !== "activity" && isPending !== true,
    );
    const texts =
      worthIt.length > mostSpoken
        ? [`${worthIt.length} new entries`]
        : worthIt.map((row) => spokenText(row));
    this.#spoken.append(...texts.map((text) => el("p", { text })));
    while (this.#spoken.childElementCount > mostSpoken) {
      this.#spoken.firstElementChild?.remove();
    }
  }

  #keepSoon(): void {
    this.#keepTimer ??= setTimeout(() => {
      this.#keep();
    }, keepAfterMs);
  }

  #keep(): void {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    this.host.keep(this.state);
  }
}
