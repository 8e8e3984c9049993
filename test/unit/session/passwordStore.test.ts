import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { SecretStorageError } from "../../../src/session/guardedSecrets";
import { PasswordStore } from "../../../src/session/passwordStore";
import { FakeSecretStorage } from "../../fakes/secretStorage";

const account = { siteOrigin: "https://acme.example.com", userName: "ada" };

function setup() {
  const secrets = new FakeSecretStorage();
  return { secrets, passwords: new PasswordStore(secrets) };
}

describe("PasswordStore", () => {
  it("gives back the password that was kept, blanks and all", async () => {
    const { passwords, secrets } = setup();
    await passwords.set("p1", account, " s3cret ");
    assert.equal(await passwords.get("p1", account), " s3cret ");
    assert.deepEqual([...secrets.values.keys()], ["password/p1"]);
  });

  it("does not give a password to another site, another user or another profile", async () => {
    const { passwords } = setup();
    await passwords.set("p1", account, "s3cret");
    for (const [profileId, changes] of [
      ["p1", { siteOrigin: "https://evil.example.com" }],
      ["p1", { siteOrigin: "https://acme.example.com:8443" }],
      ["p1", { userName: "bob" }],
      ["p2", {}],
    ] as const) {
      assert.equal(await passwords.get(profileId, { ...account, ...changes }), undefined);
    }
  });

  it("keeps nothing after a password was removed", async () => {
    const { passwords, secrets } = setup();
    await passwords.set("p1", account, "s3cret");
    await passwords.remove("p1");
    assert.equal(await passwords.get("p1", account), undefined);
    assert.equal(secrets.values.size, 0);
  });

  it("keeps nothing of an account but what makes it up", async () => {
    const { passwords, secrets } = setup();
    await passwords.set("p1", { ...account, ...{ sessionToken: "eyJ" } }, "s3cret");
    assert.doesNotMatch([...secrets.values.values()].join(), /eyJ/);
  });

  it("says what it could not do when the secret storage refuses", async () => {
    const { passwords, secrets } = setup();
    secrets.refusal = new Error("the keyring is locked");
    for (const [action, use] of [
      ["read", () => passwords.get("p1", account)],
      ["store", () => passwords.set("p1", account, "s3cret")],
      ["remove", () => passwords.remove("p1")],
    ] as const) {
      await assert.rejects(use(), (error) => {
        assert.ok(error instanceof SecretStorageError);
        assert.deepEqual([error.action, error.what], [action, "password"]);
        assert.doesNotMatch(`${error.stack}`, /s3cret/);
        return true;
      });
    }
  });

  it("treats a stored value that is no password as none", async () => {
    const { passwords, secrets } = setup();
    const spoiled = [
      "",
      "{",
      "null",
      "[]",
      '"s3cret"',
      JSON.stringify({ ...account, password: 7 }),
    ];
    for (const value of spoiled) {
      secrets.values.set("password/p1", value);
      assert.equal(await passwords.get("p1", account), undefined, value);
    }
  });
});
