import * as vscode from "vscode";
import { copyOf } from "../exchanges/copies/copy";
import { viewIds } from "../ids";
import {
  handleFromPanel,
  parseFromPanel,
  type FromPanelHandlers,
  type ToPanel,
} from "../panel/protocol";
import type { ExchangeView } from "../panel/view";
import { readStored, type SetAside } from "../profiles/storage";
import type { Remedy } from "./failureScene";
import { LargeTextSender } from "./largeText";
import { showInformation } from "./notices";
import { openBody } from "./openBody";
import { exchangePage, pageFolder, panelHtml } from "./panelHtml";
import { saveBody } from "./saveBody";
import { parseStoredPanel, storedForm, type PanelContent, type ReplayTarget } from "./storedPanel";

/** What the panel needs and whom it asks. */
export interface ExchangePanelParts {
  readonly extensionUri: vscode.Uri;
  /** Belongs to this window; keeps what was shown over a reload. */
  readonly memento: vscode.Memento;
  readonly onSetAside: (what: SetAside) => void;
  /** The content of an earlier exchange, unless it was dropped. */
  readonly findExchange: (exchangeId: string) => Promise<PanelContent | undefined>;
  /** Sends a request once more; resolves when it is over. */
  readonly sendAgain: (target: ReplayTarget) => Promise<void>;
  /** Offers what else can be done with an exchange. */
  readonly offerMore: (exchangeId: string) => Promise<void>;
  /** Does what mends a failure. */
  readonly runRemedy: (remedy: Remedy, profileId: string, url?: string) => Thenable<unknown>;
  readonly onError: (error: unknown) => void;
}

const storedKey = "panel";

