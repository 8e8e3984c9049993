import * as vscode from "vscode";
import { completionsAt, type Completion } from "../../documents/completion";
import { fixesFor, type DocumentFix } from "../../documents/fixes";
import { hoverAt } from "../../documents/hover";
import type { DocumentProblem } from "../../documents/problem";
import { readRequestDocument } from "../../documents/requestDocument";
import { commandIds } from "../../ids";
import type { Profile } from "../../profiles/profile";
import type { Event } from "../../util/event";
import { isRequestDocument, requestDocuments } from "./firstDocument";
import { lensesOf, type DocumentLens } from "./lenses";
import { problemText } from "./problemText";

/** Which documents are being sent. */
export interface RunningDocuments {
  /** Whether the document of an address is being sent. */
  isRunning(uri: string): boolean;
  readonly onDidChange: Event<undefined>;
}

/** Which profile a document would be sent with. */
export interface ActiveProfile {
  readonly current: { readonly active: Profile | undefined };
  readonly onDidChange: Event<unknown>;
}

/** How long a document must stand still before its problems are looked for, in ms. */
const pauseMs = 200;

/** What VS Code offers in request documents: completion, hover, problems with fixes, and lenses. */
export class DocumentLanguage implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection("engagementDesk.documents");
  readonly #onDidChangeLenses = new vscode.EventEmitter<void>();
  /** The documents that wait to stand still, by address. */
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #disposable: vscode.Disposable;

  constructor(
    private readonly runs: RunningDocuments,
    private readonly profiles: ActiveProfile,
  ) {
    const { languages, workspace } = vscode;
    this.#disposable = vscode.Disposable.from(
      ...[this.#problems, this.#onDidChangeLenses],
      runs.onDidChange(() => {
        this.#onDidChangeLenses.fire();
      }),
      profiles.onDidChange(() => {
        this.#onDidChangeLenses.fire();
      }),
      languages.registerCompletionItemProvider(
        requestDocuments,
        { provideCompletionItems: provideCompletions },
        ...['"', " ", "$", ":"],
      ),
      languages.registerHoverProvider(requestDocuments, { provideHover }),
      languages.registerCodeLensProvider(requestDocuments, {
        onDidChangeCodeLenses: this.#onDidChangeLenses.event,
        provideCodeLenses: (document) => this.#lenses(document),
      }),
      languages.registerCodeActionsProvider(
        requestDocuments,
        { provideCodeActions },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
      workspace.onDidOpenTextDocument((document) => {
        this.#check(document);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#checkSoon(document);
      }),
      workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
      }),
    );
    workspace.textDocuments.forEach((document) => {
      this.#check(document);
    });
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) {
      clearTimeout(timer);
    }
    this.#waiting.clear();
    this.#disposable.dispose();
  }

  #lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const text = document.getText();
    const isRunning = this.runs.isRunning(document.uri.toString());
    return lensesOf(text, isRunning, this.profiles.current.active).map(
      ({ offset, title, tooltip, command }) =>
        new vscode.CodeLens(rangeOf(document, { offset, length: 0 }), {
          ...{ title, tooltip },
          ...lensCommand(command, document.uri),
        }),
    );
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (!isRequestDocument(document)) {
      return;
    }
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    const timer = setTimeout(() => {
      this.#check(document);
    }, pauseMs);
    this.#waiting.set(key, timer);
  }

  #check(document: vscode.TextDocument): void {
    if (!isRequestDocument(document)) {
      return;
    }
    this.#stopWaiting(document);
    const { problems } = readRequestDocument(document.getText());
    this.#problems.set(
      document.uri,
      problems.map((problem) => {
        const diagnostic = new vscode.Diagnostic(
          rangeOf(document, problem),
          problemText(problem),
          severities[problem.severity],
        );
        diagnostic.source = "Engagement Desk";
        diagnostic.code = problem.kind;
        return diagnostic;
      }),
    );
  }

  #forget(document: vscode.TextDocument): void {
    this.#stopWaiting(document);
    this.#problems.delete(document.uri);
  }

  #stopWaiting({ uri }: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(uri.toString()));
    this.#waiting.delete(uri.toString());
  }
}

/** What a lens runs. VS Code shows one without a command as text. */
function lensCommand(
  command: DocumentLens["command"],
  uri: vscode.Uri,
): Pick<vscode.Command, "command" | "arguments"> {
  switch (command) {
    case "none":
      return { command: "" };
    case "problems":
      return { command: "workbench.actions.view.problems" };
    default:
      return { command: commandIds[command], arguments: [uri] };
  }
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Information,
} as const satisfies Record<DocumentProblem["severity"], vscode.DiagnosticSeverity>;

const itemKinds = {
  member: vscode.CompletionItemKind.Property,
  operation: vscode.CompletionItemKind.Function,
  value: vscode.CompletionItemKind.EnumMember,
  token: vscode.CompletionItemKind.Variable,
} as const satisfies Record<Completion["kind"], vscode.CompletionItemKind>;

function provideCompletions(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem[] {
  const found = completionsAt(document.getText(), document.offsetAt(position));
  return found.map((completion, index) => {
    const { label, kind, insert, replace, filter, detail, documentation, goesOn } = completion;
    const item = new vscode.CompletionItem(label, itemKinds[kind]);
    item.insertText = new vscode.SnippetString(insert);
    item.range = rangeOf(document, replace);
    item.filterText = filter;
    item.sortText = String(index).padStart(4, "0");
    if (detail !== undefined) {
      item.detail = detail;
    }
    if (documentation) {
      item.documentation = markdownOf(documentation);
    }
    if (goesOn) {
      item.command = { title: "Suggest", command: "editor.action.triggerSuggest" };
    }
    return item;
  });
}

function provideHover(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const found = hoverAt(document.getText(), document.offsetAt(position));
  return found && new vscode.Hover(markdownOf(found.lines), rangeOf(document, found));
}

function provideCodeActions(
  document: vscode.TextDocument,
  range: vscode.Range,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const text = document.getText();
  const titles = new Set<string>();
  return readRequestDocument(text).problems.flatMap((problem) => {
    const place = rangeOf(document, problem);
    if (!place.intersection(range)) {
      return [];
    }
    return fixesFor(text, problem).flatMap((fix) => {
      const title = fixTitle(fix);
      if (titles.has(title)) {
        return [];
      }
      titles.add(title);
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, rangeOf(document, fix.edit), fix.edit.text);
      action.diagnostics = diagnostics.filter((diagnostic) => diagnostic.range.isEqual(place));
      return [action];
    });
  });
}

function fixTitle({ kind, names }: DocumentFix): string {
  const listed = names.map((name) => `“${name}”`).join(", ");
  return kind === "replace" ? `Change to ${listed}` : `Add ${listed}`;
}

function rangeOf(
  document: vscode.TextDocument,
  { offset, length }: { readonly offset: number; readonly length: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}

function markdownOf(lines: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(lines.join("\n\n"));
}
