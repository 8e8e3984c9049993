import * as vscode from "vscode";
import type { Engagement, JournalEntry } from "../engagements/engagement";
import type { StreamId } from "../engagements/journal";
import { transition } from "../engagements/transition";
import { viewIds } from "../ids";
import {
  handleFromTimeline,
  parseFromTimeline,
  parseTimelineIdentity,
  sessionStream,
  type FromTimelineHandlers,
  type LineState,
  type TimelineIdentity,
  type ToTimeline,
} from "../panel/timelineProtocol";
import type { TimelineAct, TimelineHeader } from "../panel/timelineView";
import type { Profile } from "../profiles/profile";
import type { Event } from "../util/event";
import { layOutJson } from "../util/jsonLayout";
import { profileLine } from "./exchangeView";
import { pageFolder, panelHtml, timelinePage } from "./panelHtml";
import { engagementHeader, sessionHeader, timelineTabTitle } from "./timelineHeader";
import { timelineMarkdown } from "./timelineMarkdown";
import { Timeline } from "./timelineText";

/** What timelines are read from. */
interface TimelineStore {
  /** Reads what is known of a profile and follows it from here on. */
  readonly open: (profileId: string) => Promise<void>;
  readonly entries: (profileId: string, stream: StreamId) => readonly JournalEntry[];
  readonly find: (profileId: string, id: bigint) => Engagement | undefined;
  /** Fires with the id of the profile whose engagements or entries changed. */
  readonly onDidChange: Event<string>;
}

/** What the panels need and whom they ask. */
export interface TimelinePanelParts {
  readonly extensionUri: vscode.Uri;
  readonly store: TimelineStore;
  readonly findProfile: (profileId: string) => Profile | undefined;
  /** Sends a line to the customer, once; the sentence says why and what to do. */
  readonly send: (
    profileId: string,
    id: bigint,
    text: string,
  ) => Promise<{ readonly kind: "done" } | { readonly kind: "failed"; readonly sentence: string }>;
  /** Does what a button of the header says, confirmation included. */
  readonly act: (act: TimelineAct, profileId: string, id: bigint) => Thenable<unknown>;
  /** Shows an exchange, or says that it is not kept any more. */
  readonly showExchange: (exchangeId: string) => void;
  readonly onError: (error: unknown) => void;
}

/** The timelines that are open: one panel for each engagement, and one for each profile's session. */
export class TimelinePanels implements vscode.Disposable {
  readonly #panels = new Map<string, TimelinePanel>();

  constructor(private readonly parts: TimelinePanelParts) {}

  /** Takes a tab that VS Code kept over a reload, unless what it showed is gone or shown by another. */
  async takeBack(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const identity = parseTimelineIdentity(state);
    if (
      !identity ||
      !this.parts.findProfile(identity.profileId) ||
      this.#panels.has(keyOf(identity))
    ) {
      webviewPanel.dispose();
      return;
    }
    await this.#adopt(identity, webviewPanel);
  }

  /**
   * Shows the timeline of an engagement, or of what belongs to none, and gives it the focus unless
   * told otherwise. Rejects when what is known cannot be read.
   */
  async show(profileId: string, stream: StreamId, preserveFocus = false): Promise<void> {
    const identity = { profileId, stream: stream.toString() };
    const open = this.#panels.get(keyOf(identity));
    if (open) {
      open.reveal(preserveFocus);
      return;
    }
    await this.#adopt(
      identity,
      vscode.window.createWebviewPanel(
        viewIds.timeline,
        "Timeline",
        { viewColumn: vscode.ViewColumn.Active, preserveFocus },
        {},
      ),
    );
  }

  dispose(): void {
    for (const panel of this.#panels.values()) {
      panel.dispose();
    }
  }

  async #adopt(identity: TimelineIdentity, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const key = keyOf(identity);
    const panel = new TimelinePanel(identity, webviewPanel, this.parts);
    this.#panels.set(key, panel);
    webviewPanel.onDidDispose(() => {
      panel.close();
      this.#panels.delete(key);
    });
    try {
      await panel.begin();
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }
}

