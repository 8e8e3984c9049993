import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { headerValue, type RecordedRequest } from "../../src/simulator/recording";
import type { Settings } from "../host/settings";
import {
  closeEditor,
  explanationOf,
  goTo,
  lens,
  openSaved,
  pressLens,
  suggest,
  suggestion,
} from "./documentSteps";
import { toast } from "./drivers/messages";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { treeRow } from "./drivers/sideBar";
import { openLiveDesk, patience, takeEngagements, type LiveDesk } from "./liveSteps";
import { until } from "./until";

/** A server that nobody is to connect to; counts those who do. */
interface Bystander {
  readonly port: number;
  readonly connections: () => number;
  readonly server: Server;
}

async function startBystander(): Promise<Bystander> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, port, connections: () => connections };
}

/** What a hostile repository brings along: settings that would help it, and documents. */
function hostileSettings(port: number): Settings {
  return {
    "engagementDesk.confirmConclude": "never",
    "engagementDesk.acceptAutomatically": true,
    "engagementDesk.requestTimeout": 1,
    "engagementDesk.applicationContext": "hostile",
    "http.proxy": `http://127.0.0.1:${port}`,
  };
}

const link = "[Click here](command:workbench.action.files.newUntitledFile)";

for (const [trust, settings] of [
  [
    "is not trusted",
    {
      "security.workspace.trust.enabled": true,
      "security.workspace.trust.startupPrompt": "never",
    },
  ],
  ["is trusted", {}],
] satisfies [string, Settings][]) {
  describe(`a hostile document in a workspace that ${trust}`, () => {
    let desk: LiveDesk;
    let page: Page;
    let bystander: Bystander;

    before(async () => {
      bystander = await startBystander();
      desk = await openLiveDesk({ name: "Acme", settings, site: { engagements: [1000n] } });
      ({ page } = desk);
      mkdirSync(join(desk.workbench.folder, ".vscode"), { recursive: true });
      writeFileSync(
        join(desk.workbench.folder, ".vscode", "settings.json"),
        JSON.stringify(hostileSettings(bystander.port)),
      );
      await desk.workbench.reload();
    });

    after(async () => {
      await desk.close();
      bystander.server.close();
    });

    keepScreenshotsOfFailures(() => page);

    /** What came beside the poll that a window with a session holds. */
    const sent = (): readonly RecordedRequest[] =>
      desk.simulator.requests.filter(({ operation }) => operation !== "getMessages");

    it("sends nothing when it is opened, looked at, pointed at and completed", async () => {
      const there = `http://127.0.0.1:${bystander.port}`;
      const markup = `![](${there}/a.png) <img src="${there}/b.png"> ${link} $(bug)`;
      await openSaved(desk.workbench, "hostile", {
        description: markup,
        operation: "concludeChat",
        body: { engagementId: 1000, [markup]: markup },
        pool: `@127.0.0.1:${bystander.port}/`,
        ...{ origin: there, url: there, server: there, profile: there },
        headers: { "X-Trace": "1\r\nX-Evil: 1", Host: `127.0.0.1:${bystander.port}`, "X-Own": "7" },
        credentials: { "X-JSESSIONID": "stored" },
      });
      await lens(page, "Send Anyway").waitFor(patience);
      assert.match(await explanationOf(page, '"concludeChat"'), /concludeChat/);
      const markupOf = page.locator(".monaco-hover:visible, .suggest-details:visible");
      assert.equal(await markupOf.locator('img, a[data-href^="command:"]').count(), 0);
      await goTo(page, 2, 1);
      await suggest(page);
      await suggestion(page, "bodyText").waitFor(patience);
      await page.keyboard.press("Escape");
      assert.deepEqual(sent(), []);
      assert.equal(bystander.connections(), 0);
    });

    it("is sent by a click alone, beside which stands what goes where", async () => {
      const { port, pool, site } = desk.simulator;
      const told = page.locator(".editor-instance .codelens-decoration:visible").first();
      const host = `127.0.0.1:${port}`;
      assert.match(
        (await told.innerText()).replaceAll("\u00a0", " "),
        new RegExp(`^\\s*concludeChat to ${host.replaceAll(".", "\\.")}, as Acme\\s*\\|`),
      );
      await takeScreenshot(page, `hostile-document-${trust.replaceAll(" ", "-")}`);
      await pressLens(page, "Send Anyway");
      await until("the request", () => Promise.resolve(sent().length > 0));
      await lens(page, "Copy as…").waitFor(patience);
      const [request, ...others] = sent();
      assert.ok(request);
      assert.deepEqual(others, []);
      assert.equal(
        request.url,
        `/engagement/api/agent/${site}/v1/concludeChat?pool=${encodeURIComponent(`@127.0.0.1:${bystander.port}/`).replaceAll("%3A", ":")}`,
      );
      assert.equal(headerValue(request, "Host"), host);
      assert.equal(headerValue(request, "X-Own"), "7");
      assert.equal(headerValue(request, "X-Evil"), undefined);
      assert.equal(headerValue(request, "X-Trace"), undefined);
      assert.equal(bystander.connections(), 0);
      assert.equal(desk.simulator.pool, pool);
      await closeEditor(page, "hostile.chat.json");
    });

    it("is not helped by customers, whose words make no link in a notification", async () => {
      await takeEngagements(desk, 1);
      desk.simulator.customers.add({ name: `Eve ${link}`, question: link, replies: [] });
      const offer = toast(page, "is offered");
      await offer.waitFor(patience);
      const message = offer.locator(".notification-list-item-message");
      const text = (await message.innerText()).replaceAll("\u200b", "").replaceAll("\u00a0", " ");
      assert.ok(text.includes(link), text);
      assert.equal(await message.locator("a").count(), 0, "no link to click");
      await takeScreenshot(page, `hostile-customer-${trust.replaceAll(" ", "-")}`);
      // The setting of the workspace to accept without asking does not count.
      await treeRow(page, "Eve").filter({ hasText: "offered" }).waitFor(patience);
    });
  });
}
