import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, it } from "mocha";
import type { OperationId } from "../../../src/chat/operations";
import type { Profile } from "../../../src/profiles/profile";
import { PasswordStore } from "../../../src/session/passwordStore";
import { documentOf, password, setupDocuments } from "./callsSetup";
import { afterTest, cleanUpAll } from "../engagements/setup";

/** Another server, which the profile is edited to point to; tells how many connected. */
async function anotherServer() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, connections: () => connections };
}

/** A profile with every kind of secret kept for it, and the same with another address. */
async function setup() {
  const desk = await setupDocuments();
  const { answered, profile, secrets } = desk;
  await answered("agentTokens");
  await answered("consumer/establishSessions", { body: {} });
  await answered("consumer/requestEngagement", { body: {} });
  const passwords = new PasswordStore(secrets);
  assert.ok(profile.signIn);
  await passwords.set(profile.id, profile.signIn, password);
  const other = await anotherServer();
  const { origin } = other;
  const moved: Profile = { ...profile, origin, signIn: { ...profile.signIn, siteOrigin: origin } };
  return { ...desk, passwords, other, moved };
}

const operations: readonly (readonly [OperationId, string])[] = [
  ["concludeChat", "session"],
  ["getMessages", "session"],
  ["createAutomatedAgentSession", "agentToken"],
  ["consumer/requestEngagement", "channelToken"],
  ["consumer/postMessage", "consumerSessionId"],
];

describe("a profile with another address", () => {
  afterEach(cleanUpAll);

  for (const [operation, what] of operations) {
    it(`sends no secret of the old one: ${operation}`, async () => {
      const { documents, moved, other, simulator } = await setup();
      const before = simulator.requests.length;
      const signal = new AbortController().signal;
      const document = documentOf(operation, { body: {} });
      assert.deepEqual(await documents.send(moved, document, { signal }), {
        kind: "missing",
        what,
      });
      assert.equal(other.connections(), 0);
      assert.equal(simulator.requests.length, before, "nor to the old address");
    });
  }

  it("does not get the old one's password, which is asked for instead", async () => {
    const { moved, passwords, profile } = await setup();
    assert.ok(moved.signIn && profile.signIn);
    assert.equal(await passwords.get(profile.id, profile.signIn), password);
    assert.equal(await passwords.get(moved.id, moved.signIn), undefined);
  });

  it("gives no secret of the old one into a copy", async () => {
    const { documents, moved, simulator, other } = await setup();
    for (const [operation] of operations) {
      for (const url of [`${simulator.url}/x`, `${other.origin}/x`]) {
        assert.equal(await documents.secretHeaders(moved, operation, url), undefined, operation);
      }
    }
  });

  it("has them again when it points to the old address again", async () => {
    const { answered } = await setup();
    const { record } = await answered("concludeChat", { body: { engagementId: 1000 } });
    assert.ok(record.exchange.result.ok);
  });
});
