import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { EngagementDeskApi } from "../../../src/extension";

const id = "engagement-desk.engagement-desk";
const limitMs = 20_000;

/** The extension under test, activated. */
export async function activatedDesk(): Promise<vscode.Extension<EngagementDeskApi>> {
  const extension = vscode.extensions.getExtension<EngagementDeskApi>(id);
  assert.ok(extension, `${id} is not installed`);
  await extension.activate();
  return extension;
}

/** Resolves when the condition holds; VS Code tells of many things only after a while. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end;) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`${what}: not within ${limitMs / 1000} s`);
}

/** A row of the tree as text, with the node that commands take. */
export interface Row {
  /** Icon, label, description without the time in it, as `[pass] 1000 wrap-up`. */
  readonly text: string;
  readonly node: unknown;
  readonly item: vscode.TreeItem;
}

/** How long an engagement is in its state, in a row: it depends on the clock. */
const timeInState = /^(?:just now|\d+ min|\d+:\d\d)$/;

/** The view "Active Engagements", top to bottom; with a group, what is below its heading. */
export async function rows(
  { engagements }: EngagementDeskApi,
  { node: group }: Partial<Row> = {},
): Promise<Row[]> {
  const nodes = (await engagements.getChildren(group)) ?? [];
  return Promise.all(
    nodes.map(async (node) => {
      const item = await engagements.getTreeItem(node);
      const icon = item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : "";
      const parts = String(item.description).split(" · ");
      const words = parts.filter((part) => !timeInState.test(part));
      return { text: [`[${icon}]`, labelOf(item), ...words].join(" "), node, item };
    }),
  );
}

/** The label of a row, without what is highlighted in it. */
export function labelOf({ label }: vscode.TreeItem): string {
  return typeof label === "string" ? label : (label?.label ?? "");
}

/** The view as text. */
export async function treeText(api: EngagementDeskApi): Promise<string[]> {
  return (await rows(api)).map(({ text }) => text);
}

/** The node of an engagement. */
export async function nodeOf(api: EngagementDeskApi, label: string): Promise<unknown> {
  const row = (await rows(api)).find(({ item }) => item.label === label);
  assert.ok(row, `no row ${label}`);
  return row.node;
}

/** Waits for the row that menus know by that state. */
export async function rowIn(api: EngagementDeskApi, state: string): Promise<Row> {
  const find = async () =>
    (await rows(api)).find(({ item }) => item.contextValue?.startsWith(`engagement.${state}`));
  await until(`an engagement that is ${state}`, async () => (await find()) !== undefined);
  const row = await find();
  assert.ok(row);
  return row;
}

/** Concludes and releases engagements, so that no slot is taken. */
export async function finish(api: EngagementDeskApi, ids: readonly string[]): Promise<void> {
  const nodes = await Promise.all(ids.map((id) => nodeOf(api, id)));
  await run("concludeEngagement", nodes[0], nodes);
  await run("releaseEngagement", nodes[0], nodes);
}

/** Runs a command that asks, and takes what each question proposes, as Enter does. */
export async function runTakingDefaults(command: string): Promise<void> {
  let isDone = false;
  const done = Promise.resolve(run(command)).finally(() => {
    isDone = true;
  });
  const answered = until(`the end of ${command}`, async () => {
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    return isDone;
  });
  await Promise.all([done, answered]);
}

/** Sets a user setting until the end of the run. */
export async function setSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration("engagementDesk")
    .update(name, value, vscode.ConfigurationTarget.Global);
}

/** A command of the extension. */
export function run(command: string, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`engagementDesk.${command}`, ...args);
}

/** Whether a tab with that label is open. */
export function hasTab(label: string): boolean {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some((tab) => tab.label === label);
}
