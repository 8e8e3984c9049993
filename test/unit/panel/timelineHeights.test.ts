import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { RowHeights } from "../../../src/panel/timelineHeights";

describe("RowHeights", () => {
  it("counts rows that were not measured with the estimate", () => {
    const heights = new RowHeights(20);
    heights.add(3);
    assert.equal(heights.total, 60);
    assert.equal(heights.topOf(2), 40);
    assert.equal(heights.set(1, 100), true);
    assert.equal(heights.set(1, 100), false);
    assert.equal(heights.topOf(2), 120);
    assert.equal(heights.total, 140);
  });

  it("finds the row at a place, and the nearest for a place beyond the rows", () => {
    const heights = new RowHeights(10);
    heights.add(3);
    heights.set(1, 30);
    const found = [-5, 0, 9.9, 10, 39.9, 40, 1_000].map((place) => heights.indexAt(place));
    assert.deepEqual(found, [0, 0, 0, 1, 1, 2, 2]);
    assert.equal(new RowHeights(10).indexAt(5), 0);
  });

  it("agrees with plain adding up, whatever is added and measured in whatever order", () => {
    const step = fc.oneof(
      fc.record({ add: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ at: fc.nat(200), height: fc.integer({ min: 1, max: 500 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const heights = new RowHeights(25);
        const plain: number[] = [];
        for (const change of steps) {
          if ("add" in change) {
            heights.add(change.add);
            plain.push(...Array.from({ length: change.add }, () => 25));
          } else if (change.at < plain.length) {
            heights.set(change.at, change.height);
            plain[change.at] = change.height;
          }
        }
        assert.equal(heights.count, plain.length);
        let top = 0;
        for (const [index, height] of plain.entries()) {
          assert.equal(heights.topOf(index), top);
          assert.equal(heights.indexAt(top), index);
          assert.equal(heights.indexAt(top + height - 1), index);
          top += height;
        }
        assert.equal(heights.total, top);
      }),
    );
  });
});
