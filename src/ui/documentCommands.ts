import * as vscode from "vscode";
import { readMessages, type Message } from "../chat/messages";
import { allOperations } from "../chat/operations";
import type { DocumentCalls, DocumentOutcome } from "../documents/documentCalls";
import type { DocumentRuns } from "../documents/documentRuns";
import { newRequestDocument } from "../documents/writeDocument";
import { readRequestDocument, type RequestDocument } from "../documents/requestDocument";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ExchangeHistory } from "../exchanges/history/exchangeHistory";
import { commandIds } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { copyRequest } from "./copyRequest";
import { runCommand, type CommandTable } from "./commands";
import { confirmDocument, confirmSecondPoll } from "./documentNotices";
import { keptText, missingText, noValueText } from "./documentText";
import { pickOperation } from "./documents/operationPick";
import { problemText } from "./documents/problemText";
import { pickEngagement } from "./engagementPrompts";
import type { EngagementNode } from "./engagementsTree";
import type { ExchangePanel } from "./exchangePanel";
import type { Comparisons } from "./exchanges/comparisonView";
import { wordsOf } from "./exchangeText";
import { showInformation, showWarning } from "./notices";
import { openDocument } from "./openDocument";
import { panelContent } from "./panelContent";
import { withProgress } from "./progress";
import { ProfileNode } from "./profilesTree";
import { readSetting, roleMapping } from "./settings";

/** What sending request documents from the editor needs. */
export interface DocumentCommandParts {
  readonly calls: DocumentCalls;
  readonly runs: DocumentRuns;
  readonly profiles: ProfileStore;
  readonly engagements: EngagementStore;
  readonly history: ExchangeHistory;
  readonly panel: Pick<ExchangePanel, "show">;
  /** The rows that are selected in the view of engagements. */
  readonly selection: () => readonly EngagementNode[];
  /** Whether this window waits for messages with the session of a profile. */
  readonly isPolling: (profile: Profile) => boolean;
  /** Takes messages that a document got to where those of the live session go. */
  readonly takeMessages: (profile: Profile, messages: readonly Message[]) => Promise<void>;
  readonly comparisons: Pick<Comparisons, "show">;
}

type DocumentCommandId =
  | typeof commandIds.newRequest
  | typeof commandIds.sendDocument
  | typeof commandIds.sendDocumentAnyway
  | typeof commandIds.sendDocumentAndCompare
  | typeof commandIds.copyDocumentAs
  | typeof commandIds.cancelDocument;

/** Making and sending request documents, as the user sees it. */
export class DocumentCommands {
  /** The last exchange of each document, by its address. */
  readonly #lastExchanges = new Map<string, string>();

  constructor(private readonly parts: DocumentCommandParts) {}

  /** The commands' handlers. */
  get table(): Pick<CommandTable, DocumentCommandId> {
    return {
      [commandIds.newRequest]: () => this.#newRequest(),
      [commandIds.sendDocument]: (uri) => this.#send(uri, {}),
      [commandIds.sendDocumentAnyway]: (uri) => this.#send(uri, { isForced: true }),
      [commandIds.sendDocumentAndCompare]: (uri) => this.#send(uri, { isCompared: true }),
      [commandIds.copyDocumentAs]: (uri) => this.#copy(uri),
      [commandIds.cancelDocument]: async (uri) => {
        const document = await this.#documentOf(uri);
        if (document) {
          this.parts.runs.cancel(document.uri.toString());
        }
      },
    };
  }

