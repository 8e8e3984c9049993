import * as vscode from "vscode";

/** Lines as the Markdown of a tooltip, in which no line's own text is markup; the first is its title. */
export function tooltipMarkdown([title = "", ...lines]: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString([`**${plain(title)}**`, ...lines.map(plain)].join("\n\n"));
}

/**
 * A text as Markdown that shows just that text. `MarkdownString.appendText` would do, but it makes
 * every blank a no-break one, so that a tooltip could not be wrapped.
 */
function plain(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&").replace(/\s+/g, " ");
}
