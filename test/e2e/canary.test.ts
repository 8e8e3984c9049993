import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { OperationName } from "../../src/chat/operations";
import { jwtOf } from "../../src/simulator/accounts";
import type { Fault } from "../../src/simulator/faults";
import { headerValue } from "../../src/simulator/recording";
import { namedFaults, startSimulator, type Simulator } from "../../src/simulator/simulator";
import { Commands, provedElsewhere } from "./canary/commands";
import {
  echoHeaders,
  echoOf,
  markers,
  markersOf,
  type Marker,
  password,
  readySession,
  sessionIdOf,
} from "./canary/markers";
import { files, findings, Listener, storages } from "./canary/places";
import { statusBarItem } from "./drivers/editors";
import { pressInModal } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import {
  answerQuickInput,
  pickOne,
  quickInput,
  quickPickRow,
  waitForQuickInput,
} from "./drivers/quickInput";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import { openContainer, treeText } from "./drivers/sideBar";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { patience } from "./liveSteps";
import { answerSignIn, answerText, pressSignIn } from "./signInSteps";
import { until } from "./until";

const agent = { userName: "ada", password, accountId: "12" };

describe("canary", function () {
  // Each part goes on where the one before it stopped.
  this.bail(true);

  let site: Simulator;
  let workbench: Workbench;
  let page: Page;
  let commands: Commands;
  let listener: Listener;

  before(async () => {
    site = await startSimulator({
      ...{ accounts: [agent], sessionIdOf, sessionId: readySession, engagements: [] },
      ...{ holdMs: 2000, replyDelayMs: 0 },
    });
    workbench = await openWorkbench({
      settings: {
        "engagementDesk.acceptAutomatically": true,
        "engagementDesk.notifyOffers": false,
        "engagementDesk.confirmConclude": "never",
        "engagementDesk.releaseAfterConclude": "never",
        "engagementDesk.requestTimeout": 4,
      },
    });
    ({ page } = workbench);
    commands = new Commands(page);
    listener = await Listener.on(page);
    await openContainer(page, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
    await site.close();
  });

  afterEach(async () => {
    await listener.look();
  });

  keepScreenshotsOfFailures(() => page);

  const requestsOf = (operation: OperationName) =>
    site.requests.filter((request) => request.operation === operation);
  /** An answer that gives back what only the request told. */
  const echo = (status: number, secret: string): Fault => ({
    kind: "raw",
    status,
    headers: echoHeaders(secret),
    body: JSON.stringify({
      exceptionCode: echoOf(secret),
      message: echoOf(secret),
      chatSystemError: echoOf(secret),
      [secret]: echoOf(secret),
    }),
  });
  /** Runs a command whose request gets this answer. */
  const withAnswer = async (
    operation: OperationName,
    fault: Fault,
    run: () => Promise<void>,
  ): Promise<void> => {
    const count = requestsOf(operation).length;
    site.next(operation, fault);
    await run();
    await until(operation, () =>
      Promise.resolve(requestsOf(operation)[count]?.status !== undefined),
    );
    await listener.look();
  };
  /** Signs in with the password that is kept, or is asked for again after some failures. */
  const signInAgain = async (): Promise<void> => {
    const count = requestsOf("serviceSettings").length;
    const question = quickInput(page).locator(".quick-input-message", {
      hasText: "Site to sign in at",
    });
    await commands.run("signIn");
    await until("the request", async () => {
      if (await question.isVisible()) {
        await page.keyboard.press("Enter");
        await answerText(page, "User name", agent.userName);
        await answerText(page, "Password of the account", password);
        await waitForQuickInput(page, "What should become of the password?");
        await pickOne(page, "Keep in VS Code");
      }
      return requestsOf("serviceSettings").length > count;
    });
  };
  const allPlaces = async () => [
    ...listener.places(),
    ...files(workbench.server.root),
    ...(await storages(page)),
  ];
  const session = () => site.sessions.at(-1)?.id ?? "";
  const clearToasts = () => runCommand(page, "Notifications: Clear All Notifications");

  it("signs in with the password kept, and logs all there is to log", async () => {
    await runCommand(page, "Developer: Set Log Level...");
    await pickOne(page, "Engagement Desk");
    await quickPickRow(page, "Trace").click();
    commands.titleOf("signIn");
    await pressSignIn(page);
    await answerSignIn(page, {
      ...{ site: `127.0.0.1:${site.port}`, userName: agent.userName, password, keeps: true },
    });
    await statusBarItem(page, "polling").waitFor(patience);
    await commands.run("showLog");
  });

  it("gets the password and the token back from a site that refuses", async () => {
    await commands.run("logOff");
    await statusBarItem(page, "signed out").waitFor(patience);
    const basic = Buffer.from(`${agent.userName}:${password}`).toString("base64");
    // The simulator numbers the tokens that it issues.
    const token = jwtOf({ sub: agent.accountId, jti: "2" });
    for (const [operation, fault] of [
      ["serviceSettings", echo(500, password)],
      ["serviceSettings", echo(200, basic)],
      ["agentTokens", echo(403, password)],
      ["agentTokens", echo(302, basic)],
      ["createAutomatedAgentSession", echo(400, token)],
    ] as const) {
      await withAnswer(operation, fault, signInAgain);
    }
    await signInAgain();
    await statusBarItem(page, "polling").waitFor(patience);
    await clearToasts();
  });

  it("concludes many engagements, with every fault there is and the session id in answers", async () => {
    const faults: readonly Fault[] = [
      ...[200, 400, 404, 500].map((status) => echo(status, session())),
      ...[200, 400].map((status): Fault => ({
        kind: "raw",
        status,
        headers: [],
        body: echoOf(session()),
      })),
      { kind: "brokenJson", text: `{"a":"${echoOf(session())}` },
      { kind: "systemError", error: { text: echoOf(session()) } },
      {
        kind: "redirect",
        status: 307,
        location: `https://elsewhere.invalid/?s=${session()}#${session()}`,
      },
      ...[...namedFaults]
        // What refuses the session has its own turn, since nothing is sent afterwards; what takes long is no other answer.
        .filter(([name]) => !["unauthorized", "access-denied", "large", "delay"].includes(name))
        .map(([, { fault }]) => fault),
    ];
    site.customers.add({ count: faults.length, replies: [] });
    await commands.run("goAvailable");
    await statusBarItem(page, "available").waitFor(patience);
    await commands.run("requestAssignment");
    await waitForQuickInput(page, "Request Assignment");
    await answerQuickInput(page, String(faults.length));
    await until("all are accepted", () =>
      Promise.resolve(
        requestsOf("assignmentAcknowledgement").filter(({ status }) => status === 200).length ===
          faults.length,
      ),
    );
    await until(
      "the rows",
      async () => !(await treeText(page)).some((row) => row.includes("offered")),
    );
    site.next("concludeChat", ...faults);
    await commands.run("concludeAll");
    await pressInModal(page, "Conclude All");
    await until("all answers", () =>
      Promise.resolve(requestsOf("concludeChat").length >= faults.length),
    );
    await statusBarItem(page, "polling").waitFor(patience);
  });

  it("is refused with the session id in the answer, and signs in again", async () => {
    for (const status of [401, 403]) {
      await withAnswer("concludeChat", echo(status, session()), () =>
        commands.runOn("concludeEngagement", "77"),
      );
      await statusBarItem(page, "session expired").waitFor(patience);
      // Only the answer said so: the account is signed in still, and would have to be taken over.
      site.endSessions();
      await signInAgain();
      await statusBarItem(page, "polling").waitFor(patience);
    }
  });

  it("acts on one engagement with each command, each refused with the session id in the answer", async () => {
    for (const [id, operation, status] of [
      ["acceptEngagement", "assignmentAcknowledgement", 400],
      ["declineEngagement", "assignmentAcknowledgement", 500],
      ["releaseEngagement", "releaseChat", 404],
    ] as const) {
      await withAnswer(operation, echo(status, session()), () => commands.runOn(id, "77"));
    }
    await withAnswer("postMessage", echo(500, session()), async () => {
      await commands.runOn("sendMessage", "77");
      await waitForQuickInput(page, "The line to send");
      await answerQuickInput(page, "Hello");
    });
    for (const [id, operation] of [
      ["goUnavailable", "setActivityStatus"],
      ["withdrawRequest", "requestAssignment"],
    ] as const) {
      await withAnswer(operation, echo(500, session()), () => commands.run(id));
    }
    await clearToasts();
  });

  it("shows what happened, and arranges it", async () => {
    await commands.runOn("trackEngagement", "4711");
    await commands.runOn("openTimeline", "4711");
    for (const id of [
      ...["showSessionTimeline", "showAnswer", "showLog"],
      ...["groupByState", "groupByQueue", "ungroup", "sortByTime", "sortByNewest", "sortById"],
    ]) {
      await commands.run(id);
      await listener.look();
    }
    await commands.run("clearEnded");
    await clearToasts();
  });

  it("finds a secret that is planted in each kind of place", async () => {
    const planted: Marker = { name: "planted", heart: `planted${randomBytes(12).toString("hex")}` };
    const base64 = Buffer.from(`a${planted.heart}`).toString("base64");
    writeFileSync(join(workbench.server.root, "user-data", "planted.log"), base64);
    await page.evaluate((text) => {
      localStorage.setItem("planted", text);
    }, planted.heart);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate((text) => navigator.clipboard.writeText(text), base64);
    for (const frame of page.frames()) {
      // A frame may go meanwhile.
      await frame
        .evaluate((text) => {
          document.body.append(text);
        }, planted.heart)
        .catch(() => undefined);
    }
    await page.evaluate((text) => {
      console.info(text);
    }, planted.heart);
    await listener.look();
    const found = findings(await allPlaces(), [planted]);
    for (const place of [
      ...["planted.log", "localStorage", "the clipboard", "the workbench", "a webview"],
      "the console",
    ]) {
      assert.ok(
        found.some((line) => line.includes(place)),
        `${place} is not among ${found.join("\n")}`,
      );
    }
  });

  it("has driven every command, but those that have a reason", () => {
    assert.deepEqual(commands.missing(), Object.keys(provedElsewhere));
  });

  it("finds no secret in any place", async () => {
    const made = markersOf(
      "a token or session of the run",
      site.requests.flatMap((request) => [
        headerValue(request, "Authorization")?.replace(/^\w+ /, "") ?? "",
        headerValue(request, "SessionId") ?? "",
      ]),
    );
    assert.deepEqual(findings(await allPlaces(), [...markers, ...made]), []);
  });
});
