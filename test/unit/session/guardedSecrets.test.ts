import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { GuardedSecrets, SecretStorageError } from "../../../src/session/guardedSecrets";
import { FakeSecretStorage } from "../../fakes/secretStorage";

function setup() {
  const secrets = new FakeSecretStorage();
  const guarded = new GuardedSecrets(secrets, "password", ({ word }) =>
    typeof word === "string" ? { word } : undefined,
  );
  return { secrets, guarded };
}

describe("GuardedSecrets", () => {
  it("keeps one secret a profile, under the kind's own keys", async () => {
    const { guarded, secrets } = setup();
    await guarded.set("p1", { word: "one" });
    await guarded.set("p2", { word: "two" });
    await guarded.set("p1", { word: "three" });
    assert.deepEqual([...secrets.values.keys()].sort(), ["password/p1", "password/p2"]);
    assert.deepEqual(await guarded.get("p1"), { word: "three" });
    await guarded.remove("p1");
    assert.equal(await guarded.get("p1"), undefined);
    assert.deepEqual(await guarded.get("p2"), { word: "two" });
  });

  it("reads each time anew, also what another window stored", async () => {
    const { guarded, secrets } = setup();
    await guarded.set("p1", { word: "ours" });
    secrets.values.set("password/p1", '{"word":"theirs"}');
    assert.deepEqual(await guarded.get("p1"), { word: "theirs" });
  });

  it("counts what it does not know as none", async () => {
    const { guarded, secrets } = setup();
    for (const stored of ["", "{", "7", "null", '"word"', '{"word":7}', "[]"]) {
      secrets.values.set("password/p1", stored);
      assert.equal(await guarded.get("p1"), undefined, stored);
    }
  });

  it("tells whose secret a key holds, and no other key's", () => {
    const { guarded } = setup();
    assert.deepEqual(
      ["password/p1", "password/a/b", "password/", "password", "session/p1", "xpassword/p1"].map(
        (key) => guarded.profileOf(key),
      ),
      ["p1", "a/b", undefined, undefined, undefined, undefined],
    );
  });

  it("names what was refused without the secret in it", async () => {
    const { guarded, secrets } = setup();
    secrets.refusal = new Error("locked");
    await assert.rejects(guarded.set("p1", { word: "s3cret" }), (error) => {
      assert.ok(error instanceof SecretStorageError);
      assert.deepEqual([error.action, error.what], ["store", "password"]);
      assert.doesNotMatch(error.stack ?? "", /s3cret/);
      return true;
    });
  });
});
