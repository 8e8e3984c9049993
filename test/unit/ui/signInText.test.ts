import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { logOffQuestion, stepText, unusableText } from "../../../src/ui/signInText";
import { someProfile } from "../../fakes/profiles";

const site = "https://acme.example.com";

describe("the words of a sign-in", () => {
  it("count its three steps", () => {
    assert.deepEqual(
      ([1, 2, 3] as const).map((step) => stepText(step, site)),
      [
        "1 of 3: asking acme.example.com for its chat server",
        "2 of 3: getting a token from the site",
        "3 of 3: beginning an agent session at the chat server",
      ],
    );
  });

  for (const [what, named] of [
    [{ member: "domain", value: "x/y" }, /^The domain that acme\.example\.com tells is “x\/y”/],
    [{ member: "port", value: "0" }, /^The port that acme\.example\.com tells is “0”/],
    [{ member: "pool", value: "29 7" }, /^The pool that .* is “29 7”, which has characters/],
    [{ member: "siteName", value: "../x" }, /^The siteName that .* is “\.\.\/x”, which has/],
    [{ member: "sessionToken" }, /No session was begun\.$/],
    [{ member: "sessionId" }, /^Something other than the chat server may have answered\.$/],
  ] as const) {
    it(`say what is wrong with ${what.member}, and what to do`, () => {
      const { headline, explanation, advice, remedy } = unusableText(what, site);
      assert.match(headline, /^Could not sign in: (?:the|what) .*[^.]$/);
      assert.match(explanation, named);
      assert.match(
        advice,
        /^(?:Check the host of the site; |The session may have begun all ).*\.$/,
      );
      assert.equal(remedy, "signIn");
    });
  }
});

describe("the question before logging off", () => {
  it("names profile, site and how many engagements are open", () => {
    assert.deepEqual(logOffQuestion(someProfile, 2), {
      question: "Log off “ACME” with 2 engagements open?",
      detail:
        "Profile: ACME (production)\nSite: acme_241100_sql_001h at https://chat.example.com\n\nThey are active or in wrap-up. Customers who are still connected get no answer any more. What the site does with open engagements is not documented; conclude and release first if in doubt.",
    });
  });

  it("speaks of one engagement as one", () => {
    const { question, detail } = logOffQuestion({ ...someProfile, isSimulator: true }, 1);
    assert.equal(question, "Log off “ACME” with 1 engagement open?");
    assert.match(detail, /^Profile: ACME\n/);
    assert.match(detail, /\nIt is active or in wrap-up\. /);
  });
});
