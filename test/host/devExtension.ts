import type { Page } from "playwright-core";
import type { VSCodeServer } from "./vscodeServer";

/** The extension a workbench runs from its folder, and the bundled suite it runs with it. */
export interface DevExtension {
  readonly folder: string;
  /** A CommonJS file that exports `run()`. */
  readonly testsPath?: string;
}

/**
 * Makes the workbench that this page will load run an extension from its folder, with nothing packaged or installed.
 * The options are written into the page's configuration before the workbench's script reads it. (To answer the page
 * with other HTML instead makes Chromium refuse its WebSockets; the smoke-test mode never draws a toast.)
 */
export async function injectDevExtension(
  page: Page,
  server: VSCodeServer,
  { folder, testsPath }: DevExtension,
): Promise<void> {
  const uri = (path: string) => ({
    $mid: 1,
    scheme: "vscode-remote",
    authority: server.authority,
    path,
  });
  const options = {
    extensions: [uri(folder)],
    ...(testsPath === undefined ? {} : { extensionTestsPath: uri(testsPath) }),
  };
  await page.addInitScript((developmentOptions) => {
    if (window.top !== window) {
      return;
    }
    document.addEventListener("readystatechange", () => {
      const element = document.getElementById("vscode-workbench-web-configuration");
      // Interactive: all is parsed, and no module script has run yet.
      if (document.readyState !== "interactive" || !element) {
        return;
      }
      const text = element.getAttribute("data-settings") ?? "{}";
      const configuration = JSON.parse(text) as Record<string, unknown>;
      const changed = { ...configuration, developmentOptions };
      element.setAttribute("data-settings", JSON.stringify(changed));
    });
  }, options);
}
