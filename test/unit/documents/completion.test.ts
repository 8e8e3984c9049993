import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { allOperations, type OperationId } from "../../../src/chat/operations";
import { completionsAt, type Completion } from "../../../src/documents/completion";
import { readRequestDocument } from "../../../src/documents/requestDocument";
import { newRequestDocument } from "../../../src/documents/writeDocument";

const ids = Object.keys(allOperations) as OperationId[];

/** What is offered where the bar stands. */
function offers(marked: string): readonly Completion[] {
  return completionsAt(marked.replace("|", ""), marked.indexOf("|"));
}

function labels(marked: string): readonly string[] {
  return offers(marked).map(({ label }) => label);
}

/** The text after an offer was taken, without the marks of the snippet: first choices, no stops. */
function taking(marked: string, label: string): string {
  const text = marked.replace("|", "");
  const offer = offers(marked).find((other) => other.label === label);
  assert.ok(offer, label);
  const { insert, replace } = offer;
  const plain = insert
    .replace(/\$\{\d\|([^,|]*)[^|]*\|\}/g, "$1")
    .replace(/\$\{\d:((?:\\.|[^}\\])*)\}/g, "$1")
    .replace(/(?<!\\)\$\d/g, "")
    .replace(/\\([$}\\,|])/g, "$1");
  return text.slice(0, replace.offset) + plain + text.slice(replace.offset + replace.length);
}

