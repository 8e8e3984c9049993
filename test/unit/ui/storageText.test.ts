import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { SecretStorageError } from "../../../src/session/guardedSecrets";
import { createSetAsideReporter, secretStorageText } from "../../../src/ui/storageText";

describe("secretStorageText", () => {
  it("says what could not be done, why, that nothing was kept elsewhere, and what to do", () => {
    assert.equal(
      secretStorageText(
        new SecretStorageError("store", "session", { cause: new Error("keyring locked") }),
      ),
      "Could not store the session: VS Code's secret storage refused (keyring locked). Nothing was kept elsewhere. Check the system's keyring, then try again.",
    );
  });

  it("leaves the reason out when there is none", () => {
    assert.match(
      secretStorageText(new SecretStorageError("read", "password", {})),
      /^Could not read the password: VS Code's secret storage refused\. Nothing/,
    );
  });
});

describe("createSetAsideReporter", () => {
  it("logs every value that was set aside and tells the user once", () => {
    const lines: string[] = [];
    const told: string[] = [];
    const report = createSetAsideReporter({
      log: (line) => lines.push(line),
      tellUser: (sentence) => told.push(sentence),
    });
    report({ key: "profile/a", asideKey: "setAside/profile/a/1" });
    report({ key: "profile/b", asideKey: "setAside/profile/b/1" });
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? "", /"profile\/b".*"setAside\/profile\/b\/1"/);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /set aside, not deleted/);
  });
});