/** One timeline in its panel. */
class TimelinePanel {
  readonly #stream: StreamId;
  readonly #following: { dispose(): unknown };
  #timeline: Timeline;
  /** The entries that the timeline has taken. */
  #taken: readonly JournalEntry[] = [];
  #line: LineState | undefined;
  #isReady = false;
  #isClosed = false;
  #header = "";
  #deadline: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly identity: TimelineIdentity,
    private readonly panel: vscode.WebviewPanel,
    private readonly parts: TimelinePanelParts,
  ) {
    const { profileId, stream } = identity;
    this.#stream = stream === sessionStream ? stream : BigInt(stream);
    this.#timeline = this.#newTimeline();
    this.#following = parts.store.onDidChange((changed) => {
      if (changed === profileId) {
        this.#update();
      }
    });
  }

  /** Fills the panel; resolves when the entries are read. */
  async begin(): Promise<void> {
    const { panel, identity } = this;
    const { extensionUri, store } = this.parts;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, "media", "panel-light.svg"),
      dark: vscode.Uri.joinPath(extensionUri, "media", "panel-dark.svg"),
    };
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, ...pageFolder)],
    };
    panel.webview.onDidReceiveMessage((value: unknown) => {
      const message = parseFromTimeline(value);
      if (message) {
        handleFromTimeline(message, this.#handlers);
      }
    });
    this.#setTitle();
    await store.open(identity.profileId);
    if (!this.#isClosed) {
      panel.webview.html = panelHtml(panel.webview, extensionUri, timelinePage);
      this.#update();
    }
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Stops following; the panel is gone. */
  close(): void {
    this.#isClosed = true;
    this.#following.dispose();
    clearTimeout(this.#deadline);
  }

  #newTimeline(): Timeline {
    const stream = this.#stream;
    return new Timeline(
      stream === sessionStream
        ? {}
        : { fold: (before, entry) => transition(before, stream, entry) },
    );
  }

  /** Takes what the store has more than before, and tells the page. */
  #update(): void {
    if (this.#isClosed) {
      return;
    }
    const entries = this.parts.store.entries(this.identity.profileId, this.#stream);
    const isAnew =
      entries.length < this.#taken.length || entries[0] !== (this.#taken[0] ?? entries[0]);
    if (isAnew) {
      this.#timeline = this.#newTimeline();
      this.#taken = [];
    }
    const { added, changed } = this.#timeline.append(entries.slice(this.#taken.length));
    this.#taken = entries;
    const settled = this.#timeline.settle(Date.now());
    this.#awaitDeadline();
    this.#setTitle();
    if (isAnew) {
      this.#render();
      return;
    }
    const late = [...changed, ...settled.changed];
    if (added.length > 0 || late.length > 0) {
      this.#tell({ type: "append", added, changed: late });
    }
    const header = this.#headerView();
    const said = JSON.stringify(header);
    if (said !== this.#header) {
      this.#header = said;
      this.#tell({ type: "header", header });
    }
  }

  #render(): void {
    const header = this.#headerView();
    this.#header = JSON.stringify(header);
    this.#tell({
      type: "render",
      identity: this.identity,
      header,
      rows: this.#timeline.rows,
      ...(this.#line && { line: this.#line }),
    });
  }

  #headerView(): TimelineHeader {
    const { profileId } = this.identity;
    const profile = this.parts.findProfile(profileId);
    const line = profile && profileLine(profile);
    return this.#stream === sessionStream
      ? sessionHeader(line)
      : engagementHeader(this.identity.stream, this.#engagement(), line);
  }

  #engagement(): Engagement | undefined {
    return this.#stream === sessionStream
      ? undefined
      : this.parts.store.find(this.identity.profileId, this.#stream);
  }

  #setTitle(): void {
    const { profileId, stream } = this.identity;
    const title =
      this.#stream === sessionStream
        ? `Session · ${this.parts.findProfile(profileId)?.name ?? ""}`
        : timelineTabTitle(stream, this.#engagement());
    if (this.panel.title !== title) {
      this.panel.title = title;
    }
  }

  /** Looks again when the deadline of a call is over whose answer nobody noted. */
  #awaitDeadline(): void {
    clearTimeout(this.#deadline);
    const { deadline } = this.#timeline;
    if (deadline !== undefined) {
      const leftMs = Math.min(Math.max(0, deadline - Date.now()) + 1, longestTimerMs);
      this.#deadline = setTimeout(() => {
        this.#update();
      }, leftMs);
    }
  }

  /** Before the page is ready there is nobody to tell: it gets the whole when it is. */
  #tell(message: ToTimeline): void {
    if (this.#isReady && !this.#isClosed) {
      this.panel.webview.postMessage(message).then(undefined, this.parts.onError);
    }
  }

  readonly #handlers: FromTimelineHandlers = {
    // The page is made anew whenever it was hidden: it says so, and gets the whole again.
    ready: () => {
      this.#update();
      this.#isReady = true;
      this.#render();
    },
    copyMarkdown: () => {
      const text = timelineMarkdown(this.#timeline.rows, this.#headerView());
      vscode.env.clipboard.writeText(text).then(() => {
        void vscode.window.setStatusBarMessage("Copied as Markdown.", 4000);
      }, this.parts.onError);
    },
    send: ({ lineId, text }) => {
      this.#send(lineId, text).catch(this.parts.onError);
    },
    showAnswer: ({ exchangeId }) => {
      this.parts.showExchange(exchangeId);
    },
    loadRaw: ({ key }) => {
      const raw = this.#timeline.rawOf(key);
      if (raw !== undefined) {
        this.#tell({ type: "raw", key, text: layOutJson(raw) });
      }
    },
    act: ({ act }) => {
      if (this.#stream !== sessionStream) {
        this.parts
          .act(act, this.identity.profileId, this.#stream)
          .then(undefined, this.parts.onError);
      }
    },
  };

  async #send(lineId: string, text: string): Promise<void> {
    // A line that the page handed over before it was hidden comes from nowhere else: one at a time.
    if (this.#stream === sessionStream || this.#line?.outcome.kind === "sending") {
      return;
    }
    this.#line = { lineId, outcome: { kind: "sending" } };
    let outcome: LineState["outcome"] = {
      kind: "failed",
      sentence: "Something went wrong: the log and the timeline tell whether the line was sent.",
    };
    try {
      outcome = await this.parts.send(this.identity.profileId, this.#stream, text);
    } finally {
      this.#line = { lineId, outcome };
      this.#tell({ type: "line", line: this.#line });
    }
  }
}

/** The longest time that a timer takes, in ms. */
const longestTimerMs = 2_147_483_647;

function keyOf({ profileId, stream }: TimelineIdentity): string {
  return `${stream} ${profileId}`;
}
