import type { Page } from "playwright-core";
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from "../../src/simulator/simulator";
import type { Settings } from "../host/settings";
import { statusBarItem } from "./drivers/editors";
import { pressInModal } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, waitForQuickInput } from "./drivers/quickInput";
import { openContainer, pressInlineAction, treeRow } from "./drivers/sideBar";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { addProfile } from "./profileSteps";
import { until } from "./until";

/** How long a busy machine may take until a window follows. In ms. */
export const patience = { timeout: 60_000 };

/** A window whose agent has a session at a site of its own. */
export interface LiveDesk {
  readonly simulator: Simulator;
  readonly workbench: Workbench;
  readonly page: Page;
  close(): Promise<void>;
}

/** What a live desk is opened with; everything has a default. */
export interface LiveDeskOptions {
  /** The name of the profile. */
  readonly name: string;
  readonly site?: SimulatorOptions;
  readonly settings?: Settings;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** Opens a window, adds a profile with a session, and resolves when the window asks for messages. */
export async function openLiveDesk(options: LiveDeskOptions): Promise<LiveDesk> {
  const { name, settings = {}, site = {}, viewport } = options;
  const simulator = await startSimulator({
    sessionId: `node0${name.toLowerCase()}4711pid42`,
    engagements: [],
    replyDelayMs: 0,
    holdMs: 2000,
    ...site,
  });
  const workbench = await openWorkbench({ settings, ...(viewport && { viewport }) });
  const { page } = workbench;
  await openContainer(page, "Engagement Desk");
  await addProfile(page, {
    name,
    origin: simulator.url,
    site: simulator.site,
    pool: simulator.pool,
    accountId: simulator.accountId,
    kind: "Test site",
    sessionId: simulator.sessionId,
  });
  await statusBarItem(page, "polling").waitFor(patience);
  return {
    simulator,
    workbench,
    page,
    close: async () => {
      await workbench.close();
      await simulator.close();
    },
  };
}

/** Makes the agent available and asks for so many engagements, from the palette. */
export async function takeEngagements(
  { page, simulator }: Pick<LiveDesk, "page" | "simulator">,
  count: number,
): Promise<void> {
  await runCommand(page, "Engagement Desk: Go Available");
  await statusBarItem(page, "available").waitFor(patience);
  await runCommand(page, "Engagement Desk: Request Assignment…");
  await waitForQuickInput(page, "Request Assignment");
  await answerQuickInput(page, String(count));
  await until("the request", () =>
    Promise.resolve(simulator.sessions.some(({ isRequesting }) => isRequesting)),
  );
}

/** A customer comes whom the agent accepts from the row; resolves to the engagement's id. */
export async function acceptCustomer(
  { page, simulator }: Pick<LiveDesk, "page" | "simulator">,
  name: string,
): Promise<bigint> {
  const [engagement] = simulator.customers.add({ name, replies: [] });
  await treeRow(page, name).filter({ hasText: "offered" }).waitFor(patience);
  await pressInlineAction(page, name, "Accept");
  await treeRow(page, name).filter({ hasText: "active" }).waitFor(patience);
  return engagement?.id ?? 0n;
}

/** Concludes from the row, confirmation included. */
export async function concludeFromRow(page: Page, text: string): Promise<void> {
  await pressInlineAction(page, text, "Conclude");
  await pressInModal(page, "Conclude");
}
