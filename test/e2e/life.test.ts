import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { FrameLocator, Page } from "playwright-core";
import { tab, statusBarItem, webview } from "./drivers/editors";
import { modalText, pressInModal, pressInToast } from "./drivers/messages";
import { pickOne, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  containerBadge,
  openContainer,
  pressInlineAction,
  pressViewAction,
  treeRow,
  treeText,
  viewMessage,
  welcomeContent,
} from "./drivers/sideBar";
import { setTheme, themeNames } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { until, without } from "./until";

const container = "Engagement Desk";

describe("the life of an engagement, by the mouse alone", () => {
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, container);
  });

  after(async () => {
    await workbench.close();
  });

  keepScreenshotsOfFailures(() => page);

  const timeline = (): FrameLocator => webview(page);
  const rowOf = async (name: string): Promise<string> => {
    const rows = await treeText(page);
    const row = rows.find((text) => text.startsWith(name)) ?? "";
    return without(row, / · (?:just now|\d+ min|\d+:\d\d)\b/);
  };

  it("begins in an empty VS Code with the simulator and an agent who is signed in", async () => {
    await welcomeContent(page).getByRole("button", { name: "Start Simulator" }).click();
    await treeRow(page, "1000").waitFor();
    await statusBarItem(page, "polling").waitFor();
    assert.match(await viewMessage(page).innerText(), /^Simulator: signed in since .+, polling/);
  });

  it("lets a customer wait until the agent takes engagements", async () => {
    await pressViewAction(page, "Simulate Customer…");
    await waitForQuickInput(page, "Simulate Customer");
    await pickOne(page, "One Customer");
    await pressInToast(page, "Ada Lindgren waits in the queue", "Take Engagements");
    await treeRow(page, "offered").waitFor();
    assert.match(await rowOf("Ada Lindgren"), /^Ada Lindgren 1005 · offered/);
    assert.equal(await containerBadge(page, container), "1", "the badge counts the offer");
    await statusBarItem(page, "available").waitFor();
  });

  it("accepts from the notification and opens the timeline", async () => {
    await pressInToast(page, "Engagement 1005 is offered by Ada Lindgren", "Accept");
    await tab(page, "1005 · Ada Lindgren").waitFor();
    await timeline().getByText("offered → active").waitFor();
    await until("active", async () => (await rowOf("Ada Lindgren")).includes("1005 · active"));
  });

  it("talks with the customer, line by line", async () => {
    await timeline().getByRole("textbox").fill("Hello, what can I do for you?");
    await page.keyboard.press("Enter");
    await timeline().getByText("Hello, what can I do for you?", { exact: true }).waitFor();
    await timeline().getByText("Yes, that is right.", { exact: true }).waitFor({ timeout: 60_000 });
    assert.equal(await timeline().getByRole("textbox").inputValue(), "", "what was sent is gone");
    for (const theme of themeNames) {
      await setTheme(page, theme);
      await takeScreenshot(page, `timeline-${theme}`);
    }
  });

  it("concludes after asking, from the timeline", async () => {
    await timeline().getByRole("button", { name: "Conclude" }).click();
    assert.match(await modalText(page), /^Conclude engagement 1005\?/);
    await pressInModal(page, "Conclude");
    await until("wrap-up", async () => (await rowOf("Ada Lindgren")).includes("1005 · wrap-up"));
  });

  it("releases from the question that follows, and frees the slot", async () => {
    await pressInToast(page, "Engagement 1005 is concluded and in wrap-up", "Release");
    await treeRow(page, "Ended").waitFor();
    await until(
      "released",
      async () => !(await treeText(page)).some((row) => row.includes("wrap-up")),
    );
  });

  it("declines an offer from its row, and hears no more of it than that it ended", async () => {
    await pressViewAction(page, "Simulate Customer…");
    await waitForQuickInput(page, "Simulate Customer");
    await pickOne(page, "One Customer");
    await treeRow(page, "1006 · offered").waitFor();
    await pressInlineAction(page, "1006", "Decline");
    await until("declined", async () => !(await rowOf("1006")).includes("offered"));
  });
});
