import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { DocumentRuns } from "../../../src/documents/documentRuns";

/** A task that runs until it is told to end. */
function openTask() {
  let end: (value: string) => void = () => undefined;
  let signal: AbortSignal | undefined;
  const task = (controller: AbortController) => {
    ({ signal } = controller);
    return new Promise<string>((resolve) => {
      end = resolve;
    });
  };
  return {
    task,
    end: (value: string) => {
      end(value);
    },
    isCancelled: () => signal?.aborted,
  };
}

describe("DocumentRuns", () => {
  it("runs one task a document at a time, and says when that begins and ends", async () => {
    const runs = new DocumentRuns();
    const seen: boolean[] = [];
    runs.onDidChange(() => seen.push(runs.isRunning("a")));
    const one = openTask();
    const first = runs.run("a", one.task);
    assert.equal(await runs.run("a", () => Promise.resolve("second")), undefined);
    assert.equal(await runs.run("b", () => Promise.resolve("other")), "other");
    one.end("first");
    assert.equal(await first, "first");
    assert.equal(await runs.run("a", () => Promise.resolve("third")), "third");
    assert.deepEqual(seen, [true, true, true, false, true, false]);
  });

  it("cancels the run of one document only", async () => {
    const runs = new DocumentRuns();
    const [one, other] = [openTask(), openTask()];
    const results = [runs.run("a", one.task), runs.run("b", other.task)];
    runs.cancel("a");
    runs.cancel("c");
    assert.deepEqual([one.isCancelled(), other.isCancelled()], [true, false]);
    one.end("");
    other.end("");
    await Promise.all(results);
  });

  it("is free again after a task that failed, and after a listener that did", async () => {
    const runs = new DocumentRuns();
    await assert.rejects(runs.run("a", () => Promise.reject(new Error("no"))));
    assert.equal(runs.isRunning("a"), false);
    const listener = runs.onDidChange(() => {
      throw new Error("listener");
    });
    await assert.rejects(runs.run("a", () => Promise.resolve("")));
    listener.dispose();
    assert.equal(await runs.run("a", () => Promise.resolve("free")), "free");
  });

  it("cancels what runs when it is disposed of", async () => {
    const runs = new DocumentRuns();
    const one = openTask();
    const result = runs.run("a", one.task);
    runs.dispose();
    assert.equal(one.isCancelled(), true);
    one.end("done");
    assert.equal(await result, "done");
  });
});
