import { chromium, type BrowserContext, type LaunchOptions } from "playwright-core";
import { ensureChromium } from "./chromium";

/** How large the window is, and where the browser keeps what it remembers. */
export interface BrowserOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A folder that keeps cookies and local storage (and so the secrets of a server build). None by default. */
  readonly profile?: string;
}

/** A browser without a window on the screen. */
export interface HeadlessBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  // What a page stores stays readable in its files, for those who look there for what should not be in them.
  "--disable-features=IndexedDBCompressValuesWithSnappy",
  // No name is ever looked up: what the page asks of another machine cannot leave this one.
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/** Starts a headless Chromium that can reach nothing but 127.0.0.1. Throws `Unavailable` where there is none. */
export async function launchBrowser({
  viewport = { width: 1400, height: 900 },
  profile,
}: BrowserOptions = {}): Promise<HeadlessBrowser> {
  const options: LaunchOptions = {
    executablePath: await ensureChromium(),
    headless: true,
    args: flags,
    // Signals are the business of stopGroupsOnSignals(); the browser ends with this process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
  if (profile !== undefined) {
    const context = await chromium.launchPersistentContext(profile, { ...options, viewport });
    return { context, close: () => context.close() };
  }
  const browser = await chromium.launch(options);
  const context = await browser.newContext({ viewport });
  return { context, close: () => browser.close() };
}
