import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { launchBrowser, type HeadlessBrowser } from "../host/browser";
import { npm } from "../host/npm";
import { repo } from "../host/paths";
import { startGroup, type ProcessGroup } from "../host/processGroup";
import { livingProcesses, processTree, type ProcessEntry } from "../host/processTable";
import { freePort } from "../host/vscodeServer";
import { containerIcon } from "./drivers/sideBar";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import { untilDrawn } from "./drivers/workbench";

describe("npm start", () => {
  it("lists its options with --help", async () => {
    const args = ["start", "--silent", "--", "--help"];
    const { code, output } = await npm(args, { cwd: repo, output: "collect" });
    assert.equal(code, 0);
    const listed = output.match(/^ {2}--[a-z-]+/gm)?.map((option) => option.trim());
    assert.deepEqual(listed, [
      "--server",
      "--desktop",
      "--no-open",
      "--fresh",
      "--port",
      "--folder",
      "--data",
      "--help",
    ]);
  });

  it("refuses an option it does not know, with the list of those it knows", async () => {
    const args = ["start", "--silent", "--", "--sever"];
    const { code, output } = await npm(args, { cwd: repo, output: "collect" });
    assert.equal(code, 1);
    assert.match(output, /--sever/);
    assert.match(output, /^Usage: npm start/m);
  });

  describe("with --server", () => {
    const data = mkdtempSync(join(tmpdir(), "vscode-start-"));
    let group: ProcessGroup;
    let browser: HeadlessBrowser;
    let page: Page | undefined;
    keepScreenshotsOfFailures(() => page);

    before(async () => {
      browser = await launchBrowser();
    });
    after(async () => {
      await browser.close();
      await group.stop();
      rmSync(data, { recursive: true, force: true, maxRetries: 5 });
    });

    for (const visit of ["the first time", "again, with what was kept"]) {
      it(`opens VS Code with the extension at the printed address, ${visit}`, async () => {
        group = startOnPort(await freePort(), data);
        page = await browser.context.newPage();
        await page.goto(await printedAddress(group));
        await untilDrawn(page);
        await containerIcon(page, "Engagement Desk").waitFor({ timeout: 60_000 });
        assert.match(group.output(), /Press Ctrl-C to stop\./);
      });

      it(`leaves no process behind after Ctrl-C, ${visit}`, async () => {
        const tree = processTree(group.pid);
        const names = tree.map((entry) => entry.name).join(", ");
        assert.ok(tree.length >= 5, `too few processes to be VS Code: ${names}`);
        // What a terminal does: the signal goes to every process of the foreground group.
        group.signal("SIGINT");
        await group.ended;
        assert.deepEqual(await survivors(tree), []);
        assert.doesNotMatch(group.output(), /npm error|ended by itself/);
      });
    }
  });
});

function startOnPort(port: number, data: string): ProcessGroup {
  const cli = process.env["npm_execpath"] ?? "";
  assert.match(cli, /npm-cli\.js$/, "the tests are run by npm");
  const args = ["start", "--", "--server", "--no-open", "--port", String(port), "--data", data];
  return startGroup(process.execPath, [cli, ...args], { cwd: repo, output: "collect" });
}

/** Waits for the line with the address of the window. */
async function printedAddress(group: ProcessGroup): Promise<string> {
  const end = Date.now() + 120_000;
  while (Date.now() < end) {
    const address = /^Open (http:\S+)$/m.exec(group.output())?.[1];
    if (address !== undefined) {
      return address;
    }
    await delay(100);
  }
  return assert.fail(`no address was printed:\n${group.output()}`);
}

/** Which of these processes are still there after 15 s; empty as soon as none is. */
async function survivors(tree: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  const end = Date.now() + 15_000;
  let left = tree;
  while (left.length > 0 && Date.now() < end) {
    await delay(100);
    const living = livingProcesses();
    left = tree.filter((was) =>
      living.some((is) => is.pid === was.pid && is.startTime === was.startTime),
    );
  }
  return [...left];
}
