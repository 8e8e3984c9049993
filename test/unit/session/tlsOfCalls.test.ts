import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createChatClient } from "../../../src/chat/client";
import { readCertificate } from "../../../src/chat/certificate";
import type { Profile } from "../../../src/profiles/profile";
import { AgentCalls } from "../../../src/session/agentCalls";
import { ProfileCertificates } from "../../../src/session/profileCertificates";
import { startSimulator, type Simulator } from "../../../src/simulator/simulator";
import { FakeMemento } from "../../fakes/memento";
import { someProfile } from "../../fakes/profiles";
import { fetch } from "../../fakes/realFetch";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { startSecureFront, type SecureFront } from "../../fixtures/tls/secureFront";
import { rootAuthority, type Authority } from "../../fixtures/tls/selfSigned";
import { password, signInAt } from "./signInSetup";

/** A site and its chat server, each behind TLS under an authority of its own. */
interface Secured {
  readonly simulator: Simulator;
  readonly site: SecureFront;
  readonly chat: SecureFront;
  readonly siteRoot: Authority;
  readonly chatRoot: Authority;
  readonly certificates: ProfileCertificates;
  /** Trusts an authority for addresses of a profile. */
  readonly trust: (profileId: string, root: Authority, origins: readonly string[]) => Promise<void>;
}

async function withSecured(test: (secured: Secured) => Promise<void>): Promise<void> {
  const target = { port: 0 };
  const [siteRoot, chatRoot] = [rootAuthority("Site root"), rootAuthority("Chat root")];
  const site = await startSecureFront(target, siteRoot.issue());
  const chat = await startSecureFront(target, chatRoot.issue());
  const simulator = await startSimulator({
    accounts: [{ userName: "ada", password, accountId: "12" }],
    ...{ sessionId: "node0tlsOfCalls42", settingsPort: chat.port, site: "acme_sql_001h" },
  });
  target.port = simulator.port;
  const certificates = new ProfileCertificates({
    ...{ global: new FakeMemento(), secrets: new FakeSecretStorage() },
    onSetAside: ({ key }) => {
      throw new Error(key);
    },
  });
  const trust: Secured["trust"] = async (profileId, { cert }, origins) => {
    const authority = readCertificate(cert);
    assert.ok(authority);
    await certificates.authorities.trust(profileId, authority, origins);
  };
  try {
    await test({ simulator, site, chat, siteRoot, chatRoot, certificates, trust });
  } finally {
    await Promise.all([site.close(), chat.close(), simulator.close()]);
  }
}

describe("signing in over TLS with authorities of one's own", () => {
  it("trusts at each address what was trusted for it, and stops where that is missing", () =>
    withSecured(async ({ simulator, site, chat, siteRoot, chatRoot, certificates, trust }) => {
      const signIn = () =>
        signInAt(site.origin, { tlsFor: (origin) => certificates.tlsFor("p1", origin) });
      const failedStep = async () => {
        const { outcome } = await signIn();
        assert.equal(outcome.kind, "failed");
        const { result } = outcome.exchange;
        assert.ok(!result.ok && result.error.failure.kind === "network");
        assert.equal(result.error.failure.reason, "certificate");
        return outcome.step;
      };
      assert.equal(await failedStep(), 1);
      assert.equal(simulator.requests.length, 0);
      await trust("p1", siteRoot, [site.origin]);
      assert.equal(await failedStep(), 3);
      await trust("p1", siteRoot, [site.origin, chat.origin]);
      assert.equal(await failedStep(), 3);
      await trust("p1", chatRoot, [chat.origin]);
      const { outcome } = await signIn();
      assert.equal(outcome.kind, "signedIn");
      assert.equal(outcome.server.origin, chat.origin);
    }));
});

describe("a call of an agent session over TLS", () => {
  it("is made under the authority that its own profile trusts, and leaves no trace of it", () =>
    withSecured(async ({ simulator, chat, chatRoot, certificates, trust }) => {
      const calls = new AgentCalls({
        client: createChatClient({ fetch, userAgent: "test" }),
        sessions: {
          get: ({ origin }) =>
            Promise.resolve({ sessionId: "node0tlsOfCalls42", origin, since: 0 }),
          end: () => Promise.resolve(),
        },
        sequenceNumbers: { next: () => Promise.resolve(1n) },
        tlsFor: certificates.tlsFor,
        timeoutMs: () => 20_000,
        onError: (error) => {
          throw error;
        },
      });
      const call = async (id: string) => {
        const { pool, site: fqSiteName } = simulator;
        const profile: Profile = { ...someProfile, id, origin: chat.origin, fqSiteName, pool };
        const outcome = await calls.call(profile, "concludeChat", { engagementId: 1n });
        assert.equal(outcome.kind, "answered");
        return outcome.exchange;
      };
      await trust("p1", chatRoot, [chat.origin]);
      const refused = await call("p2");
      assert.ok(!refused.result.ok && refused.result.error.failure.kind === "network");
      assert.equal(refused.result.error.failure.reason, "certificate");
      assert.equal(simulator.requests.length, 0);
      const exchange = await call("p1");
      assert.ok(exchange.answer);
      assert.equal(simulator.requests.length, 1);
      assert.ok(!JSON.stringify(exchange).includes("CERTIFICATE"));
      calls.dispose();
    }));
});
