import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Profile } from "../../../src/profiles/profile";
import { ExploredCredentials } from "../../../src/session/exploredCredentials";
import { SecretStorageError } from "../../../src/session/guardedSecrets";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";

function setup() {
  const secrets = new FakeSecretStorage();
  const explored = new ExploredCredentials(secrets);
  /** What is kept for a profile, without where it is from. */
  const kept = async (changes: Partial<Profile> = {}) => {
    const { agentToken, channelToken, consumerSessionId } = await explored.get({
      ...someProfile,
      ...changes,
    });
    return [agentToken, channelToken, consumerSessionId];
  };
  return { secrets, explored, kept };
}

describe("ExploredCredentials", () => {
  it("keeps what the three operations bring, each beside the others", async () => {
    const { explored, kept, secrets } = setup();
    const brought = [
      await explored.keepFrom(someProfile, "agentTokens", { sessionToken: "jwt1" }),
      await explored.keepFrom(someProfile, "consumer/establishSessions", { channelToken: "jwt2" }),
      await explored.keepFrom(someProfile, "consumer/requestEngagement", { sessionId: "sid" }),
    ];
    assert.deepEqual(brought, ["agentToken", "channelToken", "consumerSessionId"]);
    assert.deepEqual(await kept(), ["jwt1", "jwt2", "sid"]);
    assert.deepEqual([...secrets.values.keys()], ["explored/p1"]);
    assert.deepEqual(await new ExploredCredentials(secrets).get(someProfile), {
      ...{ origin: someProfile.origin, fqSiteName: someProfile.fqSiteName },
      ...{ agentToken: "jwt1", channelToken: "jwt2", consumerSessionId: "sid" },
    });
  });

  it("keeps the last of each", async () => {
    const { explored, kept } = setup();
    for (const sessionToken of ["jwt1", "jwt2"]) {
      await explored.keepFrom(someProfile, "agentTokens", { sessionToken });
    }
    assert.deepEqual(await kept(), ["jwt2", undefined, undefined]);
  });

  it("gives nothing to another host, site or profile, and begins anew there", async () => {
    const { explored, kept } = setup();
    const nothing = [undefined, undefined, undefined];
    await explored.keepFrom(someProfile, "agentTokens", { sessionToken: "jwt1" });
    for (const elsewhere of [
      { origin: "https://evil.example.com" },
      { origin: `${someProfile.origin}:8443` },
      { fqSiteName: "other_site" },
      { id: "p2" },
    ]) {
      assert.deepEqual(await kept(elsewhere), nothing);
    }
    const moved = { ...someProfile, origin: "https://b.example.com" };
    await explored.keepFrom(moved, "consumer/establishSessions", { channelToken: "jwt2" });
    assert.deepEqual(await kept(moved), [undefined, "jwt2", undefined]);
    assert.deepEqual(await kept(), nothing);
  });

  it("keeps nothing of other operations, nor what could not be sent in a header", async () => {
    const { explored, secrets } = setup();
    const brought = [
      await explored.keepFrom(someProfile, "concludeChat", { sessionId: "sid" }),
      await explored.keepFrom(someProfile, "agentTokens", { channelToken: "jwt" }),
      await explored.keepFrom(someProfile, "agentTokens", { sessionToken: 7 }),
      await explored.keepFrom(someProfile, "agentTokens", { sessionToken: "a\r\nb: c" }),
      await explored.keepFrom(someProfile, "agentTokens", { sessionToken: "" }),
    ];
    assert.deepEqual(new Set(brought), new Set([undefined]));
    assert.equal(secrets.values.size, 0);
  });

  it("forgets a profile's, and takes what is spoiled for none", async () => {
    const { explored, kept, secrets } = setup();
    await explored.keepFrom(someProfile, "agentTokens", { sessionToken: "jwt1" });
    await explored.remove("p1");
    assert.equal(secrets.values.size, 0);
    for (const spoiled of ["{", "[]", '{"agentToken":"a"}', '{"origin":1,"fqSiteName":"x"}']) {
      secrets.values.set("explored/p1", spoiled);
      assert.deepEqual(await kept(), [undefined, undefined, undefined], spoiled);
    }
  });

  it("says which secret SecretStorage refused", async () => {
    const { explored, secrets } = setup();
    secrets.refusal = new Error("locked");
    await assert.rejects(
      explored.get(someProfile),
      (error) => error instanceof SecretStorageError && error.what === "explored",
    );
  });
});
