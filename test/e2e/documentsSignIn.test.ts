import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { headerValue, type RecordedRequest } from "../../src/simulator/recording";
import type { Simulator } from "../../src/simulator/simulator";
import { filesWith } from "../host/textSearch";
import { lens, newRequest, openSaved, pressLens } from "./documentSteps";
import { statusBarItem, statusBarLabel, visibleEditorText } from "./drivers/editors";
import { pressInModal, pressInToast } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openContainer, pressInlineAction, treeRow } from "./drivers/sideBar";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { patience } from "./liveSteps";
import { panel } from "./panel";
import {
  agent,
  answerSignIn,
  assertNothingSecret,
  pressSignIn,
  rightAnswers,
  startSite,
} from "./signInSteps";
import { until } from "./until";

describe("signing in by request documents", () => {
  let site: Simulator;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    site = await startSite({ engagements: [] });
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
    await pressSignIn(page);
    await answerSignIn(page, rightAnswers(site));
    await statusBarItem(page, "polling").waitFor(patience);
  });

  after(async () => {
    await workbench.close();
    await site.close();
  });

  keepScreenshotsOfFailures(() => page);

  const requestsTo = (path: string) => site.requests.filter(({ url }) => url.includes(path));
  const open = (name: string, document: unknown) => openSaved(workbench, name, document);
  /** Presses Send and resolves to the request, when the panel shows its answer. */
  const sent = async (path: string): Promise<RecordedRequest> => {
    const count = requestsTo(path).length;
    await pressLens(page, "Send");
    await until(path, () => Promise.resolve(requestsTo(path)[count]?.status !== undefined));
    const [request] = requestsTo(path).slice(count);
    assert.ok(request);
    return request;
  };
  const untilShown = (text: string) =>
    panel(page).locator("main", { hasText: text }).waitFor(patience);

  it("says what a session needs first, and makes the request that brings it", async () => {
    await newRequest(page, "createAutomatedAgentSession", "createAutomatedAgentSession");
    await pressLens(page, "Send");
    await pressInToast(page, "has no token to begin a session with", "New agentTokens");
    await until("the document", async () =>
      (await visibleEditorText(page)).includes('"operation": "agentTokens"'),
    );
  });

  it("asks for the password, and keeps the token that it brings without showing it", async () => {
    const count = requestsTo("agentTokens").length;
    await pressLens(page, "Send");
    await waitForQuickInput(page, "Password of ada");
    await takeScreenshot(page, "document-password");
    await answerQuickInput(page, agent.password);
    await statusBarItem(page, "The token is kept").waitFor(patience);
    await untilShown("sessionToken");
    const text = await panel(page).locator("main").innerText();
    assert.match(text, /"sessionToken": "•••"/);
    assert.equal(requestsTo("agentTokens").length, count + 1);
    assert.equal(requestsTo("agentTokens").at(-1)?.status, 200);
    await takeScreenshot(page, "document-token");
  });

  it("begins a session with that token, which the window works with from then on", async () => {
    await open("session", {
      operation: "createAutomatedAgentSession",
      body: { logonOverride: true, timeCreated: "$now" },
    });
    const request = await sent("createAutomatedAgentSession");
    assert.match(headerValue(request, "Authorization") ?? "", /^Bearer eyJ/);
    const session = site.sessions.at(-1);
    await until("a poll with it", async () => {
      // The one before is cut off: the window asks whether it is to be replaced unless it has learned that already.
      if (await page.locator(".monaco-dialog-box").isVisible()) {
        await pressInModal(page, "Use This Session");
      }
      return requestsTo("getMessages").some(
        (poll) => headerValue(poll, "X-JSESSIONID") === session?.id,
      );
    });
    await until("polling", async () =>
      (await statusBarLabel(page, "127.0.0.1")).includes("polling"),
    );
  });

  it("plays the customer: a token, an engagement, and a line in it", async () => {
    await runCommand(page, "Engagement Desk: Go Available");
    await statusBarItem(page, "available").waitFor(patience);
    await open("request", {
      operation: "requestAssignment",
      body: { assignmentRequested: true, idleSessionCount: 1, maxSessionCount: 1 },
    });
    assert.equal((await sent("requestAssignment")).status, 200);
    await open("establish", {
      operation: "consumer/establishSessions",
      body: { sessionInformation: { firstName: "Grace", lastName: "Hopper", queueId: 1 } },
    });
    await pressLens(page, "Send");
    await waitForQuickInput(page, "Password of ada");
    await answerQuickInput(page, agent.password);
    await untilShown("channelToken");
    await open("enter", {
      operation: "consumer/requestEngagement",
      body: { clientTransactionId: 1 },
    });
    const entered = await sent("requestEngagement");
    assert.match(headerValue(entered, "Authorization") ?? "", /^Bearer eyJ/);
    await treeRow(page, "Grace Hopper").filter({ hasText: "offered" }).waitFor(patience);
    await pressInlineAction(page, "Grace Hopper", "Accept");
    await treeRow(page, "Grace Hopper").filter({ hasText: "active" }).waitFor(patience);
    await open("line", {
      operation: "consumer/postMessage",
      body: { body: "Where is the bug?", messageId: "line-1", clientTransactionId: 2 },
    });
    await lens(page, "Send").waitFor(patience);
    const line = await sent("consumer/");
    assert.equal(
      line.body,
      '{"body":"Where is the bug?","messageId":"line-1","clientTransactionId":2}',
    );
    assert.equal(line.status, 200);
    assert.ok(headerValue(line, "SessionId"));
    await takeScreenshot(page, "document-consumer");
  });

  it("leaves no password, token or session id where it can be read", async () => {
    await assertNothingSecret(page, workbench.server.root, site);
    const ids = site.requests.flatMap((request) => headerValue(request, "SessionId") ?? []);
    assert.ok(ids.length > 0);
    for (const id of new Set(ids)) {
      assert.deepEqual(filesWith(workbench.server.root, id), []);
    }
  });
});
