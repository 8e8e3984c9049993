import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { RecordedRequest } from "../../src/simulator/recording";
import type { Simulator } from "../../src/simulator/simulator";
import { statusBarItem } from "./drivers/editors";
import { modalText, pressInModal, pressInToast, toastMessage } from "./drivers/messages";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import {
  contextMenuEntries,
  openContainer,
  pressInlineAction,
  treeRow,
  treeRowTooltip,
} from "./drivers/sideBar";
import { untilDrawn, type Workbench } from "./drivers/workbench";
import {
  acceptCustomer,
  concludeFromRow,
  openLiveDesk,
  patience,
  takeEngagements,
  type LiveDesk,
} from "./liveSteps";
import { untilHeadline } from "./panel";
import { until } from "./until";

/** The tooltip of a customer's row: others, such as that of the activity bar, may still be shown. */
async function untilTooltip(page: Page, name: string, pattern: RegExp): Promise<void> {
  let text = "";
  await until(`a tooltip with ${String(pattern)}`, async () => {
    await page.mouse.move(700, 300);
    text = await treeRowTooltip(page, name).catch(() => "");
    return /^Engagement \d/.test(text);
  });
  assert.match(text, pattern);
}

/** Waits until the row of a customer says something. */
async function untilRowSays(page: Page, name: string, text: string): Promise<void> {
  await treeRow(page, name).filter({ hasText: text }).waitFor(patience);
}

function concludes({ requests }: Simulator): readonly RecordedRequest[] {
  return requests.filter(({ operation }) => operation === "concludeChat");
}

describe("an answer that is lost, and a session that is lost", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({ name: "Halfway" });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 5);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("leave the outcome of a conclude unknown, with the reason, while the server tells nothing", async () => {
    await acceptCustomer(desk, "Ada");
    simulator.always("getMessages", { kind: "status", status: 503 });
    await statusBarItem(page, "reconnecting").waitFor(patience);
    simulator.next("concludeChat", { kind: "truncated" });
    await concludeFromRow(page, "Ada");
    await untilRowSays(page, "Ada", "unknown outcome (conclude)");
    await untilTooltip(
      page,
      "Ada",
      /Unknown outcome: .*(?:connection was lost|could not be read).* Only the server knows whether it is concluded\./s,
    );
    const entries = await contextMenuEntries(page, "Ada");
    for (const entry of ["Conclude Engagement", "Release", "Send Message…"]) {
      assert.ok(entries.includes(entry), `${entry} may apply: ${entries.join(", ")}`);
    }
  });

  it("are settled by the server's message, and nothing is sent again", async () => {
    simulator.reset();
    // The loop asks again by itself, at the latest when its pause is over.
    await untilRowSays(page, "Ada", "wrap-up");
    assert.equal(concludes(simulator).length, 1);
  });

  it("leave the engagement as it was when the session was lost before the conclude", async () => {
    await acceptCustomer(desk, "Bashir");
    const polled = simulator.waitFor("getMessages");
    simulator.always("getMessages", { kind: "hang" });
    await polled;
    simulator.endSessions();
    await concludeFromRow(page, "Bashir");
    await untilHeadline(page, "session");
    assert.equal(
      await toastMessage(page, "Could not conclude"),
      "Could not conclude engagement 1001: the server does not accept the session. Set a new session, then send the request again by hand. Nothing was changed.",
    );
    await statusBarItem(page, "session expired").waitFor(patience);
    await untilRowSays(page, "Bashir", "active");
    await untilTooltip(
      page,
      "Bashir",
      /The last attempt to conclude it was refused: HTTP 403 ACCESS_DENIED/,
    );
  });

  it("send nothing more with a session that is known to have ended, and say what to do", async () => {
    const count = simulator.requests.length;
    await pressInlineAction(page, "Bashir", "Conclude");
    await toastMessage(page, "Nothing was sent: Halfway has no session");
    assert.equal(simulator.requests.length, count);
  });
});

describe("a window that is killed while a conclude is under way", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    // The limit after which a request counts as lost is this and ten seconds.
    desk = await openLiveDesk({
      name: "Killed",
      settings: { "engagementDesk.requestTimeout": 10 },
    });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 5);
    await acceptCustomer(desk, "Ada");
    await acceptCustomer(desk, "Bashir");
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("leaves what is known, and since when, to the window after it", async () => {
    simulator.next("concludeChat", { kind: "hang" });
    const sent = simulator.waitFor("concludeChat");
    await concludeFromRow(page, "Ada");
    await sent;
    process.kill(holderOf(desk.workbench), "SIGKILL");
    await page.goto(desk.workbench.server.urlOf(desk.workbench.folder));
    await untilDrawn(page);
    await openContainer(page, "Engagement Desk");
    await untilRowSays(page, "Bashir", "active");
    const offer = await toastMessage(page, "Killed is still signed in");
    assert.match(
      offer,
      /^Killed is still signed in since .*\d.*, with [12] engagements? open when VS Code was closed\. Go on with them, or log off\.$/,
    );
    await untilRowSays(page, "Ada", "unknown outcome (conclude)");
    await untilTooltip(
      page,
      "Ada",
      /no answer was noted in time; VS Code may have ended.*Since .*\d/s,
    );
    assert.equal(concludes(simulator).length, 1, "nothing is sent again by itself");
  });
});

describe("a window that is closed while engagements are active", () => {
  let desk: LiveDesk;
  let page: Page;
  let simulator: Simulator;

  before(async () => {
    desk = await openLiveDesk({ name: "Closed" });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 5);
    await acceptCustomer(desk, "Ada");
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("offers to log off when it is opened again, which logs off after asking", async () => {
    await desk.workbench.reload();
    await pressInToast(page, "Closed is still signed in", "Log Off…");
    assert.match(await modalText(page), /engagement/);
    await pressInModal(page, "Log Off");
    await statusBarItem(page, "signed out").waitFor(patience);
    const [session] = simulator.sessions;
    assert.equal(session?.ending, "loggedOff");
  });

  it("logs off by itself where the setting says so", async () => {
    await desk.close();
    desk = await openLiveDesk({
      name: "Always",
      settings: { "engagementDesk.logOffOnClose": "always" },
    });
    ({ page, simulator } = desk);
    await takeEngagements(desk, 5);
    await acceptCustomer(desk, "Ada");
    await desk.workbench.reload();
    await until("the logoff", () => Promise.resolve(simulator.sessions[0]?.ending === "loggedOff"));
    await openContainer(page, "Engagement Desk");
    await statusBarItem(page, "signed out").waitFor(patience);
  });
});

/** The process of the window that holds the lease, as it says itself. */
function holderOf({ server: { root } }: Workbench): number {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const [file, ...others] = files.filter((name) => /sessions\/[^/]+\/lease\/\d+$/.test(name));
  assert.ok(file !== undefined && others.length === 0, "one window holds the lease");
  const { pid } = JSON.parse(readFileSync(join(root, file), "utf8")) as { pid: number };
  return pid;
}
