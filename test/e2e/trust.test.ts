import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { modalText, pressInModal } from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import { openContainer, pressInlineAction, treeRow } from "./drivers/sideBar";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { untilHeadline } from "./panel";

describe("a workspace that is not trusted", () => {
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openWorkbench({
      settings: {
        "security.workspace.trust.enabled": true,
        "security.workspace.trust.startupPrompt": "never",
        "security.workspace.trust.banner": "always",
      },
    });
    ({ page } = workbench);
    // What a hostile repository would bring along.
    mkdirSync(join(workbench.folder, ".vscode"), { recursive: true });
    writeFileSync(
      join(workbench.folder, ".vscode", "settings.json"),
      JSON.stringify({
        "engagementDesk.confirmConclude": "never",
        "engagementDesk.simulator.startWithWindow": true,
      }),
    );
    await workbench.reload();
  });

  after(async () => {
    await workbench.close();
  });

  keepScreenshotsOfFailures(() => page);

  it("has the whole extension at work", async () => {
    await page
      .locator(".part.banner, .statusbar-item", { hasText: "Restricted Mode" })
      .first()
      .waitFor();
    await openContainer(page, "Engagement Desk");
    await runCommand(page, "Engagement Desk: Start Simulator");
    await treeRow(page, "1000").waitFor();
  });

  it("cannot switch the confirmation off", async () => {
    await pressInlineAction(page, "1000", "Conclude Engagement");
    assert.match(await modalText(page), /^Conclude engagement 1000\?/);
    await pressInModal(page, "Conclude");
    await untilHeadline(page, "Engagement 1000 is concluded");
  });
});
