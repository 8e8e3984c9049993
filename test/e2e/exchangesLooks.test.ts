import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { ExchangeRecord } from "../../src/exchanges/exchangeRecord";
import { recordOf } from "../unit/exchanges/history/setup";
import { tab } from "./drivers/editors";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { chooseFromContextMenu, openContainer } from "./drivers/sideBar";
import { setTheme, themeNames } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import {
  exchangeLines,
  exchangeRow,
  exchangesMessage,
  filterByText,
  openExchanges,
  sentElsewhere,
} from "./exchangeSteps";
import { patience } from "./liveSteps";
import { until } from "./until";

const day = 86_400_000;
const long = "A profile with a name as long as somebody may give it, of a site in another country";

/** Exchanges of several days, of every outcome, of two profiles. */
function someRecords(now: number): readonly ExchangeRecord[] {
  const other = recordOf("c", {
    sentAt: now - 3000,
    operation: "releaseChat",
    engagementId: 9_223_372_036_854_775_807n,
    profileName: long,
    failure: { kind: "timeout", timeoutMs: 30_000 },
    isUnanswered: true,
  });
  return [
    recordOf("a", { sentAt: now - 1000 }),
    recordOf("b", {
      sentAt: now - 2000,
      operation: "rerouteEngagement",
      status: 400,
      failure: {
        kind: "refused",
        status: 400,
        exceptionCode: "BAD_REQUEST",
        isChatServer: true,
      },
      answerBody: '{"exceptionCode":"BAD_REQUEST"}',
    }),
    { ...other, profile: { ...other.profile, id: "another" } },
    recordOf("d", {
      sentAt: now - day,
      operation: "concludeChat",
      failure: {
        kind: "network",
        code: "ECONNREFUSED",
        reason: "refusedConnection",
        maybeSent: false,
      },
      isUnanswered: true,
    }),
    recordOf("e", { sentAt: now - 40 * day, sentBy: "document" }),
  ];
}

describe("the looks of the view Exchanges", () => {
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
    await openExchanges(page);
  });

  after(async () => {
    await workbench.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("shows what another process sent, by day, with the profile where there are several", async () => {
    await sentElsewhere(workbench, someRecords(Date.now()));
    const lines = async () => (await exchangeLines(page)).map((line) => line.replace(long, "LONG"));
    await until("the rows", async () => (await lines()).length === 7);
    const [today, conclude, reroute, release, yesterday, failed, earlier] = await lines();
    assert.equal(today, "Today 3");
    assert.equal(conclude, "Conclude engagement 1000 200 · ACME");
    assert.equal(reroute, "Reroute engagement 1000 400 BAD_REQUEST · ACME");
    assert.equal(release, "Release engagement 9223372036854775807 timed out · LONG");
    assert.equal(yesterday, "Yesterday 1");
    assert.equal(failed, "Conclude engagement 1000 no connection · ACME");
    assert.match(earlier ?? "", /^\w+day, \w+ \d+, \d{4} 1$/);
  });

  it("is readable in every theme", async () => {
    for (const theme of themeNames) {
      await setTheme(page, theme);
      await exchangeRow(page, "Reroute").hover();
      await takeScreenshot(page, `exchanges-${theme}`);
    }
    await page.mouse.move(600, 400);
  });

  it("compares two exchanges", async () => {
    const rows = exchangeRow(page, "Reroute");
    await exchangeRow(page, "Conclude engagement 1000").click();
    await rows.click({ modifiers: ["ControlOrMeta"] });
    await chooseFromContextMenu(page, "Reroute", "Compare Exchanges…");
    await tab(page, "↔").waitFor(patience);
    await page.locator(".editor.modified .line-insert").first().waitFor(patience);
    for (const theme of themeNames) {
      await setTheme(page, theme);
      await takeScreenshot(page, `exchanges-compared-${theme}`);
    }
  });

  it("names the filter in a narrow window", async () => {
    await filterByText(page, "bad_request");
    await exchangesMessage(page).getByText("1 of 5 shown").waitFor(patience);
    await page.setViewportSize({ width: 700, height: 600 });
    await takeScreenshot(page, "exchanges-narrow");
  });
});
