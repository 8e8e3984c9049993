import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** Where the page's files are, below the extension's folder. */
export const pageFolder = ["dist", "webview"] as const;

/**
 * The page's frame: one script, let in by a nonce, and one style sheet. It may load nothing else,
 * talk to nobody, and has no inline style or script.
 */
export function panelHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
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
<title>Engagement Desk</title>
<link rel="stylesheet" href="${uri("page.css")}">
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${uri("main.js")}"></script>
</body>
</html>`;
}
