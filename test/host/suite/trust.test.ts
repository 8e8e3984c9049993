import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { activatedDesk } from "./desk";

describe("a workspace", () => {
  for (const name of ["confirmConclude", "requestTimeout", "simulator.startWithWindow"]) {
    it(`cannot change the setting ${name}`, async () => {
      await activatedDesk();
      const configuration = vscode.workspace.getConfiguration("engagementDesk");
      const before = configuration.get(name);
      await assert.rejects(
        async () => configuration.update(name, "never", vscode.ConfigurationTarget.Workspace),
        /only into User settings/,
      );
      assert.equal(vscode.workspace.getConfiguration("engagementDesk").get(name), before);
    });
  }
});
