import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Page } from "playwright-core";
import { startSimulator, type Simulator } from "../../src/simulator/simulator";
import { pfxOf } from "../fixtures/tls/pfx";
import { startProxy, type Proxy } from "../fixtures/tls/proxy";
import { startSecureFront, type SecureFront } from "../fixtures/tls/secureFront";
import { rootAuthority } from "../fixtures/tls/selfSigned";
import { filesWith } from "../host/textSearch";
import { writeSettings } from "../host/settings";
import { makeRoot } from "../host/vscodeServer";
import { statusBarItem } from "./drivers/editors";
import {
  modalText,
  pressInModal,
  pressInToast,
  toast,
  toastButtons,
  toastMessage,
} from "./drivers/messages";
import { runCommand } from "./drivers/palette";
import { answerQuickInput, pickOne, quickPickRow, waitForQuickInput } from "./drivers/quickInput";
import { keepScreenshotsOfFailures, takeScreenshot } from "./drivers/screenshots";
import { openContainer, treeRow, treeRowTooltip } from "./drivers/sideBar";
import { globallyStored, secretsLength } from "./drivers/storage";
import { openWorkbench, type Workbench } from "./drivers/workbench";
import { untilHeadline } from "./panel";
import { addProfile } from "./profileSteps";
import { until } from "./until";

const site = "acme_241100_sql_001h";
const sessionId = "node0secureTest4711pid42";
const passphrase = "Correct:Horse-Battery9";

/** Names that only the proxy knows, as behind a company's: nothing can reach them around it. */
const hosts = {
  chat: "chat.acme.test",
  expired: "expired.acme.test",
  other: "other.acme.test",
  closed: "closed.acme.test",
};

