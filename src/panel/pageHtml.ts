/** What the frame of a page is made of. */
interface PageFrame {
  readonly title: string;
  /** Where the page's own files come from, as a source of a Content-Security-Policy. */
  readonly source: string;
  /** Lets the one script in; another for each time that a page is made. */
  readonly nonce: string;
  readonly scriptUri: string;
  /** In the order in which they count. */
  readonly styleUris: readonly string[];
}

/**
 * A page's frame: one script, let in by a nonce, and its style sheets. It may load nothing else,
 * talk to nobody, has no inline style or script, and cannot make markup of a text: the browser
 * refuses that to everything but the templates of the controls.
 */
export function pageHtml({ title, source, nonce, scriptUri, styleUris }: PageFrame): string {
  const policy = [
    "default-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `font-src ${source}`,
    "require-trusted-types-for 'script'",
    "trusted-types lit-html",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${styleUris.map((uri) => `<link rel="stylesheet" href="${uri}">`).join("\n")}
</head>
<body>
<main id="app"></main>
<script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>`;
}
