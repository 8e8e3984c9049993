import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { readHarEntry } from "../../../../src/documents/import/har";
import { only, problemOf } from "./setup";

const entry = {
  request: {
    method: "post",
    url: "https://h/engagement/api/agent/x/v1/concludeChat?pool=1:1",
    headers: [
      { name: ":authority", value: "h" },
      { name: "X-AID", value: "12" },
      { name: 7, value: "x" },
    ],
    postData: { mimeType: "application/json", text: '{"engagementId":9223372036854775807}' },
  },
};
const read = {
  method: "POST",
  url: entry.request.url,
  headers: [["X-AID", "12"]],
  body: '{"engagementId":9223372036854775807}',
  notes: [],
};

describe("readHarEntry", () => {
  for (const [what, value] of [
    ["a file", { log: { entries: [entry] } }],
    ["an entry", entry],
    ["a request", entry.request],
    ["a list of entries", [entry]],
  ] as const) {
    it(`reads the request of ${what}`, () => {
      assert.deepEqual(only(readHarEntry(JSON.stringify(value))), read);
    });
  }

  it("reads all requests of a file in their order, and passes over what is none", () => {
    const other = { request: { method: "GET", url: "https://h/" } };
    const reading = readHarEntry(
      `\ufeff${JSON.stringify({ log: { entries: [other, null, entry] } })}`,
    );
    assert.ok(reading.ok);
    assert.deepEqual(reading.requests, [
      { method: "GET", url: "https://h/", headers: [], notes: [] },
      read,
    ]);
  });

  it("reads a body in base64", () => {
    const postData = { text: Buffer.from("é").toString("base64"), encoding: "base64" };
    const request = { ...entry.request, postData };
    assert.equal(only(readHarEntry(JSON.stringify({ request }))).body, "é");
  });

  for (const [text, problem] of [
    ["", { kind: "empty" }],
    ["{", { kind: "notHar", reason: "json" }],
    ["[".repeat(1_000_000), { kind: "notHar", reason: "json" }],
    ["7", { kind: "notHar", reason: "noEntries" }],
    ["null", { kind: "notHar", reason: "noEntries" }],
    ['{"log":{"entries":[]}}', { kind: "notHar", reason: "noEntries" }],
    ['{"log":{"entries":[{"request":{"url":7}}, 7]}}', { kind: "notHar", reason: "noRequest" }],
  ] as const) {
    it(`says ${problem.kind} of ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.deepEqual(problemOf(readHarEntry(text)), problem);
    });
  }
});
