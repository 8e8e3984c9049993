import assert from "node:assert/strict";
import { dirname } from "node:path";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { jwtOf } from "../../../src/simulator/accounts";
import { filesWith } from "../textSearch";
import { activatedDesk, finish, nodeOf, run, setSetting, until } from "./desk";

/** What every simulator has and gives; see SimulatorOptions. Each is searched for as it is, and in Base64. */
const secrets = {
  "the session that is ready": "node0simulator00000000000001",
  "the session of the sign-in": "node0simulator00000000000002",
  "the token of the sign-in": jwtOf({ sub: "12", jti: "1" }),
  // The password is a common word, so it is looked for as it is sent and as it is kept.
  "the password, as it is sent": "agent:simulator",
  "the password, as it is kept": '"password":"simulator"',
} as const;

/** In the answer that the panel showed, which the window's Memento keeps; nowhere else as a person would write it. */
const remembered = "chatConcludeEngagementResult";

describe("a secret", () => {
  // All that this VS Code writes is below it: settings, logs, state, the browser of a server build.
  const root = dirname(process.env["HOST_TEST_RESULTS"] ?? "");

  before(async () => {
    await setSetting("confirmConclude", "never");
    await setSetting("releaseAfterConclude", "never");
    const api = (await activatedDesk()).exports;
    await run("startSimulator");
    await run("concludeEngagement", "4711");
    await finish(api, ["1001", "1002", "1003", "1004"]);
    await run("concludeEngagement", "1000");
    await run("releaseEngagement", await nodeOf(api, "1000"));
    await run("logOff");
    await run("signIn");
    await run("showSessionTimeline");
    await run("showLog");
    await vscode.workspace.saveAll();
    // What the search must find: the log of the calls, and what a Memento keeps, which is written a while later.
    for (const text of ["concludeChat 1000 at", "createAutomatedAgentSession at", remembered]) {
      await until(`${text} in a file`, () => filesWith(root, text).length > 0);
    }
  });

  after(async () => {
    await run("stopSimulator");
    await setSetting("releaseAfterConclude", undefined);
    await setSetting("confirmConclude", undefined);
  });

  for (const [what, text] of Object.entries(secrets)) {
    it(`is in no file that VS Code or the extension wrote: ${what}`, () => {
      assert.deepEqual(filesWith(root, text), []);
    });
  }
});
