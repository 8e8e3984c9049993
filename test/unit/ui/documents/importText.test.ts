import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { ImportNote, ImportProblem } from "../../../../src/documents/import/imported";
import { describeImportNote, describeImportProblem } from "../../../../src/ui/documents/importText";

const notes: readonly ImportNote[] = [
  { kind: "misplacedQuote", option: "-d", headers: ["X-AID"] },
  { kind: "typography", what: "quotes" },
  { kind: "typography", what: "dashes" },
  { kind: "typography", what: "blanks" },
  { kind: "before", isPrompt: true },
  { kind: "before", isPrompt: false },
  { kind: "after" },
  { kind: "optionSkipped", option: "-k" },
  { kind: "wordSkipped" },
  { kind: "variableUnknown", name: "host" },
  { kind: "placeholder", header: "X-JSESSIONID" },
  { kind: "queryDropped", names: ["a", "b"] },
  { kind: "secretMasked", where: "body" },
  { kind: "secretMasked", where: "address" },
  { kind: "methodDiffers", given: "POST", documented: "GET" },
  { kind: "bodyToQuery", parameter: "request" },
  { kind: "bodyDropped" },
  { kind: "notJson" },
];

const problems: readonly ImportProblem[] = [
  { kind: "empty" },
  { kind: "tooLong", limit: 5_000_000 },
  { kind: "notCurl" },
  { kind: "unclosedQuote", quote: "'", line: 2 },
  { kind: "control", line: 2 },
  { kind: "missingValue", option: "-d" },
  { kind: "noUrl" },
  { kind: "fileData", file: "body.json" },
  { kind: "noRequest" },
  { kind: "notHar", reason: "json" },
  { kind: "notHar", reason: "noEntries" },
  { kind: "notHar", reason: "noRequest" },
  { kind: "notOperation", method: "GET", path: "", paths: ["POST /a"] },
];

describe("describeImportNote and describeImportProblem", () => {
  it("says what was wrong with the documentation's example", () => {
    assert.equal(
      describeImportNote({ kind: "misplacedQuote", option: "-d", headers: ["X-AID"] }),
      "A quote was in the wrong place: -d was followed by a quote and then by the header X-AID, as in Oracle's own examples. The header was read as such, and what follows as the body.",
    );
  });

  it("writes a sentence of its own for each fact", () => {
    const sentences = [...notes.map(describeImportNote), ...problems.map(describeImportProblem)];
    assert.equal(new Set(sentences).size, notes.length + problems.length);
    for (const sentence of sentences) {
      assert.match(sentence, /^[A-Z$].*\.$/);
      assert.ok(!/undefined|\[object/.test(sentence), sentence);
    }
  });

  it("names the facts of a problem", () => {
    assert.match(describeImportProblem({ kind: "tooLong", limit: 5_000_000 }), /5 million/);
    assert.match(
      describeImportProblem({
        kind: "notOperation",
        method: "GET",
        path: "/x",
        paths: ["POST /a"],
      }),
      /^GET \/x is no operation.*POST \/a\.$/,
    );
  });
});
