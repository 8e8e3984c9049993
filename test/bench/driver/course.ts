import * as vscode from "vscode";
import type { EngagementDeskApi } from "../../../src/extension";
import type { Course, TreeTimes } from "./tasks";

/** How often the host is asked whether it answers, in ms. */
const beatMs = 4;

/** Does something, and says what the host did meanwhile. */
export async function courseOf(work: () => Promise<unknown>): Promise<Course> {
  const blocks: number[] = [];
  const updates: number[] = [];
  const listening = deskApi()?.engagements.onDidChangeTreeData?.(() => {
    updates.push(performance.now());
  });
  let last = performance.now();
  const note = (): void => {
    const at = performance.now();
    blocks.push(at - last - beatMs);
    last = at;
  };
  const beat = setInterval(note, beatMs);
  const begunAt = Date.now();
  const start = performance.now();
  try {
    await work();
  } finally {
    note();
    clearInterval(beat);
    listening?.dispose();
  }
  const blocksMs = blocks.sort((one, other) => other - one).slice(0, 10);
  return {
    begunAt,
    lastedMs: performance.now() - start,
    longestBlockMs: Math.max(0, blocksMs[0] ?? 0),
    blocksMs,
    treeUpdates: updates.length,
    mostTreeUpdatesInASecond: Math.max(
      0,
      ...updates.map((from) => updates.filter((at) => at >= from && at < from + 1000).length),
    ),
  };
}

/** See {@link Tasks.untilRows}. */
export function untilRows(count: number): Promise<Course> {
  return courseOf(async () => {
    for (const end = Date.now() + 240_000; Date.now() < end;) {
      if (engagementNodes().length >= count) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    throw new Error(`the tree did not come to ${count} engagements in 240 s`);
  });
}

/** See {@link Tasks.bulk}. */
export async function bulk(ids: readonly string[]): Promise<Course> {
  const wanted = new Set(ids);
  const nodes = engagementNodes().filter(({ id }) => wanted.has(String(id)));
  if (nodes.length !== ids.length) {
    throw new Error(`${nodes.length} of ${ids.length} engagements are in the tree`);
  }
  const command = "engagementDesk.concludeEngagement";
  return courseOf(async () => {
    await vscode.commands.executeCommand(command, nodes[0], nodes);
  });
}

/** See {@link Tasks.drawTree}. */
export async function drawTree(rounds: number): Promise<TreeTimes> {
  const tree = deskApi()?.engagements;
  if (!tree) {
    throw new Error("the extension is not active");
  }
  const childrenMs: number[] = [];
  const itemsMs: number[] = [];
  let rows = 0;
  for (let round = 0; round < rounds; round += 1) {
    let start = performance.now();
    const nodes = (await tree.getChildren()) ?? [];
    childrenMs.push(performance.now() - start);
    start = performance.now();
    for (const node of nodes) {
      void tree.getTreeItem(node);
    }
    itemsMs.push(performance.now() - start);
    rows = nodes.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { childrenMs, itemsMs, rows };
}

/** The rows of engagements, those under a heading that nobody has opened included. */
function engagementNodes(parent?: unknown): { readonly id: bigint }[] {
  const nodes = deskApi()?.engagements.getChildren(parent) as readonly object[] | undefined;
  return (nodes ?? []).flatMap((node) => (isEngagement(node) ? [node] : engagementNodes(node)));
}

function isEngagement(node: object): node is { readonly id: bigint } {
  return "id" in node && typeof node.id === "bigint";
}

function deskApi(): EngagementDeskApi | undefined {
  const desk = vscode.extensions.getExtension<EngagementDeskApi>("engagement-desk.engagement-desk");
  return desk?.isActive === true ? desk.exports : undefined;
}
