import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { lensesOf } from "../../../../src/ui/documents/lenses";

const conclude = '{\n  "operation": "concludeChat",\n  "body": { "engagementId": 1 }\n}';

function lenses(text: string, isRunning = false): readonly string[] {
  return lensesOf(text, isRunning).map(({ title, command }) => `${title}: ${command}`);
}

describe("lensesOf", () => {
  it("offers to send, to compare and to copy, over the line of the operation", () => {
    assert.deepEqual(lenses(conclude), [
      "Send: sendDocument",
      "Send and Compare: sendDocumentAndCompare",
      "Copy as…: copyDocumentAs",
    ]);
    assert.equal(lensesOf(conclude, false)[0]?.offset, conclude.indexOf('"operation"'));
  });

  it("offers to send anyway where the document has errors, not where it has warnings", () => {
    assert.equal(lenses(conclude.replace("1", '"x"'))[0], "Send Anyway: sendDocumentAnyway");
    assert.equal(lenses(conclude.replace("1", '1, "x": 2'))[0], "Send: sendDocument");
  });

  it("offers only to cancel while the document is being sent", () => {
    assert.deepEqual(lenses(conclude, true), ["$(loading~spin) Sending… — Cancel: cancelDocument"]);
  });

  it("leads to the problems of a document that cannot be read, and offers nothing without operation", () => {
    assert.deepEqual(lenses('{ "operation": "concludeChat" "x" }'), [
      "$(error) Show Problems: problems",
    ]);
    assert.deepEqual(lenses("{}"), []);
    assert.deepEqual(lenses(`{ "operation": ${"[".repeat(200_000)}`), []);
  });
});
