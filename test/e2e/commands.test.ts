import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { startSimulator, type Simulator } from "../../src/simulator/simulator";
import { statusBarItem, tab } from "./drivers/editors";
import {
  modalText,
  pressInModal,
  pressInToast,
  shownToasts,
  toast,
  toastMessage,
} from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, pickOne, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import {
  chooseFromContextMenu,
  openContainer,
  pressInlineAction,
  selectTreeRows,
  treeRow,
  treeRowTooltip,
  treeText,
  welcomeContent,
} from "./drivers/sideBar";
import { setTheme, themeNames, untilStill } from "./drivers/themes";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { panel, untilHeadline } from "./panel";
import { addProfile, setSession, trackEngagement, type TypedProfile } from "./profileSteps";
import { until, without } from "./until";

const sessionId = "node0commandstest4711";
/** As long as a name may be. */
const longName = "Contact centre of the northern region, chat, second line, evenings and weekends.";

describe("commands in a window with two profiles", () => {
  let simulator: Simulator;
  let workbench: Workbench;
  let page: Page;
  let testDesk: TypedProfile;
  let liveDesk: TypedProfile;

  before(async () => {
    simulator = await startSimulator({
      site: "acme_241100_sql_001h",
      sessionId,
      engagements: [1n, 2n, 3n, 4n, 5n, 6n].map((id) => ({
        id,
        customer: "Ada",
        question: "Where is my order?",
      })),
    });
    const where = {
      ...{ origin: simulator.url, site: "acme_241100_sql_001h", pool: "297:1" },
      ...{ accountId: "12", sessionId },
    };
    testDesk = { ...where, name: "Test desk", kind: "Test site" };
    liveDesk = { ...where, name: "Live desk", kind: "Production site" };
    workbench = await openWorkbench({
      settings: { "engagementDesk.confirmConclude": "production" },
    });
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
    await addProfile(page, liveDesk);
    await addProfile(page, testDesk);
    await statusBarItem(page, "Test desk").waitFor();
    for (const id of ["1", "2", "3", "4"]) {
      await trackEngagement(page, id);
    }
    await treeRow(page, "4").waitFor();
  });

  after(async () => {
    await workbench.close();
    await simulator.close();
  });

  keepScreenshotsOfFailures(() => page);

  const rows = async (): Promise<string[]> =>
    (await treeText(page)).map((row) => without(row, / · (?:just now|\d+ min|\d+:\d\d)/));

  const untilRows = (expected: readonly string[]): Promise<void> =>
    until(`the rows ${expected.join(", ")}`, async () => (await rows()).join() === expected.join());

  /** What was sent by hand: the calls for messages come and go by themselves. */
  const sentCount = () =>
    simulator.requests.filter(({ operation }) => operation !== "getMessages").length;

  it("stops tracking from the context menu, for good, and sends nothing", async () => {
    await chooseFromContextMenu(page, "4", "Stop Tracking");
    await untilRows(["1 tracked", "2 tracked", "3 tracked"]);
    assert.equal(sentCount(), 0);
    await workbench.reload();
    await openContainer(page, "Engagement Desk");
    await untilRows(["1 tracked", "2 tracked", "3 tracked"]);
  });

  it("cancels a request that hangs: the outcome is unknown, and nothing is shown as an error", async () => {
    simulator.next("concludeChat", { kind: "hang" });
    const arrived = simulator.waitFor("concludeChat");
    await pressInlineAction(page, "1", "Conclude Engagement");
    await arrived;
    await treeRow(page, "concluding").waitFor();
    await pressInToast(page, "Concluding engagement 1 (Test desk)", "Cancel");
    await untilRows(["1 unknown outcome (conclude)", "2 tracked", "3 tracked"]);
    assert.match(await treeRowTooltip(page, "unknown outcome"), /cancelled/i);
    await untilHeadline(page, "Unknown outcome for engagement 1");
    await toast(page, "Concluding engagement 1").waitFor({ state: "hidden" });
    assert.deepEqual(await shownToasts(page), []);
  });

  it("cancels several at once, each with its own outcome", async () => {
    simulator.next("concludeChat", { kind: "hang" }, { kind: "hang" });
    const sent = sentCount();
    await selectTreeRows(
      page,
      ["2 tracked", "3 tracked"].map((text) => text.slice(0, 1)),
    );
    await chooseFromContextMenu(page, "3", "Conclude Engagement");
    await until("both requests", () => Promise.resolve(sentCount() === sent + 2));
    await pressInToast(page, "Concluding 2 engagements (Test desk)", "Cancel");
    await untilRows([
      "1 unknown outcome (conclude)",
      "2 unknown outcome (conclude)",
      "3 unknown outcome (conclude)",
    ]);
    const outcomes = panel(page).locator("table tbody tr");
    await until("both outcomes", async () => (await outcomes.count()) === 2);
    for (const outcome of await outcomes.allInnerTexts()) {
      assert.match(outcome, /unknown/i);
    }
    await toastMessage(page, "0 of 2 engagements concluded");
  });

  it("switches the profile of the window, with the engagements of that profile", async () => {
    await runCommand(page, "Engagement Desk: Switch Profile…");
    await waitForQuickInput(page, "Which profile should this window work with?");
    await pickOne(page, "Live desk");
    await statusBarItem(page, "Live desk").waitFor();
    await until("the welcome text", async () =>
      (await welcomeContent(page).innerText()).includes("No engagement is known."),
    );
    await trackEngagement(page, "5");
    await untilRows(["5 tracked"]);
    await statusBarItem(page, "Live desk").click();
    await pickOne(page, "Test desk");
    await untilRows([
      "1 unknown outcome (conclude)",
      "2 unknown outcome (conclude)",
      "3 unknown outcome (conclude)",
    ]);
    await runCommand(page, "Engagement Desk: Switch Profile…");
    await pickOne(page, "Live desk");
    await untilRows(["5 tracked"]);
  });

  it("asks on a production site where the setting says production only", async () => {
    const sent = sentCount();
    await pressInlineAction(page, "5", "Conclude Engagement");
    const text = await modalText(page);
    assert.match(text, /^Conclude engagement 5\?/);
    assert.match(text, /Live desk.*production/i);
    await takeScreenshot(page, "question on a production site");
    await pressInModal(page, "Cancel");
    assert.equal(sentCount(), sent);
    await pressInlineAction(page, "5", "Conclude Engagement");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Engagement 5 is concluded");
    await toast(page, "concluded").waitFor({ state: "hidden" });
    for (const theme of themeNames) {
      await setTheme(page, theme);
      await takeScreenshot(page, `production, ${theme}`);
    }
    await setTheme(page, "dark");
  });

  it("shows the last answer again when its panel was closed", async () => {
    await runCommand(page, "View: Close All Editors");
    await tab(page, "Engagement Desk").waitFor({ state: "hidden" });
    await runCommand(page, "Engagement Desk: Show Last Answer");
    await untilHeadline(page, "Engagement 5 is concluded");
  });

  it("forgets a session: nothing is sent until another is set", async () => {
    const sent = sentCount();
    await runCommand(page, "Engagement Desk: Forget Session");
    await statusBarItem(page, "Live desk (production): signed out").waitFor();
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await toast(page, "Nothing was sent: Live desk has no session").waitFor();
    assert.equal(sentCount(), sent);
    await workbench.reload();
    await statusBarItem(page, "Live desk (production): signed out").waitFor();
    await setSession(page, liveDesk);
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await waitForQuickInput(page, "Engagement id");
    await answerQuickInput(page, "6");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Engagement 6 is concluded");
  });

  it("leaves room for a long name in a small window", async () => {
    assert.equal(longName.length, 80);
    await addProfile(page, { ...liveDesk, name: longName });
    await trackEngagement(page, "9223372036854775807");
    await treeRow(page, "9223372036854775807").waitFor();
    await runCommand(page, "Notifications: Clear All Notifications");
    await page.setViewportSize({ width: 700, height: 600 });
    await untilStill(page);
    await takeScreenshot(page, "long name, small window");
    await pressInlineAction(page, "9223372036854775807", "Conclude Engagement");
    assert.ok((await modalText(page)).includes(longName));
    await takeScreenshot(page, "long name, question");
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Could not conclude engagement 9223372036854775807");
    await toast(page, "Could not conclude").waitFor();
    await runCommand(page, "Notifications: Clear All Notifications");
    await untilStill(page);
    await takeScreenshot(page, "long name, answer");
  });
});
