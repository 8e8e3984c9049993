import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import { readCertificate, type CertificateFacts } from "../../../src/chat/certificate";
import type { ClientCertificateReference } from "../../../src/profiles/clientCertificateReferences";
import type { Profile } from "../../../src/profiles/profile";
import type { SetAside } from "../../../src/profiles/storage";
import { ProfileCertificates } from "../../../src/session/profileCertificates";
import { FakeMemento } from "../../fakes/memento";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { pfxOf } from "../../fixtures/tls/pfx";
import { rootAuthority, type SelfSigned } from "../../fixtures/tls/selfSigned";

const [chat, site] = ["https://chat.example.com", "https://site.example.com"];
const profile: Profile = { ...someProfile, signIn: { siteOrigin: site, userName: "ada" } };

function setup() {
  const global = new FakeMemento();
  const secrets = new FakeSecretStorage();
  const setAside: SetAside[] = [];
  const parts = { global, secrets, onSetAside: (what: SetAside) => setAside.push(what) };
  const certificates = new ProfileCertificates(parts);
  return { global, secrets, setAside, certificates, again: () => new ProfileCertificates(parts) };
}

function factsOf({ cert }: SelfSigned): CertificateFacts {
  const facts = readCertificate(cert);
  assert.ok(facts);
  return facts;
}

/** Runs a test with a folder of its own. */
async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  try {
    await test(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the authorities that a profile trusts", () => {
  it("are used for the addresses they were trusted for, by every window, and by no other profile", async () => {
    const { certificates, again } = setup();
    const root = rootAuthority();
    await certificates.authorities.trust("p1", factsOf(root), [chat, site]);
    for (const { tlsFor } of [certificates, again()]) {
      assert.deepEqual(await tlsFor("p1", chat), { authorities: [root.cert] });
      assert.deepEqual(await tlsFor("p1", site), { authorities: [root.cert] });
      assert.equal(await tlsFor("p1", "https://chat.example.com:8443"), undefined);
      assert.equal(await tlsFor("p2", chat), undefined);
    }
  });

  it("are one entry each, whose addresses add up", async () => {
    const { certificates } = setup();
    const [one, other] = [rootAuthority("One"), rootAuthority("Other")];
    await certificates.authorities.trust("p1", factsOf(one), [chat]);
    await certificates.authorities.trust("p1", factsOf(other), [chat]);
    await certificates.authorities.trust("p1", factsOf(one), [site]);
    const kept = certificates.authorities.get("p1") ?? [];
    assert.deepEqual(
      kept.map(({ certificate: { subject }, origins }) => [subject, origins]),
      [
        ["CN=Other", [chat]],
        ["CN=One", [chat, site]],
      ],
    );
  });

  it("are forgotten for an address that the profile has no more, and kept for the other", async () => {
    const { certificates } = setup();
    await certificates.authorities.trust("p1", factsOf(rootAuthority()), [chat, site]);
    assert.equal(await certificates.keepOnlyFor(profile), false);
    const moved = { ...profile, origin: "https://elsewhere.example.com" };
    assert.equal(await certificates.keepOnlyFor(moved), true);
    assert.equal(await certificates.tlsFor("p1", chat), undefined);
    assert.equal(await certificates.tlsFor("p1", moved.origin), undefined);
    assert.ok(await certificates.tlsFor("p1", site));
  });

  it("are gone with the last address, and with the profile", async () => {
    const { certificates, global } = setup();
    await certificates.authorities.trust("p1", factsOf(rootAuthority()), [chat]);
    await certificates.keepOnlyFor({ ...someProfile, origin: "https://elsewhere.example.com" });
    assert.deepEqual(global.keys(), []);
    await certificates.authorities.trust("p1", factsOf(rootAuthority()), [chat]);
    await certificates.remove("p1");
    assert.deepEqual(global.keys(), []);
  });

  it("that cannot be read are trusted by nobody and set aside, and those of no profile are removed", async () => {
    const { certificates, global, setAside } = setup();
    const { cert } = rootAuthority();
    const spoiled: readonly unknown[] = [
      "text",
      [],
      [{ pem: "no certificate", origins: [chat] }],
      [{ pem: cert, origins: [] }],
      [{ pem: cert, origins: ["http://chat.example.com/path"] }],
      [{ pem: cert }],
    ];
    for (const [index, value] of spoiled.entries()) {
      await global.update(`authorities/p${index}`, value);
      assert.equal(await certificates.tlsFor(`p${index}`, chat), undefined);
    }
    await certificates.authorities.trust("stray", factsOf(rootAuthority()), [chat]);
    await certificates.tidy((id) => id !== "stray");
    assert.equal(setAside.length, spoiled.length);
    assert.ok(global.keys().every((key) => key.startsWith("setAside/authorities/p")));
    assert.equal(global.keys().length, spoiled.length);
  });
});

