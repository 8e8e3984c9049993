import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { startSimulator, type Simulator } from "../../src/simulator/simulator";
import { filesWith } from "../host/textSearch";
import { statusBarItem } from "./drivers/editors";
import {
  modalText,
  pressInModal,
  pressInToast,
  shownToasts,
  toast,
  toastButtons,
} from "./drivers/messages";
import { isMissingFromPalette, runCommand } from "./drivers/palette";
import {
  answerQuickInput,
  fillQuickInput,
  goBackInQuickInput,
  leaveQuickInput,
  pickOne,
  quickInputField,
  waitForQuickInput,
  waitForQuickInputMessage,
} from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  openContainer,
  pressInlineAction,
  pressViewAction,
  treeRow,
  treeRowTooltip,
  treeText,
  viewMessage,
  welcomeContent,
} from "./drivers/sideBar";
import { globallyStored, secretsLength } from "./drivers/storage";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { panel, untilHeadline } from "./panel";
import { setSession } from "./profileSteps";
import { until } from "./until";

const sessionId = "node0browsertest4711pid42";
const largeId = "9007199254740993";

describe("profiles and sessions in the workbench", () => {
  let simulator: Simulator;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    simulator = await startSimulator({
      site: "day001_221100_sql_001h",
      sessionId,
      engagements: [{ id: BigInt(largeId), customer: "Ada", question: "Where is my order?" }],
    });
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
    await simulator.close();
  });

  keepScreenshotsOfFailures(() => page);

  /** What was sent by hand: the calls for messages come and go by themselves. */
  const concludes = () =>
    simulator.requests.filter(({ operation }) => operation === "concludeChat");

  it("tells a newcomer what it takes to sign in, and offers the simulator", async () => {
    const text = await welcomeContent(page).innerText();
    assert.match(text, /Sign an agent in: the host of a site, a user name, a password/);
    for (const button of ["Sign In", "Start Simulator", "Add Profile"]) {
      await welcomeContent(page).getByRole("button", { name: button, exact: true }).waitFor();
    }
    await statusBarItem(page, "No profile").waitFor();
    assert.ok(await isMissingFromPalette(page, "Engagement Desk: Stop Simulator"));
    await takeScreenshot(page, "no profile");
  });

  it("refuses an address that cannot be right, and says why", async () => {
    await runCommand(page, "Engagement Desk: Add Profile…");
    await waitForQuickInput(page, "Add Profile");
    for (const [typed, message] of [
      ["http://chat.example.com", "Plain http would send the session in clear"],
      ["https://user:secret@chat.example.com", "User and password do not belong"],
      ["chat.example.com/some/path", "is not a path of the Agent API"],
      ["chat example.com", "no blanks"],
      ["ftp://chat.example.com", "not served over ftp"],
    ] as const) {
      await fillQuickInput(page, typed);
      await waitForQuickInputMessage(page, message);
      await page.keyboard.press("Enter");
      await waitForQuickInput(page, "Add Profile");
      await waitForQuickInputMessage(page, message);
    }
    await takeScreenshot(page, "refused address");
  });

  it("takes host, site and pool from a pasted URL, and goes back without losing anything", async () => {
    await answerQuickInput(
      page,
      `${simulator.url}/engagement/api/agent/day001_221100_sql_001h/v1/concludeChat?pool=297:1`,
    );
    await waitForQuickInputMessage(page, "Fully qualified site name");
    assert.equal(await quickInputField(page).inputValue(), "day001_221100_sql_001h");
    await page.keyboard.press("Enter");
    await waitForQuickInputMessage(page, "Pool");
    assert.equal(await quickInputField(page).inputValue(), "297:1");
    await fillQuickInput(page, "297 1");
    await waitForQuickInputMessage(page, "no blanks");
    await fillQuickInput(page, "   ");
    await page.keyboard.press("Enter");
    await waitForQuickInputMessage(page, "Enter the pool");
    await goBackInQuickInput(page);
    await waitForQuickInputMessage(page, "Fully qualified site name");
    await page.keyboard.press("Enter");
    await waitForQuickInputMessage(page, "Pool");
    assert.equal(await quickInputField(page).inputValue(), "297:1");
    await page.keyboard.press("Enter");
    await waitForQuickInputMessage(page, "Agent account id");
    await answerQuickInput(page, "12");
    await waitForQuickInputMessage(page, "Name of the profile");
    assert.equal(await quickInputField(page).inputValue(), "127.0.0.1");
    await answerQuickInput(page, "ACME test");
    await waitForQuickInput(page, "What kind of site is it?");
    await pickOne(page, "Test site");
    await toast(page, "“ACME test” is added and selected").waitFor();
  });

  it("says that the profile is signed out, in status bar and view", async () => {
    await statusBarItem(page, "ACME test: signed out").waitFor();
    assert.match(await welcomeContent(page).innerText(), /No agent is signed in with this profile/);
    assert.deepEqual(await toastButtons(page, "ACME test"), ["Sign In…", "Set Session…"]);
    await takeScreenshot(page, "signed out");
  });

  it("hides a session id while it is typed, and keeps it", async () => {
    await pressInToast(page, "ACME test", "Set Session…");
    await waitForQuickInput(page, "Set Session for ACME test");
    assert.equal(await quickInputField(page).getAttribute("type"), "password");
    await fillQuickInput(page, "node0");
    await waitForQuickInputMessage(page, "at least 6 characters");
    await answerQuickInput(page, ` ${sessionId} `);
    await statusBarItem(page, "ACME test: polling").waitFor();
    await until("the view asks for engagements", async () =>
      (await welcomeContent(page).innerText()).includes("The API has no call that lists them"),
    );
    await takeScreenshot(page, "no engagement");
  });

  it("tracks an engagement by its id, to the last digit", async () => {
    await pressViewAction(page, "Track Engagement…");
    await waitForQuickInput(page, "Track Engagement (ACME test)");
    await answerQuickInput(page, largeId);
    await treeRow(page, largeId).waitFor();
    assert.deepEqual(await treeText(page), [`${largeId} tracked · just now`]);
    assert.match(await treeRowTooltip(page, largeId), /the server has told nothing about it/);
  });

  it("keeps profile, session and what is tracked over a reload", async () => {
    await workbench.reload();
    await openContainer(page, "Engagement Desk");
    await treeRow(page, largeId).waitFor();
    await until("the profile's line", async () =>
      /^ACME test: signed in since .+, polling since/.test(await viewMessage(page).innerText()),
    );
  });

  it("sends exactly the documented request, and every digit comes back", async () => {
    await pressInlineAction(page, largeId, "Conclude Engagement");
    assert.match(await modalText(page), /Profile: ACME test \(test\)/);
    await pressInModal(page, "Conclude");
    await untilHeadline(page, `Engagement ${largeId} is concluded`);
    const [request] = concludes();
    assert.ok(request);
    assert.equal(
      request.url,
      "/engagement/api/agent/day001_221100_sql_001h/v1/concludeChat?pool=297:1",
    );
    const headers = new Map(
      request.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    );
    assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(headers.get("x-aid"), "12");
    assert.equal(headers.get("x-jsessionid"), sessionId);
    assert.match(
      request.body,
      /^\{"engagementId":9007199254740993,"sequenceNumber":\d+,"timeCreated":\d{13}\}$/,
    );
    const text = await panel(page).locator("main").innerText();
    assert.ok(text.includes(`"engagementId": ${largeId}`));
    assert.ok(text.includes(`"engagementIdString": "${largeId}"`));
    assert.ok(!text.includes(sessionId));
  });

  it("goes on counting after a reload", async () => {
    await workbench.reload();
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await waitForQuickInput(page, "Engagement id");
    await answerQuickInput(page, "4711");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Could not conclude engagement 4711");
    const numberOf = ({ body }: { readonly body: string }) =>
      Number(/"sequenceNumber":(\d+)/.exec(body)?.[1]);
    const numbers = simulator.requests.map(numberOf);
    assert.equal(new Set(numbers).size, numbers.length, "no number is taken twice");
    const [first = 0, second = 0] = concludes().map(numberOf);
    assert.ok(first >= 1 && second > first, `${first}, then ${second}`);
  });

  it("asks on a test site only if the setting says so", async () => {
    await workbench.changeSettings({ "engagementDesk.confirmConclude": "production" });
    const sent = concludes().length;
    const arrived = simulator.waitFor("concludeChat");
    await until("the setting is in force", async () => {
      await runCommand(page, "Engagement Desk: Conclude Engagement");
      await waitForQuickInput(page, "Engagement");
      await pickOne(page, "4711");
      const isAsked = await page
        .locator(".monaco-dialog-box")
        .waitFor({ timeout: 1500 })
        .then(
          () => true,
          () => false,
        );
      if (isAsked) {
        await pressInModal(page, "Cancel");
      }
      return !isAsked;
    });
    await arrived;
    assert.equal(concludes().length, sent + 1);
  });

  it("does not send a session to an address it was not set for", async () => {
    await runCommand(page, "Engagement Desk: Edit Profile…");
    await pickOne(page, "ACME test");
    await waitForQuickInput(page, "Edit ACME test");
    await answerQuickInput(page, "localhost:9");
    for (const prompt of ["Fully qualified", "Pool", "Agent account id", "Name of the profile"]) {
      await waitForQuickInputMessage(page, prompt);
      await page.keyboard.press("Enter");
    }
    await waitForQuickInput(page, "What kind of site is it?");
    await page.keyboard.press("Enter");
    await statusBarItem(page, "ACME test: signed out").waitFor();
    const sent = simulator.requests.length;
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await toast(
      page,
      "Nothing was sent: ACME test has no session for http://localhost:9",
    ).waitFor();
    assert.equal(simulator.requests.length, sent);
  });

  it("keeps trying to reach a server that is not there, and says so without nagging", async () => {
    await runCommand(page, "Notifications: Clear All Notifications");
    await setSession(page, { name: "ACME test", sessionId });
    await until("some attempts", async () =>
      /waiting to reconnect .*: the connection was refused, [2-9] attempts so far\.$/.test(
        await viewMessage(page).innerText(),
      ),
    );
    await statusBarItem(page, "ACME test: reconnecting").waitFor();
    assert.deepEqual(await shownToasts(page), []);
    await takeScreenshot(page, "reconnecting");
  });

  it("leaves the session id in no file", async () => {
    const { root } = workbench.server;
    // What the search must find: profiles are in the extension's state, which the browser keeps.
    await until("the profile in a file", () =>
      Promise.resolve(filesWith(join(root, "browser"), "day001_221100_sql_001h").length > 0),
    );
    assert.deepEqual(filesWith(root, sessionId), []);
  });

  it("lists the profiles in a view of their own, with what can be done to them", async () => {
    const heading = page.locator(".sidebar .pane-header", { hasText: "Profiles" });
    await heading.click();
    await treeRow(page, "ACME test").waitFor();
    assert.equal((await treeText(page)).at(-1), "ACME test test · day001_221100_sql_001h");
    await pressInlineAction(page, "ACME test", "Set Session…");
    await waitForQuickInput(page, "Set Session for ACME test");
    await leaveQuickInput(page);
    await takeScreenshot(page, "profiles");
    await heading.click();
  });

  it("removes a profile with its session and engagements after asking", async () => {
    const isStored = async (text: string) => (await globallyStored(workbench)).includes(text);
    for (const text of ["ACME test", "day001_221100_sql_001h", largeId]) {
      await until(`${text} is stored`, () => isStored(text));
    }
    const withSession = await secretsLength(page);
    await runCommand(page, "Engagement Desk: Remove Profile…");
    await pickOne(page, "ACME test");
    const question = await modalText(page);
    assert.match(question, /^Remove profile “ACME test”\?/);
    assert.match(
      question,
      /Its session, its password if one is kept, the certificates it trusts or shows, its list of engagements and its exchanges/,
    );
    await pressInModal(page, "Remove");
    await statusBarItem(page, "No profile").waitFor();
    await openContainer(page, "Engagement Desk");
    assert.match(await welcomeContent(page).innerText(), /Sign an agent in/);
    for (const text of ["ACME test", "day001_221100_sql_001h", largeId]) {
      await until(`${text} is gone`, async () => !(await isStored(text)));
    }
    await until("the session is gone from the secret storage", async () => {
      const shorter = withSession - (await secretsLength(page));
      return shorter >= sessionId.length;
    });
  });

  it("keeps nothing of a profile whose questions were left", async () => {
    await runCommand(page, "Engagement Desk: Add Profile…");
    await waitForQuickInput(page, "Add Profile");
    await answerQuickInput(page, "chat.example.com");
    await waitForQuickInputMessage(page, "Fully qualified site name");
    await leaveQuickInput(page);
    await statusBarItem(page, "No profile").waitFor();
  });
});
