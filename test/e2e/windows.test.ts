import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { startSimulator, type Simulator } from "../../src/simulator/simulator";
import { statusBarItem } from "./drivers/editors";
import { pressInModal } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import {
  openContainer,
  pressInlineAction,
  treeRow,
  treeText,
  viewMessage,
  welcomeContent,
} from "./drivers/sideBar";
import { openWorkbench, untilDrawn, type Workbench } from "./drivers/workbench";
import { addProfile } from "./profileSteps";
import { until } from "./until";

const sessionId = "node0twowindows4711pid42";

/** At most so long after the death of the window that polls, another one polls. */
const takeoverMs = 10_000;

/** What a busy machine may add to that, and what a test takes to look. */
const slackMs = 10_000;

describe("two windows with one profile", () => {
  let simulator: Simulator;
  let workbench: Workbench;
  let first: Page;
  let second: Page;

  before(async () => {
    simulator = await startSimulator({ sessionId, engagements: [], replyDelayMs: 0 });
    workbench = await openWorkbench();
    first = workbench.page;
    await openContainer(first, "Engagement Desk");
    await addProfile(first, {
      name: "Shared",
      origin: simulator.url,
      site: simulator.site,
      pool: simulator.pool,
      accountId: simulator.accountId,
      kind: "Test site",
      sessionId,
    });
    await statusBarItem(first, "polling").waitFor({ timeout: 60_000 });
    second = await first.context().newPage();
    await second.goto(workbench.server.urlOf(workbench.folder));
    await untilDrawn(second);
    await openContainer(second, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
    await simulator.close();
  });

  keepScreenshotsOfFailures(() => second);

  const ready = () => {
    const agent = simulator.sessions.find(({ id }) => id === sessionId);
    assert.ok(agent);
    return agent;
  };

  /** The message above the tree, or the welcome text in its place. */
  const words = async (page: Page): Promise<string> => {
    const message = viewMessage(page);
    return (await message.isVisible()) ? message.innerText() : welcomeContent(page).innerText();
  };

  it("ask for messages in one of them, and say so in both", async () => {
    await statusBarItem(second, "Shared: signed in").waitFor({ timeout: 60_000 });
    await statusBarItem(first, "polling").waitFor();
    assert.equal(ready().mostParallelPolls, 1, "two polls were outstanding at the same time");
  });

  it("both show what the one hears", async () => {
    await runCommand(first, "Engagement Desk: Go Available");
    await statusBarItem(first, "available").waitFor();
    await runCommand(first, "Engagement Desk: Request Assignment…");
    await waitForQuickInput(first, "Request Assignment");
    await answerQuickInput(first, "1");
    await until("the request", async () => Promise.resolve(ready().isRequesting));
    simulator.customers.add({ name: "Grace" });
    for (const page of [first, second]) {
      await treeRow(page, "offered").waitFor({ timeout: 60_000 });
      assert.match((await treeText(page)).join("\n"), /^Grace \d+ · offered/m);
    }
    assert.match(await words(second), /another window polls/);
  });

  it("act from the window that does not poll", async () => {
    await pressInlineAction(second, "Grace", "Accept");
    await pressInlineAction(second, "active", "Conclude Engagement");
    await pressInModal(second, "Conclude");
    for (const page of [first, second]) {
      await treeRow(page, "wrap-up").waitFor({ timeout: 60_000 });
    }
    const sent = simulator.requests.filter(({ operation }) => operation === "concludeChat");
    assert.equal(sent.length, 1);
  });

  it("go on in the other one when the window that polls is killed", async () => {
    const killedAt = Date.now();
    process.kill(holderOf(workbench), "SIGKILL");
    await statusBarItem(second, "polling").waitFor({ timeout: takeoverMs + slackMs });
    assert.ok(Date.now() - killedAt < takeoverMs + slackMs);
    await until("a poll is held", async () => Promise.resolve(ready().isPolled));
    assert.equal(ready().mostParallelPolls, 1, "two polls were outstanding at the same time");
  });

  it("sign out together", async () => {
    await runCommand(second, "Engagement Desk: Log Off");
    await pressInModal(second, "Log Off");
    await statusBarItem(second, "signed out").waitFor({ timeout: 60_000 });
    // VS Code gave the window whose extension host was killed another one.
    await statusBarItem(first, "signed out").waitFor({ timeout: 60_000 });
    assert.equal(ready().ending, "loggedOff");
  });
});

/** The process of the window that holds the lease, as it says itself. */
function holderOf({ server: { root } }: Workbench): number {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const [file, ...others] = files.filter((name) => /sessions\/[^/]+\/lease\/\d+$/.test(name));
  assert.ok(file !== undefined && others.length === 0, "one window holds the lease");
  const { pid } = JSON.parse(readFileSync(join(root, file), "utf8")) as { pid: number };
  return pid;
}
