import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { repo } from "../host/paths";
import { packagedVsix } from "./drivers/packagedVsix";

const vsce = join(repo, "node_modules", "@vscode", "vsce", "vsce");

describe("the packaged extension", () => {
  it("holds what it needs and nothing else", async () => {
    await packagedVsix();
    const listed = execFileSync(process.execPath, [vsce, "ls", "--no-dependencies"], {
      cwd: repo,
      encoding: "utf8",
    });
    const files = listed.trim().split("\n");
    assert.deepEqual(files.map((file) => file.replace(/codicon-\w+\.ttf/, "codicon.ttf")).sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "THIRD-PARTY-NOTICES.md",
      "dist/extension.cjs",
      "dist/simulator.cjs",
      "dist/webview/codicon.ttf",
      "dist/webview/main.js",
      "dist/webview/page.css",
      "media/activity.svg",
      "media/icon.png",
      "media/panel-dark.svg",
      "media/panel-light.svg",
      "package.json",
    ]);
  });

  it("is not larger than 250 KB", async () => {
    const { size } = statSync(await packagedVsix());
    assert.ok(size <= 250 * 1024, `${size} bytes`);
  });
});
