import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { OperationName } from "../../src/chat/operations";
import type { Simulator } from "../../src/simulator/simulator";
import { statusBarItem } from "./drivers/editors";
import { modalText, pressInModal, pressInToast, shownToasts, toast } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { pickOne, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openContainer, welcomeContent } from "./drivers/sideBar";
import { globallyStored, secretsLength } from "./drivers/storage";
import { setTheme } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { panel, untilHeadline } from "./panel";
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

/** Longer than any wait of these tests. */
const everMs = 600_000;

describe("a sign-in that fails", () => {
  let site: Simulator;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    site = await startSite({ site: "failing_sql_001h", readySession: "counts" });
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
    await site.close();
  });

  keepScreenshotsOfFailures(() => page);

  /** What was sent since the last call of this. */
  let seen = 0;
  const sentSince = (): (OperationName | undefined)[] => {
    const fresh = site.requests.slice(seen).map(({ operation }) => operation);
    seen += fresh.length;
    return fresh;
  };

  const untilNobodySignsIn = async (): Promise<void> => {
    await statusBarItem(page, "No profile").waitFor();
    await welcomeContent(page).getByRole("button", { name: "Sign In" }).waitFor();
  };

  it("shows each step while it waits, and leaves nothing behind when cancelled there", async () => {
    const before = await secretsLength(page);
    for (const [operation, step] of [
      ["serviceSettings", "1 of 3: asking 127.0.0.1"],
      ["agentTokens", "2 of 3: getting a token from the site"],
      ["createAutomatedAgentSession", "3 of 3: beginning an agent session at the chat server"],
    ] as const) {
      site.next(operation, { kind: "delay", ms: everMs });
      await pressSignIn(page);
      await answerSignIn(page, rightAnswers(site, true));
      await toast(page, `Signing in as ada: ${step}`).waitFor();
      await statusBarItem(page, "signing in…").waitFor();
      assert.match(await welcomeContent(page).innerText(), /Signing in\. The notification says/);
      await takeScreenshot(page, `sign in progress ${step.slice(0, 1)}`);
      await pressInToast(page, "Signing in as ada", "Cancel");
      await untilNobodySignsIn();
      await toast(page, "Signing in as ada").waitFor({ state: "hidden" });
    }
    // Only the last of them may have begun something.
    await toast(page, "“ada” may be signed in all the same").waitFor();
    await runCommand(page, "Notifications: Clear All Notifications");
    assert.equal(site.sessions.length, 1);
    assert.equal(await secretsLength(page), before);
    assert.ok(!(await globallyStored(workbench)).includes(agent.userName));
  });

  it("says that a host is not known, and asks again with what was typed", async () => {
    await pressSignIn(page);
    await answerSignIn(page, { ...rightAnswers(site), site: "no-such-site.invalid" });
    await untilHeadline(page, "the host is not known");
    await takeScreenshot(page, "sign in unknown host");
    sentSince();
    await pressInToast(page, "the host is not known", "Sign In…");
    const { site: host } = rightAnswers(site);
    assert.equal(await answerText(page, "Site to sign in at", host), "no-such-site.invalid");
  });

  it("says that a wrong password is refused, and asks for it again with the rest kept", async () => {
    assert.equal(await answerText(page, "User name", agent.userName), agent.userName);
    await answerText(page, "Password of the account", "wrong-Horse");
    assert.equal(await answerText(page, "Agent account id", agent.accountId), agent.accountId);
    await waitForQuickInput(page, "What should become of the password?");
    await pickOne(page, "Keep in VS Code");
    await waitForQuickInput(page, "What kind of site is it?");
    await pickOne(page, "Test site");
    await untilHeadline(page, "the site does not accept user name and password");
    await takeScreenshot(page, "sign in wrong password");
    assert.deepEqual(sentSince(), ["serviceSettings"]);
    await untilNobodySignsIn();
    await pressInToast(page, "does not accept user name and password", "Sign In…");
    const { site: host } = rightAnswers(site);
    assert.equal(await answerText(page, "Site to sign in at", host), `http://${host}`);
    assert.equal(await answerText(page, "User name", agent.userName), agent.userName);
    assert.equal(await answerText(page, "Password of the account", agent.password), "");
  });

  it("says that a proxy's page came in place of the site's answer", async () => {
    site.next("serviceSettings", { kind: "wrongContentType" });
    await answerText(page, "Agent account id", agent.accountId);
    await waitForQuickInput(page, "What should become of the password?");
    // What was chosen before is chosen still.
    await page.keyboard.press("Enter");
    await waitForQuickInput(page, "What kind of site is it?");
    await page.keyboard.press("Enter");
    await untilHeadline(page, "the answer is not JSON");
    await panel(page).getByText("a proxy or a sign-in page may have answered").waitFor();
    await takeScreenshot(page, "sign in proxy page");
    assert.deepEqual(sentSince(), ["serviceSettings"]);
    await pressInToast(page, "the answer is not JSON", "Sign In…");
  });

  it("says that the chat server which the site named has no such address", async () => {
    site.next("createAutomatedAgentSession", {
      ...{ kind: "status", status: 404, contentType: "text/html" },
      body: "<h1>Not Found</h1>",
    });
    await answerSignIn(page, rightAnswers(site, true));
    await untilHeadline(page, "the address was not found");
    await panel(page).getByText("The site named this chat server").first().waitFor();
    await takeScreenshot(page, "sign in 404");
    assert.deepEqual(sentSince(), [
      "serviceSettings",
      "agentTokens",
      "createAutomatedAgentSession",
    ]);
    await pressInToast(page, "the address was not found", "Sign In…");
  });

  it("offers to take over a session elsewhere, and lets it be where that is declined", async () => {
    await answerSignIn(page, rightAnswers(site, true));
    const question = await modalText(page);
    assert.match(question, /^Take over the session of “ada”\?\nThe answer is HTTP 400/);
    assert.match(question, /throws out whoever that is: a colleague, a bot, another window/);
    await takeScreenshot(page, "sign in take over");
    await pressInModal(page, "Cancel");
    await untilNobodySignsIn();
    assert.equal(site.sessions.length, 1);
    assert.equal(site.sessions[0]?.ending, undefined);
    await untilHeadline(page, "Could not");
    sentSince();
  });

  it("takes over where the user says so, and keeps the password of the sign-in that succeeded", async () => {
    const before = await secretsLength(page);
    await pressSignIn(page);
    await answerSignIn(page, rightAnswers(site, true));
    await modalText(page);
    await pressInModal(page, "Take Over");
    await statusBarItem(page, `127.0.0.1:${site.port}: polling`).waitFor();
    const sessions = site.requests
      .slice(seen)
      .filter(({ operation }) => operation === "createAutomatedAgentSession");
    assert.deepEqual(
      sessions.map(({ body }) => (JSON.parse(body) as { logonOverride: boolean }).logonOverride),
      [false, true],
    );
    assert.equal(site.sessions[0]?.ending, "takenOver");
    assert.equal(site.sessions[1]?.ending, undefined);
    await until("session and password are kept", async () => {
      const more = (await secretsLength(page)) - before;
      return more > agent.password.length;
    });
  });

  it("leaves no toast behind, and nothing secret in any text or file", async () => {
    await takeScreenshot(page, "signed in after failures");
    await until("no toast", async () => (await shownToasts(page)).length === 0);
    await assertNothingSecret(page, workbench.server.root, site);
    await setTheme(page, "dark");
    await takeScreenshot(page, "signed in after failures dark");
  });
});
