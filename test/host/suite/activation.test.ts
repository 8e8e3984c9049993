import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { activatedDesk } from "./desk";

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe("activation", () => {
  it("succeeds in this VS Code", async () => {
    const extension = await activatedDesk();
    assert.equal(extension.isActive, true);
  });

  it("registers the commands of the manifest, and no others", async () => {
    const manifest = (await activatedDesk()).packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    const registered = (await vscode.commands.getCommands(true)).filter(
      (command) =>
        command.startsWith("engagementDesk.") &&
        // VS Code makes these for every view.
        !/^engagementDesk\.(?:engagements|exchanges|profiles)\./.test(command),
    );
    assert.deepEqual(registered.sort(), [...declared].sort());
  });
});
