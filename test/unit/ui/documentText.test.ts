import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fieldTokens } from "../../../src/documents/tokens";
import { keptText, lackText, missingText, noValueText } from "../../../src/ui/documentText";
import { someProfile } from "../../fakes/profiles";

describe("what is told of a request document", () => {
  for (const [what, text, remedies] of [
    [
      "session",
      "Nothing was sent: ACME has no session for https://chat.example.com. Sign in or set one, then send again.",
      ["Sign In…", "Set Session…"],
    ],
    [
      "account",
      "Nothing was sent: the site of ACME is not known. Sign in once, then send again.",
      ["Sign In…"],
    ],
    [
      "agentToken",
      "Nothing was sent: ACME has no token to begin a session with. Send agentTokens first; its answer brings one.",
      ["New agentTokens"],
    ],
    [
      "channelToken",
      "Nothing was sent: ACME has no token to request an engagement with. Send establishSessions first; its answer brings one.",
      ["New establishSessions"],
    ],
    [
      "consumerSessionId",
      "Nothing was sent: ACME has no consumer session. Send requestEngagement first; its answer brings one.",
      ["New requestEngagement"],
    ],
  ] as const) {
    it(`says what to do without: ${what}`, () => {
      const told = missingText(what, someProfile);
      assert.equal(told?.text, text);
      assert.deepEqual(
        told.remedies.map(({ label }) => label),
        remedies,
      );
    });
  }

  it("says nothing to somebody who left the question for the password", () => {
    assert.equal(missingText("password", someProfile), undefined);
  });

  it("says of each token why it has no value, and what to do", () => {
    for (const token of fieldTokens) {
      const [sent, copied] = [noValueText(token, "sent"), noValueText(token, "copied")];
      assert.ok(sent.startsWith(`Nothing was sent: ${token} has no value.`), sent);
      assert.equal(copied, sent.replace("sent:", "copied:"));
    }
    assert.match(noValueText("$engagement", "sent"), /Select an engagement/);
  });

  it("says what an answer brought and where it is kept", () => {
    for (const kept of ["agentToken", "channelToken", "consumerSessionId", "session"] as const) {
      assert.match(keptText(kept), /VS Code's secret storage/);
    }
  });

  it("says why a kept request is not sent again", () => {
    for (const lack of ["secret", "end"] as const) {
      assert.match(lackText(lack), /^Nothing was sent: .* Edit i.* as a document/);
    }
  });
});
