import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ConfirmConclude } from "../../../src/ids";
import { concludeQuestion, mustConfirm } from "../../../src/ui/confirmation";
import { someProfile } from "../../fakes/profiles";

describe("mustConfirm", () => {
  for (const [setting, onProduction, onTest] of [
    ["always", true, true],
    ["production", true, false],
    ["never", false, false],
    ["sometimes", true, true],
  ] as const) {
    it(`with "${setting}" asks on production: ${onProduction}, on test: ${onTest}`, () => {
      const asked = setting as ConfirmConclude;
      assert.equal(mustConfirm(asked, { protection: "production" }), onProduction);
      assert.equal(mustConfirm(asked, { protection: "test" }), onTest);
    });
  }
});

describe("concludeQuestion", () => {
  it("names profile, protection, site and id", () => {
    assert.deepEqual(concludeQuestion(someProfile, [9_007_199_254_740_993n], "Conclude"), {
      question: "Conclude engagement 9007199254740993?",
      detail: [
        "Profile: ACME (production)",
        "Site: acme_241100_sql_001h at https://chat.example.com",
        "Engagement: 9007199254740993",
        "",
        "The customer's chat ends. This cannot be undone.",
      ].join("\n"),
    });
  });

  it("names the first twelve of many ids and counts the rest", () => {
    const ids = Array.from({ length: 15 }, (_, i) => BigInt(i + 1));
    const { question, detail } = concludeQuestion(someProfile, ids, "Conclude");
    assert.equal(question, "Conclude 15 engagements?");
    assert.ok(detail.includes("Engagements: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more"));
  });

  it("asks in other words before it sends again", () => {
    assert.equal(
      concludeQuestion(someProfile, [1n], "Send Again").question,
      "Send the request to conclude engagement 1 again?",
    );
  });
});
