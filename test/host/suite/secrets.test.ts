import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { activatedDesk, run, setSetting } from "./desk";

/** The session id of every simulator; see SimulatorOptions. */
const sessionId = "node0simulator00000000000001";

describe("the session id", () => {
  before(async () => {
    await setSetting("confirmConclude", "never");
    await activatedDesk();
    await run("startSimulator");
    await run("concludeEngagement", "1000");
    await run("concludeEngagement", "4711");
    await run("showLog");
  });

  after(async () => {
    await run("stopSimulator");
    await setSetting("confirmConclude", undefined);
  });

  it("is in no file that VS Code or the extension wrote", async () => {
    const root = dirname(process.env["HOST_TEST_RESULTS"] ?? "");
    // What proves the search: the site's name was written, to the log for one.
    const search = (text: string): string[] => filesWith(root, text);
    await vscode.workspace.saveAll();
    assert.deepEqual(search(sessionId), []);
    assert.deepEqual(search(Buffer.from(sessionId).toString("base64").replace(/=+$/, "")), []);
    assert.notDeepEqual(search("concludeChat"), []);
  });
});

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