describe("completionsAt", () => {
  it("offers a whole document of every operation where there is nothing", () => {
    assert.deepEqual(labels("// only a comment\n|"), ids);
    for (const id of ids) {
      assert.equal(taking("|", id), newRequestDocument(id));
    }
  });

  it("offers the members of a document that are not there", () => {
    assert.deepEqual(labels('{ "operation": "concludeChat", | }'), [
      ...["description", "body", "bodyText", "pool", "headers", "credentials"],
    ]);
    assert.equal(taking('{ "ope|" }', "operation"), '{ "operation": "" }');
  });

  it("offers every operation, also by what it does", () => {
    const marked = '{ "operation": "|" }';
    assert.deepEqual(labels(marked), ids);
    const conclude = offers(marked).find(({ label }) => label === "concludeChat");
    assert.ok(conclude);
    assert.ok(conclude.filter.startsWith('"concludeChat"'));
    assert.ok(conclude.filter.includes("Concludes an engagement"));
    assert.equal(conclude.detail, "Conclude an engagement (Engagement)");
    assert.equal(taking(marked, "concludeChat"), '{ "operation": "concludeChat" }');
    assert.equal(taking('{ "operation": | }', "logoff"), '{ "operation": "logoff" }');
  });

  it("offers an operation's members, required ones first, without those that are there", () => {
    const marked = '{ "operation": "setActivityStatus", "body": { "sequenceNumber": 1, | } }';
    assert.deepEqual(labels(marked), ["status", "subTypeId", "timeCreated"]);
    const [status, , time] = offers(marked);
    assert.equal(status?.detail, "required · one of a list");
    assert.equal(status.documentation?.[1], "The new status of the agent.");
    assert.equal(time?.detail, "optional · int64");
  });

  it("offers members in documents that are half written", () => {
    const members = ["engagementId", "sequenceNumber", "timeCreated"];
    assert.deepEqual(labels('{ "operation": "concludeChat", "body": { "|'), members);
    assert.deepEqual(labels('{ "operation": "concludeChat", "body": { |'), members);
    assert.deepEqual(labels('{ "operation": "concludeChat", "body": { "eng|\n}'), members);
    assert.deepEqual(labels('{ "body": { "|\n  "operation": "concludeChat" }'), members);
  });

  it("writes a member with its token or sample, and a comma where one is needed", () => {
    const conclude = '{ "operation": "concludeChat", "body": { ';
    assert.equal(
      taking(`${conclude}| "timeCreated": 1 } }`, "engagementId"),
      `${conclude}"engagementId": "$engagement", "timeCreated": 1 } }`,
    );
    assert.equal(
      taking(`${conclude}"en|": 5 } }`, "engagementId"),
      `${conclude}"engagementId": 5 } }`,
    );
  });

  it("writes members that have no problem, for every member of every operation", () => {
    for (const id of ids.filter((other) => other !== "serviceSettings")) {
      for (const name of Object.keys(allOperations[id].body)) {
        const text = taking(`{ "operation": "${id}", "body": { | } }`, name);
        const problems = readRequestDocument(text).problems.filter(
          ({ kind }) => kind !== "bodyMissing",
        );
        assert.deepEqual(problems, [], text);
      }
    }
  });

  it("offers the values of an enumeration and of a boolean", () => {
    assert.deepEqual(labels('{ "operation": "setActivityStatus", "body": { "status": "|" } }'), [
      ...["NONE", "AVAILABLE", "UNAVAILABLE"],
    ]);
    assert.deepEqual(labels('{ "operation": "logoff", "body": { "forceLogoff": | } }'), [
      ...["true", "false"],
    ]);
  });

  it("offers tokens where an integer belongs, the usual one first, and nowhere else", () => {
    assert.deepEqual(labels('{ "operation": "concludeChat", "body": { "engagementId": "$|" } }'), [
      ...["$engagement", "$now", "$next", "$sessionClientId"],
    ]);
    assert.deepEqual(
      labels('{ "operation": "consumer/getMessages", "body": { "clientTransactionId": | } }'),
      ["$now", "$next", "$engagement"],
    );
    assert.deepEqual(labels('{ "operation": "postMessage", "body": { "body": "|" } }'), []);
  });

  it("offers the headers with credentials, and what can become of them", () => {
    assert.deepEqual(labels('{ "operation": "logoff", "credentials": { | } }'), [
      ...["X-AID", "X-JSESSIONID"],
    ]);
    assert.deepEqual(labels('{ "operation": "logoff", "credentials": { "X-AID": "|" } }'), [
      ...["stored", "omit", "wrong"],
    ]);
    assert.deepEqual(labels('{ "operation": "consumer/getQueueStats", "credentials": { | } }'), []);
  });

  it("offers what stands inside of members", () => {
    const establish = '{ "operation": "consumer/establishSessions", "body": { "sessionInformation"';
    assert.ok(labels(`${establish}: { "|" } } }`).includes("emailAddress"));
    const fields = `${establish}: { "customFields": [{ "name": "a", `;
    assert.deepEqual(labels(`${fields}| }] } } }`), ["type", "value"]);
    assert.ok(labels(`${fields}"type": "|" }] } } }`).includes("DATETIME"));
    const queue = '{ "operation": "consumer/getEngagementQueue", "body": { "customFields": ';
    assert.deepEqual(labels(`${queue}[|] } }`), ["{ }"]);
  });

  it("offers nothing in comments, after a value and in text of the user's", () => {
    for (const marked of [
      '{ // a |\n "operation": "logoff" }',
      '{ /* | */ "operation": "logoff" }',
      '{ "operation": "logoff" | }',
      '{ "operation": "logoff", "description": "|" }',
      '{ "operation": "nothing", "body": { "|" } }',
      '{ "operation": "logoff", "headers": { "|" } }',
    ]) {
      assert.deepEqual(labels(marked), [], marked);
    }
  });

  it("takes the place of text around the offset, in one line, wherever that is", () => {
    for (const id of ids) {
      const text = newRequestDocument(id);
      for (let end = 0; end <= text.length; end++) {
        for (const half of [text.slice(0, end), text]) {
          for (const { replace } of completionsAt(half, end)) {
            const { offset, length } = replace;
            assert.ok(offset <= end && offset + length >= end && offset + length <= half.length);
            assert.ok(!half.slice(offset, offset + length).includes("\n"));
          }
        }
      }
    }
  });

  it("offers nothing in a text that nests too deeply", () => {
    assert.deepEqual(labels(`{ "body": ${"[".repeat(200_000)}|`), []);
  });
});