describe("certificates, through a proxy that VS Code has been told to use", () => {
  const root = rootAuthority("Acme Test Root");
  const intermediate = root.authority("Acme Test Issuing");
  let simulator: Simulator;
  let fronts: readonly SecureFront[];
  let proxy: Proxy;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    simulator = await startSimulator({ site, sessionId, holdMs: 2000 });
    const chained = (host: string, validTo?: Date) => {
      const { cert, key } = intermediate.issue({ host, name: host, ...(validTo && { validTo }) });
      return { key, cert: cert + intermediate.cert };
    };
    const chat = await startSecureFront(simulator, chained(hosts.chat));
    const expired = await startSecureFront(
      simulator,
      chained(hosts.expired, new Date(Date.now() - 60_000)),
    );
    const closed = await startSecureFront(simulator, {
      ...chained(hosts.closed),
      ...{ ca: root.cert, requestCert: true },
    });
    fronts = [chat, expired, closed];
    const ports: Readonly<Record<string, number>> = {
      [hosts.chat]: chat.port,
      [hosts.expired]: expired.port,
      [hosts.other]: chat.port,
      [hosts.closed]: closed.port,
    };
    proxy = await startProxy((target) => `127.0.0.1:${ports[target.split(":")[0] ?? ""] ?? 9}`);
    const folder = makeRoot();
    const settings = { "http.proxy": proxy.url };
    // A server build takes some settings, that of the proxy among them, from those of the machine only.
    writeSettings(join(folder, "user-data", "Machine", "settings.json"), settings);
    workbench = await openWorkbench({ root: folder, settings });
    ({ page } = workbench);
    await openContainer(page, "Engagement Desk");
  });

  after(async () => {
    await workbench.close();
    rmSync(workbench.server.root, { recursive: true, force: true, maxRetries: 5 });
    await proxy.close();
    await Promise.all(fronts.map((front) => front.close()));
    await simulator.close();
  });

  keepScreenshotsOfFailures(() => page);

  /** Adds a profile for a host, and selects it. */
  const add = (name: string, host: string) =>
    addProfile(page, {
      ...{ name, site, sessionId, pool: "297:1", accountId: "12", kind: "Test site" },
      origin: `https://${host}`,
    });

  /** Concludes an engagement that is none: what matters is whether the server gets to say so. */
  const conclude = async (id: string, isListed = false) => {
    await runCommand(page, "Notifications: Clear All Notifications");
    await runCommand(page, "Engagement Desk: Conclude Engagement");
    await waitForQuickInput(page, "Engagement");
    await (isListed ? pickOne(page, id) : answerQuickInput(page, id));
    await pressInModal(page, "Conclude");
  };

  it("refuses a server whose authority nobody knows, and offers to trust it", async () => {
    await add("Acme", hosts.chat);
    await conclude("4711");
    await untilHeadline(
      page,
      "Could not conclude engagement 4711: the server's certificate is not trusted",
    );
    const text = "the server's certificate is not trusted";
    assert.deepEqual(await toastButtons(page, text), ["Trust This Certificate Authority…"]);
    assert.equal(simulator.requests.length, 0);
    assert.ok(proxy.targets.includes(`${hosts.chat}:443`), proxy.targets.join());
    await takeScreenshot(page, "untrusted certificate");
  });

  it("shows whom it would trust, for what, before it does", async () => {
    await pressInToast(
      page,
      "the server's certificate is not trusted",
      "Trust This Certificate Authority…",
    );
    const question = await modalText(page);
    await takeScreenshot(page, "trust certificate authority");
    assert.match(question, /^Trust this certificate authority for “Acme”\?/);
    for (const line of [
      "Subject: CN=Acme Test Issuing",
      "Issuer: CN=Acme Test Root",
      `SHA-256 fingerprint: ${new X509Certificate(intermediate.cert).fingerprint256}`,
      `It vouches for: CN=${hosts.chat}`,
      "Profile: Acme",
      `For: https://${hosts.chat}`,
    ]) {
      assert.ok(question.includes(line), `${line} in ${question}`);
    }
    assert.equal(simulator.requests.length, 0);
    await pressInModal(page, "Cancel");
    assert.ok(!(await globallyStored(workbench)).includes("BEGIN CERTIFICATE"));
  });

  it("calls the server once its authority is trusted", async () => {
    await runCommand(page, "Engagement Desk: Trust This Certificate Authority…");
    await modalText(page);
    await pressInModal(page, "Trust Authority");
    await toast(page, "“Acme” trusts CN=Acme Test Issuing").waitFor();
    await statusBarItem(page, "Acme: polling").waitFor({ timeout: 120_000 });
    await conclude("4711", true);
    await until("the server got the request", () =>
      Promise.resolve(
        simulator.requests.some(
          ({ operation, body }) => operation === "concludeChat" && body.includes("4711"),
        ),
      ),
    );
  });

  it("shows in the tooltip of the profile whom it trusts", async () => {
    const heading = page.locator(".sidebar .pane-header", { hasText: "Profiles" });
    await heading.click();
    await treeRow(page, "Acme").waitFor();
    assert.match(await treeRowTooltip(page, "Acme"), /trusts CN=Acme Test Issuing, valid to/);
    await heading.click();
  });

  it("still refuses an expired certificate, and one of another host, and offers no trust", async () => {
    for (const [name, host, headline] of [
      ["Expired", hosts.expired, "the server's certificate has expired"],
      ["Other", hosts.other, "the server's certificate is another host's"],
    ] as const) {
      const before = simulator.requests.length;
      await add(name, host);
      // Of another profile: its authority is unknown there, though the same.
      await runCommand(page, "Engagement Desk: Trust This Certificate Authority…");
      const message = await toastMessage(page, "No authority was offered to be trusted");
      assert.ok(message.includes(headline), message);
      assert.ok(
        simulator.requests
          .slice(before)
          .every(({ headers }) => headers.every(([, value]) => value !== host)),
      );
    }
  });

  it("shows a client certificate to a server that wants one, and keeps its passphrase to itself", async () => {
    const file = join(workbench.folder, "agent.pfx");
    writeFileSync(file, pfxOf(root.issue({ name: "Agent desk" }), passphrase));
    await add("Closed", hosts.closed);
    await runCommand(page, "Engagement Desk: Trust This Certificate Authority…");
    await modalText(page);
    await pressInModal(page, "Trust Authority");
    await conclude("4713");
    await untilHeadline(
      page,
      "Could not conclude engagement 4713: the server wants a certificate of yours",
    );
    const before = await secretsLength(page);
    await pressInToast(page, "the server wants a certificate of yours", "Set Client Certificate…");
    await waitForQuickInput(page, "Client Certificate");
    // A folder that is still being read puts its own path into the field.
    await quickPickRow(page, "agent.pfx").waitFor();
    await answerQuickInput(page, file);
    await waitForQuickInput(page, "Passphrase of agent.pfx");
    await answerQuickInput(page, "wrong");
    await waitForQuickInput(page, "That passphrase does not open it");
    await answerQuickInput(page, passphrase);
    await toast(page, "“Closed” shows agent.pfx").waitFor();
    await conclude("4713", true);
    await until("the certificate was shown", () =>
      Promise.resolve(fronts.at(-1)?.clients.includes("Agent desk") === true),
    );
    await until("the passphrase is in the secret storage", async () => {
      return (await secretsLength(page)) > before;
    });
    assert.deepEqual(filesWith(workbench.server.root, passphrase), []);
  });

  it("forgets whom it trusted when told to", async () => {
    await runCommand(page, "Engagement Desk: Switch Profile…");
    await pickOne(page, "Acme");
    await runCommand(page, "Engagement Desk: Forget Trusted Certificate Authorities…");
    const question = await modalText(page);
    assert.match(question, /CN=Acme Test Issuing/);
    await takeScreenshot(page, "forget certificate authorities");
    await pressInModal(page, "Forget");
    await conclude("4711", true);
    await untilHeadline(
      page,
      "Could not conclude engagement 4711: the server's certificate is not trusted",
    );
  });
});
