import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { RecordedRequest } from "../../src/simulator/recording";
import type { Simulator } from "../../src/simulator/simulator";
import { openSaved, pressLens, readClipboard, untilDrawn, writeClipboard } from "./documentSteps";
import { statusBarItem } from "./drivers/editors";
import { modalText, pressInModal } from "./drivers/messages";
import { pickOne, quickInput, quickPickRow, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openLiveDesk, patience, type LiveDesk } from "./liveSteps";
import { untilHeadline } from "./panel";
import { until } from "./until";

const run = promisify(execFile);

describe("copying a request", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({ name: "Desk", site: { engagements: [1000n, 1001n, 1002n] } });
    ({ page, simulator } = desk);
    await openSaved(desk.workbench, "conclude", {
      operation: "concludeChat",
      body: { engagementId: 1000 },
      headers: { "X-Trace": "it's 7" },
    });
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  const concludes = () =>
    simulator.requests.filter(({ operation }) => operation === "concludeChat");
  /** A request without what differs by the program that sends it. */
  const essence = ({ method, url, headers, body }: RecordedRequest) => ({
    ...{ method, url, body },
    headers: headers
      .filter(([name]) => /^(?:x-|content-type|accept$)/i.test(name))
      .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
      .sort(),
  });
  const choose = async (label: string, description?: string): Promise<void> => {
    await pressLens(page, "Copy as…");
    await waitForQuickInput(page, "Copy the request as…");
    await untilDrawn(page);
    const rows = quickPickRow(page, label);
    await (
      description === undefined
        ? rows
        : quickInput(page)
            .locator(".quick-input-list .monaco-list-row", { hasText: label })
            .filter({ hasText: description })
            .first()
    ).click();
  };

  it("offers every form, first with placeholders", async () => {
    await pressLens(page, "Copy as…");
    await waitForQuickInput(page, "Copy the request as…");
    for (const label of ["bash", "PowerShell", "cmd"]) {
      await quickPickRow(page, `cURL for ${label}`).waitFor(patience);
    }
    await quickPickRow(page, "Node fetch").waitFor(patience);
    const first = quickInput(page).locator(".quick-input-list .monaco-list-row").first();
    assert.match(await first.innerText(), /with placeholders for secrets/);
    await untilDrawn(page);
    await takeScreenshot(page, "copy-as");
    await pickOne(page, "HTTP file");
    await statusBarItem(page, "Copied as HTTP file, with a placeholder for each secret.").waitFor(
      patience,
    );
    const text = await readClipboard(page);
    assert.match(text, /POST http:\/\/127\.0\.0\.1:\d+\/.+\/concludeChat\?pool=/);
    assert.ok(!text.includes(simulator.sessionId));
  });

  it("copies a command that real bash runs with real curl, once the session is filled in", async () => {
    await pressLens(page, "Send");
    await untilHeadline(page, "Engagement 1000 is concluded");
    await choose("cURL for bash");
    await until("the copy", async () => (await readClipboard(page)).startsWith("curl"));
    const command = await readClipboard(page);
    assert.ok(!command.includes(simulator.sessionId));
    await assert.rejects(run("bash", ["-c", command]), /X_JSESSIONID: set it to the session id/);
    assert.equal(concludes().length, 1, "nothing is sent without the session");
    await run("bash", ["-c", command], {
      env: { ...process.env, X_JSESSIONID: simulator.sessionId },
    });
    const [own, copied, ...others] = concludes();
    assert.ok(own && copied);
    assert.deepEqual(others, []);
    assert.deepEqual(essence(copied), essence(own));
  });

  it("asks before it copies credentials, and copies nothing on Cancel", async () => {
    await writeClipboard(page, "before");
    await choose("cURL for bash", "with credentials");
    assert.match(
      await modalText(page),
      /^Copy the request as cURL for bash, with credentials\?\nWhoever gets the copy can act as this agent/,
    );
    await takeScreenshot(page, "copy-credentials");
    await pressInModal(page, "Cancel");
    assert.equal(await readClipboard(page), "before");
  });

  it("copies credentials when that is wanted: the command runs as it is", async () => {
    await choose("cURL for bash", "with credentials");
    await pressInModal(page, "Copy with Credentials");
    await statusBarItem(page, "The clipboard is cleared in a minute.").waitFor(patience);
    const command = await readClipboard(page);
    assert.ok(command.includes(simulator.sessionId));
    const count = concludes().length;
    await run("bash", ["-c", command]);
    const [own, ...later] = concludes();
    assert.ok(own);
    assert.equal(later.length, count);
    assert.deepEqual(later.map(essence).at(-1), essence(own));
    await writeClipboard(page, "");
  });
});
