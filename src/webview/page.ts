import { isToPanel, type FromPanel, type ToPanel } from "../panel/protocol";
import type { PanelView } from "../panel/view";
import { bulkContent } from "./bulkPage";
import type { PageContext } from "./context";
import { button } from "./controls";
import { el, icon, type Child } from "./dom";
import { exchangeActions, exchangeContent, noticesOf } from "./exchangePage";
import { Search } from "./search";
import { Trees } from "./trees";
import { emptyViewState, type UiState, type ViewState } from "./uiState";
import { headerOf, verdictOf } from "./verdict";

/** How long changes are gathered before they are kept, in ms. */
const keepAfterMs = 150;

/** The whole page: draws each view it is told, and keeps what the user arranged in it. */
export class Page {
  readonly #header = el("header");
  /** Stays on the page, so that screen readers are told when what it says changes. */
  readonly #verdict = el("div", { role: "status", class: "verdict-region" });
  readonly #notices = el("div");
  readonly #actions = el("div", { class: "actions", role: "toolbar", aria: { label: "Actions" } });
  readonly #bar: HTMLElement;
  readonly #content = el("div", { class: "content" });
  readonly #spoken = el("div", { class: "spoken", aria: { live: "polite" } });
  readonly #search: Search;
  #viewState: ViewState = emptyViewState();
  #verdictShown = "";
  readonly #trees = new Trees();
  /** The large text that the host sent last. */
  #largeText = "";
  /** Aborted when the view gives way to another. */
  #shown = new AbortController();
  /** Parts of the view that are still being read; until they are there the page is not as long as it will be. */
  #expected = 0;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly state: UiState,
    private readonly host: {
      readonly post: (message: FromPanel) => void;
      readonly keep: (state: UiState) => void;
    },
  ) {
    this.#search = new Search(root, (query) => {
      this.#viewState.search = query;
      this.#keepSoon();
    });
    this.#bar = el("div", { class: "bar" }, this.#actions, this.#search.element);
    const { root: page } = this;
    page.replaceChildren(this.#header, this.#verdict, this.#notices, this.#bar, this.#content);
    page.append(this.#spoken);
    this.#bar.hidden = true;
  }

  /** Begins to draw what the host says and to answer keys. To be called once. */
  listen(): void {
    window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (isToPanel(data)) {
        this.#render(this.#whole(data), data.canGoBack, data.isBeginning === true);
      }
    });
    document.addEventListener("keydown", (event) => {
      const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f";
      if (isFind && !event.shiftKey && !event.altKey && !this.#bar.hidden) {
        event.preventDefault();
        this.#search.focus();
      }
    });
    window.addEventListener("scroll", () => {
      if (this.#expected > 0 && reach() < this.#viewState.scroll) {
        // Not where the user went, but as far as the page goes for now.
        return;
      }
      this.#viewState.scroll = Math.round(window.scrollY);
      this.#keepSoon();
    });
    window.addEventListener("pagehide", () => {
      this.#keep();
    });
  }

  /** The view with the large text in its place. */
  #whole({ view, answerText }: ToPanel): PanelView {
    if (view.kind !== "exchange" || !view.answer || answerText === undefined) {
      return view;
    }
    if (answerText !== "kept") {
      this.#largeText = new TextDecoder("utf-8", { ignoreBOM: true }).decode(answerText);
    }
    const body = { ...view.answer.body, text: this.#largeText };
    return { ...view, answer: { ...view.answer, body } };
  }

  #render(view: PanelView, canGoBack: boolean, isBeginning: boolean): void {
    this.#shown.abort();
    this.#shown = new AbortController();
    this.#expected = 0;
    const focused = this.#focusedKey();
    this.#viewState = this.#stateOf(view);
    const { search, scroll } = this.#viewState;
    const page = this.#context(isBeginning);
    document.body.dataset["view"] = view.kind;

    this.#header.replaceChildren(...headerOf(view));
    this.#showVerdict(view);
    this.#notices.replaceChildren(
      ...present([view.kind === "exchange" ? noticesOf(view) : undefined]),
    );
    const back = button("back", "Back", "arrow-left", () => {
      this.host.post({ type: "goBack" });
    });
    this.#actions.replaceChildren(
      ...(canGoBack ? [back] : []),
      ...(view.kind === "exchange" ? exchangeActions(page, view) : []),
    );
    this.#bar.hidden = view.kind === "empty";
    this.#content.ariaBusy = String(view.kind === "exchange" && view.isSending);
    this.#content.replaceChildren(...contentOf(page, view));
    this.#search.restart(search);
    window.scrollTo({ top: scroll, behavior: "instant" });
    this.#viewState.scroll = scroll;
    this.#focus(focused);
  }

  #showVerdict(view: PanelView): void {
    const verdict = verdictOf(view);
    const shown = `${view.kind === "exchange" ? view.exchangeId : ""}${verdict?.textContent ?? ""}`;
    if (shown !== this.#verdictShown) {
      this.#verdictShown = shown;
      this.#verdict.replaceChildren(...present([verdict]));
    }
  }

  #stateOf(view: PanelView): ViewState {
    const key = view.kind === "exchange" ? `exchange:${view.exchangeId}` : view.kind;
    const kept = this.state.get(key) ?? emptyViewState();
    // The view last shown stands last: the oldest are the ones forgotten.
    this.state.delete(key);
    this.state.set(key, kept);
    return kept;
  }

  #context(isBeginning: boolean): PageContext {
    return {
      isBeginning,
      state: this.#viewState,
      post: this.host.post,
      stateChanged: () => {
        this.#keepSoon();
      },
      textChanged: () => {
        this.#search.refresh();
      },
      textReplaced: () => {
        this.#search.restart(this.#viewState.search);
      },
      textExpected: () => {
        this.#expected += 1;
      },
      textArrived: () => {
        const { search, scroll } = this.#viewState;
        this.#search.restart(search);
        window.scrollTo({ top: scroll, behavior: "instant" });
        this.#expected -= 1;
      },
      signal: this.#shown.signal,
      trees: this.#trees,
      announce: (text) => {
        this.#spoken.textContent = "";
        this.#spoken.textContent = text;
      },
      search: (element, searchable) => {
        this.#search.register(element, searchable);
      },
    };
  }

  #focusedKey(): string | undefined {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement ? activeElement.dataset["key"] : undefined;
  }

  #focus(key: string | undefined): void {
    if (key !== undefined && document.activeElement === document.body) {
      const selector = `[data-key="${CSS.escape(key)}"]`;
      this.root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
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

function contentOf(page: PageContext, view: PanelView): HTMLElement[] {
  switch (view.kind) {
    case "exchange":
      return exchangeContent(page, view);
    case "bulk":
      return [bulkContent(page, view)];
    case "empty":
      return [
        el(
          "div",
          { class: "empty" },
          icon("inbox"),
          el("p", { text: "Nothing has been sent from this window yet." }),
          el("p", {
            class: "muted",
            text: "Conclude an engagement, from the Active Engagements view or with “Engagement Desk: Conclude Engagement”, and its answer appears here.",
          }),
        ),
      ];
  }
}

function present(children: readonly Child[]): (Node | string)[] {
  return children.filter((child) => child !== undefined);
}

/** How far the page can be scrolled, in pixels. */
function reach(): number {
  return document.documentElement.scrollHeight - window.innerHeight;
}
