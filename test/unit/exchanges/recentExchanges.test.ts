import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Exchange } from "../../../src/chat/exchange";
import {
  RecentExchanges,
  type ExchangeRecord,
  type RecentLimits,
} from "../../../src/exchanges/recentExchanges";
import { recordOf } from "../chat/setup";

function record(id: string, bytes?: number): ExchangeRecord {
  const exchange: Exchange = {
    id,
    operation: "concludeChat",
    request: { method: "POST", url: "http://127.0.0.1/", headers: [], body: "{}" },
    sentAt: 0,
    durationMs: 1,
    ...(bytes !== undefined && {
      answer: {
        status: 200,
        statusText: "OK",
        headers: [],
        body: "",
        byteLength: bytes,
        charset: "utf-8",
      },
    }),
    result: { ok: true, envelope: { result: [], twinDifferences: [] } },
  };
  return recordOf(exchange);
}

/** Which of the records are kept after all were added. */
function kept(limits: RecentLimits, records: readonly ExchangeRecord[]): readonly string[] {
  const exchanges = new RecentExchanges(limits);
  for (const added of records) {
    exchanges.add(added);
  }
  return records
    .filter((added) => exchanges.find(added.exchange.id) === added)
    .map(({ exchange }) => exchange.id);
}

describe("RecentExchanges", () => {
  it("finds what was added, and nothing else", () => {
    const exchanges = new RecentExchanges();
    const added = record("a", 1);
    exchanges.add(added);
    assert.equal(exchanges.find("a"), added);
    assert.equal(exchanges.find("b"), undefined);
  });

  it("drops the oldest beyond the number of records", () => {
    const records = ["a", "b", "c", "d"].map((id) => record(id));
    assert.deepEqual(kept({ maxRecords: 2, maxBytes: 0 }, records), ["c", "d"]);
  });

  it("drops as many of the oldest as the bytes demand", () => {
    const records = [record("a", 4), record("b", 4), record("c", 2), record("d", 7)];
    assert.deepEqual(kept({ maxRecords: 9, maxBytes: 10 }, records), ["c", "d"]);
  });

  it("keeps up to the limits", () => {
    const records = [record("a", 5), record("b", 5)];
    assert.deepEqual(kept({ maxRecords: 2, maxBytes: 10 }, records), ["a", "b"]);
  });

  it("keeps the newest even when it is too large alone", () => {
    const records = [record("a", 1), record("b", 99)];
    assert.deepEqual(kept({ maxRecords: 9, maxBytes: 10 }, records), ["b"]);
  });

  it("has the bytes of a dropped record back", () => {
    const records = [record("a", 99), record("b", 5), record("c", 5)];
    assert.deepEqual(kept({ maxRecords: 9, maxBytes: 10 }, records), ["b", "c"]);
  });
});
