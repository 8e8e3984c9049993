import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import type { Message, MessageRole } from "../../../src/chat/messages";
import { done, ended, message, sent, unknown } from "./entries";
import { cleanUpAll, kindsOf, openStore, setupStore as setup, until } from "./setup";

const large = 9_223_372_036_854_775_807n;
const held = { kind: "held" } as const;
const tracked = { kind: "tracked" } as const;

describe("EngagementStore", () => {
  afterEach(cleanUpAll);

  it("keeps what is known over a restart, in order and to the last digit", async () => {
    const { open } = setup();
    let now = 5;
    const store = await open({ now: () => now });
    await store.append("p1", large, tracked);
    now = 6;
    await store.append("p1", 9_007_199_254_740_993n, held);
    store.dispose();
    assert.deepEqual((await open({ now: () => 99 })).list("p1"), [
      { id: large, state: { kind: "tracked", since: 5 }, customer: {}, unknownMessages: 0 },
      {
        id: 9_007_199_254_740_993n,
        state: { kind: "active", since: 6 },
        customer: {},
        unknownMessages: 0,
      },
    ]);
  });

  it("keeps messages whole, each where it belongs, and no heartbeats", async () => {
    const { open, root } = setup();
    const store = await open();
    const facts = {
      engagementId: 1000n,
      text: "Hello",
      raw: '{"ChatPostMessage":{"body":"Hello"}}',
    };
    const post = { type: "ChatPostMessage", role: "post", ...facts } as const;
    const about = { type: "Mystery", raw: '{"Mystery":{}}' };
    const heartbeat = { type: "ChatGetTimeout", role: "heartbeat", raw: "{}" } as const;
    await store.applyMessages("p1", [about, heartbeat, post]);
    const window = await open();
    for (const each of [store, window]) {
      assert.deepEqual(each.entries("p1", 1000n), [
        { at: 5, event: { kind: "message", message: post } },
      ]);
      assert.deepEqual(each.entries("p1", "session"), [
        { at: 5, event: { kind: "message", message: about } },
      ]);
      assert.deepEqual([...each.unknownTypes("p1")], [["Mystery", 1]]);
    }
    assert.deepEqual(readdirSync(join(root, "p1")).sort(), ["1000.jsonl", "session.jsonl"]);
  });

  it("counts the messages of each type that has no role, of engagements too", async () => {
    const { open } = setup();
    const store = await open();
    await store.append("p1", 1n, unknown("A"));
    await store.append("p1", 2n, unknown("A"));
    await store.append("p1", "session", unknown("B"));
    await store.append("p1", 2n, message("notice"));
    assert.deepEqual([...store.unknownTypes("p1")].sort(), [
      ["A", 2],
      ["B", 1],
    ]);
    assert.deepEqual(kindsOf(store), ["1 seen", "2 seen"]);
  });

  it("has stored that a request is under way before claim resolves", async () => {
    const { open } = setup();
    assert.equal(await (await open()).claim("p1", 1n, sent("conclude", "t", 100)), true);
    assert.equal((await open({ now: () => 100 })).find("p1", 1n)?.state.kind, "sending");
    assert.deepEqual((await open({ now: () => 101 })).find("p1", 1n)?.state, {
      kind: "unknownOutcome",
      since: 5,
      act: "conclude",
      reason: "vsCodeEnded",
      before: { kind: "tracked", since: 5 },
      token: "t",
    });
  });

  it("tells that a request's outcome is unknown as soon as its deadline is over", async () => {
    const { open } = setup();
    const store = await open({ now: Date.now });
    await store.claim("p1", 1n, sent("conclude", "t", Date.now() + 50));
    let changes = 0;
    store.onDidChange(() => {
      changes += 1;
    });
    await until(() => changes > 0, "the change at the deadline");
    assert.equal(store.find("p1", 1n)?.state.kind, "unknownOutcome");
  });

  it("lets one of two clicks claim an engagement", async () => {
    const { open } = setup();
    const store = await open();
    const claims = ["a", "b"].map((token) => store.claim("p1", 1n, sent("conclude", token)));
    assert.deepEqual((await Promise.all(claims)).sort(), [false, true]);
  });

  it("lets one of several windows claim each engagement", async () => {
    const { open } = setup();
    const windows = await Promise.all([open(), open(), open()]);
    const ids = Array.from({ length: 20 }, (_, index) => BigInt(index));
    await Promise.all(
      ids.map(async (id) => {
        const claims = windows.map((window, index) =>
          window.claim("p1", id, sent("conclude", `${id} ${index}`)),
        );
        assert.deepEqual((await Promise.all(claims)).filter(Boolean), [true], `${id}`);
        // Whoever lost notes that nothing was sent.
        await until(() => {
          // Both counts anew each time: the entries of other windows may come later.
          const kinds = windows[0].entries("p1", id).map(({ event }) => event.kind);
          const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
          return count("callEnded") === count("callSent") - 1;
        });
      }),
    );
  });

  it("shows in each window what the others do", async () => {
    const { open } = setup();
    const [one, other] = [await open(), await open()];
    const told: string[] = [];
    other.onDidAppend(({ profileId, stream, entries }) => {
      told.push(`${profileId} ${stream} ${entries.map(({ event }) => event.kind).join()}`);
    });
    await one.append("p1", 1n, held);
    await until(() => kindsOf(other).join() === "1 active");
    await one.claim("p1", 1n, sent("conclude"));
    await until(() => other.find("p1", 1n)?.state.kind === "sending");
    await one.append("p1", 1n, ended("conclude", done));
    await until(() => kindsOf(other).join() === "1 wrapUp");
    assert.equal(told.join(), "p1 1 held,p1 1 callSent,p1 1 callEnded");
    await other.append("p1", 9n, tracked);
    await until(() => kindsOf(one).join() === "1 wrapUp,9 tracked");
  });

  it("tells once, on opening, that there is something, and nothing as if it came now", async () => {
    const { open, root } = setup();
    const first = await open();
    await first.append("p1", 1n, held);
    await first.append("p1", 2n, held);
    const store = openStore({ root });
    const told: string[] = [];
    store.onDidChange(() => told.push("change"));
    store.onDidAppend(() => told.push("append"));
    await Promise.all([store.open("p1"), store.open("p1")]);
    assert.deepEqual(told, ["change"]);
    assert.equal(store.list("p1").length, 2);
  });

  it("loses nothing of what windows append at the same time", async () => {
    const { open } = setup();
    const windows = await Promise.all([open(), open()]);
    const each = 200;
    await Promise.all(
      windows.map(async (window, index) => {
        for (let count = 0; count < each; count += 1) {
          await window.append("p1", 1n, message("post", { text: `${index}-${count}` }));
        }
      }),
    );
    for (const window of [...windows, await open()]) {
      await until(() => window.entries("p1", 1n).length === 2 * each);
    }
    const [one, other] = windows.map((window) => window.entries("p1", 1n));
    assert.deepEqual(one, other);
    assert.deepEqual((await open()).entries("p1", 1n), one);
  });

  it("forgets one engagement in all windows and keeps the others", async () => {
    const { open } = setup();
    const [one, other] = [await open(), await open()];
    await one.append("p1", 1n, tracked);
    await one.append("p1", 2n, tracked);
    await until(() => kindsOf(other).length === 2);
    await one.remove("p1", 1n);
    assert.deepEqual(kindsOf(one), ["2 tracked"]);
    await until(() => kindsOf(other).join() === "2 tracked");
    await one.append("p1", 1n, held);
    await until(
      () =>
        kindsOf(other).join() === "2 tracked,1 active" ||
        kindsOf(other).join() === "1 active,2 tracked",
    );
    assert.equal(other.entries("p1", 1n).length, 1);
  });

  it("forgets what has ended, and nothing else", async () => {
    const { open } = setup();
    const store = await open();
    await store.append("p1", 1n, message("offer"));
    await store.append("p1", 1n, message("offerGone"));
    await store.append("p1", 2n, held);
    await store.append("p1", "session", unknown());
    await store.removeEnded("p1");
    assert.deepEqual(kindsOf(store), ["2 active"]);
    assert.equal(store.entries("p1", "session").length, 1);
  });

  it("does not bring back what ended and was cleared, whatever the server still says of that end", async () => {
    const store = await setup().open();
    const told = (role: MessageRole): Message => ({
      role,
      type: role,
      engagementId: 1n,
      raw: "{}",
    });
    await store.append("p1", 1n, held);
    await store.claim("p1", 1n, sent("release"));
    await store.append("p1", 1n, ended("release", done));
    await store.removeEnded("p1");
    await store.applyMessages("p1", [told("post"), told("disconnected")]);
    assert.deepEqual(kindsOf(store), []);
    await store.applyMessages("p1", [told("offer"), told("disconnected")]);
    assert.deepEqual(kindsOf(store), ["1 ended"]);
  });

  it("does not store an answer that comes after its profile or its engagement was removed", async () => {
    const { open, root } = setup();
    const store = await open();
    await store.claim("p1", 1n, sent("conclude"));
    await store.claim("p1", 2n, sent("conclude"));
    const other = await open();
    await other.remove("p1", 1n);
    assert.equal(await store.append("p1", 1n, ended("conclude", done)), undefined);
    assert.deepEqual(readdirSync(join(root, "p1")), ["2.jsonl"]);
    await other.removeAll("p1");
    assert.equal(await store.append("p1", 2n, ended("conclude", done)), undefined);
    assert.equal(existsSync(join(root, "p1")), false);
    assert.deepEqual(kindsOf(store), []);
  });

  it("stores nothing for a profile that is gone", async () => {
    const { open, root, removed } = setup();
    removed.add("p1");
    const store = await open();
    assert.equal(await store.append("p1", 1n, tracked), undefined);
    assert.equal(await store.claim("p1", 1n, sent("conclude")), false);
    await store.applyMessages("p1", [{ type: "Mystery", raw: "{}" }]);
    assert.deepEqual(kindsOf(store), []);
    assert.equal(existsSync(root), false);
  });

  it("stores nothing for a profile that is removed while its turn is awaited", async () => {
    const { open, root, removed } = setup();
    const store = await open();
    const appended = store.append("p1", 1n, tracked);
    removed.add("p1");
    assert.equal(await appended, undefined);
    assert.deepEqual(readdirSync(join(root, "p1")), []);
  });

  it("keeps profiles apart, whatever their ids are", async () => {
    const { open, root } = setup();
    const store = await open();
    await store.append("p1", 1n, tracked);
    for (const profileId of ["..", "a/../b", "p1.", "ä:*"]) {
      await store.append(profileId, 2n, held);
      assert.equal(store.list(profileId).length, 1, profileId);
    }
    const folders = readdirSync(root);
    assert.equal(folders.length, 5);
    for (const folder of folders) {
      assert.match(readdirSync(join(root, folder)).join(), /^[12]\.jsonl$/, folder);
    }
    assert.equal(readdirSync(join(root, "..")).length, 1);
    await store.removeAll("p1");
    assert.deepEqual(store.list("p1"), []);
    assert.equal(store.list("..").length, 1);
  });

  it("keeps a profile in memory only, begun anew each time", async () => {
    const { open, root } = setup();
    const store = await open();
    store.startInMemory("sim");
    await store.append("sim", 1n, held);
    assert.equal(await store.claim("sim", 1n, sent("conclude", "a")), true);
    assert.equal(await store.claim("sim", 1n, sent("conclude", "b")), false);
    await store.append("sim", 1n, ended("conclude", done, "a"));
    assert.equal(store.find("sim", 1n)?.state.kind, "wrapUp");
    assert.equal(existsSync(join(root, "sim")), false);
    await store.removeAll("sim");
    assert.equal(await store.append("sim", 1n, ended("conclude", done, "a")), undefined);
    assert.deepEqual(store.list("sim"), []);
    await store.append("sim", 2n, held);
    store.startInMemory("sim");
    assert.deepEqual(store.list("sim"), []);
  });

  it("keeps a profile in memory although nobody knows it yet", async () => {
    const { open, removed } = setup();
    removed.add("sim");
    const store = await open();
    store.startInMemory("sim");
    assert.equal((await store.append("sim", 1n, held))?.state.kind, "active");
  });

  it("tells nothing after it was disposed", async () => {
    const { open } = setup();
    const [one, other] = [await open(), await open()];
    let isTold = false;
    other.onDidChange(() => {
      isTold = true;
    });
    other.dispose();
    await one.append("p1", 1n, tracked);
    assert.equal(isTold, false);
  });
});
