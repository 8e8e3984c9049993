import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { runCommand } from "./drivers/palette";
import { keepScreenshotsOfFailures } from "./drivers/screenshots";
import {
  acceptCustomer,
  concludeFromRow,
  openLiveDesk,
  patience,
  takeEngagements,
  type LiveDesk,
} from "./liveSteps";
import { panel, untilHeadline } from "./panel";

/** A success of more than 20 MB about an engagement. */
function largeBody(engagementId: bigint): string {
  const item = '{"id":9007199254740993,"big":1e400,"text":"Grüße aus Köln"}';
  const items = Array.from({ length: 20_500_000 / item.length }, () => item).join(",");
  return `{"chatConcludeEngagementResult":{"engagementId":${engagementId},"engagementIdString":"${engagementId}"},"chatSystemError":null,"clientSendTime":1,"serviceStartTime":5,"serviceFinishTime":5,"sessionId":"x","clientId":939,"sequenceNumber":2,"items":[${items}],"last":9223372036854775807}`;
}

describe("an answer of 20 MB in the workbench", () => {
  let desk: LiveDesk;

  before(async () => {
    desk = await openLiveDesk({ name: "Large" });
    await takeEngagements(desk, 1);
  });

  after(async () => {
    await desk.close();
  });

  keepScreenshotsOfFailures(() => desk.page);

  it("is read, shown with every digit, and searched", async () => {
    const { page, simulator } = desk;
    const id = await acceptCustomer(desk, "Ada");
    // The timeline, so that the panel is the only page.
    await runCommand(page, "View: Close All Editors");
    const headers = [["Content-Type", "application/json;charset=utf-8"]] as const;
    simulator.next("concludeChat", { kind: "raw", status: 200, headers, body: largeBody(id) });
    await concludeFromRow(page, "Ada");
    await untilHeadline(page, "is concluded");
    const body = panel(page).locator("[data-body=answer]");
    await body.locator(".row").first().waitFor(patience);
    // The rows of its beginning come first.
    await body.locator(".about", { hasText: /^2\d\.\d MB · JSON$/ }).waitFor(patience);
    const last = body.locator('.row[data-id="9"] .value');
    assert.equal(await last.innerText(), "9223372036854775807");
    await panel(page).locator("vscode-textfield input").fill("9223372036854775807");
    await panel(page).getByText("1 of 1", { exact: true }).waitFor(patience);
  });
});
