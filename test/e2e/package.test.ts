import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { repo } from "../host/paths";
import { webview } from "./drivers/editors";
import { toastMessage } from "./drivers/messages";
import { packagedVsix } from "./drivers/packagedVsix";
import { runCommand } from "./drivers/palette";
import { quickPickRow } from "./drivers/quickInput";
import { takeScreenshot } from "./drivers/screenshots";
import { openWorkbench } from "./drivers/workbench";

const vsce = join(repo, "node_modules", "@vscode", "vsce", "vsce");

describe("the packaged extension", () => {
  it("holds what it needs and nothing else", async () => {
    await packagedVsix();
    const listed = execFileSync(
      process.execPath,
      [vsce, "ls", "--no-dependencies", "--readme-path", "dist/README.md"],
      {
        cwd: repo,
        encoding: "utf8",
      },
    );
    const files = listed.trim().split("\n");
    const parts = files.filter((file) => file.startsWith("dist/parts/"));
    assert.deepEqual(
      parts.filter((file) => !/^dist\/parts\/[\w-]+\.cjs$/.test(file)),
      [],
    );
    for (const name of ["engagements", "exploring", "importCommand", "sessions", "simulator"]) {
      assert.ok(
        parts.some((file) => file.startsWith(`dist/parts/${name}-`)),
        name,
      );
    }
    const others = files.filter((file) => !parts.includes(file));
    assert.deepEqual(others.map((file) => file.replace(/codicon-\w+\.ttf/, "codicon.ttf")).sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "THIRD-PARTY-NOTICES.md",
      "dist/README.md",
      "dist/extension.cjs",
      "dist/reading.cjs",
      "dist/webview/codicon.ttf",
      "dist/webview/main.js",
      "dist/webview/page.css",
      "dist/webview/timeline.css",
      "dist/webview/timeline.js",
      "media/activity.svg",
      "media/icon.png",
      "media/panel-dark.svg",
      "media/panel-light.svg",
      "package.json",
    ]);
  });

  it("has a README that needs no other file: VS Code shows none of the extension's", async () => {
    await packagedVsix();
    const readme = readFileSync(join(repo, "dist", "README.md"), "utf8");
    assert.match(readme, /^# Engagement Desk/);
    const targets = [...readme.matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
    assert.deepEqual(
      targets.filter((target) => !target.startsWith("https:")),
      [],
    );
  });

  it("shows the README on its page in VS Code, with no picture missing", async () => {
    const workbench = await openWorkbench();
    try {
      const { page } = workbench;
      await runCommand(page, "Extensions: Show Installed Extensions");
      await page.locator(".extension-list-item", { hasText: "Engagement Desk" }).first().click();
      await webview(page).locator("h2", { hasText: "What is stored where" }).waitFor();
      assert.equal(await webview(page).locator("img").count(), 0);
      await takeScreenshot(page, "extension page");
    } finally {
      await workbench.close();
    }
  });

  it("says so where a file of it is gone, and goes on once it is back", async () => {
    const workbench = await openWorkbench();
    try {
      const { page, server } = workbench;
      const [part] = readdirSync(server.root, { recursive: true, encoding: "utf8" })
        .filter((path) => /engagement-desk.*parts.importCommand-\w+\.cjs$/.test(path))
        .map((path) => join(server.root, path));
      assert.ok(part);
      renameSync(part, `${part}.gone`);
      await runCommand(page, "Engagement Desk: Import Request…");
      const told = await toastMessage(page, "could not be loaded");
      assert.equal(
        told,
        "A part of Engagement Desk could not be loaded, so what was asked for is not done. Reload the window; if it happens again, reinstall the extension.",
      );
      renameSync(`${part}.gone`, part);
      await runCommand(page, "Engagement Desk: Import Request…");
      await quickPickRow(page, "From the Clipboard").waitFor();
    } finally {
      await workbench.close();
    }
  });

  it("is not larger than 250 KB", async () => {
    const { size } = statSync(await packagedVsix());
    assert.ok(size <= 250 * 1024, `${size} bytes`);
  });
});
