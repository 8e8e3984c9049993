import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { allOperations, type OperationId } from "../../../src/chat/operations";
import { hoverAt } from "../../../src/documents/hover";
import { newRequestDocument } from "../../../src/documents/writeDocument";

const ids = Object.keys(allOperations) as OperationId[];

/** What is said where the bar stands, in one text. */
function hover(marked: string): string | undefined {
  return hoverAt(marked.replace("|", ""), marked.indexOf("|"))?.lines.join("\n");
}

describe("hoverAt", () => {
  for (const id of ids) {
    it(`says of ${id} what it does, how it is sent and how that is known`, () => {
      const { title, does, method, name, path, source } = allOperations[id];
      const said = hover(`{ "operation": "|${id}" }`);
      for (const part of [title, does, method, path ?? `/v1/${name}`, source]) {
        assert.ok(said?.includes(part), part);
      }
    });
  }

  it("lists statuses and exception codes with their meanings", () => {
    const said = hover('{ "operation": "conclude|Chat" }');
    assert.ok(said);
    assert.ok(said.includes("- 403: The agent session identifier is unknown."));
    assert.ok(said.includes("- `ACCESS_DENIED`: Authentication failed."));
    assert.ok(said.includes("Documented by Oracle (cxscc: concludeChat)"));
  });

  it("says of a member its type, whether it is required, its meaning and the evidence", () => {
    assert.equal(
      hover('{ "operation": "setActivityStatus", "body": { "sta|tus": "NONE" } }'),
      [
        "**status** — one of the listed texts, required",
        "The new status of the agent.",
        "Values: `NONE`, `AVAILABLE`, `UNAVAILABLE`.",
        "*Documented by Oracle.*",
      ].join("\n"),
    );
    const type = hover('{ "operation": "modifyProperties", "body": { "ty|pe": "USER" } }');
    assert.ok(type);
    assert.ok(type.includes("not known whether required"));
    assert.ok(type.includes("Assumed, not documented"));
  });

  it("says what a token becomes, and what a value and a member of the document are for", () => {
    const body = '{ "operation": "activity", "body": {} }'.replace("activity", "consumer/activity");
    assert.ok(hover(body.replace('"body"', '"bo|dy"'))?.includes("The body of the request"));
    const token = '{ "operation": "concludeChat", "body": { "engagementId": "$|engagement" } }';
    assert.ok(hover(token)?.includes("selected in the view Active Engagements"));
    const value = '{ "operation": "consumer/activity", "body": { "mode": "LIST|ENING" } }';
    assert.ok(hover(value)?.startsWith("**LISTENING** — a value of mode"));
    assert.ok(hover('{ "credentials": { "X-AID": "wr|ong" } }')?.includes("wrong on purpose"));
  });

  it("knows what stands inside of members", () => {
    const establish = '{ "operation": "consumer/establishSessions", "body": ';
    const said = hover(`${establish}{ "sessionInformation": { "queue|Id": 1 } } }`);
    assert.ok(said?.includes("The queue to wait in."));
  });

  it("says nothing of what is not known", () => {
    for (const marked of [
      '{ "operation": "no|thing" }',
      '{ "x|y": 1 }',
      '{ "operation": "logoff", "body": { "x|y": 1 } }',
      '{ "operation": "logoff", "description": "con|cludeChat" }',
      "|",
      `{ "body": ${"[".repeat(200_000)}|`,
    ]) {
      assert.equal(hover(marked), undefined, marked.slice(0, 60));
    }
  });

  it("never throws at a document that is half written", () => {
    for (const id of ids) {
      const text = newRequestDocument(id);
      for (let end = 0; end <= text.length; end++) {
        hoverAt(text.slice(0, end), Math.floor(end / 2));
        hoverAt(text, end);
      }
    }
  });
});
