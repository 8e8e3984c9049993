import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { FrameLocator, Page } from "playwright-core";
import type { Simulator } from "../../src/simulator/simulator";
import { filesWith } from "../host/textSearch";
import { statusBarItem, tab, webview } from "./drivers/editors";
import { chooseFolder } from "./drivers/fileDialog";
import { modalText, pressInModal, shownToasts, toastMessage } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  chooseFromContextMenu,
  containerBadge,
  contextMenuEntries,
  openContainer,
  pressInlineAction,
  treeRow,
  treeRowLabel,
  treeText,
} from "./drivers/sideBar";
import { setTheme, themeNames } from "./drivers/themes";
import {
  acceptCustomer,
  concludeFromRow,
  openLiveDesk,
  patience,
  takeEngagements,
  type LiveDesk,
} from "./liveSteps";
import { panel } from "./panel";
import { until } from "./until";

const container = "Engagement Desk";

/** The first words of each row: the customer or heading. */
async function firstWords(page: Page): Promise<string[]> {
  return (await treeText(page)).map((row) => row.split(" ")[0] ?? "");
}

async function untilRowSays(page: Page, name: string, text: string | RegExp): Promise<void> {
  await treeRow(page, name).filter({ hasText: text }).waitFor(patience);
}

describe("a site that names its messages as nobody knows", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({
      name: "Names",
      site: {
        messageNames: { offer: "AcmeOffer", withdrawn: "AcmeGone", poolChange: "AcmePool" },
        oldPoolCalls: 100_000,
      },
    });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 5);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  const timeline = (): FrameLocator => webview(page);

  it("makes engagements appear as seen, with every act that could apply", async () => {
    simulator.customers.add({ name: "Ada" });
    await treeRow(page, "seen").waitFor(patience);
    const entries = await contextMenuEntries(page, "seen");
    for (const entry of [
      "Accept",
      "Decline",
      "Send Message…",
      "Reroute…",
      "Conclude Engagement",
      "Release",
    ]) {
      assert.ok(entries.includes(entry), `${entry} may apply: ${entries.join(", ")}`);
    }
  });

  it("shows the message whole on the engagement's timeline", async () => {
    await treeRow(page, "seen").click();
    const row = timeline().locator(".entry", { hasText: "AcmeOffer" });
    await row.waitFor(patience);
    assert.match(await row.innerText(), /unknown type/);
    await row.hover();
    await row.getByRole("button", { name: "JSON" }).click();
    await row.locator("pre").waitFor(patience);
    assert.match(await row.locator("pre").innerText(), /"engagementIdString": "1000"/);
  });

  it("accepts what is only seen", async () => {
    await pressInlineAction(page, "seen", "Accept");
    await treeRow(page, "active").waitFor(patience);
    assert.equal(simulator.engagements[0]?.state, "active");
  });

  it("counts messages that belong to no engagement, and shows them on the session's timeline", async () => {
    simulator.changePool("297:1");
    const row = treeRow(page, "of unknown types");
    await row.waitFor(patience);
    assert.equal((await treeText(page)).at(-1), "1 message of unknown types");
    await row.click();
    await tab(page, "Session · Names").waitFor(patience);
    await timeline().locator(".entry", { hasText: "AcmePool" }).waitFor(patience);
  });

  it("is understood once a setting says what the type means", async () => {
    await desk.workbench.changeSettings({ "engagementDesk.messageRoles": { AcmeOffer: "offer" } });
    await openContainer(page, container);
    await statusBarItem(page, "polling").waitFor(patience);
    simulator.customers.add({ name: "Bashir" });
    await untilRowSays(page, "Bashir", "offered");
    await pressInlineAction(page, "Bashir", "Accept");
    await untilRowSays(page, "Bashir", "active");
  });
});

