import * as vscode from "vscode";
import type { comparisonText } from "../../exchanges/comparison";
import type { ExchangeHistory } from "../../exchanges/history/exchangeHistory";
import type { HistoryEntry } from "../../exchanges/history/historyEntry";
import { setContext } from "../windowState";
import type { comparisonTitle } from "./comparisonTitle";

/** The scheme of the documents that a comparison shows. */
const comparisonScheme = "engagementdesk-exchange";

const storedKey = "showsComparisonTimes";

/** What writes the texts of comparisons. */
export interface ComparisonTexts {
  readonly comparisonText: typeof comparisonText;
  readonly comparisonTitle: typeof comparisonTitle;
}

/** What comparisons need. */
export interface ComparisonsParts {
  readonly history: () => Promise<Pick<ExchangeHistory, "find">>;
  /** What writes a comparison's texts. It is asked for when something is compared. */
  readonly texts: () => Promise<ComparisonTexts>;
  /** Belongs to this window; remembers the switch. */
  readonly memento: vscode.Memento;
  /** Ms since 1970. */
  readonly now: () => number;
}

/**
 * Exchanges side by side in VS Code's own diff editor. A document's address holds the exchange's id and
 * no more, so that it can be had again when the window is reloaded: VS Code opens again what is in a file
 * system, which is why this is one, and forgets what a provider of contents gave.
 */
export class Comparisons implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration: vscode.Disposable;
  readonly onDidChangeFile = this.#onDidChange.event;
  /** When the switch was last used, ms since 1970: a file of the same age is not read again. */
  #changedAt: number;

  constructor(private readonly parts: ComparisonsParts) {
    this.#changedAt = parts.now();
    this.#registration = vscode.workspace.registerFileSystemProvider(comparisonScheme, this, {
      isCaseSensitive: true,
      isReadonly: true,
    });
    this.#tellSwitch();
  }

  /** Opens a comparison; the older exchange stands on the left. */
  async show(one: HistoryEntry, other: HistoryEntry): Promise<void> {
    const { comparisonTitle } = await this.parts.texts();
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
    this.#changedAt = Math.max(this.parts.now(), this.#changedAt + 1);
    this.#onDidChange.fire(
      vscode.workspace.textDocuments
        .filter(({ uri }) => uri.scheme === comparisonScheme)
        .map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })),
    );
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { byteLength } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#changedAt, size: byteLength };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { comparisonText } = await this.parts.texts();
    const record = await (await this.parts.history()).find(uri.query);
    return new TextEncoder().encode(
      record
        ? comparisonText(record, { showsTimes: this.#showsTimes })
        : "This exchange is not kept any more: it was deleted, or newer ones took its place.\n",
    );
  }

  /** What changes is told of without being watched. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
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