  /**
   * Sends a document once and shows the answer. `uri` is its address, for what is told of it;
   * `isConfirmed` says that the user was asked already.
   */
  async sendOnce(
    uri: string,
    document: RequestDocument,
    profile: Profile,
    { isConfirmed = false }: { readonly isConfirmed?: boolean } = {},
  ): Promise<string | undefined> {
    const engagementId = await this.#engagementFor(document, profile);
    if (
      engagementId === "left" ||
      !(await this.#isFreeToSend(document, profile)) ||
      !(isConfirmed || (await this.#isConfirmed(document, profile)))
    ) {
      return undefined;
    }
    const title = `Sending ${document.operation} (${profile.name})`;
    const run = this.parts.runs.run(uri, (controller) =>
      withProgress(title, (signal) =>
        this.parts.calls.send(profile, document, {
          signal: AbortSignal.any([controller.signal, signal]),
          ...(engagementId !== undefined && { engagementId }),
        }),
      ),
    );
    const outcome = await run;
    if (!outcome) {
      await this.#tellUnderWay(uri);
      return undefined;
    }
    return this.#follow(outcome, document, profile);
  }

  async #newRequest(): Promise<void> {
    const operation = await pickOperation();
    if (operation) {
      await openDocument(allOperations[operation].name, newRequestDocument(operation));
    }
  }

  async #send(
    argument: unknown,
    { isForced = false, isCompared = false }: { isForced?: boolean; isCompared?: boolean },
  ): Promise<void> {
    const editor = await this.#documentOf(argument);
    const profile = editor && (await this.#profile());
    if (!editor || !profile) {
      return;
    }
    const uri = editor.uri.toString();
    if (this.parts.runs.isRunning(uri)) {
      await this.#tellUnderWay(uri);
      return;
    }
    const { document, problems } = readRequestDocument(editor.getText());
    const [error] = problems.filter(({ severity }) => severity === "error");
    if (!document || (error && !isForced)) {
      await this.#tellProblem(editor, error && problemText(error), document !== undefined);
      return;
    }
    await this.parts.history.open();
    const earlier =
      this.#lastExchanges.get(uri) ??
      this.parts.history.list().find(({ operation }) => operation === document.operation)?.id;
    const sent = await this.sendOnce(uri, document, profile);
    if (sent === undefined) {
      return;
    }
    this.#lastExchanges.set(uri, sent);
    if (isCompared && earlier !== undefined) {
      await this.#compare(earlier, sent);
    } else if (isCompared) {
      void showInformation(
        `There is nothing to compare with: this is the first ${document.operation} of the history. Send it once more.`,
      );
    }
  }

  async #compare(earlierId: string, laterId: string): Promise<void> {
    const { comparisons, history } = this.parts;
    const [earlier, later] = [earlierId, laterId].map((id) =>
      history.list().find((entry) => entry.id === id),
    );
    if (earlier && later) {
      await comparisons.show(earlier, later);
    }
  }

  async #copy(argument: unknown): Promise<void> {
    const editor = await this.#documentOf(argument);
    const profile = editor && (await this.#profile());
    const document = editor && readRequestDocument(editor.getText()).document;
    if (!profile || !document) {
      if (profile) {
        void showWarning(
          "Nothing was copied: the document does not say which operation it is about. Correct it, then copy again.",
        );
      }
      return;
    }
    const engagementId = await this.#engagementFor(document, profile);
    if (engagementId === "left") {
      return;
    }
    const request = await this.parts.calls.preview(profile, document, engagementId);
    if ("noValue" in request) {
      void showWarning(noValueText(request.noValue, "copied"));
      return;
    }
    await copyRequest(request, () =>
      this.parts.calls.secretHeaders(profile, document.operation, request.url),
    );
  }

  /** Shows and tells what came of it; the id of the exchange where there is one. */
  async #follow(
    outcome: DocumentOutcome,
    document: RequestDocument,
    profile: Profile,
  ): Promise<string | undefined> {
    switch (outcome.kind) {
      case "notStarted":
        return undefined;
      case "noValue":
        void showWarning(noValueText(outcome.token, "sent"));
        return undefined;
      case "missing":
        void this.#tellMissing(outcome.what, profile);
        return undefined;
      case "answered": {
        const { record, kept } = outcome;
        const { answer, result } = record.exchange;
        const failure = result.ok ? undefined : result.error.failure;
        const isLeft =
          failure?.kind === "cancelled" &&
          // What may have been done is told, although it was cancelled.
          (!failure.maybeSent || wordsOf(record).isHarmless);
        if (isLeft && !answer) {
          return undefined;
        }
        this.parts.panel.show(panelContent(record));
        if (kept) {
          void vscode.window.setStatusBarMessage(keptText(kept), 8000);
        }
        // Also those of an answer that fails as a whole: the server will not say them again.
        const messages =
          document.operation === "getMessages"
            ? readMessages(answer?.body ?? "", roleMapping())
            : undefined;
        if (messages && messages.length > 0) {
          await this.parts.takeMessages(profile, messages);
        }
        return record.exchange.id;
      }
    }
  }

