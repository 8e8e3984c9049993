import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { allOperations, type OperationId } from "../../../src/chat/operations";
import { fixesFor } from "../../../src/documents/fixes";
import { readRequestDocument } from "../../../src/documents/requestDocument";

/** The text after the first fix of the first problem that has one. */
function fixed(text: string): string | undefined {
  const [fix] = readRequestDocument(text).problems.flatMap((problem) => fixesFor(text, problem));
  if (fix === undefined) {
    return undefined;
  }
  const { offset, length, text: replacement } = fix.edit;
  return text.slice(0, offset) + replacement + text.slice(offset + length);
}

describe("fixesFor", () => {
  it("replaces a mistyped operation, member, value or token by the nearest", () => {
    assert.equal(fixed('{"operation":"concludChat"}'), '{"operation":"concludeChat"}');
    assert.equal(
      fixed('{"operation":"getMessages","bdy":{}}'),
      '{"operation":"getMessages","body":{}}',
    );
    const body = (member: string): string =>
      `{"operation":"consumer/activity","body":{"mode":${member}}}`;
    assert.equal(fixed(body('"LISTENNING"')), body('"LISTENING"'));
    assert.equal(
      fixed('{"operation":"concludeChat","body":{"engagementId":"$engagment"}}'),
      '{"operation":"concludeChat","body":{"engagementId":"$engagement"}}',
    );
  });

  it("adds what is required and missing behind what is there", () => {
    assert.equal(
      fixed(`{
  "operation": "setActivityStatus",
  "body": {
    "status": "NONE", // kept
  }
}`),
      `{
  "operation": "setActivityStatus",
  "body": {
    "status": "NONE",
    "subTypeId": 1, // kept
  }
}`,
    );
    assert.equal(
      fixed('{ "operation": "consumer/activity", "body": { "sneakPreviewText": "x" } }'),
      '{ "operation": "consumer/activity", "body": { "sneakPreviewText": "x", "mode": "RESPONDING" } }',
    );
  });

  it("adds a body where there is none", () => {
    assert.equal(
      fixed('{\n  "operation": "concludeChat"\n}'),
      '{\n  "operation": "concludeChat",\n  "body": {\n    "engagementId": "$engagement"\n  }\n}',
    );
  });

  it("leaves no problem of an empty body, for every operation that requires something", () => {
    for (const id of Object.keys(allOperations) as OperationId[]) {
      for (const body of ["", ', "body": {}', ', "body": {\n  // x\n  }']) {
        const text = fixed(`{ "operation": "${id}"${body} }`);
        const problems = text === undefined ? [] : readRequestDocument(text).problems;
        assert.deepEqual(problems, [], text);
      }
    }
  });

  it("has nothing to offer where it is not obvious", () => {
    assert.equal(fixed('{"operation":"xyz"}'), undefined);
    assert.equal(fixed('{"operation":"concludeChat","body":[]}'), undefined);
  });
});