describe("offers", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({
      name: "Offers",
      settings: { "engagementDesk.notifyOffers": false },
    });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 10);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("show in the badge only where notifications of them are switched off", async () => {
    simulator.customers.add({ name: "Ada" });
    await untilRowSays(page, "Ada", "offered");
    await until("the badge", async () => (await containerBadge(page, container)) === "1");
    // What comes later is told later: by then a notification of the first would be there.
    simulator.customers.add({ name: "Bashir" });
    await untilRowSays(page, "Bashir", "offered");
    const told = (await shownToasts(page)).filter((text) => text.includes("is offered"));
    assert.deepEqual(told, []);
  });

  it("are accepted without a question where the setting says so", async () => {
    await desk.workbench.changeSettings({ "engagementDesk.acceptAutomatically": true });
    await openContainer(page, container);
    await statusBarItem(page, "polling").waitFor(patience);
    simulator.customers.add({ name: "Chiara" });
    await untilRowSays(page, "Chiara", "active");
    const sent = simulator.requests.filter((one) => one.operation === "assignmentAcknowledgement");
    assert.deepEqual(
      sent.map(({ body }) => (JSON.parse(body) as { actionType: string }).actionType),
      ["AUTO"],
    );
  });
});

describe("the engagements of an agent", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({
      name: "Many",
      site: { absentIntervalMs: 5000, agentAbsentRetryCount: 1000 },
      settings: {
        "engagementDesk.notifyOffers": false,
        "engagementDesk.acceptAutomatically": true,
        "engagementDesk.releaseAfterConclude": "never",
      },
    });
    ({ page, simulator } = desk);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], {
      origin: new URL(page.url()).origin,
    });
    await takeEngagements(desk, 50);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  let concluded: readonly bigint[] = [];

  const timeline = (): FrameLocator => webview(page);
  const stateOf = (id: bigint): string | undefined =>
    simulator.engagements.find((engagement) => engagement.id === id)?.state;
  /** A customer comes whom the window accepts by itself. */
  const come = async (name: string): Promise<bigint> => {
    const [engagement] = simulator.customers.add({ name, replies: [] });
    await untilRowSays(page, name, "active");
    return engagement?.id ?? 0n;
  };

  it("say that the customer types, is absent, and is gone; and wrap-up counts the seconds", async () => {
    const id = await come("Ada");
    simulator.consumers.activity(id, "RESPONDING");
    await untilRowSays(page, "Ada", "typing…");
    simulator.consumers.activity(id, "LISTENING");
    await until("silence", async () => !(await treeText(page)).join("\n").includes("typing…"));
    simulator.consumers.leave(id);
    await untilRowSays(page, "Ada", "customer absent");
    assert.match(await treeRowLabel(page, "Ada"), /customer absent/);
    await untilRowSays(page, "Ada", "wrap-up by server");
    await untilRowSays(page, "Ada", /wrap-up by server · 0:0[3-9]/);
    await pressInlineAction(page, "Ada", "Release");
    await treeRow(page, "Ended").waitFor(patience);
  });

  it("are rerouted after the server was asked who could take over", async () => {
    await come("Bashir");
    await chooseFromContextMenu(page, "Bashir", "Reroute…");
    assert.match(await modalText(page), /The server's guess whether somebody would take over: .+/);
    assert.ok(!simulator.requests.some(({ operation }) => operation === "rerouteEngagement"));
    await pressInModal(page, "Reroute");
    await until("rerouted", () =>
      Promise.resolve(simulator.requests.some((one) => one.operation === "rerouteEngagement")),
    );
    await treeRow(page, "Ended").filter({ hasText: "2" }).waitFor(patience);
    await treeRow(page, "Ended").click();
    await untilRowSays(page, "Bashir", "rerouted");
  });

  it("are cleared from the list when they ended", async () => {
    await runCommand(page, "Engagement Desk: Clear Ended Engagements");
    await treeRow(page, "Ended").waitFor({ state: "hidden", ...patience });
  });

  it("are grouped by state and by queue, and sorted, as the view's menu says", async () => {
    await come("Chiara");
    await come("Dmitri");
    await concludeFromRow(page, "Chiara");
    await untilRowSays(page, "Chiara", "wrap-up");
    await runCommand(page, "Engagement Desk: Group by State");
    await until(
      "groups of states",
      async () => (await firstWords(page)).join(" ") === "Active Dmitri Wrap-Up Chiara",
    );
    await runCommand(page, "Engagement Desk: Group by Queue");
    await until("groups of queues", async () => (await firstWords(page))[0] === "Support");
    assert.equal((await treeText(page))[0], "Support 2");
    await runCommand(page, "Engagement Desk: No Grouping");
    await until("no groups", async () => (await firstWords(page)).length === 2);
    await runCommand(page, "Engagement Desk: Sort by Latest Change");
    await until("latest first", async () => (await firstWords(page))[0] === "Chiara");
    await runCommand(page, "Engagement Desk: Sort by Time in State");
    await until("longest first", async () => (await firstWords(page))[0] === "Dmitri");
    await runCommand(page, "Engagement Desk: Sort by Id");
    await until("by id", async () => (await firstWords(page))[0] === "Chiara");
    await pressInlineAction(page, "Chiara", "Release");
    await treeRow(page, "Ended").waitFor(patience);
  });

  it("are all concluded after a question that names them, with an outcome for each", async () => {
    await come("Eun-ji");
    await come("Farid");
    const open = simulator.engagements.filter(({ state }) => state === "active");
    assert.equal(open.length, 3);
    simulator.next(
      "concludeChat",
      { kind: "status", status: 500 },
      { kind: "delay", ms: 2000 },
      { kind: "delay", ms: 2000 },
    );
    await runCommand(page, "Engagement Desk: Conclude All…");
    const text = await modalText(page);
    assert.match(text, /^Conclude all 3 engagements of Many\?/);
    assert.ok(text.includes(`Engagements: ${open.map(({ id }) => id).join(", ")}`), text);
    await pressInModal(page, "Conclude All");
    await toastMessage(page, "Concluding 3 engagements (Many)");
    await toastMessage(page, "2 of 3 engagements concluded. The panel says what became of each.");
    for (const { id } of open) {
      const outcome = panel(page).locator("main tr", { hasText: String(id) });
      await outcome.waitFor(patience);
      const isDone = stateOf(id) === "wrapUp";
      assert.match(await outcome.innerText(), isDone ? /is concluded/ : /Could not conclude/);
    }
    concluded = open.map(({ id }) => id).filter((id) => stateOf(id) === "wrapUp");
    assert.equal(concluded.length, 2);
  });

  it("are left in wrap-up or released, as the setting says", async () => {
    await desk.workbench.changeSettings({ "engagementDesk.releaseAfterConclude": "always" });
    await openContainer(page, container);
    await statusBarItem(page, "polling").waitFor(patience);
    const id = await come("Grace");
    await concludeFromRow(page, "Grace");
    await until("released", () => Promise.resolve(stateOf(id) === "released"));
    for (const earlier of concluded) {
      assert.equal(stateOf(earlier), "wrapUp", "what was concluded under “never” is not released");
    }
  });

  it("keep their timelines open over a reload, and give them as Markdown", async () => {
    await come("Heidi");
    await treeRow(page, "Heidi").click();
    await timeline().getByText("offered → active").waitFor(patience);
    await desk.workbench.reload();
    await timeline().getByText("offered → active").waitFor(patience);
    await timeline().getByRole("button", { name: "Markdown" }).first().click();
    await until("the clipboard", async () => {
      const text = await page.evaluate(() => navigator.clipboard.readText());
      return /^# Engagement \d+\n/.test(text) && text.includes("- Customer: Heidi");
    });
    const text = await page.evaluate(() => navigator.clipboard.readText());
    assert.ok(!text.includes(simulator.sessionId));
    assert.match(text, /offered → active/);
  });

  it("are recorded into a folder, without secrets", async () => {
    await openContainer(page, container);
    await statusBarItem(page, "polling").waitFor(patience);
    const folder = join(desk.workbench.server.root, "recordings");
    await runCommand(page, "Engagement Desk: Record Session…");
    await chooseFolder(page, folder, "Record Here");
    await statusBarItem(page, "Recording").waitFor(patience);
    const id = await come("Ivan");
    await concludeFromRow(page, "Ivan");
    await until("released", () => Promise.resolve(stateOf(id) === "released"));
    await statusBarItem(page, "Recording").click();
    assert.match(await toastMessage(page, "recorded"), /^\d+ exchanges were recorded\./);
    const recording = readdirSync(folder).find((name) => name.startsWith("recording-")) ?? "";
    const files = readdirSync(join(folder, recording));
    for (const operation of ["getMessages", "assignmentAcknowledgement", "concludeChat"]) {
      assert.ok(
        files.some((name) => name.endsWith(`-${operation}.json`)),
        operation,
      );
    }
    assert.deepEqual(filesWith(folder, simulator.sessionId), []);
    const first = files.find((name) => name.endsWith(".json")) ?? "";
    const { version } = JSON.parse(readFileSync(join(folder, recording, first), "utf8")) as {
      version: number;
    };
    assert.equal(version, 1);
  });
});

