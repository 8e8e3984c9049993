import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { inParallel } from "../../../src/util/inParallel";

/** Tasks that the test ends one by one, in the order it likes. */
function heldTasks(): {
  readonly begun: number[];
  readonly task: (item: number) => Promise<string>;
  readonly end: (item: number, error?: Error) => Promise<void>;
} {
  const begun: number[] = [];
  const ends = new Map<number, (error?: Error) => void>();
  return {
    begun,
    task: (item) => {
      begun.push(item);
      return new Promise((resolve, reject) => {
        ends.set(item, (error) => {
          if (error) {
            reject(error);
          } else {
            resolve(`done ${item}`);
          }
        });
      });
    },
    end: async (item, error) => {
      ends.get(item)?.(error);
      // Whatever a settled task leads to has happened when the event loop comes round.
      await new Promise(setImmediate);
    },
  };
}

describe("inParallel", () => {
  it("runs no more tasks at a time than the limit, and answers in the items' order", async () => {
    const { begun, task, end } = heldTasks();
    const running = inParallel([1, 2, 3, 4, 5], 2, task);
    assert.deepEqual(begun, [1, 2]);
    await end(2);
    assert.deepEqual(begun, [1, 2, 3]);
    await end(3);
    assert.deepEqual(begun, [1, 2, 3, 4]);
    await end(1);
    assert.deepEqual(begun, [1, 2, 3, 4, 5]);
    await end(5);
    await end(4);
    assert.deepEqual(await running, ["done 1", "done 2", "done 3", "done 4", "done 5"]);
  });

  it("begins no further task after a rejection, and rejects with its reason", async () => {
    const { begun, task, end } = heldTasks();
    const reason = new Error("no");
    const running = inParallel([1, 2, 3, 4], 2, task);
    const rejection = assert.rejects(running, (error) => error === reason);
    await end(1, reason);
    await end(2);
    await rejection;
    assert.deepEqual(begun, [1, 2]);
  });

  it("answers with nothing for nothing", async () => {
    const { begun, task } = heldTasks();
    assert.deepEqual(await inParallel([], 3, task), []);
    assert.deepEqual(begun, []);
  });

  it("keeps items that are undefined", async () => {
    const results = await inParallel([undefined, 1], 5, (item) => Promise.resolve([item]));
    assert.deepEqual(results, [[undefined], [1]]);
  });
});
