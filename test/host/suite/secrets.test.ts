import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { filesWith } from "../textSearch";
import { activatedDesk, run, setSetting, until } from "./desk";

/** The session id of every simulator; see SimulatorOptions. */
const sessionId = "node0simulator00000000000001";

/** In the answer that the panel showed, which the window's Memento keeps; nowhere else as a person would write it. */
const remembered = "chatConcludeEngagementResult";

describe("the session id", () => {
  before(async () => {
    await setSetting("confirmConclude", "never");
    await activatedDesk();
    await run("startSimulator");
    await run("concludeEngagement", "4711");
    await run("concludeEngagement", "1000");
    await run("showLog");
  });

  after(async () => {
    await run("stopSimulator");
    await setSetting("confirmConclude", undefined);
  });

  it("is in no file that VS Code or the extension wrote", async () => {
    // All that this VS Code writes is below it: settings, logs, state, the browser of a server build.
    const root = dirname(process.env["HOST_TEST_RESULTS"] ?? "");
    await vscode.workspace.saveAll();
    // What the search must find: the log of the calls, and what a Memento keeps, which is written a while later.
    await until("the log", () => filesWith(root, "concludeChat 1000 at").length > 0);
    await until("the state", () => filesWith(root, remembered).length > 0);
    assert.deepEqual(filesWith(root, sessionId), []);
  });
});
