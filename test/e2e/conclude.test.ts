import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { tab, statusBarItem, visibleEditorText } from "./drivers/editors";
import {
  modalText,
  pressInModal,
  pressInToast,
  toast,
  toastButtons,
  toastMessage,
} from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import {
  answerQuickInput,
  fillQuickInput,
  pickOne,
  quickInput,
  quickPickRow,
  waitForQuickInput,
  waitForQuickInputMessage,
} from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  chooseFromContextMenu,
  containerBadge,
  contextMenuEntries,
  openContainer,
  pressInlineAction,
  selectTreeRows,
  treeRow,
  treeRowLabel,
  treeText,
  viewMessage,
} from "./drivers/sideBar";
import { setTheme, themeNames } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { panel, pressInPanel, untilHeadline } from "./panel";
import { until, without } from "./until";

const container = "Engagement Desk";

describe("concluding engagements in the workbench", () => {
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openWorkbench({
      settings: { "engagementDesk.simulator.startWithWindow": true },
    });
    ({ page } = workbench);
    await openContainer(page, container);
    await treeRow(page, "1000").waitFor();
  });

  after(async () => {
    await workbench.close();
  });

  keepScreenshotsOfFailures(() => page);

  const rowsWithoutAge = async (): Promise<string[]> =>
    (await treeText(page)).map((row) => without(row, / · (?:just now|\d+ min|\d+:\d\d)/));

  it("shows what is active, where it comes from, and how many there are", async () => {
    assert.deepEqual(await rowsWithoutAge(), [
      "1000 active",
      "1001 active",
      "1002 active",
      "1003 active",
      "1004 active",
    ]);
    await until("the message of the view", async () =>
      /^Simulator: signed in since .+, polling since .+\.$/.test(
        await viewMessage(page).innerText(),
      ),
    );
    assert.equal(await containerBadge(page, container), "5");
    await statusBarItem(page, "Simulator: polling").waitFor();
  });

  it("asks before it concludes, naming profile, site and id, and sends nothing on Cancel", async () => {
    await pressInlineAction(page, "1000", "Conclude Engagement");
    const [question, ...detail] = (await modalText(page)).split("\n");
    assert.equal(question, "Conclude engagement 1000?");
    assert.equal(detail[0], "Profile: Simulator");
    assert.match(detail[1] ?? "", /^Site: simulator_250100_sql_001h at http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(detail[2], "Engagement: 1000");
    await pressInModal(page, "Cancel");
    assert.equal((await rowsWithoutAge())[0], "1000 active");
  });

  it("concludes from the row and shows the answer in the panel", async () => {
    await pressInlineAction(page, "1000", "Conclude Engagement");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Engagement 1000 is concluded");
    await until("wrap-up", async () => (await rowsWithoutAge())[0] === "1000 wrap-up");
    assert.match(await treeRowLabel(page, "1000"), /^Engagement 1000, wrap-up, for/);
    assert.equal(await containerBadge(page, container), "4");
    const text = await panel(page).locator("main").innerText();
    for (const part of ["200", "chatConcludeEngagementResult", "serviceStartTime", "Clock skew"]) {
      assert.ok(text.includes(part), `the panel says ${part}`);
    }
    assert.ok(!text.includes("node0simulator"), "the panel masks the session id");
  });

  it("offers on a row only what can be done with it", async () => {
    assert.deepEqual(await contextMenuEntries(page, "1000"), [
      "Release",
      "Open Timeline",
      "Copy Engagement Id",
      "Export Engagement…",
      "Stop Tracking",
    ]);
    assert.deepEqual(await contextMenuEntries(page, "1001"), [
      "Send Message…",
      "Reroute…",
      "Conclude Engagement",
      "Open Timeline",
      "Copy Engagement Id",
      "Export Engagement…",
      "Stop Tracking",
    ]);
  });

  it("offers the active engagements from the palette", async () => {
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await waitForQuickInput(page, "Conclude Engagement");
    await quickPickRow(page, "1001").waitFor();
    assert.equal(await quickPickRow(page, "1000").count(), 0, "what is concluded is not offered");
    await pickOne(page, "1001");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Engagement 1001 is concluded");
  });

  it("takes no id that is none, and says why", async () => {
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await pickOne(page, "Another id…");
    await waitForQuickInput(page, "Engagement id");
    for (const [typed, message] of [
      ["12a", "digits only"],
      ["1e3", "digits only"],
      ["0x10", "digits only"],
      ["1,000", "digits only"],
      ["-1", "never negative"],
      ["9223372036854775808", "the largest is 9223372036854775807"],
      ["1".repeat(40), "the largest is 9223372036854775807"],
      ["   ", "Enter the engagement's id"],
    ] as const) {
      await fillQuickInput(page, typed);
      await waitForQuickInputMessage(page, message);
      await page.keyboard.press("Enter");
      assert.ok(await quickInput(page).isVisible(), `${typed} is not taken`);
    }
  });

  it("sends an id of 19 digits unchanged, trimmed, and explains the server's refusal", async () => {
    await answerQuickInput(page, "  9223372036854775807 ");
    assert.match(await modalText(page), /^Conclude engagement 9223372036854775807\?/);
    await pressInModal(page, "Conclude");
    await untilHeadline(
      page,
      "Could not conclude engagement 9223372036854775807: the request was not valid",
    );
    const text = await panel(page).locator("main").innerText();
    assert.ok(text.includes("BAD_REQUEST"));
    await until(
      "the row's state",
      async () => (await rowsWithoutAge()).at(-1) === "9223372036854775807 refused · tracked",
    );
  });

  it("tells of a session the server does not know, everywhere, and offers to sign in", async () => {
    await simulateFault(page, "access-denied");
    await pressInlineAction(page, "1002", "Conclude Engagement");
    await pressInModal(page, "Conclude");
    const message = await toastMessage(page, "Could not conclude engagement 1002");
    assert.match(message, /the server does not accept the session/);
    assert.deepEqual(await toastButtons(page, "Could not conclude engagement 1002"), ["Sign In…"]);
    await untilHeadline(page, "the server does not accept the session");
    await statusBarItem(page, "Simulator: session expired").waitFor();
    await until("the message of the view", async () =>
      (await viewMessage(page).innerText()).startsWith("Simulator: the session ended "),
    );
    await picturesInAllThemes(workbench, "403");
  });

  it("signs in again from the panel", async () => {
    await pressInPanel(page, "Sign In…");
    await statusBarItem(page, "Simulator: polling").waitFor();
    await until("the message of the view", async () =>
      (await viewMessage(page).innerText()).startsWith("Simulator: signed in since"),
    );
  });

  it("shows broken JSON as it came, with the place of the fault, and lets the server's messages settle the outcome", async () => {
    await simulateFault(page, "broken-json");
    await pressInPanel(page, "Send Again");
    await pressInModal(page, "Send Again");
    await untilHeadline(page, "Unknown outcome for engagement 1002: the answer is not valid JSON");
    const text = await panel(page).locator("main").innerText();
    assert.match(text, /Line 5, column 5/);
    await until("the row's state", async () => (await rowsWithoutAge())[2] === "1002 wrap-up");
    await picturesInAllThemes(workbench, "broken JSON");
  });

  it("concludes several rows after one question and shows the outcome of each", async () => {
    await simulateFault(page, "server-error");
    await selectTreeRows(page, ["1003", "1004"]);
    await chooseFromContextMenu(page, "1004", "Conclude Engagement");
    const text = await modalText(page);
    assert.match(text, /^Conclude 2 engagements\?/);
    assert.match(text, /Engagements: 1003, 1004/);
    await pressInModal(page, "Conclude");
    await toastMessage(page, "1 of 2 engagements concluded");
    const outcomes = panel(page).locator("table tbody tr");
    await outcomes.first().waitFor();
    assert.equal(await outcomes.count(), 2);
    const texts = await outcomes.allInnerTexts();
    assert.equal(texts.filter((row) => row.includes("is concluded")).length, 1);
    assert.equal(texts.filter((row) => row.includes("the chat server failed")).length, 1);
    await picturesInAllThemes(workbench, "several");
  });

  it("opens one of several outcomes and goes back to the list", async () => {
    await panel(page).locator("table tbody tr button").first().click();
    await untilHeadline(page, "1003");
    await pressInPanel(page, "Back");
    await panel(page).locator("table tbody tr").first().waitFor();
  });

  it("sends again only after asking", async () => {
    await panel(page).locator("table tbody tr button").first().click();
    await untilHeadline(page, "1003");
    await pressInPanel(page, "Send Again");
    assert.match(await modalText(page), /^Send the request to conclude engagement 1003 again\?/);
    await pressInModal(page, "Send Again");
    await untilHeadline(page, "engagement 1003");
  });

  it("copies the request as cURL with a placeholder for the session", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await pressInPanel(page, "Copy as cURL");
    await statusBarItem(page, "Copied as cURL").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(
      copied,
      /^curl --request POST 'http:\/\/127\.0\.0\.1:\d+\/engagement\/api\/agent\//,
    );
    assert.match(copied, /X-JSESSIONID: .{0,2}\$\{X_JSESSIONID:\?/);
    assert.ok(!copied.includes("node0simulator"));
  });

  it("opens the body in an editor", async () => {
    await pressInPanel(page, "Open Body in Editor");
    // Of the two that were concluded at once either may have met the fault, and been concluded now.
    await until("the body's text", async () =>
      /"(?:sequenceNumber|exceptionCode)"/.test(await visibleEditorText(page)),
    );
    await runCommand(page, "View: Revert and Close Editor");
  });

  it("shows the answer again when the panel was hidden meanwhile", async () => {
    await untilHeadline(page, "engagement 1003");
    assert.equal(await panel(page).locator("[data-section=timings]").count(), 1);
  });

  it("shows the same answer in the panel after a reload", async () => {
    const before = await panel(page).locator(".headline").innerText();
    await workbench.reload();
    await tab(page, "Engagement Desk").click();
    await untilHeadline(page, before.split("\n")[0] ?? "");
  });

  it("offers to release what was concluded, which then ends", async () => {
    await openContainer(page, container);
    await pressInlineAction(page, "1001", "Conclude Engagement");
    await pressInModal(page, "Conclude");
    await pressInToast(page, "Engagement 1001 is concluded and in wrap-up", "Release");
    await until(
      "the group of what ended",
      async () => (await rowsWithoutAge()).at(-1) === "Ended 1",
    );
    assert.equal(await treeRow(page, "1001").count(), 0, "the group is folded");
    assert.equal(await containerBadge(page, container), "4");
  });

  it("looks right in every theme", async () => {
    await pressInlineAction(page, "1000", "Conclude Engagement");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Engagement 1000 is concluded");
    await toast(page, "concluded").waitFor({ state: "hidden" });
    await picturesInAllThemes(workbench, "success");
  });
});

async function simulateFault(page: Page, name: string): Promise<void> {
  await runCommand(page, "Engagement Desk: Simulate Fault…");
  await waitForQuickInput(page, "Simulate Fault");
  await answerQuickInput(page, name);
}

/** Pictures for people to look at; nothing is asserted about them. */
async function picturesInAllThemes(workbench: Workbench, name: string): Promise<void> {
  for (const theme of themeNames) {
    await setTheme(workbench.page, theme);
    await takeScreenshot(workbench.page, `${name}, ${theme}`);
  }
}
