import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { headerValue } from "../../src/simulator/recording";
import { startSimulator, type Simulator } from "../../src/simulator/simulator";
import { filesWith } from "../host/textSearch";
import { lens, pressLens, untilDrawn, writeClipboard } from "./documentSteps";
import { statusBarItem, tab, visibleEditorText } from "./drivers/editors";
import { pressInToast, toast } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, pickOne, quickPickRow, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openContainer } from "./drivers/sideBar";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { patience } from "./liveSteps";
import { untilHeadline } from "./panel";
import { addProfile } from "./profileSteps";

const sessionId = "node01h8m13tljpm7ns8nayp0pid91";

/** The cURL example of the documentation of concludeChat, quote for quote, sent to some origin. */
const documented = (origin: string): string =>
  `curl -X POST ${origin}/engagement/api/agent/day001_221100_sql_001h/v1/concludeChat?pool=297:1 -H 'Content-Type: application/json; charset=UTF-8' -H 'X-JSESSIONID: ${sessionId}' -d ' -H 'X-AID: 12' {"timeCreated" :1618317020415, "sequenceNumber" : 2,  "engagementId": 1000}'`;

describe("importing a request", () => {
  let simulator: Simulator;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    simulator = await startSimulator({
      ...{ site: "day001_221100_sql_001h", pool: "297:1", sessionId, accountId: "12" },
      ...{ engagements: [1000n], holdMs: 2000 },
    });
    // The simulator's own words would name the session that it has ready.
    simulator.always("getMessages", {
      kind: "status",
      status: 403,
      exceptionCode: "ACCESS_DENIED",
    });
    workbench = await openWorkbench();
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
    await addProfile(page, {
      ...{ name: "Desk", origin: simulator.url, site: simulator.site, pool: simulator.pool },
      ...{ accountId: "12", kind: "Test site", sessionId: "node0long1gone0pid1" },
    });
    await statusBarItem(page, "ended").or(statusBarItem(page, "expired")).waitFor(patience);
  });

  after(async () => {
    await workbench.close();
    await simulator.close();
  });

  keepScreenshotsOfFailures(() => page);

  const importCopied = async (text: string): Promise<void> => {
    await writeClipboard(page, text);
    await runCommand(page, "Engagement Desk: Import Request…");
    await waitForQuickInput(page, "Where is the request?");
    await pickOne(page, "From the Clipboard");
  };

  it("understands the documentation's own example, and says what was wrong with it", async () => {
    await importCopied(documented("https://chat_rest_server_domain.com"));
    await tab(page, "concludeChat.chat.json").waitFor(patience);
    await toast(page, "A quote was in the wrong place: -d was followed by a quote").waitFor(
      patience,
    );
    await toast(page, "The session id in the text was dropped").waitFor(patience);
    await lens(page, "Send").waitFor(patience);
    const text = await visibleEditorText(page);
    assert.match(text, /^\s*\/\/ A quote was in the wrong place/);
    assert.match(
      text,
      /"body": \{\s+"timeCreated": 1618317020415,\s+"sequenceNumber": 2,\s+"engagementId": 1000\s+\}/,
    );
    assert.ok(!text.includes(sessionId) && !text.includes("chat_rest_server_domain"));
    await untilDrawn(page);
    await takeScreenshot(page, "import-documented");
    await runCommand(page, "Notifications: Clear All Notifications");
  });

  it("offers to keep the session id of the profile's own chat server, and it works then", async () => {
    await importCopied(documented(simulator.url));
    await tab(page, "concludeChat-2.chat.json").waitFor(patience);
    simulator.reset();
    await toast(page, "The text held a session id. Keep it for “Desk”").waitFor(patience);
    await untilDrawn(page);
    await takeScreenshot(page, "import-session");
    await pressInToast(page, "The text held a session id", "Keep Session");
    await statusBarItem(page, "polling").waitFor(patience);
    await runCommand(page, "Notifications: Clear All Notifications");
    await pressLens(page, "Send");
    await untilHeadline(page, "Engagement 1000 is concluded");
    const request = simulator.requests.find(({ operation }) => operation === "concludeChat");
    assert.ok(request);
    assert.equal(
      request.body,
      '{"timeCreated":1618317020415,"sequenceNumber":2,"engagementId":1000}',
    );
    assert.equal(headerValue(request, "X-JSESSIONID"), sessionId);
    assert.equal(headerValue(request, "X-AID"), "12");
  });

  it("reads a request of an .http file", async () => {
    const file = join(workbench.folder, "requests.http");
    writeFileSync(
      file,
      [
        "@host = https://chat.example.com",
        "### Accept",
        "POST {{host}}/engagement/api/agent/day001_221100_sql_001h/v1/assignmentAcknowledgement?pool=297:1",
        "Content-Type: application/json",
        "X-JSESSIONID: {{session}}",
        "",
        '{ "action": "ACCEPT", "engagementId": 9223372036854775807 }',
        "",
      ].join("\n"),
    );
    await runCommand(page, "Engagement Desk: Import Request…");
    await waitForQuickInput(page, "Where is the request?");
    await pickOne(page, "From a File…");
    await waitForQuickInput(page, "Import Request");
    // What is typed before the dialog has read the folder is lost.
    await quickPickRow(page, "requests.http").waitFor(patience);
    await answerQuickInput(page, file);
    await tab(page, "assignmentAcknowledgement.chat.json").waitFor(patience);
    await lens(page, "Copy as…").waitFor(patience);
    const text = await visibleEditorText(page);
    assert.match(text, /"engagementId": 9223372036854775807/);
    await takeScreenshot(page, "import-http-file");
  });

  it("says what to do with a text that is no request", async () => {
    await importCopied("Hello");
    await toast(page, "There is no request here.").waitFor(patience);
  });

  it("leaves the session id in no file", () => {
    const files = filesWith(workbench.server.root, sessionId);
    // The product knows the documentation's example, as its simulator answers with it on demand.
    assert.deepEqual(
      files.filter((path) => !path.includes("/extensions/")),
      [],
    );
  });
});