describe("the client certificate of a profile", () => {
  const pem = (folder: string): ClientCertificateReference => {
    const { cert, key } = rootAuthority().issue();
    const files = { cert: join(folder, "agent.crt"), key: join(folder, "agent.key") };
    writeFileSync(files.cert, cert);
    writeFileSync(files.key, key);
    return { files, origins: [chat] };
  };

  it("is read from its files for each connection, and its text kept nowhere", () =>
    inFolder(async (folder) => {
      const { certificates, global, secrets } = setup();
      const reference = pem(folder);
      await certificates.setClientCertificate("p1", reference, undefined);
      const first = await certificates.tlsFor("p1", chat);
      assert.match(first?.clientCertificate?.key ?? "", /PRIVATE KEY/);
      pem(folder);
      const second = await certificates.tlsFor("p1", chat);
      assert.notEqual(second?.clientCertificate?.key, first?.clientCertificate?.key);
      assert.equal(second?.problem, undefined);
      assert.equal(await certificates.tlsFor("p1", site), undefined);
      assert.equal(await certificates.tlsFor("p2", chat), undefined);
      assert.ok(![...global.values.values()].join("").includes("-----BEGIN"));
      assert.equal(secrets.values.size, 0);
    }));

  it("has its passphrase in the secret storage only, and for its own file only", () =>
    inFolder(async (folder) => {
      const { certificates, global, secrets } = setup();
      const pfx = join(folder, "agent.pfx");
      writeFileSync(pfx, pfxOf(rootAuthority().issue(), "Correct horse"));
      const reference = { files: { pfx }, origins: [chat] };
      await certificates.setClientCertificate("p1", reference, "Correct horse");
      const tls = await certificates.tlsFor("p1", chat);
      assert.equal(tls?.problem, undefined);
      assert.equal(tls?.clientCertificate?.passphrase, "Correct horse");
      assert.ok(![...global.values.values()].join("").includes("Correct horse"));
      assert.deepEqual([...secrets.values.keys()], ["passphrase/p1"]);
      const copy = join(folder, "copy.pfx");
      writeFileSync(copy, pfxOf(rootAuthority().issue(), "Correct horse"));
      await certificates.references.change("p1", () => ({ files: { pfx: copy }, origins: [chat] }));
      assert.deepEqual(await certificates.tlsFor("p1", chat), { problem: "passphrase" });
    }));

  it("that cannot be used is a problem, told by what is wrong", () =>
    inFolder(async (folder) => {
      const { certificates } = setup();
      const pfx = join(folder, "agent.pfx");
      const set = (files: ClientCertificateReference["files"], passphrase?: string) =>
        certificates.setClientCertificate("p1", { files, origins: [chat] }, passphrase);
      const problem = async () => (await certificates.tlsFor("p1", chat))?.problem;
      await set({ pfx });
      assert.equal(await problem(), "missingFile");
      await set({ pfx: folder });
      assert.equal(await problem(), "unreadableFile");
      writeFileSync(pfx, pfxOf(rootAuthority().issue(), "right"));
      await set({ pfx }, "wrong");
      assert.equal(await problem(), "passphrase");
      await set({ pfx }, "right");
      assert.equal(await problem(), undefined);
      writeFileSync(pfx, "nothing of the kind");
      assert.equal(await problem(), "format");
      const { files } = pem(folder);
      assert.ok("cert" in files);
      writeFileSync(files.key, rootAuthority().key);
      await set(files);
      assert.equal(await problem(), "otherKey");
    }));

  it("is forgotten with its passphrase when the address changes, and with the profile", () =>
    inFolder(async (folder) => {
      const { certificates, global, secrets } = setup();
      const reference = pem(folder);
      await certificates.setClientCertificate("p1", reference, "x");
      const moved = { ...someProfile, origin: "https://elsewhere.example.com" };
      assert.equal(await certificates.keepOnlyFor(moved), true);
      assert.deepEqual([global.keys(), secrets.values.size], [[], 0]);
      await certificates.setClientCertificate("p1", reference, "x");
      await certificates.remove("p1");
      assert.deepEqual([global.keys(), secrets.values.size], [[], 0]);
    }));

  it("whose reference cannot be read is shown to nobody, and set aside", async () => {
    const { certificates, global, setAside } = setup();
    const spoiled: readonly unknown[] = [
      { files: {}, origins: [chat] },
      { files: { pfx: "/a", cert: "/b", key: "/c" }, origins: [chat] },
      { files: { cert: "/b" }, origins: [chat] },
      { files: { pfx: "/a" }, origins: "all" },
    ];
    for (const [index, value] of spoiled.entries()) {
      await global.update(`clientCertificate/p${index}`, value);
      assert.equal(await certificates.tlsFor(`p${index}`, chat), undefined);
    }
    await certificates.tidy(() => true);
    assert.equal(setAside.length, spoiled.length);
  });
});
