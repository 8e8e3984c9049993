import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { headerValue, type RecordedRequest } from "../../src/simulator/recording";
import type { Simulator } from "../../src/simulator/simulator";
import { lens, openSaved, pressLens, untilDrawn } from "./documentSteps";
import { statusBarItem, statusBarLabel } from "./drivers/editors";
import { pressInToast, toast } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { untilStill } from "./drivers/themes";
import { openLiveDesk, patience, type LiveDesk } from "./liveSteps";
import { panel, untilHeadline } from "./panel";
import { until } from "./until";

describe("sending a request document", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({ name: "Desk", site: { engagements: [1000n, 1001n] } });
    ({ page, simulator } = desk);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  /** Opens a document that is on the disk. */
  const open = (name: string, document: unknown) => openSaved(desk.workbench, name, document);
  const requestsOf = (operation: string) =>
    simulator.requests.filter((request) => request.operation === operation);
  /** Presses a lens and resolves to the request that came of it, the only one. */
  const sent = async (operation: string, text = "Send"): Promise<RecordedRequest> => {
    const count = requestsOf(operation).length;
    await pressLens(page, text);
    await until("the request", () => Promise.resolve(requestsOf(operation).length > count));
    await lens(page, "Copy as…").waitFor(patience);
    const [request, ...others] = requestsOf(operation).slice(count);
    assert.ok(request);
    assert.deepEqual(others, [], "it is sent once");
    return request;
  };
  /** Waits until the panel shows an answer with this status. */
  const untilStatus = (status: string) =>
    panel(page).locator("main", { hasText: status }).waitFor(patience);

  it("sends exactly the body, digit by digit, and shows the answer", async () => {
    await open(
      "exact",
      '{ "operation": "concludeChat", /* as it is */ "body": { "note" : [1.0, "ü"], "engagementId": 9223372036854775807, }, "headers": { "X-Trace": "7" } }',
    );
    const request = await sent("concludeChat");
    assert.equal(request.body, '{"note":[1.0,"ü"],"engagementId":9223372036854775807}');
    assert.equal(headerValue(request, "X-Trace"), "7");
    assert.match(request.url, /\/v1\/concludeChat\?pool=297:1$/);
    await untilStatus("400 Bad Request");
    await takeScreenshot(page, "document-sent");
  });

  it("takes the engagement that is picked for $engagement, and the next number for $next", async () => {
    await open("tokens", {
      operation: "concludeChat",
      body: { engagementId: "$engagement", sequenceNumber: "$next", timeCreated: "$now" },
    });
    await pressLens(page, "Send");
    await waitForQuickInput(page, "Which Engagement Is $engagement?");
    await takeScreenshot(page, "document-which-engagement");
    await answerQuickInput(page, "1000");
    await untilHeadline(page, "Engagement 1000 is concluded");
    assert.match(
      requestsOf("concludeChat").at(-1)?.body ?? "",
      /^\{"engagementId":1000,"sequenceNumber":\d+,"timeCreated":\d{13}\}$/,
    );
  });

  it("compares the answer with the one before, in VS Code's own comparison", async () => {
    await open("status", {
      operation: "setActivityStatus",
      body: { status: "AVAILABLE", subTypeId: 1 },
    });
    await sent("setActivityStatus");
    await statusBarItem(page, "available").waitFor(patience);
    await open("status-2", {
      operation: "setActivityStatus",
      body: { status: "UNAVAILABLE", subTypeId: 1 },
    });
    const count = requestsOf("setActivityStatus").length;
    await pressLens(page, "Send and Compare");
    const editor = page.locator(".monaco-diff-editor").first();
    await editor.waitFor(patience);
    await until("both sides", async () => {
      const text = await editor.innerText();
      return text.includes("UNAVAILABLE") && text.includes('"AVAILABLE');
    });
    assert.equal(requestsOf("setActivityStatus").length, count + 1);
    await untilStill(page);
    await takeScreenshot(page, "document-compared");
    await runCommand(page, "View: Close Editor");
    await editor.waitFor({ state: "detached", ...patience });
  });

  it("sends an invalid body when that is wanted, and shows the refusal", async () => {
    await open("invalid", {
      operation: "concludeChat",
      body: { engagementId: "1000", note: 1 },
    });
    await lens(page, "Send Anyway").waitFor(patience);
    const count = requestsOf("concludeChat").length;
    await runCommand(page, "Engagement Desk: Send Request Document");
    await toast(page, "Nothing was sent. “engagementId” must be an integer").waitFor(patience);
    assert.equal(requestsOf("concludeChat").length, count);
    await takeScreenshot(page, "document-refused");
    await pressInToast(page, "Nothing was sent", "Send Anyway");
    await untilStatus("400 Bad Request");
    assert.equal(requestsOf("concludeChat").at(-1)?.body, '{"engagementId":"1000","note":1}');
    await takeScreenshot(page, "document-sent-anyway");
  });

  it("sends a text that is no JSON", async () => {
    await open("text", { operation: "concludeChat", bodyText: '{ "engagementId": }' });
    const request = await sent("concludeChat");
    assert.equal(request.body, '{ "engagementId": }');
    assert.equal(request.status, 400);
  });

  it("sends wrong and omitted credentials by name, and the session lives on", async () => {
    const body = { status: "AVAILABLE", subTypeId: 1 };
    await open("wrong-session", {
      ...{ operation: "setActivityStatus", body },
      credentials: { "X-JSESSIONID": "wrong" },
    });
    const wrong = await sent("setActivityStatus");
    await untilStatus("403");
    assert.equal(wrong.status, 403);
    assert.ok(headerValue(wrong, "X-JSESSIONID"));
    assert.notEqual(headerValue(wrong, "X-JSESSIONID"), simulator.sessionId);

    await open("no-account", {
      ...{ operation: "setActivityStatus", body },
      credentials: { "X-AID": "omit" },
    });
    const omitted = await sent("setActivityStatus");
    assert.equal(omitted.status, 403);
    assert.equal(headerValue(omitted, "X-AID"), undefined);
    assert.equal(headerValue(omitted, "X-JSESSIONID"), simulator.sessionId);

    await open("as-nobody", {
      ...{ operation: "setActivityStatus", body },
      credentials: { "X-AID": "omit", "X-JSESSIONID": "omit" },
    });
    const nobody = await sent("setActivityStatus");
    assert.equal(nobody.status, 403);
    assert.equal(headerValue(nobody, "X-JSESSIONID"), undefined);

    await untilStatus("The request came without the right X-AID and X-JSESSIONID, on purpose.");
    const shown = await panel(page).locator("main").innerText();
    assert.ok(!shown.includes(simulator.sessionId), "a session that an answer tells is masked");
    await takeScreenshot(page, "document-wrong-credentials");
    await simulator.waitFor("getMessages");
    assert.match(await statusBarLabel(page, "Desk"), /polling/);
    assert.equal(await toast(page, "session").count(), 0);
    await open("status", { operation: "setActivityStatus", body });
    assert.equal((await sent("setActivityStatus")).status, 200);
  });

  it("sends to another pool than the profile's", async () => {
    await open("pool", {
      operation: "concludeChat",
      body: { engagementId: 1001 },
      pool: "1:1",
    });
    assert.match((await sent("concludeChat")).url, /\?pool=1:1$/);
    await untilStatus("1:1");
    await until("polling", async () => (await statusBarLabel(page, "Desk")).includes("polling"));
  });

  it("is sent once however often it is pressed, and can be cancelled while it runs", async () => {
    await open("slow", {
      operation: "setActivityStatus",
      body: { status: "UNAVAILABLE", subTypeId: 1 },
    });
    simulator.next("setActivityStatus", { kind: "delay", ms: 600_000 });
    const count = requestsOf("setActivityStatus").length;
    const cancelled = new Promise((resolve) => {
      const listening = simulator.onDidAnswer((request) => {
        if (request.operation === "setActivityStatus") {
          listening.dispose();
          resolve(request.status);
        }
      });
    });
    await pressLens(page, "Send");
    await page.locator(".codelens-decoration a", { hasText: "Cancel" }).waitFor(patience);
    await runCommand(page, "Engagement Desk: Send Request Document");
    await toast(page, "this document is being sent already").waitFor(patience);
    await untilDrawn(page);
    await takeScreenshot(page, "document-running");
    assert.equal(requestsOf("setActivityStatus").length, count + 1);
    await page.locator(".codelens-decoration a", { hasText: "Cancel" }).click();
    assert.equal(await cancelled, undefined, "the connection is gone without an answer");
    await lens(page, "Send").waitFor(patience);
    assert.equal(requestsOf("setActivityStatus").length, count + 1);
    await takeScreenshot(page, "document-cancelled");
    const again = await sent("setActivityStatus");
    assert.equal(again.status, 200);
  });
});
