import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Exchange } from "../../../src/chat/exchange";
import type { OperationId } from "../../../src/chat/operations";
import { engagementIdIn } from "../../../src/exchanges/engagementIdIn";

function exchangeOf(operation: OperationId, body: string, url = "https://a.example/x"): Exchange {
  return {
    ...{ id: "e1", operation, sentAt: 1, durationMs: 1 },
    request: { method: "POST", url, headers: [], body },
    result: { ok: true, envelope: { result: [], twinDifferences: [] } },
  };
}

describe("engagementIdIn", () => {
  for (const [operation, body, expected] of [
    ["concludeChat", '{"engagementId":9223372036854775807}', 9_223_372_036_854_775_807n],
    ["concludeChat", '{"engagementId":9223372036854775808}', undefined],
    ["concludeChat", '{"engagementId":"1000"}', undefined],
    ["concludeChat", '{"engagementId":}', undefined],
    ["concludeChat", "[1]", undefined],
    ["concludeChat", "", undefined],
    ["postMessage", '{"destinationId":7,"destinationType":"ENGAGEMENT"}', 7n],
    ["postMessage", '{"destinationId":7,"destinationType":"CLIENT"}', undefined],
    ["getMessages", "{}", undefined],
  ] as const) {
    it(`reads ${operation} ${body}`, () => {
      assert.equal(engagementIdIn(exchangeOf(operation, body)), expected);
    });
  }

  it("reads the query where that holds the JSON, and nothing else there", () => {
    const url = `https://a.example/x?pool=1:1&request=${encodeURIComponent('{"engagementId":12}')}`;
    const of = (address: string) => engagementIdIn(exchangeOf("rerouteAvailability", "", address));
    assert.equal(of(url), 12n);
    assert.equal(of("https://a.example/x?pool=1:1"), undefined);
    assert.equal(of("no address"), undefined);
  });
});
