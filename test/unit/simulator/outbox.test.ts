import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { Outbox, type Polled } from "../../../src/simulator/outbox";
import { FakeTime } from "./fakeTime";

function setup(): { time: FakeTime; outbox: Outbox<string>; add: (text: string) => void } {
  const time = new FakeTime();
  const outbox = new Outbox<string>(time);
  const add = (text: string): void => {
    outbox.add((sequenceNumber) => `${sequenceNumber} ${text}`);
  };
  return { time, outbox, add };
}

function messagesOf(polled: Polled<string>): readonly string[] {
  return polled.kind === "messages" ? polled.messages : [polled.kind];
}

describe("Outbox", () => {
  it("gives what waits at once, each message one time", async () => {
    const { outbox, add, time } = setup();
    add("a");
    add("b");
    assert.deepEqual(messagesOf(await outbox.poll(100)), ["1 a", "2 b"]);
    const next = outbox.poll(100);
    time.pass(100);
    assert.deepEqual(messagesOf(await next), ["nothing"]);
  });

  it("puts messages that are given back before later ones, and gives them to the poll that is held", async () => {
    const { outbox, add } = setup();
    add("a");
    const first = await outbox.poll(100);
    assert.ok(first.kind === "messages");
    const second = outbox.poll(100);
    first.giveBack();
    assert.deepEqual(messagesOf(await second), ["1 a"]);
    const third = outbox.poll(100);
    add("b");
    const taken = await third;
    add("c");
    assert.ok(taken.kind === "messages");
    taken.giveBack();
    assert.deepEqual(messagesOf(await outbox.poll(100)), ["2 b", "3 c"]);
  });

  it("forgets a poll whose caller is gone", async () => {
    const { outbox, add } = setup();
    const leaving = new AbortController();
    const left = outbox.poll(100, leaving.signal);
    leaving.abort();
    add("a");
    assert.deepEqual(messagesOf(await left), ["gone"]);
    assert.deepEqual(messagesOf(await outbox.poll(100, leaving.signal)), ["gone"]);
    assert.deepEqual(messagesOf(await outbox.poll(100)), ["1 a"]);
    assert.equal(outbox.mostPolls, 1);
  });

  it("answers the poll that is held, and later ones, when it is closed", async () => {
    const { outbox } = setup();
    const held = outbox.poll(100);
    outbox.close();
    assert.deepEqual(messagesOf(await held), ["closed"]);
    assert.deepEqual(messagesOf(await outbox.poll(100)), ["closed"]);
  });

  it("hands its messages over to another outbox, which numbers them anew", async () => {
    const { outbox, add, time } = setup();
    add("a");
    await outbox.poll(100);
    add("b");
    const other = new Outbox<string>(time);
    for (const make of outbox.drain()) {
      other.add(make);
    }
    assert.deepEqual(messagesOf(await other.poll(100)), ["1 b"]);
    assert.equal(outbox.drain().length, 0);
  });
});
