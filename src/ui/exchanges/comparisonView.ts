import * as vscode from "vscode";
import { comparisonText } from "../../exchanges/comparison";
import type { ExchangeHistory } from "../../exchanges/history/exchangeHistory";
import type { HistoryEntry } from "../../exchanges/history/historyEntry";
import { setContext } from "../windowState";
import { comparisonTitle } from "./comparisonTitle";

/** The scheme of the documents that a comparison shows. */
const comparisonScheme = "engagementdesk-exchange";

const storedKey = "showsComparisonTimes";

/** What comparisons need. */
export interface ComparisonsParts {
  readonly history: ExchangeHistory;
  /** Belongs to this window; remembers the switch. */
  readonly memento: vscode.Memento;
  /** Ms since 1970. */
  readonly now: () => number;
}

/**
 * Exchanges side by side in VS Code's own diff editor. A document's address holds the exchange's id and
 * no more, so that it can be had again when the window is reloaded.
 */
export class Comparisons implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#onDidChange.event;

  constructor(private readonly parts: ComparisonsParts) {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(
      comparisonScheme,
      this,
    );
    this.#tellSwitch();
  }

  /** Opens a comparison; the older exchange stands on the left. */
  async show(one: HistoryEntry, other: HistoryEntry): Promise<void> {
    const [left, right] = one.sentAt <= other.sentAt ? [one, other] : [other, one];
    await vscode.commands.executeCommand(
      "vscode.diff",
      addressOf(left),
      addressOf(right),
      comparisonTitle(left, right, { now: this.parts.now() }),
    );
  }

  /** Shows times and sequence numbers in all comparisons, or sets them aside. */
  async toggleTimes(): Promise<void> {
    await this.parts.memento.update(storedKey, !this.#showsTimes);
    this.#tellSwitch();
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.scheme === comparisonScheme) {
        this.#onDidChange.fire(uri);
      }
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const record = await this.parts.history.find(uri.query);
    return record
      ? comparisonText(record, { showsTimes: this.#showsTimes })
      : "This exchange is not kept any more: it was deleted, or newer ones took its place.\n";
  }

  dispose(): void {
    this.#registration.dispose();
    this.#onDidChange.dispose();
  }

  get #showsTimes(): boolean {
    return this.parts.memento.get<unknown>(storedKey) === true;
  }

  #tellSwitch(): void {
    void setContext("engagementDesk.showsComparisonTimes", this.#showsTimes);
  }
}

function addressOf({ id, operation }: HistoryEntry): vscode.Uri {
  return vscode.Uri.from({
    scheme: comparisonScheme,
    path: `/${operation.replace("/", "-")}.txt`,
    query: id,
  });
}