/** The one webview panel: shows the last exchange, or the outcomes of several. */
export class ExchangePanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #isReady = false;
  readonly #texts = new LargeTextSender();
  #content: PanelContent = { view: { kind: "empty" } };
  /** Where *Back* leads to. */
  #list: PanelContent | undefined;

  constructor(private readonly parts: ExchangePanelParts) {}

  /**
   * Takes a tab that VS Code kept over a reload. It does so when the tab is first looked at; by then an answer may have
   * opened another.
   */
  async takeBack(panel: vscode.WebviewPanel): Promise<void> {
    await this.#restore();
    if (this.#panel) {
      panel.dispose();
      this.#panel.reveal(undefined, true);
    } else {
      this.#adopt(panel);
    }
  }

  /** Shows something in place of what was shown, beside the editor; the focus stays where it is. */
  show(content: PanelContent): void {
    this.#list = content.view.kind === "bulk" ? content : undefined;
    this.#display(content);
    this.#reveal();
  }

  /** Shows an earlier exchange, or says that it is not kept any more. */
  async showExchange(exchangeId: string): Promise<void> {
    const content = await this.#find(exchangeId);
    if (content) {
      this.show(content);
    }
  }

  /** Opens the panel with what it last showed. */
  async open(): Promise<void> {
    if (!this.#panel) {
      await this.#restore();
    }
    this.#reveal();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #reveal(): void {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return;
    }
    this.#adopt(
      vscode.window.createWebviewPanel(
        viewIds.panel,
        "Engagement Desk",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        {},
      ),
    );
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.parts;
    this.#panel = panel;
    this.#isReady = false;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "media", "panel-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "media", "panel-dark.svg"),
    };
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, ...pageFolder)],
    };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (this.#panel === panel) {
        this.#receive(message);
      }
    });
    panel.onDidDispose(() => {
      if (this.#panel === panel) {
        this.#panel = undefined;
      }
    });
    panel.webview.html = panelHtml(panel.webview, extensionUri, exchangePage);
  }

  async #restore(): Promise<void> {
    if (this.#content.view.kind === "empty") {
      const { memento, onSetAside } = this.parts;
      const stored = await readStored(memento, storedKey, parseStoredPanel, onSetAside);
      this.#content = stored ?? this.#content;
    }
  }

  #display(content: PanelContent): void {
    this.#content = content;
    this.parts.memento.update(storedKey, storedForm(content)).then(undefined, this.parts.onError);
    this.#render();
  }

  /** Posts the whole view; before the page is ready there is nobody to post to. */
  #render(): void {
    if (this.#panel && this.#isReady) {
      const canGoBack = this.#list !== undefined && this.#list !== this.#content;
      for (const part of this.#texts.partsOf(this.#content.view)) {
        const message: ToPanel = { type: "render", ...part, canGoBack };
        this.#panel.webview.postMessage(message).then(undefined, this.parts.onError);
      }
    }
  }

  #receive(value: unknown): void {
    const message = parseFromPanel(value);
    if (message) {
      handleFromPanel(message, this.#handlers);
    }
  }

  readonly #handlers: FromPanelHandlers = {
    // The page is made anew whenever it was hidden: it says so, and gets the view again.
    ready: () => {
      this.#isReady = true;
      this.#texts.forget();
      this.#render();
    },
    sendAgain: ({ exchangeId }) => {
      const { target } = this.#content;
      if (target && this.#shown(exchangeId)) {
        this.#sendAgain(exchangeId, target).catch(this.parts.onError);
      }
    },
    remedy: ({ exchangeId }) => {
      const { remedy, profileId } = this.#content;
      const view = this.#shown(exchangeId);
      if (remedy && profileId !== undefined && view) {
        const [, url] = view.request.line.split(" ");
        this.parts.runRemedy(remedy, profileId, url).then(undefined, this.parts.onError);
      }
    },
    copyAsCurl: ({ exchangeId }) => {
      const view = this.#shown(exchangeId);
      if (view) {
        this.#copy(curlOf(view), "Copied as cURL, with a placeholder for each secret.");
      }
    },
    openBody: ({ exchangeId }) => {
      const view = this.#shown(exchangeId);
      if (view?.answer) {
        openBody(view.answer.body).catch(this.parts.onError);
      }
    },
    saveBody: ({ exchangeId }) => {
      const view = this.#shown(exchangeId);
      if (view?.answer) {
        saveBody(view.answer.body).catch(this.parts.onError);
      }
    },
    showExchange: ({ exchangeId }) => {
      this.#showFromList(exchangeId).catch(this.parts.onError);
    },
    more: ({ exchangeId }) => {
      this.parts.offerMore(exchangeId).catch(this.parts.onError);
    },
    goBack: () => {
      if (this.#list) {
        this.#display(this.#list);
      }
    },
    copyText: ({ text }) => {
      this.#copy(text, "Copied.");
    },
  };

  async #sendAgain(exchangeId: string, target: ReplayTarget): Promise<void> {
    const list = this.#list;
    this.#setSending(exchangeId, true);
    try {
      await this.parts.sendAgain(target);
    } finally {
      this.#setSending(exchangeId, false);
      if (list && this.#content.view.kind === "exchange") {
        // The answer came from a row of the list: Back leads there still.
        this.#list = list;
        this.#render();
      }
    }
  }

  #setSending(exchangeId: string, isSending: boolean): void {
    const view = this.#shown(exchangeId);
    if (view) {
      this.#display({ ...this.#content, view: { ...view, isSending } });
    }
  }

  #copy(text: string, confirmation: string): void {
    vscode.env.clipboard.writeText(text).then(() => {
      void vscode.window.setStatusBarMessage(confirmation, 4000);
    }, this.parts.onError);
  }

  /** A row of the list was chosen; the list may have given way to something else meanwhile. */
  async #showFromList(exchangeId: string): Promise<void> {
    const shown = this.#content;
    const content = await this.#find(exchangeId);
    if (content && this.#content === shown) {
      this.#display(content);
    }
  }

  async #find(exchangeId: string): Promise<PanelContent | undefined> {
    const content = await this.parts.findExchange(exchangeId);
    if (!content) {
      void showInformation(
        "This answer is not kept any more: the history is kept up to a limit, which the settings say.",
      );
    }
    return content;
  }

  /** The view of an exchange, while it is the one shown: an older click is about something else. */
  #shown(exchangeId: string): ExchangeView | undefined {
    const { view } = this.#content;
    return view.kind === "exchange" && view.exchangeId === exchangeId ? view : undefined;
  }
}

function curlOf({ request }: ExchangeView): string {
  const [method = "", url = ""] = request.line.split(" ", 2);
  return copyOf("curlBash", {
    method,
    url,
    headers: request.headers.map(({ name, value }) => [name, value]),
    body: request.body.text,
  });
}
