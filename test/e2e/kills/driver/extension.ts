import { connect } from "node:net";
import { createInterface } from "node:readline";
import * as vscode from "vscode";
import type { EngagementDeskApi } from "../../../../src/extension";
import type { Shown, ShownRow, Tasks } from "./tasks";

// The extension that does in an extension host what the test tells it, and says which process that is.

/** Connects to the test, whose port env KILLS_PORT names; the window's start does not wait for it. */
export function activate(context: vscode.ExtensionContext): void {
  const socket = connect(Number(process.env["KILLS_PORT"]), "127.0.0.1");
  context.subscriptions.push({
    dispose: () => {
      socket.destroy();
    },
  });
  socket.write(`${JSON.stringify({ pid: process.pid })}\n`);
  createInterface(socket).on("line", (line) => {
    const { id, task, args } = JSON.parse(line) as {
      id: number;
      task: keyof Tasks;
      args: never[];
    };
    const run = tasks[task] as (...given: never[]) => Promise<unknown>;
    run(...args).then(
      (value) => socket.write(`${JSON.stringify({ id, value })}\n`),
      (error: unknown) => socket.write(`${JSON.stringify({ id, error: String(error) })}\n`),
    );
  });
}

const tasks: Tasks = {
  look: async () => {
    const tree = deskApi()?.engagements;
    return tree && { rows: await rowsOf(tree), documents: documents() };
  },
  conclude: async (ids) => {
    const nodes = ((await deskApi()?.engagements.getChildren()) ?? []).filter((node) =>
      ids.includes(String((node as { readonly id?: bigint }).id)),
    );
    if (nodes.length !== ids.length) {
      throw new Error(`${nodes.length} of ${ids.length} engagements are in the tree`);
    }
    void vscode.commands.executeCommand("engagementDesk.concludeEngagement", nodes[0], nodes);
  },
  send: (path) => {
    void vscode.commands.executeCommand("engagementDesk.sendDocument", vscode.Uri.file(path));
    return Promise.resolve();
  },
  show: async (place) => {
    const document = await ("path" in place
      ? vscode.workspace.openTextDocument(vscode.Uri.file(place.path))
      : vscode.workspace.openTextDocument({ content: place.text }));
    const { end } = document.lineAt(0).range;
    await vscode.window.showTextDocument(document, {
      preview: false,
      selection: new vscode.Range(end, end),
    });
  },
};

async function rowsOf(tree: vscode.TreeDataProvider<unknown>): Promise<ShownRow[]> {
  const nodes = (await tree.getChildren()) ?? [];
  const items = nodes.map(async (node) => {
    const { contextValue = "" } = await tree.getTreeItem(node);
    const state = /^engagement\.(\w+)/.exec(contextValue)?.[1];
    const { id } = node as { readonly id?: bigint };
    return state === undefined || id === undefined ? [] : [{ id: id.toString(), state }];
  });
  return (await Promise.all(items)).flat();
}

function documents(): Shown["documents"] {
  return vscode.workspace.textDocuments.map((document) => ({
    uri: document.uri.toString(),
    text: document.getText(),
  }));
}

function deskApi(): EngagementDeskApi | undefined {
  const desk = vscode.extensions.getExtension<EngagementDeskApi>("engagement-desk.engagement-desk");
  return desk?.isActive === true ? desk.exports : undefined;
}
