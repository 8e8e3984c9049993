import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** Where the page's files are, below the extension's folder. */
export const pageFolder = ["dist", "webview"] as const;

/** What a page is made of: files in {@link pageFolder}. */
export interface PageParts {
  readonly title: string;
  readonly script: string;
  /** In the order in which they count. */
  readonly styles: readonly string[];
}

/** The page of one exchange, or of several outcomes. */
export const exchangePage: PageParts = {
  title: "Engagement Desk",
  script: "main.js",
  styles: ["page.css"],
};

/** The page of one engagement's timeline. */
export const timelinePage: PageParts = {
  title: "Timeline",
  script: "timeline.js",
  styles: ["page.css", "timeline.css"],
};

/**
 * A page's frame: one script, let in by a nonce, and its style sheets. It may load nothing else,
 * talk to nobody, and has no inline style or script.
 */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { title, script, styles }: PageParts,
): string {
  const nonce = randomBytes(16).toString("base64url");
  const uri = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...pageFolder, file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${styles.map((file) => `<link rel="stylesheet" href="${uri(file)}">`).join("\n")}
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${uri(script)}"></script>
</body>
</html>`;
}
