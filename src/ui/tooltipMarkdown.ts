import * as vscode from "vscode";
import { plainMarkdown } from "./inertText";

/** Lines as the Markdown of a tooltip, in which no line's own text is markup; the first is its title. */
export function tooltipMarkdown([title = "", ...lines]: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(
    [`**${plainMarkdown(title)}**`, ...lines.map(plainMarkdown)].join("\n\n"),
  );
}
