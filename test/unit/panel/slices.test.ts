import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { inOneGo, inSlices, type Sliced } from "../../../src/panel/slices";

/** Counts to a number, with a place to pause at each. */
function* countTo(end: number, said: number[] = []): Sliced<string> {
  for (let count = 1; count <= end; count += 1) {
    said.push(count);
    yield;
  }
  return "counted";
}

/** Slices that end at the first place to pause, taken up when the test says so. */
function setup() {
  const waiting: (() => void)[] = [];
  const abort = new AbortController();
  const slicing = {
    sliceMs: 0,
    later: (next: () => void) => waiting.push(next),
    signal: abort.signal,
  };
  return { abort, slicing, turn: () => waiting.shift()?.(), waiting };
}

describe("work in slices", () => {
  it("pauses where it can once its time is over, and goes on from there", () => {
    const { slicing, turn, waiting } = setup();
    const said: number[] = [];
    const done: string[] = [];
    inSlices(countTo(3, said), slicing, (result) => done.push(result));
    const steps = [[...said]];
    while (waiting.length > 0) {
      turn();
      steps.push([...said]);
    }
    assert.deepEqual(steps, [[1], [1, 2], [1, 2, 3], [1, 2, 3]]);
    assert.deepEqual(done, ["counted"]);
  });

  it("is done at once when one slice is enough", () => {
    const { slicing, waiting } = setup();
    const done: string[] = [];
    inSlices(countTo(1_000), { ...slicing, sliceMs: 60_000 }, (result) => done.push(result));
    assert.deepEqual([done, waiting], [["counted"], []]);
  });

  it("is given up when it is aborted, and tells nobody", () => {
    const { abort, slicing, turn, waiting } = setup();
    const said: number[] = [];
    inSlices(countTo(3, said), slicing, () => assert.fail("told"));
    abort.abort();
    turn();
    assert.deepEqual([said, waiting], [[1], []]);
  });

  it("can be done in one go", () => {
    assert.equal(inOneGo(countTo(5)), "counted");
  });
});
