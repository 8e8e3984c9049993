import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isHeartbeat } from "../../../../src/exchanges/history/heartbeat";
import { recordOf, type RecordChanges } from "./setup";

const timeout = { ChatGetTimeout: { createdTime: 1 } };
const post = { ChatPostMessage: { body: "Hello" } };

/** Whether a poll is a heartbeat, of an agent unless told otherwise. */
function isPollHeartbeat(answer: unknown, changes: RecordChanges = {}): boolean {
  const { exchange } = recordOf("a", {
    operation: "getMessages",
    answerBody: typeof answer === "string" ? answer : JSON.stringify(answer),
    ...changes,
  });
  return isHeartbeat(exchange);
}

describe("isHeartbeat", () => {
  it("is true for an agent's poll that brought nothing but the timeout", () => {
    assert.equal(isPollHeartbeat({ getResponseTypes: [timeout] }), true);
    assert.equal(isPollHeartbeat({ getResponseTypes: [timeout, timeout] }), true);
  });

  it("is false for an agent's poll with anything else, or with nothing at all", () => {
    assert.equal(isPollHeartbeat({ getResponseTypes: [timeout, post] }), false);
    assert.equal(isPollHeartbeat({ getResponseTypes: [] }), false);
    assert.equal(isPollHeartbeat({}), false);
    assert.equal(isPollHeartbeat("<html>"), false);
  });

  it("is true for a customer's poll with an empty collection", () => {
    const operation = "consumer/getMessages";
    assert.equal(isPollHeartbeat({ systemMessages: [] }, { operation }), true);
    assert.equal(isPollHeartbeat({ systemMessages: [], errorMessages: [] }, { operation }), true);
    assert.equal(isPollHeartbeat({ systemMessages: [{}] }, { operation }), false);
    assert.equal(
      isPollHeartbeat({ systemMessages: [], errorMessages: [{}] }, { operation }),
      false,
    );
    assert.equal(isPollHeartbeat({}, { operation }), false);
    assert.equal(isPollHeartbeat("{", { operation }), false);
  });

  it("is true for a cancelled poll, and for no other failure", () => {
    const cancelled = { kind: "cancelled", maybeSent: true } as const;
    assert.equal(isPollHeartbeat("", { failure: cancelled }), true);
    assert.equal(
      isPollHeartbeat("", { failure: cancelled, operation: "consumer/getMessages" }),
      true,
    );
    assert.equal(isPollHeartbeat("", { failure: { kind: "timeout", timeoutMs: 1 } }), false);
  });

  it("is false for every other operation", () => {
    const body = { getResponseTypes: [timeout], systemMessages: [] };
    const failure = { kind: "cancelled", maybeSent: true } as const;
    assert.equal(isPollHeartbeat(body, { operation: "concludeChat" }), false);
    assert.equal(isPollHeartbeat(body, { operation: "postMessage", failure }), false);
  });
});
