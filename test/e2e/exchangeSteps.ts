import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import type { ExchangeRecord } from "../../src/exchanges/exchangeRecord";
import { ExchangeHistory } from "../../src/exchanges/history/exchangeHistory";
import { tab } from "./drivers/editors";
import { runCommand } from "./drivers/palette";
import {
  answerQuickInput,
  pickOne,
  quickInput,
  quickInputField,
  quickPickRow,
  waitForQuickInput,
} from "./drivers/quickInput";
import { untilStill } from "./drivers/themes";
import type { Workbench } from "./drivers/workbench";
import { patience } from "./liveSteps";
import { until } from "./until";

/** Where the extension of a workbench keeps what was sent. */
export function historyFolder({ server }: Workbench): string {
  const storage = join(server.root, "user-data", "User", "globalStorage");
  return join(storage, "engagement-desk.engagement-desk", "exchanges");
}

/** Puts exchanges into the history as another window on the same machine does. */
export async function sentElsewhere(
  workbench: Workbench,
  records: readonly ExchangeRecord[],
): Promise<void> {
  const history = new ExchangeHistory({
    root: historyFolder(workbench),
    limits: () => ({ maxEntries: 1000, maxBytes: 1e9 }),
    now: Date.now,
    onError: (error) => {
      throw error;
    },
    onSetAside: ({ asideKey }) => {
      throw new Error(`${asideKey} was set aside`);
    },
  });
  for (const record of records) {
    await history.add(record);
  }
  history.dispose();
}

function pane(page: Page): Locator {
  const heading = page.locator(".pane-header[aria-label^='Exchanges']");
  return page.locator(".sidebar .pane", { has: heading }).first();
}

/** Opens the view and gives it most of the side bar: VS Code gives a view that was closed a few lines only. */
export async function openExchanges(page: Page): Promise<void> {
  const header = pane(page).locator(".pane-header");
  await header.waitFor(patience);
  if ((await header.getAttribute("aria-expanded")) !== "true") {
    await header.click();
  }
  // A view that is still on its way up is taken by its title, and moved.
  await untilStill(page);
  const top = async () => Math.round((await header.boundingBox())?.y ?? 0);
  await until("the view is high", async () => {
    const from = await top();
    await page.mouse.move(200, from);
    await page.mouse.down();
    await page.mouse.move(200, 300, { steps: 4 });
    await page.mouse.up();
    return (await top()) < 400;
  });
}

/** The rows of the view, days and exchanges, from top to bottom. */
function rows(page: Page): Locator {
  return pane(page).locator(".monaco-list-row[role=treeitem]");
}

/** The rows whose label or description contains the text. */
export function exchangeRows(page: Page, text: string): Locator {
  return rows(page).filter({ hasText: text });
}

/** The topmost row whose label or description contains the text. */
export function exchangeRow(page: Page, text: string): Locator {
  return exchangeRows(page, text).first();
}

/** The view as lines, without the time of an exchange: "Go available 200". */
export function exchangeLines(page: Page): Promise<string[]> {
  return rows(page)
    .locator(".monaco-icon-label-container")
    .evaluateAll((labels) =>
      labels.map((label) =>
        [".label-name", ".label-description"]
          .map((part) => label.querySelector(part)?.textContent.trim() ?? "")
          .join(" ")
          .replace(/\d+:\d\d:\d\d[\s\u202f][AP]M · /, "")
          .trim(),
      ),
    );
}

/** What stands in the place of rows where there are none. */
export function exchangesWelcome(page: Page): Locator {
  return pane(page).locator(".welcome-view-content:visible");
}

/** The line above the rows. */
export function exchangesMessage(page: Page): Locator {
  return pane(page).locator(".tree-explorer-viewlet-tree-view .message:visible");
}

/** What is said beside the view's name. */
export function exchangesDescription(page: Page): Locator {
  return pane(page).locator(".pane-header .description");
}

/** Makes a document for an operation with `New Request…`; resolves when it is the open editor. */
export async function newRequest(page: Page, operation: string): Promise<void> {
  const choose = async (): Promise<void> => {
    await runCommand(page, "Engagement Desk: New Request…");
    const limit = { timeout: 5000 };
    await quickInput(page).locator("input[placeholder^='Which operation?']").waitFor(limit);
    await quickInputField(page).fill(operation, limit);
    await quickPickRow(page, operation).click(limit);
    await tab(page, `${operation}.chat.json`).waitFor(limit);
  };
  // A panel that opened just before takes the focus when it is drawn, which closes a list.
  await until("the document", () =>
    choose().then(
      () => true,
      () => false,
    ),
  );
}

/** Filters the exchanges by a text. */
export async function filterByText(page: Page, text: string): Promise<void> {
  await runCommand(page, "Engagement Desk: Filter Exchanges…");
  await waitForQuickInput(page, "Filter Exchanges");
  await pickOne(page, "By Text…");
  await waitForQuickInput(page, "Filter Exchanges by Text");
  await answerQuickInput(page, text);
}
