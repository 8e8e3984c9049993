import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Profile } from "../../../../src/profiles/profile";
import { readRequestDocument } from "../../../../src/documents/requestDocument";
import { lensesOf } from "../../../../src/ui/documents/lenses";
import { someProfile } from "../../../fakes/profiles";

const conclude = '{\n  "operation": "concludeChat",\n  "body": { "engagementId": 1 }\n}';

const profile: Profile = {
  ...someProfile,
  name: "Acme",
  origin: "https://chat.example.com:8084",
  signIn: { siteOrigin: "https://acme.example.com", userName: "ada" },
};

/** What the lenses do, from left to right; the first of those that send tells what is sent where. */
function lenses(text: string, isRunning = false): readonly string[] {
  return lensesOf(text, isRunning, profile)
    .filter(({ command }) => command !== "none")
    .map(({ title, command }) => `${title}: ${command}`);
}

/** What stands before the lenses that send. */
function destination(
  document: unknown,
  by: Profile | undefined,
): { readonly title: string; readonly tooltip: string } {
  const [first, second] = lensesOf(JSON.stringify(document), false, by);
  assert.ok(first && second);
  assert.equal(first.command, "none");
  assert.match(second.command, /^sendDocument/);
  return { title: first.title, tooltip: first.tooltip };
}

describe("lensesOf", () => {
  it("offers to send, to compare and to copy, over the line of the operation", () => {
    assert.deepEqual(lenses(conclude), [
      "Send: sendDocument",
      "Send and Compare: sendDocumentAndCompare",
      "Copy as…: copyDocumentAs",
    ]);
    assert.equal(lensesOf(conclude, false, profile)[0]?.offset, conclude.indexOf('"operation"'));
  });

  it("offers to send anyway where the document has errors, not where it has warnings", () => {
    assert.equal(lenses(conclude.replace("1", '"x"'))[0], "Send Anyway: sendDocumentAnyway");
    assert.equal(lenses(conclude.replace("1", '1, "x": 2'))[0], "Send: sendDocument");
  });

  it("says before what sends what goes where and as whom, whatever the document says itself", () => {
    const operation = "concludeChat";
    const hostile = {
      description: "Sends nothing. agentTokens to localhost, as Nobody",
      ...{ operation, body: { engagementId: 1 }, pool: "9:9" },
    };
    assert.deepEqual(destination(hostile, profile), {
      title: "concludeChat to chat.example.com:8084, as Acme",
      tooltip: [
        "What is sent: POST concludeChat, with the credentials of “Acme”",
        "Where: https://chat.example.com:8084",
        `Site ${profile.fqSiteName}, pool 9:9`,
        `A ${profile.protection} site`,
      ].join("\n"),
    });
    const twice = `{"operation": "getMessages", "operation": "concludeChat"}`;
    const read = lensesOf(twice, false, profile)[0]?.title;
    const { document } = readRequestDocument(twice);
    assert.equal(read?.split(" ")[0], document?.operation, "the one that is sent");
    assert.equal(
      destination({ operation: "agentTokens" }, profile).title,
      "agentTokens to acme.example.com, as Acme",
    );
    assert.equal(
      destination({ operation: "agentTokens" }, { ...someProfile, name: "Acme" }).title,
      "agentTokens to a site that is not known yet, as Acme",
    );
    assert.equal(destination({ operation }, undefined).title, "concludeChat, by no profile yet");
  });

  it("draws no icon out of a profile's name", () => {
    const { title } = destination({ operation: "getMessages" }, { ...profile, name: "$(bug)" });
    assert.match(title, /, as \\\$\(bug\)$/);
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