describe("many engagements in a narrow side bar", () => {
  const longName = "Wilhelmina Anastasia Featherstonehaugh-Cholmondeley of Kent";
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({
      name: "Looks",
      // Customers get the ids after it, of 19 digits each.
      site: {
        engagements: [9_223_372_036_854_770_000n],
        absentIntervalMs: 3000,
        agentAbsentRetryCount: 1000,
        userAbsentRetryCount: 1000,
        tellsOwnActs: false,
      },
      settings: {
        "engagementDesk.notifyOffers": false,
        "engagementDesk.releaseAfterConclude": "never",
      },
    });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 60);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("show short names and exact ids, in every theme", async () => {
    const [long] = simulator.customers.add({ name: longName, replies: [] });
    const id = String(long?.id);
    await untilRowSays(page, id, "offered");
    assert.equal(longName.length, 59);
    const row = (await treeText(page)).find((text) => text.includes(id)) ?? "";
    assert.match(row, /^Wilhelmina Anastasia Feat….* 92233720368547\d{5} · offered/);
    await pressInlineAction(page, id, "Accept");
    await untilRowSays(page, id, "active");
    await acceptCustomer(desk, "雪 田中");
    const gone = await acceptCustomer(desk, "ليلى الحسن");
    simulator.consumers.leave(gone);
    const typing = await acceptCustomer(desk, "Zoë");
    simulator.consumers.activity(typing, "RESPONDING");
    await acceptCustomer(desk, "Bea");
    await concludeFromRow(page, "Bea");
    await untilRowSays(page, "Bea", "wrap-up");
    await acceptCustomer(desk, "Carl");
    simulator.next("concludeChat", { kind: "truncated" });
    await concludeFromRow(page, "Carl");
    await untilRowSays(page, "Carl", "unknown outcome");
    await acceptCustomer(desk, "Dora");
    simulator.next("concludeChat", { kind: "status", status: 409, exceptionCode: "CONFLICT" });
    await concludeFromRow(page, "Dora");
    await untilRowSays(page, "Dora", "refused");
    simulator.customers.add({ name: longName, count: 45 });
    await until("the badge", async () => (await containerBadge(page, container)) === "45");
    await treeRow(page, id).click();
    await webview(page).getByText("offered → active").waitFor(patience);
    for (const theme of themeNames) {
      await setTheme(page, theme);
      await takeScreenshot(page, `engagements, ${theme}`);
    }
    await runCommand(page, "Engagement Desk: Group by State");
    await until("groups", async () => (await firstWords(page))[0] === "Offered");
    await treeRow(page, "Offered").click();
    await takeScreenshot(page, "engagements, grouped");
  });
});
