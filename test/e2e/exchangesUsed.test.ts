import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { Simulator } from "../../src/simulator/simulator";
import { openSaved, readClipboard } from "./documentSteps";
import { tab, visibleEditorText } from "./drivers/editors";
import { modalText, pressInModal } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import {
  answerQuickInput,
  pickOne,
  quickInputField,
  quickPickRow,
  waitForQuickInput,
} from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { chooseFromContextMenu } from "./drivers/sideBar";
import { exchangeLines, exchangeRow, exchangeRows, openExchanges } from "./exchangeSteps";
import { concludeFromRow, openLiveDesk, patience, type LiveDesk } from "./liveSteps";
import { pressInPanel, untilHeadline } from "./panel";
import { trackEngagement } from "./profileSteps";
import { until } from "./until";

const headers = [["Content-Type", "application/json;charset=utf-8"]] as const;

/** An answer that a program would lay out, round or transcode if it were not taken as it is. */
const oddBody = `{"chatConcludeEngagementResult":\r\n {"engagementId":1001,"engagementIdString":"1001"},
  "chatSystemError":null,"clientSendTime":1,"serviceStartTime":5,"serviceFinishTime":5,
\t"clientId":939,"sequenceNumber":9,"large":9223372036854775807,"text":"Grüße"}\r\n\r\n`;

describe("an exchange in the workbench", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({ name: "Desk", site: { engagements: [1000n, 1001n] } });
    ({ page, simulator } = desk);
    await trackEngagement(page, "1000");
    await concludeFromRow(page, "1000");
    await untilHeadline(page, "Engagement 1000 is concluded");
    await openSaved(desk.workbench, "conclude", {
      operation: "concludeChat",
      body: { engagementId: 1001, sequenceNumber: "$next", timeCreated: "$now" },
    });
    await runCommand(page, "Engagement Desk: Send Request Document");
    await openExchanges(page);
    await exchangeRow(page, "Conclude engagement 1001").waitFor(patience);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  /** The sequence numbers of the concludes that were sent for an engagement. */
  const numbersOf = (id: bigint): readonly number[] =>
    simulator.requests.flatMap(({ operation, body }) =>
      operation === "concludeChat" && body.includes(`"engagementId":${id}`)
        ? [Number(/"sequenceNumber":(\d+)/.exec(body)?.[1])]
        : [],
    );

  it("that a command made is sent again after the command's question", async () => {
    await chooseFromContextMenu(page, "Conclude engagement 1000", "Send Again");
    assert.match(
      await modalText(page),
      /^Send the request to conclude engagement 1000 again\?\nProfile: Desk/,
    );
    await pressInModal(page, "Cancel");
    assert.equal(numbersOf(1000n).length, 1);
    await chooseFromContextMenu(page, "Conclude engagement 1000", "Send Again");
    await pressInModal(page, "Send Again");
    await exchangeRows(page, "Conclude engagement 1000").nth(1).waitFor(patience);
    const [first = NaN, second = NaN, ...others] = numbersOf(1000n);
    assert.ok(second > first, `${second} after ${first}`);
    assert.deepEqual(others, []);
  });

  it("that a document made is sent again as it was, with the next sequence number", async () => {
    simulator.next("concludeChat", { kind: "raw", status: 200, headers, body: oddBody });
    await chooseFromContextMenu(page, "Conclude engagement 1001", "Send Again");
    assert.match(
      await modalText(page),
      /^Send concludeChat once more\?\nDesk: simulator_\S+ at http:\S+\n\nConcludes an engagement/,
    );
    await takeScreenshot(page, "exchange-again");
    await pressInModal(page, "Send Again");
    await exchangeRows(page, "Conclude engagement 1001").nth(1).waitFor(patience);
    const [first = NaN, second = NaN, ...others] = numbersOf(1001n);
    assert.ok(second > first, `${second} after ${first}`);
    assert.deepEqual(others, []);
  });

  it("becomes a document with tokens for its number and its time", async () => {
    await chooseFromContextMenu(page, "Conclude engagement 1001", "Edit as Document");
    await tab(page, "concludeChat.chat.json").waitFor(patience);
    await until("the document", async () => (await visibleEditorText(page)).includes("$next"));
    const text = await visibleEditorText(page);
    assert.deepEqual(JSON.parse(text.replace(/^\d+$/gm, "")), {
      operation: "concludeChat",
      body: { engagementId: 1001, sequenceNumber: "$next", timeCreated: "$now" },
    });
    await takeScreenshot(page, "exchange-document");
  });

  it("is copied with placeholders for its secrets", async () => {
    await chooseFromContextMenu(page, "Conclude engagement 1001", "Copy Exchange as…");
    await quickPickRow(page, "cURL for bash").waitFor(patience);
    await takeScreenshot(page, "exchange-copy");
    await pickOne(page, "cURL for bash");
    await until("the copy", async () => (await readClipboard(page)).startsWith("curl"));
    const copy = await readClipboard(page);
    assert.match(copy, /concludeChat/);
    assert.ok(!copy.includes(simulator.sessionId));
  });

  it("offers the same in the panel, under More…", async () => {
    await exchangeRow(page, "Conclude engagement 1001").click();
    await untilHeadline(page, "Engagement 1001 is concluded");
    await pressInPanel(page, "More…");
    await quickPickRow(page, "Edit as Document").waitFor(patience);
    await takeScreenshot(page, "exchange-more");
    await pickOne(page, "Pin in Exchanges");
    await until("the pin", async () => (await exchangeLines(page))[0] === "Pinned 1");
    await pressInPanel(page, "More…");
    await pickOne(page, "Unpin in Exchanges");
    await until("no pin", async () => (await exchangeLines(page))[0]?.startsWith("Today") ?? false);
  });

  it("gives its body to a file, character by character", async () => {
    await pressInPanel(page, "Save Body…");
    await waitForQuickInput(page, "Save Body");
    await takeScreenshot(page, "exchange-save-body");
    const missing = join(desk.workbench.folder, "answer.json");
    assert.equal(await quickInputField(page).inputValue(), missing);
    await answerQuickInput(page, join(desk.workbench.folder, "body.json"));
    const path = join(desk.workbench.folder, "body.json");
    await until("the file", () => Promise.resolve(existsSync(path) && statSync(path).size > 0));
    assert.equal(readFileSync(path, "utf8"), oddBody);
  });

  it("is compared with another one, times and numbers set aside until they are wanted", async () => {
    await exchangeRow(page, "Conclude engagement 1001").click();
    await exchangeRows(page, "Conclude engagement 1001")
      .nth(1)
      .click({ modifiers: ["ControlOrMeta"] });
    await chooseFromContextMenu(page, "Conclude engagement 1001", "Compare Exchanges…");
    await tab(page, "↔").waitFor(patience);
    await takeScreenshot(page, "exchange-comparison");
    const modified = page.locator(".editor.modified .view-lines");
    const changes = page.locator(".editor.modified .line-insert");
    await modified.getByText("‹number›").first().waitFor(patience);
    await runCommand(page, "Engagement Desk: Show or Set Aside Times in Comparisons");
    await until("times", async () => !(await modified.innerText()).includes("‹"));
    await changes.first().waitFor(patience);
    await takeScreenshot(page, "exchange-comparison-times");
    const title = await page.locator(".tab.active").innerText();
    await desk.workbench.reload();
    await tab(page, "↔").waitFor(patience);
    assert.equal(await page.locator(".tab.active").innerText(), title);
    await until("the text", async () => (await modified.innerText()).includes("serviceStartTime"));
    assert.ok(!(await modified.innerText()).includes("‹"), "the switch is kept");
  });
});
