import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as esbuild from "esbuild";
import { after, before } from "mocha";
import { chromium, type Browser, type Page } from "playwright-core";
import { usedCodicons } from "../../../codicons.mjs";
import { pageHtml } from "../../../src/panel/pageHtml";
import type { FromPanel, ToPanel } from "../../../src/panel/protocol";
import type { FromTimeline, ToTimeline } from "../../../src/panel/timelineProtocol";
import type { PanelView } from "../../../src/panel/view";
import { ensureChromium } from "../../host/chromium";

/** The themes whose values stand in themes.json, as a real VS Code hands them to a webview. */
export const themes = ["light", "dark", "hc-light", "hc-dark"] as const;
type Theme = (typeof themes)[number];

type Themes = Record<Theme, { bodyClass: string; variables: Record<string, string> }>;

/** What a theme defines. */
export const themeValues = JSON.parse(
  readFileSync(new URL("./themes.json", import.meta.url), "utf8"),
) as Themes;

const flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];

/** Stands in for what VS Code puts around a page: the API object, the theme, the default body. */
const host = `
  window.__name = (named) => named; // what tsx puts around functions that tests run in here
  window.messages = [];
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(event.violatedDirective + " " + event.blockedURI);
  });
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => { window.messages.push(message); },
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => { sessionStorage.setItem("state", JSON.stringify(state)); },
  });
  const theme = THEMES[new URLSearchParams(location.search).get("theme")];
  for (const [name, value] of Object.entries(theme.variables)) {
    document.documentElement.style.setProperty(name, value);
  }
  document.body.className = theme.bodyClass;
`;

/** The pages, bundled from their sources and served under the policy of the real panels. */
interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts to serve the page on a free port of this machine. To be closed by the caller. */
async function startPageServer(): Promise<PageServer> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [
      { in: "src/webview/main.ts", out: "main" },
      { in: "src/webview/page.css", out: "page" },
      { in: "src/webview/timeline/main.ts", out: "timeline" },
      { in: "src/webview/timeline/timeline.css", out: "timeline" },
    ],
    outdir: "/",
    bundle: true,
    write: false,
    format: "iife",
    target: "chrome128",
    plugins: [usedCodicons],
    logLevel: "warning",
  });
  const files = new Map<string, Uint8Array | string>([
    ["/host.js", host.replace("THEMES", JSON.stringify(themeValues))],
  ]);
  for (const { path, contents } of outputFiles) {
    files.set(path, contents);
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    if (path === "/" || path === "/timeline") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(path === "/" ? html("main", "page") : html("timeline", "page", "timeline"));
      return;
    }
    const file = files.get(path);
    response.writeHead(file === undefined ? 404 : 200, { "content-type": typeOf(path) });
    response.end(file);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function launchBrowser(): Promise<Browser> {
  const executablePath = await ensureChromium();
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** A page as a test sees it. */
interface OpenAnyPage<To, From> {
  readonly page: Page;
  /** Hands the page a message of the host; resolves when the page was told. */
  readonly tell: (message: To) => Promise<void>;
  /** What the page told the host so far. */
  readonly messages: () => Promise<From[]>;
  /** Closes the page; fails when it broke its policy or threw. */
  readonly close: () => Promise<void>;
}

/** The panel's page as a test sees it. */
export interface OpenPage extends OpenAnyPage<ToPanel, FromPanel> {
  readonly render: (view: PanelView, canGoBack?: boolean) => Promise<void>;
}

/** The timeline's page as a test sees it. */
export type OpenTimeline = OpenAnyPage<ToTimeline, FromTimeline>;

/** Opens a page in a window of its own. */
async function openPage<To, From>(
  browser: Browser,
  url: string,
  { theme = "dark", width = 900, height = 900 }: PageOptions = {},
): Promise<OpenAnyPage<To, From>> {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      errors.push(message.text());
    }
  });
  await page.goto(`${url}?theme=${theme}`);
  return {
    page,
    messages: () =>
      page.evaluate(() => (window as unknown as { messages: unknown[] }).messages) as Promise<
        From[]
      >,
    tell: async (message) => {
      await page.evaluate(
        (told: unknown) =>
          new Promise((resolve) => {
            // Added after the page's own listener, so told after it.
            window.addEventListener("message", resolve, { once: true });
            window.postMessage(told, "*");
          }).then(() => undefined),
        message as unknown,
      );
    },
    close: async () => {
      const violations = await page.evaluate(
        () => (window as unknown as { violations: string[] }).violations,
      );
      await context.close();
      assert.deepEqual({ violations, errors }, { violations: [], errors: [] });
    },
  };
}

/** What a test of the page may choose. */
export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly canGoBack?: boolean;
}

/**
 * Serves the panel's page while the suite runs. What it returns runs a test on a page of its own, and
 * fails it when the page broke its policy, threw, or warned.
 */
export function usePage(): (
  view: PanelView,
  test: (open: OpenPage, page: Page) => Promise<void>,
  options?: PageOptions,
) => Promise<void> {
  const opened = useServedPages();
  return async (view, test, options = {}) => {
    const { browser, url } = opened();
    const any = await openPage<ToPanel, FromPanel>(browser, url, options);
    const open: OpenPage = {
      ...any,
      render: (shown, canGoBack = false) => any.tell({ type: "render", view: shown, canGoBack }),
    };
    await open.render(view, options.canGoBack);
    await test(open, open.page);
    await open.close();
  };
}

/** As {@link usePage} does for the panel's page, but for the timeline's, which is told nothing yet. */
export function useTimelinePage(): (
  test: (open: OpenTimeline, page: Page) => Promise<void>,
  options?: PageOptions,
) => Promise<void> {
  const opened = useServedPages();
  return async (test, options = {}) => {
    const { browser, url } = opened();
    const open = await openPage<ToTimeline, FromTimeline>(browser, `${url}timeline`, options);
    await test(open, open.page);
    await open.close();
  };
}

/** Serves the pages and keeps a browser while the suite runs; to be asked within a test. */
function useServedPages(): () => { readonly browser: Browser; readonly url: string } {
  let server: PageServer | undefined;
  let browser: Browser | undefined;
  before(async () => {
    [server, browser] = await Promise.all([startPageServer(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return () => {
    assert.ok(server && browser);
    return { browser, url: server.url };
  };
}

/** The frame of the real panels with their policy, and what stands in for VS Code before the page's own script. */
function html(script: string, ...styles: readonly string[]): string {
  const nonce = randomBytes(16).toString("hex");
  const frame = pageHtml({
    title: script,
    source: "'self'",
    nonce,
    scriptUri: `/${script}.js`,
    styleUris: styles.map((style) => `/${style}.css`),
  });
  return frame.replace("<script", `<script nonce="${nonce}" src="/host.js"></script>\n<script`);
}

function typeOf(path: string): string {
  if (path.endsWith(".css")) {
    return "text/css";
  }
  return path.endsWith(".js") ? "text/javascript" : "font/ttf";
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
}
