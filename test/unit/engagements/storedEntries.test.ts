import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { entryLine, parseEntryLine } from "../../../src/engagements/storedEntries";
import { anyEntries } from "./anyEntries";

describe("parseEntryLine", () => {
  it("reads what was written, in one line", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        for (const entry of entries) {
          const line = entryLine(entry);
          assert.ok(!line.includes("\n"));
          assert.deepEqual(parseEntryLine(line), entry);
        }
      }),
    );
  });

  it("keeps a message whose role it does not know, without the role", () => {
    const line =
      '{"at":1,"event":{"kind":"message","message":{"type":"T","role":"future","raw":"{}"}}}';
    assert.deepEqual(parseEntryLine(line), {
      at: 1,
      event: { kind: "message", message: { type: "T", raw: "{}" } },
    });
  });

  it("refuses what is no entry", () => {
    const sent = { kind: "callSent", act: "conclude", token: "t", until: 1 };
    const ended = { kind: "callEnded", act: "conclude", token: "t", outcome: { kind: "done" } };
    const message = { type: "T", raw: "{}" };
    for (const event of [
      null,
      7,
      {},
      { kind: "gone" },
      { kind: "session", what: "boredom" },
      { kind: "message" },
      { kind: "message", message: { type: "T" } },
      { kind: "message", message: { raw: "{}" } },
      { kind: "message", message: { ...message, engagementId: 1000 } },
      { kind: "message", message: { ...message, engagementId: "-1" } },
      { ...sent, act: "sing" },
      { ...sent, token: 1 },
      { ...sent, until: "later" },
      { ...sent, until: 1e300 },
      { ...ended, act: "toString" },
      { ...ended, token: undefined },
      { ...ended, outcome: "done" },
      { ...ended, outcome: { kind: "perhaps" } },
      { ...ended, outcome: { kind: "lost", reason: "boredom" } },
      { ...ended, outcome: { kind: "refused" } },
      { ...ended, outcome: { kind: "refused", refusal: { kind: "toString" } } },
    ]) {
      const line = JSON.stringify({ at: 1, event });
      assert.equal(parseEntryLine(line), undefined, line);
    }
    for (const line of ["", "{", "null", "[]", '{"at":"1","event":{"kind":"held"}}', '{"at":1}']) {
      assert.equal(parseEntryLine(line), undefined, line);
    }
  });
});
