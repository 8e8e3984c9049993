import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageHtml } from "../panel/pageHtml";

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

/** The frame of a page, with a nonce of its own. */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { title, script, styles }: PageParts,
): string {
  const uri = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...pageFolder, file)).toString();
  return pageHtml({
    title,
    source: webview.cspSource,
    nonce: randomBytes(16).toString("base64url"),
    scriptUri: uri(script),
    styleUris: styles.map(uri),
  });
}
