import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { Emitter } from "../../../src/util/event";

describe("Emitter", () => {
  it("tells every listener, in the order of subscription", () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, ["a1", "b1", "a2", "b2"]);
  });

  it("tells nobody who has unsubscribed", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const subscription = emitter.event((value) => heard.push(value));
    emitter.fire(1);
    subscription.dispose();
    subscription.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1]);
  });

  it("keeps two subscriptions of one function apart", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number): void => {
      heard.push(value);
    };
    const first = emitter.event(listener);
    emitter.event(listener);
    first.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, [1]);
  });

  it("tells the others when a listener throws, then throws the first error", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const first = new Error("first");
    emitter.event(() => {
      throw first;
    });
    emitter.event(() => {
      throw new Error("second");
    });
    emitter.event((value) => heard.push(value));
    assert.throws(
      () => {
        emitter.fire(1);
      },
      (error) => error === first,
    );
    assert.deepEqual(heard, [1]);
  });

  it("tells who subscribes while it fires from the next time on", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event((value) => {
      if (value === 1) {
        emitter.event((later) => heard.push(later));
      }
    });
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, [2]);
  });

  it("tells nobody after it was disposed", () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    emitter.event((value) => heard.push(value));
    emitter.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, []);
  });
});
