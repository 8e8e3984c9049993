import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  filterText,
  isActive,
  matches,
  noFilter,
  type ExchangeFilter,
} from "../../../../src/ui/exchanges/exchangeFilter";
import { entryOf } from "./entries";

const entries = [
  entryOf("ok"),
  entryOf("denied", {
    failure: {
      kind: "unauthorized",
      status: 403,
      isChatServer: true,
      exceptionCode: "ACCESS_DENIED",
    },
    status: 403,
  }),
  entryOf("post", { operation: "consumer/postMessage", profileName: "Production", sentBy: "loop" }),
  entryOf("agentPost", { operation: "postMessage", engagementId: 9_223_372_036_854_775_807n }),
  entryOf("lostPoll", { operation: "getMessages", failure: { kind: "timeout", timeoutMs: 1 } }),
];

/** The ids that a filter lets through; one exchange has the given text in a body. */
function shown(filter: Partial<ExchangeFilter>, inBody = "none"): readonly string[] {
  return entries
    .filter((entry) => matches(entry, { ...noFilter, ...filter }, ({ id }) => id === inBody))
    .map(({ id }) => id);
}

describe("matches", () => {
  it("excludes nothing when the filter is empty", () => {
    assert.equal(shown({}).length, entries.length);
  });

  it("finds text in operation, words, id, profile, status and exception code", () => {
    assert.deepEqual(shown({ text: "CONCLUDE" }), ["ok", "denied"]);
    assert.deepEqual(shown({ text: "consumer/" }), ["post"]);
    assert.deepEqual(shown({ text: "9223372036854775807" }), ["agentPost"]);
    assert.deepEqual(shown({ text: "production" }), ["post"]);
    assert.deepEqual(shown({ text: "403" }), ["denied"]);
    assert.deepEqual(shown({ text: "access_denied" }), ["denied"]);
    assert.deepEqual(shown({ text: "nowhere" }), []);
  });

  it("finds text in bodies as far as they were searched", () => {
    assert.deepEqual(shown({ text: "nowhere" }, "ok"), ["ok"]);
  });

  it("tells the operations of both sides apart", () => {
    assert.deepEqual(shown({ operations: ["postMessage"] }), ["agentPost"]);
    assert.deepEqual(shown({ operations: ["consumer/postMessage", "getMessages"] }), [
      "post",
      "lostPoll",
    ]);
  });

  it("takes outcomes as they are shown", () => {
    assert.deepEqual(shown({ outcomes: ["refused"] }), ["denied"]);
    assert.deepEqual(shown({ outcomes: ["failed"] }), ["lostPoll"]);
    // An answer about another engagement than the one that was asked for.
    assert.deepEqual(shown({ outcomes: ["unknown"] }), ["agentPost"]);
  });

  it("wants all of it", () => {
    assert.deepEqual(shown({ text: "1000", outcomes: ["ok"] }), ["ok", "post"]);
    assert.deepEqual(shown({ text: "1000", outcomes: ["ok"], operations: ["concludeChat"] }), [
      "ok",
    ]);
    assert.deepEqual(shown({ outcomes: ["refused"], operations: ["postMessage"] }, "ok"), []);
  });
});

describe("filterText", () => {
  it("names what the filter wants", () => {
    assert.equal(filterText(noFilter), "");
    assert.equal(
      filterText({
        text: "1000",
        operations: ["concludeChat", "consumer/postMessage"],
        outcomes: ["refused", "unknown"],
      }),
      "“1000” · concludeChat, postMessage (consumer) · refused, unknown outcome",
    );
  });
});

describe("isActive", () => {
  it("is false for a filter that excludes nothing", () => {
    assert.equal(isActive(noFilter), false);
    assert.equal(isActive({ ...noFilter, text: "a" }), true);
    assert.equal(isActive({ ...noFilter, operations: ["logoff"] }), true);
    assert.equal(isActive({ ...noFilter, outcomes: ["ok"] }), true);
  });
});
