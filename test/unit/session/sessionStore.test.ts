import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { SecretStorageError, SessionStore } from "../../../src/session/sessionStore";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";

function setup() {
  const secrets = new FakeSecretStorage();
  return { secrets, sessions: new SessionStore(secrets, () => 1000) };
}

describe("SessionStore", () => {
  it("gives back the session that was set, with its origin and time", async () => {
    const { sessions } = setup();
    await sessions.set(someProfile, "node0abc123");
    assert.deepEqual(await sessions.get(someProfile), {
      sessionId: "node0abc123",
      origin: someProfile.origin,
      since: 1000,
    });
  });

  it("does not give a session to a profile whose address was changed", async () => {
    const { sessions } = setup();
    await sessions.set(someProfile, "node0abc123");
    const moved = { ...someProfile, origin: "https://other.example.com" };
    assert.equal(await sessions.get(moved), undefined);
    const otherPort = { ...someProfile, origin: "https://chat.example.com:8443" };
    assert.equal(await sessions.get(otherPort), undefined);
  });

  it("keeps nothing after a session was removed", async () => {
    const { sessions, secrets } = setup();
    await sessions.set(someProfile, "node0abc123");
    await sessions.remove(someProfile.id);
    assert.equal(await sessions.get(someProfile), undefined);
    assert.equal(secrets.values.size, 0);
  });

  it("tells which profile's session changed, also when another window changed it", async () => {
    const { sessions, secrets } = setup();
    const changed: string[] = [];
    sessions.onDidChange((profileId) => changed.push(profileId));
    await sessions.set(someProfile, "node0abc123");
    await secrets.delete("session/elsewhere");
    await secrets.store("somethingElse", "x");
    assert.deepEqual(changed, [someProfile.id, "elsewhere"]);
  });

  it("says what it could not do when the secret storage refuses, and why", async () => {
    const { sessions, secrets } = setup();
    secrets.refusal = new Error("the keyring is locked");
    for (const [action, use] of [
      ["read", () => sessions.get(someProfile)],
      ["store", () => sessions.set(someProfile, "node0abc123")],
      ["remove", () => sessions.remove(someProfile.id)],
    ] as const) {
      await assert.rejects(use(), (error) => {
        assert.ok(error instanceof SecretStorageError);
        assert.equal(error.action, action);
        assert.equal((error.cause as Error).message, "the keyring is locked");
        return true;
      });
    }
    assert.equal(secrets.values.size, 0);
  });

  it("treats a stored value that is no session as none", async () => {
    const { sessions, secrets } = setup();
    for (const spoiled of ["", "{", "null", '{"sessionId":7}', '"node0"']) {
      secrets.values.set("session/p1", spoiled);
      assert.equal(await sessions.get(someProfile), undefined, spoiled);
    }
  });
});
