import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach } from "mocha";
import type { Page } from "playwright-core";
import { dist } from "../../host/paths";

/** Where pictures of the runs are kept. */
const screenshotFolder = join(dist, "screenshots");

/** Takes a picture of the window into dist/screenshots and resolves to its path. */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  mkdirSync(screenshotFolder, { recursive: true });
  const path = join(screenshotFolder, `${name.replaceAll(/[^\w. -]+/g, "_")}.png`);
  await page.screenshot({ path });
  return path;
}

/**
 * Called inside a `describe`: keeps a picture of the window, named after the test, whenever a test of it fails.
 * @param currentPage the window there is at that moment, if any
 */
export function keepScreenshotsOfFailures(currentPage: () => Page | undefined): void {
  afterEach(async function () {
    const page = currentPage();
    if (this.currentTest?.state === "failed" && page && !page.isClosed()) {
      const path = await takeScreenshot(page, `FAILED ${this.currentTest.fullTitle()}`);
      console.log(`      screenshot: ${path}`);
    }
  });
}
