import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { pressInToast } from "./drivers/messages";
import { visibleEditorText } from "./drivers/editors";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, pickOne, quickInputField, quickPickRow } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { chooseFromContextMenu } from "./drivers/sideBar";
import { exchangeLines, exchangeRow, filterByText, openExchanges } from "./exchangeSteps";
import {
  acceptCustomer,
  concludeFromRow,
  openLiveDesk,
  patience,
  takeEngagements,
  type LiveDesk,
} from "./liveSteps";
import { until } from "./until";

interface Har {
  readonly log: {
    readonly version: string;
    readonly entries: readonly {
      readonly request: { readonly url: string; readonly postData?: { readonly text: string } };
      readonly response: { readonly status: number };
    }[];
  };
}

describe("exporting from the workbench", () => {
  let desk: LiveDesk;
  let page: Page;
  let id: bigint;

  before(async () => {
    desk = await openLiveDesk({ name: "Desk" });
    ({ page } = desk);
    await takeEngagements(desk, 1);
    id = await acceptCustomer(desk, "Grace");
    await runCommand(page, "View: Close All Editors");
    await concludeFromRow(page, "Grace");
    await openExchanges(page);
    await exchangeRow(page, `Conclude engagement ${id}`).waitFor(patience);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  const proposed = (): Promise<string> =>
    quickInputField(page)
      .inputValue({ timeout: 1000 })
      .catch(() => "");

  /** Answers the questions of an export, and resolves to what the file holds. */
  const exported = async (format: string, name: string): Promise<string> => {
    await quickPickRow(page, format).waitFor(patience);
    await takeScreenshot(page, `export-${name}`);
    await pickOne(page, format);
    const { folder } = desk.workbench;
    // The list of forms has the same title as the dialog for the file, which proposes a name in the folder.
    await until("the dialog", async () => (await proposed()).startsWith(folder));
    const path = join(folder, name);
    await answerQuickInput(page, path);
    await pressInToast(page, `Exported to ${path}`, "Open");
    await until("the file", async () => (await visibleEditorText(page)).length > 0);
    await takeScreenshot(page, `exported-${name}`);
    const text = readFileSync(path, "utf8");
    assert.ok(!text.includes(desk.simulator.sessionId), "no session id is in the file");
    return text;
  };

  it("writes one exchange as HAR", async () => {
    await chooseFromContextMenu(page, `Conclude engagement ${id}`, "Export Exchanges…");
    const { log } = JSON.parse(await exported("HAR 1.2", "one.har")) as Har;
    assert.equal(log.version, "1.2");
    const [entry, ...others] = log.entries;
    assert.deepEqual(others, []);
    assert.match(entry?.request.url ?? "", /\/concludeChat\?pool=/);
    assert.equal(entry?.response.status, 200);
    assert.ok(entry.request.postData?.text.includes(`"engagementId":${id}`));
  });

  it("writes the selected exchanges as Markdown", async () => {
    await exchangeRow(page, "Go available").click();
    await exchangeRow(page, `Accept engagement ${id}`).click({ modifiers: ["ControlOrMeta"] });
    await chooseFromContextMenu(page, "Go available", "Export Exchanges…");
    const text = await exported("Markdown", "two.md");
    assert.match(text, /^# 2 exchanges\n/);
    assert.match(text, /^### 1\. setActivityStatus$/m);
    assert.match(text, /^### 2\. assignmentAcknowledgement/m);
    assert.doesNotMatch(text, /concludeChat/);
  });

  it("writes all that the filter shows where nothing is selected", async () => {
    await runCommand(page, "View: Close All Editors");
    await filterByText(page, "my order arrived");
    await exchangeRow(page, "Get messages").waitFor(patience);
    await until("the rows", async () => (await exchangeLines(page))[0] === "Today 1");
    await runCommand(page, "Engagement Desk: Export Exchanges…");
    const { log } = JSON.parse(await exported("HAR 1.2", "filtered.har")) as Har;
    assert.equal(log.entries.length, 1);
    assert.match(log.entries[0]?.request.url ?? "", /\/getMessages\?/);
    await runCommand(page, "Engagement Desk: Clear Filter of Exchanges");
  });

  it("writes an engagement with its timeline as Markdown, and its exchanges as HAR", async () => {
    await chooseFromContextMenu(page, "Grace", "Export Engagement…");
    const text = await exported("Markdown", "engagement.md");
    assert.match(text, new RegExp(`^# Engagement ${id}`));
    for (const part of ["My order arrived", "offered", "concludeChat"]) {
      assert.ok(text.includes(part), `the file says ${part}`);
    }
    await chooseFromContextMenu(page, "Grace", "Export Engagement…");
    const { log } = JSON.parse(await exported("HAR 1.2", "engagement.har")) as Har;
    const operations = log.entries.map(({ request }) => new URL(request.url).pathname);
    assert.ok(operations.some((path) => path.endsWith("/concludeChat")));
    assert.ok(!operations.some((path) => path.endsWith("/setActivityStatus")), operations.join());
  });
});
