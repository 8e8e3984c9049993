import { connect } from "node:net";
import { createInterface } from "node:readline";
import { performance } from "node:perf_hooks";
import { join, sep } from "node:path";
import { statSync } from "node:fs";
import * as vscode from "vscode";
import { bareLoop } from "./bare";
import { bulk, courseOf, drawTree, untilRows } from "./course";
import { concludes } from "./concludes";
import { idle, memory, watchTimers } from "./idle";
import type { Tasks } from "./tasks";

// The extension that measures from inside the extension host. It starts before every other one and holds the end of
// the start (for 10 s at most, as VS Code does) until it is told to go on.

/** Connects to the benchmark, whose port env BENCH_PORT names, and does what that asks. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const port = Number(process.env["BENCH_PORT"]);
  if (!port) {
    return;
  }
  let goOn: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const tasks: Tasks = {
    goOn: () => {
      goOn();
      return Promise.resolve();
    },
    activate: activateInOrder,
    loadedFrom: (id) => Promise.resolve(loadedFrom(id)),
    watchTimers: (id) => {
      watchTimers(folderOf(id));
      return Promise.resolve();
    },
    idle,
    memory,
    command: (id, args, settleMs) =>
      courseOf(async () => {
        await vscode.commands.executeCommand(id, ...args);
        await new Promise((resolve) => setTimeout(resolve, settleMs));
      }),
    concludes: (server, ids) => concludes(context, server, ids),
    untilRows,
    bulk,
    bareLoop,
    drawTree,
  };
  const socket = connect(port, "127.0.0.1");
  context.subscriptions.push({
    dispose: () => {
      socket.destroy();
    },
  });
  createInterface(socket).on("line", (line) => {
    const { id, task, args } = JSON.parse(line) as {
      id: number;
      task: keyof Tasks;
      args: never[];
    };
    const run = tasks[task] as (...given: never[]) => Promise<unknown>;
    run(...args).then(
      (value) => socket.write(`${JSON.stringify({ id, value })}\n`),
      (error: unknown) => {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        socket.write(`${JSON.stringify({ id, error: text })}\n`);
      },
    );
  });
  await gone;
}

async function activateInOrder(ids: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const id of ids) {
    const extension = extensionOf(id);
    const start = performance.now();
    await extension.activate();
    times.push(performance.now() - start);
    // What one extension left to be done is not the next one's to wait for.
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
}

function loadedFrom(id: string): { name: string; bytes: number }[] {
  const folder = folderOf(id) + sep;
  return Object.keys(require.cache)
    .filter((path) => path.startsWith(folder))
    .map((path) => ({ name: path.slice(folder.length), bytes: statSync(path).size }));
}

function folderOf(id: string): string {
  return join(extensionOf(id).extensionUri.fsPath);
}

function extensionOf(id: string): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) {
    throw new Error(`${id} is not installed`);
  }
  return extension;
}
