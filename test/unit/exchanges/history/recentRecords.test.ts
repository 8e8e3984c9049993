import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExchangeRecord } from "../../../../src/exchanges/exchangeRecord";
import { RecentRecords, type RecentLimits } from "../../../../src/exchanges/history/recentRecords";
import { recordOf } from "./setup";

function record(id: string, bytes?: number): ExchangeRecord {
  return bytes === undefined
    ? recordOf(id, { isUnanswered: true })
    : recordOf(id, { answerBody: "x".repeat(bytes) });
}

/** Which of the records are kept after all were added. */
function kept(limits: RecentLimits, records: readonly ExchangeRecord[]): readonly string[] {
  const recent = new RecentRecords(limits);
  for (const added of records) {
    recent.add(added);
  }
  return records
    .filter((added) => recent.find(added.exchange.id) === added)
    .map(({ exchange }) => exchange.id);
}

describe("RecentRecords", () => {
  it("finds what was added, and nothing else", () => {
    const recent = new RecentRecords();
    const added = record("a", 1);
    recent.add(added);
    assert.equal(recent.find("a"), added);
    assert.equal(recent.find("b"), undefined);
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
    const recent = new RecentRecords({ maxRecords: 9, maxBytes: 10 });
    const [first, second, third] = [record("a", 5), record("b", 5), record("c", 5)];
    recent.add(first);
    recent.add(second);
    recent.drop("b");
    recent.add(third);
    assert.equal(recent.find("a"), first);
    assert.equal(recent.find("b"), undefined);
  });
});
