import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { Simulator } from "../../src/simulator/simulator";
import { statusBarItem, statusBarLabel } from "./drivers/editors";
import { modalText, pressInModal, pressInToast, shownToasts } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, pickOne, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  openContainer,
  pressInlineAction,
  pressViewAction,
  treeRow,
  viewMessage,
  viewTitle,
  welcomeContent,
} from "./drivers/sideBar";
import { setTheme } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { pressInPanel, untilHeadline } from "./panel";
import { trackEngagement } from "./profileSteps";
import {
  agent,
  answerSignIn,
  answerText,
  assertNothingSecret,
  pressSignIn,
  rightAnswers,
  startSite,
} from "./signInSteps";
import { until } from "./until";

describe("the life of a session", () => {
  let site: Simulator;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    site = await startSite({ pool: "297:1" });
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
    await pressSignIn(page);
    await answerSignIn(page, rightAnswers(site, true));
    await statusBarItem(page, "polling").waitFor();
  });

  after(async () => {
    await workbench.close();
    await site.close();
  });

  keepScreenshotsOfFailures(() => page);

  const clearToasts = () => runCommand(page, "Notifications: Clear All Notifications");
  const untilMessage = (pattern: RegExp) =>
    until(`the view says ${pattern.source}`, async () =>
      pattern.test(await viewMessage(page).innerText()),
    );
  const requestsOf = (operation: string) =>
    site.requests.filter((request) => request.operation === operation);

  it("turns to expired everywhere when the chat server ended it, without a toast", async () => {
    await clearToasts();
    site.endSessions();
    await statusBarItem(page, "session expired").waitFor();
    assert.match(await statusBarLabel(page, "session expired"), /the session ended at \d+:\d\d/);
    await welcomeContent(page).getByRole("button", { name: "Sign In Again" }).waitFor();
    assert.match(await viewTitle(page, "Active Engagements").innerText(), /session expired · 127/);
    assert.deepEqual(await shownToasts(page), []);
    await takeScreenshot(page, "session expired light");
    await setTheme(page, "dark");
    await takeScreenshot(page, "session expired dark");
    await setTheme(page, "light");
    assert.deepEqual(await shownToasts(page), []);
  });

  it("begins again with one click, with the password that was kept", async () => {
    await welcomeContent(page).getByRole("button", { name: "Sign In Again" }).click();
    await statusBarItem(page, "polling").waitFor();
    assert.equal(requestsOf("createAutomatedAgentSession").length, 2);
    assert.equal(site.sessions.at(-1)?.ending, undefined);
  });

  it("follows the chat server to another pool, with every call", async () => {
    await trackEngagement(page, "1000");
    await treeRow(page, "1000").waitFor();
    site.changePool("298:4");
    await until("messages are asked for at the new pool", async () =>
      (await site.waitFor("getMessages")).url.endsWith("?pool=298:4"),
    );
    await runCommand(page, "Engagement Desk: Edit Profile…");
    await pickOne(page, `127.0.0.1:${site.port}`);
    await answerText(page, "Chat server", `127.0.0.1:${site.port}`);
    await answerText(page, "Fully qualified site name", site.site);
    assert.equal(await answerText(page, "Pool", "298:4"), "298:4");
    await page.keyboard.press("Escape");
    const concluded = site.waitFor("concludeChat");
    await pressInlineAction(page, "1000", "Conclude");
    await pressInModal(page, "Conclude");
    assert.match((await concluded).url, /\?pool=298:4$/);
    await untilHeadline(page, "Engagement 1000 is concluded");
  });

  it("says how long it waits to reconnect and why, and reconnects at once when told to", async () => {
    site.always("getMessages", { kind: "status", status: 503 });
    await statusBarItem(page, "reconnecting in").waitFor();
    const words = /waiting to reconnect \((?:in (?<left>\d+) s|connecting again)\): HTTP 503/;
    assert.match(await statusBarLabel(page, "reconnecting"), words);
    await untilMessage(words);
    await takeScreenshot(page, "waiting to reconnect light");
    await setTheme(page, "dark");
    await takeScreenshot(page, "waiting to reconnect dark");
    await setTheme(page, "light");
    let left = 0;
    await until("a wait that is long enough to be cut short", async () => {
      const label = await statusBarLabel(page, "reconnecting").catch(() => "");
      left = Number(words.exec(label)?.groups?.["left"] ?? 0);
      return left >= 10;
    });
    site.reset();
    const asked = site.waitFor("getMessages");
    const pressedAt = Date.now();
    await pressViewAction(page, "Reconnect Now");
    const { receivedAt } = await asked;
    assert.ok(receivedAt < pressedAt + (left - 2) * 1000, "before the wait was over");
    await statusBarItem(page, ": polling").waitFor();
    assert.equal(site.sessions.at(-1)?.mostParallelPolls, 1);
  });

  it("says once that a call failed since the session ended, and sends it again by hand after a new sign-in", async () => {
    await trackEngagement(page, "1001");
    await treeRow(page, "1001").waitFor();
    await clearToasts();
    // The held call does not hear of the end: the conclude is the first to.
    site.next("getMessages", { kind: "hang" });
    await site.waitFor("getMessages");
    site.endSessions();
    await pressInlineAction(page, "1001", "Conclude");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Could not conclude engagement 1001: the server does not accept");
    await statusBarItem(page, "session expired").waitFor();
    await untilMessage(/the session ended at \d+:\d\d/);
    await takeScreenshot(page, "conclude failed since the session ended");
    assert.equal((await shownToasts(page)).length, 1);
    await pressInToast(page, "Could not conclude engagement 1001", "Sign In…");
    await statusBarItem(page, "polling").waitFor();
    await pressInPanel(page, "Send Again");
    assert.match(await modalText(page), /^Send the request to conclude engagement 1001 again\?/);
    await pressInModal(page, "Send Again");
    await untilHeadline(page, "Engagement 1001 is concluded");
  });

  it("asks before it logs off with an engagement at hand, and says how many", async () => {
    site.customers.add({ name: "Grace Hopper", question: "Is anybody there?" });
    await runCommand(page, "Engagement Desk: Go Available");
    await statusBarItem(page, "available").waitFor();
    await clearToasts();
    await runCommand(page, "Engagement Desk: Request Assignment…");
    await waitForQuickInput(page, "Request Assignment");
    await answerQuickInput(page, "1");
    await pressInToast(page, "is offered by Grace Hopper", "Accept");
    await until("active", async () =>
      (await treeRow(page, "Grace").innerText()).includes("active"),
    );
    await runCommand(page, "Engagement Desk: Log Off");
    const question = await modalText(page);
    assert.match(question, /^Log off “127\.0\.0\.1:\d+” with 3 engagements open\?/);
    await takeScreenshot(page, "log off question");
    await pressInModal(page, "Cancel");
    assert.deepEqual(requestsOf("logoff"), []);
    await statusBarItem(page, "polling").waitFor();
  });

  it("is signed out after that, in status bar, view and welcome", async () => {
    await runCommand(page, "Engagement Desk: Log Off");
    await pressInModal(page, "Log Off");
    await statusBarItem(page, "signed out").waitFor();
    await untilMessage(/: signed out\.$/);
    const [request] = requestsOf("logoff");
    assert.match(request?.body ?? "", /"forceLogoff":true/);
    assert.equal(site.sessions.at(-1)?.ending, "loggedOff");
    await takeScreenshot(page, "logged off");
    const polls = requestsOf("getMessages").length;
    await workbench.reload();
    await openContainer(page, "Engagement Desk");
    await statusBarItem(page, "signed out").waitFor();
    assert.equal(requestsOf("getMessages").length, polls, "nobody asks for messages any more");
  });

  it("leaves password, tokens and session ids in no text and no file", async () => {
    await runCommand(page, "Engagement Desk: Show Log");
    await assertNothingSecret(page, workbench.server.root, site);
  });

  it("forgets the password when the site refuses it", async () => {
    await runCommand(page, "View: Close All Editors");
    site.next("serviceSettings", { kind: "status", status: 401 });
    await runCommand(page, "Engagement Desk: Sign In…");
    await untilHeadline(page, "the site does not accept user name and password");
    await pressInToast(page, "the site does not accept user name and password", "Sign In…");
    await waitForQuickInput(page, "Sign In to 127.0.0.1");
    await answerText(page, "Site to sign in at", `127.0.0.1:${site.port}`);
    await answerText(page, "User name", agent.userName);
    assert.equal(await answerText(page, "Password of the account", agent.password), "");
    await waitForQuickInput(page, "What should become of the password?");
    await page.keyboard.press("Enter");
    await statusBarItem(page, "polling").waitFor();
  });
});
