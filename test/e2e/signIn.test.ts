import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { headerValue } from "../../src/simulator/recording";
import type { Simulator } from "../../src/simulator/simulator";
import { filesWith } from "../host/textSearch";
import { statusBarItem, statusBarLabel } from "./drivers/editors";
import { modalText, pressInModal, pressInToast } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import {
  leaveQuickInput,
  pickOne,
  quickInputField,
  waitForQuickInput,
  waitForQuickInputMessage,
} from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openContainer, treeRow, viewMessage, viewTitle, welcomeContent } from "./drivers/sideBar";
import { openWorkbench, type Workbench } from "./drivers/workbench";
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

const signInOperations = ["serviceSettings", "agentTokens", "createAutomatedAgentSession"] as const;

describe("signing in, from an empty VS Code", () => {
  let site: Simulator;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    site = await startSite({ site: "acme_250100_sql_001h", pool: "311:2" });
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
    await site.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("takes site, user name, password and account id, and nothing else has to be known", async () => {
    const { site: host } = rightAnswers(site);
    await takeScreenshot(page, "sign in welcome");
    await pressSignIn(page);
    await waitForQuickInputMessage(page, "Site to sign in at");
    await takeScreenshot(page, "sign in 1 site");
    // The address of any page of the site will do.
    await answerText(page, "Site to sign in at", `http://${host}/app/home`);
    await answerText(page, "User name of the agent's account", agent.userName);
    await waitForQuickInputMessage(page, "Password of the account");
    assert.equal(await quickInputField(page).getAttribute("type"), "password");
    await takeScreenshot(page, "sign in 3 password");
    await answerText(page, "Password of the account", agent.password);
    await waitForQuickInputMessage(page, "Agent account id");
    await takeScreenshot(page, "sign in 4 account");
    await answerText(page, "Agent account id", agent.accountId);
    await waitForQuickInput(page, "What should become of the password?");
    await takeScreenshot(page, "sign in 5 keep");
    await pickOne(page, "Ask each time");
    await waitForQuickInput(page, "What kind of site is it?");
    await takeScreenshot(page, "sign in 6 kind");
    await pickOne(page, "Test site");
    await statusBarItem(page, `${host}: polling`).waitFor();
    await takeScreenshot(page, "signed in");
  });

  it("sends each request of a sign-in once, with the credentials of its place", () => {
    const sent = site.requests.filter(({ operation }) => operation !== "getMessages");
    assert.deepEqual(
      sent.map(({ operation }) => operation),
      signInOperations,
    );
    const [settings, tokens, session] = sent;
    assert.ok(settings && tokens && session);
    const basic = Buffer.from(`${agent.userName}:${agent.password}`).toString("base64");
    for (const request of [settings, tokens]) {
      assert.equal(headerValue(request, "Authorization"), `Basic ${basic}`);
      assert.equal(headerValue(request, "OSvC-CREST-Application-Context"), "Engagement Desk");
      assert.equal(headerValue(request, "X-JSESSIONID"), undefined);
    }
    assert.match(headerValue(session, "Authorization") ?? "", /^Bearer eyJ/);
    assert.equal(headerValue(session, "OSvC-CREST-Application-Context"), undefined);
    assert.match(session.body, /^\{"logonOverride":false,"timeCreated":\d{13}\}$/);
    assert.match(session.url, /\/acme_250100_sql_001h\/v1\/.+\?pool=311:2$/);
    for (const request of sent) {
      const { url, body } = request;
      assert.ok(!`${url}${body}`.includes(agent.password));
    }
  });

  it("asks for messages with one call at a time, again and again", async () => {
    await site.waitFor("getMessages");
    await site.waitFor("getMessages");
    const [ready, session, ...others] = site.sessions;
    assert.equal(ready?.mostParallelPolls, 0);
    assert.equal(session?.mostParallelPolls, 1);
    assert.deepEqual(others, []);
  });

  it("says since when the agent is signed in, in status bar and view", async () => {
    const words = /signed in since \d+:\d\d.*, polling since \d+:\d\d/;
    assert.match(await statusBarLabel(page, "polling"), words);
    assert.match(
      await viewTitle(page, "Active Engagements").innerText(),
      /polling · 127\.0\.0\.1:\d+/,
    );
    assert.match(await welcomeContent(page).innerText(), /No engagement is known/);
    await trackEngagement(page, "1000");
    await treeRow(page, "1000").waitFor();
    assert.match(await viewMessage(page).innerText(), words);
  });

  it("puts into the profile what the site told, where it can be changed", async () => {
    const { site: host } = rightAnswers(site);
    await runCommand(page, "Engagement Desk: Edit Profile…");
    await pickOne(page, host);
    for (const [prompt, value] of [
      ["Chat server", `http://${host}`],
      ["Fully qualified site name", "acme_250100_sql_001h"],
      ["Pool", "311:2"],
      ["Agent account id", agent.accountId],
      ["Name of the profile", host],
    ] as const) {
      await waitForQuickInputMessage(page, prompt);
      assert.equal(await quickInputField(page).inputValue(), value);
      await page.keyboard.press("Enter");
    }
    await waitForQuickInput(page, "What kind of site is it?");
    await page.keyboard.press("Enter");
    assert.equal(await answerText(page, "Site to sign in at", host), `http://${host}`);
    await waitForQuickInputMessage(page, "User name");
    assert.equal(await quickInputField(page).inputValue(), agent.userName);
    await leaveQuickInput(page);
  });

  it("asks before the token goes to a chat server on another host, and takes no for an answer", async () => {
    const other = await startSite({ settingsDomain: "localhost", site: "other_sql_001h" });
    try {
      await runCommand(page, "Engagement Desk: Sign In…");
      await pressInToast(page, "has a session already", "Another Site…");
      await answerSignIn(page, rightAnswers(other));
      assert.match(
        await modalText(page),
        new RegExp(
          `^Sign in at the chat server http://localhost:${other.port}\\?\nThe site http://127\\.0\\.0\\.1:${other.port} names it`,
        ),
      );
      await takeScreenshot(page, "sign in other chat server");
      await pressInModal(page, "Cancel");
      await statusBarItem(page, `127.0.0.1:${site.port}: polling`).waitFor();
      assert.deepEqual(
        other.requests.map(({ operation }) => operation),
        ["serviceSettings"],
      );

      await runCommand(page, "Engagement Desk: Sign In…");
      await pressInToast(page, "has a session already", "Another Site…");
      await answerSignIn(page, rightAnswers(other));
      await modalText(page);
      await pressInModal(page, "Use This Chat Server");
      await statusBarItem(page, `127.0.0.1:${other.port}: polling`).waitFor();
      assert.deepEqual(
        other.requests
          .slice(0, 4)
          .map(({ operation, headers }) => [
            operation,
            headers.find(([name]) => name.toLowerCase() === "host")?.[1],
          ]),
        [
          ["serviceSettings", `127.0.0.1:${other.port}`],
          ["serviceSettings", `127.0.0.1:${other.port}`],
          ["agentTokens", `127.0.0.1:${other.port}`],
          ["createAutomatedAgentSession", `localhost:${other.port}`],
        ],
      );

      // Once for a profile: the next sign-in does not ask.
      await runCommand(page, "Engagement Desk: Log Off");
      await statusBarItem(page, "signed out").waitFor();
      await welcomeContent(page).getByRole("button", { name: "Sign In" }).click();
      await answerText(page, "Password of the account", agent.password);
      await statusBarItem(page, `127.0.0.1:${other.port}: polling`).waitFor();
    } finally {
      await other.close();
    }
  });

  it("tells whom a second sign-in throws out, before it does", async () => {
    const busy = await startSite({ readySession: "counts" });
    try {
      await runCommand(page, "Engagement Desk: Sign In…");
      await pressInToast(page, "has a session already", "Another Site…");
      await answerSignIn(page, rightAnswers(busy));
      const question = await modalText(page);
      assert.match(question, /^Take over the session of “ada”\?/);
      assert.match(question, /throws out whoever that is/);
      await takeScreenshot(page, "sign in take over");
      assert.equal(busy.sessions.length, 1);
      assert.equal(busy.sessions[0]?.ending, undefined);
      await pressInModal(page, "Take Over");
      await statusBarItem(page, `127.0.0.1:${busy.port}: polling`).waitFor();
      assert.deepEqual(
        busy.requests
          .filter(({ operation }) => operation === "createAutomatedAgentSession")
          .map(({ body }) => (JSON.parse(body) as { logonOverride: boolean }).logonOverride),
        [false, true],
      );
      assert.equal(busy.sessions[0]?.ending, "takenOver");
      assert.equal(busy.sessions[1]?.ending, undefined);
    } finally {
      await busy.close();
    }
  });

  it("leaves password, token and session id in no text and no file", async () => {
    const { root } = workbench.server;
    await runCommand(page, "Engagement Desk: Show Log");
    // What the search must find: the profile, which the browser keeps, and the log of the calls.
    await until("the profile in a file", () =>
      Promise.resolve(filesWith(join(root, "browser"), "acme_250100_sql_001h").length > 0),
    );
    await until("the log", () => Promise.resolve(filesWith(root, "agentTokens").length > 0));
    await assertNothingSecret(page, root, site);
  });
});
