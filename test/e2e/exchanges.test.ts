import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { Simulator } from "../../src/simulator/simulator";
import { modalText, pressInModal } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { pickOne, quickPickRow, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  chooseFromContextMenu,
  openContainer,
  pressInlineAction,
  pressViewAction,
} from "./drivers/sideBar";
import { globallyStored } from "./drivers/storage";
import { untilDrawn } from "./drivers/workbench";
import {
  exchangeLines,
  exchangeRow,
  exchangesDescription,
  exchangesMessage,
  exchangesWelcome,
  filterByText,
  historyFolder,
  newRequest,
  openExchanges,
} from "./exchangeSteps";
import {
  acceptCustomer,
  concludeFromRow,
  openLiveDesk,
  patience,
  takeEngagements,
  type LiveDesk,
} from "./liveSteps";
import { untilHeadline } from "./panel";
import { until } from "./until";

const fromLoop = "Get messages 200";

describe("the view Exchanges", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;
  let id: bigint;
  let loops: number;

  before(async () => {
    desk = await openLiveDesk({ name: "Desk" });
    ({ page, simulator } = desk);
    await openExchanges(page);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  /** The rows but for those of the message loop, of which nobody can say how many answers they came in. */
  const linesOf = async (window: Page): Promise<readonly string[]> =>
    (await exchangeLines(window)).filter((line) => line !== fromLoop);

  const untilLines = async (wanted: readonly string[], window = page): Promise<void> => {
    try {
      await until("the rows", async () => (await linesOf(window)).join("\n") === wanted.join("\n"));
    } catch {
      assert.deepEqual(await linesOf(window), wanted);
    }
  };

  it("says what will be in it as long as nothing was sent", async () => {
    await exchangesWelcome(page).getByText("Nothing was sent yet").waitFor(patience);
    await takeScreenshot(page, "exchanges-empty");
  });

  it("lists what commands, the message loop and a document sent, newest first, by day, without heartbeats", async () => {
    await takeEngagements(desk, 1);
    id = await acceptCustomer(desk, "Grace");
    await runCommand(page, "View: Close All Editors");
    await concludeFromRow(page, "Grace");
    await untilHeadline(page, "is concluded");
    await newRequest(page, "retrieveAgentsAndQueues");
    await runCommand(page, "Engagement Desk: Send Request Document");
    await untilHeadline(page, "listed agents and queues");
    const polls = () => simulator.requests.filter(({ operation }) => operation === "getMessages");
    const heartbeats = async (): Promise<void> => {
      const before = polls().length;
      await until("heartbeats", () => Promise.resolve(polls().length >= before + 2));
    };
    await heartbeats();
    loops = (await exchangeLines(page)).filter((line) => line === fromLoop).length;
    assert.ok(loops > 0);
    await heartbeats();
    await untilLines([
      `Today ${5 + loops}`,
      "Get agents and queues 200",
      `Conclude engagement ${id} 200`,
      `Accept engagement ${id} 200`,
      "Request engagements 200",
      "Go available 200",
    ]);
    await takeScreenshot(page, "exchanges");
  });

  it("opens an exchange in the panel", async () => {
    await exchangeRow(page, `Accept engagement ${id}`).click();
    await untilHeadline(page, `Engagement ${id} is accepted`);
    await takeScreenshot(page, "exchanges-open");
  });

  it("is filtered by text, by operation and by outcome, all of which has to match", async () => {
    await filterByText(page, "CONCLUDE engagement");
    await untilLines(["Today 1", `Conclude engagement ${id} 200`]);
    await exchangesMessage(page)
      .getByText(`Filter: “CONCLUDE engagement”. 1 of ${5 + loops} shown.`, { exact: true })
      .waitFor(patience);
    await takeScreenshot(page, "exchanges-filtered");
    // What customers wrote is in the body of the offer only.
    await filterByText(page, "my order arrived");
    await until(
      "the offer",
      async () => (await exchangeLines(page)).join() === `Today 1,${fromLoop}`,
    );
    await filterBy("By Operation…", "concludeChat");
    await exchangesWelcome(page).getByText("No exchange gets through the filter.").waitFor();
    await exchangesDescription(page)
      .getByText("Filter: “my order arrived” · concludeChat", { exact: true })
      .waitFor(patience);
    await takeScreenshot(page, "exchanges-filtered-empty");
    await exchangesWelcome(page).getByRole("button", { name: "Clear Filter" }).click();
    await until("all rows", async () => (await exchangeLines(page)).length === 6 + loops);
    await filterBy("By Outcome…", "refused");
    await exchangesWelcome(page).waitFor(patience);
    await pressViewAction(page, "Clear Filter of Exchanges");
    await until("all rows", async () => (await exchangeLines(page)).length === 6 + loops);
    assert.equal(await exchangesMessage(page).count(), 0);
  });

  it("keeps what is pinned on top", async () => {
    await pressInlineAction(page, "Go available", "Pin");
    await until("the group", async () => (await exchangeLines(page))[0] === "Pinned 1");
    await pressInlineAction(page, "Request engagements", "Pin");
    await until("the group", async () => (await exchangeLines(page))[0] === "Pinned 2");
    await takeScreenshot(page, "exchanges-pinned");
    await pressInlineAction(page, "Go available", "Unpin");
    await untilLines([
      "Pinned 1",
      "Request engagements 200",
      `Today ${4 + loops}`,
      "Get agents and queues 200",
      `Conclude engagement ${id} 200`,
      `Accept engagement ${id} 200`,
      "Go available 200",
    ]);
  });

  it("is the same in another window, and after a reload", async () => {
    const lines = await linesOf(page);
    const second = await page.context().newPage();
    await second.goto(desk.workbench.server.urlOf(desk.workbench.folder));
    await untilDrawn(second);
    await openContainer(second, "Engagement Desk");
    await openExchanges(second);
    await untilLines(lines, second);
    await pressInlineAction(second, "Get agents and queues", "Pin");
    await until("the group", async () => (await exchangeLines(page))[0] === "Pinned 2");
    await pressInlineAction(page, "Get agents and queues", "Unpin");
    await untilLines(lines, second);
    await second.close();
    await desk.workbench.reload();
    await openContainer(page, "Engagement Desk");
    await untilLines(lines);
    await exchangeRow(page, `Conclude engagement ${id}`).click();
    await untilHeadline(page, `Engagement ${id} is concluded`);
  });

  it("loses one row to the Delete key at once, and several after a question", async () => {
    await exchangeRow(page, "Get agents and queues").click();
    await untilHeadline(page, "listed agents and queues");
    await exchangeRow(page, "Get agents and queues").focus();
    await page.keyboard.press("Delete");
    await until(
      "the row is gone",
      async () => !(await exchangeLines(page)).includes("Get agents and queues 200"),
    );
    await exchangeRow(page, "Go available").click();
    await exchangeRow(page, "Request engagements").click({ modifiers: ["ControlOrMeta"] });
    await page.keyboard.press("Delete");
    assert.equal(
      await modalText(page),
      "Delete 2 exchanges?\n1 of them is pinned. They are deleted for all windows. This cannot be undone.",
    );
    await takeScreenshot(page, "exchanges-delete");
    await pressInModal(page, "Cancel");
    await chooseFromContextMenu(page, "Go available", "Delete");
    await pressInModal(page, "Delete");
    await untilLines([
      `Today ${2 + loops}`,
      `Conclude engagement ${id} 200`,
      `Accept engagement ${id} 200`,
    ]);
  });

  it("is cleared but for what is pinned, after a question", async () => {
    await pressInlineAction(page, "Accept engagement", "Pin");
    await until("the group", async () => (await exchangeLines(page))[0] === "Pinned 1");
    await runCommand(page, "Engagement Desk: Clear Exchanges…");
    const [question, detail] = (await modalText(page)).split("\n");
    assert.equal(question, `Clear the history: delete ${1 + loops} exchanges?`);
    assert.match(detail ?? "", /^1 that is pinned stays\. /);
    await pressInModal(page, "Clear");
    await untilLines(["Pinned 1", `Accept engagement ${id} 200`]);
    const files = readdirSync(historyFolder(desk.workbench));
    assert.equal(files.length, 1, files.join());
  });

  it("is kept without a secret", async () => {
    const { sessionId } = simulator;
    assert.ok(!(await globallyStored(desk.workbench)).includes(sessionId));
  });

  async function filterBy(part: string, choice: string): Promise<void> {
    await runCommand(page, "Engagement Desk: Filter Exchanges…");
    await waitForQuickInput(page, "Filter Exchanges");
    await pickOne(page, part);
    await quickPickRow(page, choice).waitFor(patience);
    await pickOne(page, choice);
    await page.keyboard.press("Enter");
  }
});
