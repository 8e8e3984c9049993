import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ConfirmConclude } from "../../../src/ids";
import {
  actQuestion,
  mustConfirm,
  rerouteQuestion,
  type ActVerb,
} from "../../../src/ui/confirmation";
import { someProfile } from "../../fakes/profiles";

const where = [
  "Profile: ACME (production)",
  "Site: acme_241100_sql_001h at https://chat.example.com",
];

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

describe("the question before an act", () => {
  it("names profile, protection, site and id", () => {
    assert.deepEqual(actQuestion("conclude", someProfile, [9_007_199_254_740_993n], "Conclude"), {
      question: "Conclude engagement 9007199254740993?",
      detail: [
        ...where,
        "Engagement: 9007199254740993",
        "",
        "The customer's chat ends. This cannot be undone.",
      ].join("\n"),
    });
  });

  it("does not call the simulator a production or test site", () => {
    const simulator = { ...someProfile, name: "Simulator", isSimulator: true };
    const { detail } = actQuestion("conclude", simulator, [1n], "Conclude");
    assert.match(detail, /^Profile: Simulator$/m);
  });

  it("names the first twelve of many ids and counts the rest", () => {
    const ids = Array.from({ length: 15 }, (_, i) => BigInt(i + 1));
    const { question, detail } = actQuestion("conclude", someProfile, ids, "Conclude");
    assert.equal(question, "Conclude 15 engagements?");
    assert.match(detail, /^Engagements: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more$/m);
  });

  it("names all twelve of twelve", () => {
    const ids = Array.from({ length: 12 }, (_, i) => BigInt(i + 1));
    const { detail } = actQuestion("conclude", someProfile, ids, "Conclude");
    assert.match(detail, /, 11, 12$/m);
  });

  it("names the profile in the question itself before all are concluded", () => {
    assert.equal(
      actQuestion("conclude", someProfile, [1n, 2n], "Conclude All").question,
      "Conclude all 2 engagements of ACME?",
    );
    assert.equal(
      actQuestion("conclude", someProfile, [1n], "Conclude All").question,
      "Conclude engagement 1?",
    );
  });

  for (const [act, verb, question, consequence] of [
    [
      "conclude",
      "Send Again",
      "Send the request to conclude engagement 1 again?",
      "The customer's chat ends. This cannot be undone.",
    ],
    [
      "accept",
      "Send Again",
      "Send the request to accept engagement 1 again?",
      "The customer is connected with this agent.",
    ],
    [
      "decline",
      "Send Again",
      "Send the request to decline engagement 1 again?",
      "The customer keeps waiting for another agent.",
    ],
    [
      "release",
      "Send Again",
      "Send the request to release engagement 1 again?",
      "The wrap-up ends, and its slot is free for another engagement.",
    ],
    [
      "reroute",
      "Reroute",
      "Reroute engagement 1?",
      "It goes to the escalation queue that the site's rules choose, and this agent holds it no more. This cannot be undone.",
    ],
  ] as const satisfies [Parameters<typeof actQuestion>[0], ActVerb, string, string][]) {
    it(`says what comes of it: ${question}`, () => {
      const asked = actQuestion(act, someProfile, [1n], verb);
      assert.equal(asked.question, question);
      assert.equal(asked.detail, [...where, "Engagement: 1", "", consequence].join("\n"));
    });
  }
});

describe("the question before rerouting", () => {
  const consequence =
    "It goes to the escalation queue that the site's rules choose, and this agent holds it no more. This cannot be undone.";

  it("shows what the server answered about availability", () => {
    assert.deepEqual(
      rerouteQuestion(someProfile, 7n, { kind: "answered", body: '{\n  "available": true\n}' }),
      {
        question: "Reroute engagement 7?",
        detail: [
          ...where,
          "",
          'The server\'s guess whether somebody would take over: { "available": true }',
          "",
          consequence,
        ].join("\n"),
      },
    );
  });

  it("says why availability is not known", () => {
    const { detail } = rerouteQuestion(someProfile, 7n, {
      kind: "notKnown",
      why: "The server could not be reached.",
    });
    assert.match(
      detail,
      /^Whether somebody would take over is not known\. The server could not be reached\.$/m,
    );
  });

  it("says that an answer was empty, and cuts a long one", () => {
    const answered = (body: string) =>
      rerouteQuestion(someProfile, 7n, { kind: "answered", body }).detail;
    assert.match(answered(" "), /take over: an empty answer$/m);
    assert.match(answered("x".repeat(601)), /take over: x{599}…$/m);
    assert.match(answered("x".repeat(600)), /take over: x{600}$/m);
  });
});
