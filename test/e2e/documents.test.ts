import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import {
  closeEditor,
  explanationOf,
  goTo,
  lens,
  newRequest,
  openByName,
  openSaved,
  pressLens,
  problem,
  suggest,
  suggestion,
  suggestionDetails,
  untilDrawn,
} from "./documentSteps";
import { tab, visibleEditorText } from "./drivers/editors";
import { runCommand } from "./drivers/palette";
import {
  fillQuickInput,
  leaveQuickInput,
  quickPickRow,
  waitForQuickInput,
} from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openContainer } from "./drivers/sideBar";
import { setTheme, themeNames, untilStill } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { patience } from "./liveSteps";
import { until } from "./until";

describe("writing a request document, in a workspace that is not trusted", () => {
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openWorkbench({
      settings: {
        "security.workspace.trust.enabled": true,
        "security.workspace.trust.startupPrompt": "never",
      },
    });
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
  });

  keepScreenshotsOfFailures(() => page);

  const untilText = (part: string) =>
    until(part, async () => (await visibleEditorText(page)).includes(part));

  it("finds an operation by what it does, in groups", async () => {
    await runCommand(page, "Engagement Desk: New Request…");
    await waitForQuickInput(page, "New Request");
    await untilDrawn(page);
    await takeScreenshot(page, "new-request-all");
    await fillQuickInput(page, "wrap-up then");
    await quickPickRow(page, "concludeChat").waitFor(patience);
    await takeScreenshot(page, "new-request");
    await page.keyboard.press("Escape");
  });

  it("begins with the smallest valid body, and says what the operation does", async () => {
    await newRequest(page, "wrap-up then", "concludeChat");
    const text = await visibleEditorText(page);
    assert.match(text, /\/\/ Conclude an engagement\. Concludes an engagement/);
    assert.match(
      text,
      /"operation": "concludeChat",\s+"body": \{\s+"engagementId": "\$engagement"/,
    );
    for (const text of ["Send", "Send and Compare"]) {
      await lens(page, text).waitFor(patience);
    }
    await untilStill(page);
    await takeScreenshot(page, "document");
  });

  it("offers the members that are not there yet, each with its meaning", async () => {
    await goTo(page, 6, 36);
    await page.keyboard.type(",");
    await page.keyboard.press("Enter");
    await suggest(page);
    await suggestion(page, "sequenceNumber").waitFor(patience);
    assert.equal(await suggestion(page, "engagementId").count(), 0);
    assert.match(
      await suggestionDetails(page),
      /sequenceNumber — int64: an integer from 0 to 9223372036854775807, optional/,
    );
    await takeScreenshot(page, "document-completion-members");
    await suggestion(page, "sequenceNumber").click();
    await untilText('"sequenceNumber": "$next"');
  });

  it("offers while one types: a member's name, then the values and tokens it takes", async () => {
    await page.keyboard.press("End");
    await page.keyboard.type(",");
    await page.keyboard.press("Enter");
    await page.keyboard.type('"');
    await suggestion(page, "timeCreated").waitFor(patience);
    await page.keyboard.type("time");
    await page.keyboard.press("Enter");
    await untilText('"timeCreated": "$now"');
    assert.ok(!(await visibleEditorText(page)).includes('""'), "no quotation mark is doubled");
    await page.keyboard.type('"$');
    await suggestion(page, "$now").waitFor(patience);
    await takeScreenshot(page, "document-completion-tokens");
    await page.keyboard.press("Escape");
  });

  it("is saved where the folder is, and has lenses when it is opened again", async () => {
    await closeEditor(page, "concludeChat.chat.json");
    await newRequest(page, "makes the agent available", "setActivityStatus");
    await runCommand(page, "File: Save");
    const path = join(workbench.folder, "setActivityStatus.chat.json");
    await until("the file", () =>
      Promise.resolve(existsSync(path) && readFileSync(path, "utf8").includes("setActivityStatus")),
    );
    await runCommand(page, "View: Close All Editors");
    await openByName(page, "setActivityStatus.chat.json");
    await lens(page, "Send").waitFor(patience);
  });

  it("has another name where there is a file of that name", async () => {
    await newRequest(page, "makes the agent available", "setActivityStatus");
    await tab(page, "setActivityStatus-2.chat.json").waitFor(patience);
    await closeEditor(page, "setActivityStatus-2.chat.json");
  });

  it("offers the values of an enum", async () => {
    await openSaved(workbench, "values", {
      operation: "setActivityStatus",
      body: { status: "AVAILABLE", subTypeId: 1 },
    });
    await goTo(page, 4, 16);
    await suggest(page);
    await suggestion(page, "UNAVAILABLE").waitFor(patience);
    await takeScreenshot(page, "document-completion-values");
    await suggestion(page, "UNAVAILABLE").click();
    await untilText('"status": "UNAVAILABLE"');
  });

  it("explains what the mouse points at, and how that is known", async () => {
    const words = await explanationOf(page, '"status"');
    assert.match(words, /status — one of the listed texts, required/);
    assert.match(words, /Values: NONE, AVAILABLE, UNAVAILABLE/);
    assert.match(words, /Documented by Oracle\./);
    await takeScreenshot(page, "document-hover");
  });

  it("says in sentences what is wrong, in the list of problems, too", async () => {
    await openSaved(workbench, "wrong", {
      operation: "concludeChat",
      body: { engagementID: 1000, sequenceNumber: "2", timeCreated: "$nwo" },
      headers: { "X-AID": "12" },
    });
    await lens(page, "Send Anyway").waitFor(patience);
    await runCommand(page, "View: Toggle Problems");
    for (const sentence of [
      "concludeChat requires “engagementId”",
      "No member “engagementID” of concludeChat is known. Did you mean “engagementId”?",
      "“sequenceNumber” must be an integer, but this is a string.",
      "“$nwo” is no token",
      "a secret never stands in a document",
    ]) {
      await problem(page, sentence).waitFor(patience);
    }
    for (const theme of themeNames) {
      await setTheme(page, theme);
      await takeScreenshot(page, `document-problems-${theme}`);
    }
  });

  it("puts a misspelt name right when asked to", async () => {
    await runCommand(page, "View: Toggle Problems");
    await goTo(page, 4, 8);
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row", {
      hasText: "Change to “engagementId”",
    });
    await fix.waitFor(patience);
    await takeScreenshot(page, "document-fix");
    await fix.click();
    await untilText('"engagementId": 1000');
  });

  it("can be read in a narrow window", async () => {
    await setTheme(page, "dark");
    await page.setViewportSize({ width: 640, height: 720 });
    await goTo(page, 6, 22);
    await suggest(page);
    await suggestion(page, "$next").waitFor(patience);
    await takeScreenshot(page, "document-narrow");
    await page.keyboard.press("Escape");
    await tab(page, "wrong.chat.json").waitFor(patience);
  });

  it("asks for a profile where there is none to send with", async () => {
    await page.setViewportSize({ width: 1400, height: 900 });
    await pressLens(page, "Send Anyway");
    await waitForQuickInput(page, "Add Profile");
    await leaveQuickInput(page);
  });
});