  async #tellMissing(
    what: Extract<DocumentOutcome, { kind: "missing" }>["what"],
    profile: Profile,
  ): Promise<void> {
    const told = missingText(what, profile);
    if (!told) {
      return;
    }
    const choice = await showWarning(told.text, ...told.remedies.map(({ label }) => label));
    const remedy = told.remedies.find(({ label }) => label === choice);
    if (remedy?.kind === "command") {
      await runCommand(remedy.command, new ProfileNode(profile.id));
    } else if (remedy) {
      await openDocument(
        allOperations[remedy.operation].name,
        newRequestDocument(remedy.operation),
      );
    }
  }

  async #tellProblem(
    editor: vscode.TextDocument,
    problem: string | undefined,
    canBeSent: boolean,
  ): Promise<void> {
    const [show, anyway] = ["Show Problems", "Send Anyway"];
    const why = problem ?? "The document does not say which operation it is about.";
    const choice = await showWarning(
      `Nothing was sent. ${why}`,
      show,
      ...(canBeSent ? [anyway] : []),
    );
    if (choice === show) {
      await vscode.commands.executeCommand("workbench.actions.view.problems");
    } else if (choice === anyway) {
      await this.#send(editor.uri, { isForced: true });
    }
  }

  async #tellUnderWay(uri: string): Promise<void> {
    const cancel = "Cancel It";
    const choice = await showInformation(
      "Nothing was sent: this document is being sent already. Wait for that answer, or cancel it.",
      cancel,
    );
    if (choice === cancel) {
      this.parts.runs.cancel(uri);
    }
  }

  /** What `$engagement` stands for: the selected one, or the one that the user picks. */
  async #engagementFor(
    { tokens }: RequestDocument,
    profile: Profile,
  ): Promise<bigint | "left" | undefined> {
    if (!tokens.includes("$engagement")) {
      return undefined;
    }
    const [selected, ...others] = this.parts
      .selection()
      .filter(({ profileId }) => profileId === profile.id);
    if (selected && others.length === 0) {
      return selected.id;
    }
    await this.parts.engagements.open(profile.id);
    const list = this.parts.engagements.list(profile.id);
    const open = list.filter(({ state }) => state.kind !== "ended");
    const [only] = open;
    if (only && open.length === 1) {
      return only.id;
    }
    return (await pickEngagement("Which Engagement Is $engagement?", list, profile)) ?? "left";
  }

  /** Whether no poll of this window's is outstanding besides, or the user wants a second one. */
  async #isFreeToSend({ operation }: RequestDocument, profile: Profile): Promise<boolean> {
    return (
      operation !== "getMessages" || !this.parts.isPolling(profile) || confirmSecondPoll(profile)
    );
  }

  async #isConfirmed({ operation }: RequestDocument, profile: Profile): Promise<boolean> {
    return (
      allOperations[operation].method === "GET" ||
      // Send is pressed on purpose, under the very request: elsewhere nobody has to be asked twice.
      profile.protection !== "production" ||
      readSetting("confirmConclude") === "never" ||
      confirmDocument(operation, profile)
    );
  }

  async #profile(): Promise<Profile | undefined> {
    const { profiles } = this.parts;
    await profiles.reload();
    if (!profiles.current.active) {
      await runCommand(commandIds.switchProfile);
    }
    return profiles.current.active;
  }

  /** The document of an address, or the one in the active editor. */
  async #documentOf(argument: unknown): Promise<vscode.TextDocument | undefined> {
    if (argument instanceof vscode.Uri) {
      return vscode.workspace.openTextDocument(argument);
    }
    const active = vscode.window.activeTextEditor?.document;
    if (active?.fileName.endsWith(".chat.json")) {
      return active;
    }
    void showInformation(
      "Open a request document (*.chat.json) first, or make one with New Request….",
    );
    return undefined;
  }
}
