import assert from "node:assert/strict";
import { scheduler } from "node:timers/promises";
import type { Memento } from "vscode";
import { describe, it } from "mocha";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import type { SetAside } from "../../../src/profiles/storage";
import { FakeMemento } from "../../fakes/memento";
import { SharedState } from "../../fakes/sharedState";

const large = 9_223_372_036_854_775_807n;

function setup() {
  const global = new FakeMemento();
  const setAside: SetAside[] = [];
  const removed = new Set<string>();
  const openWithoutLoading = ({
    now = 5,
    memento = global,
  }: { now?: number; memento?: Memento } = {}): EngagementStore =>
    new EngagementStore({
      global: memento,
      onSetAside: (what) => setAside.push(what),
      now: () => now,
      isKnown: (profileId) => !removed.has(profileId),
    });
  const open = async (): Promise<EngagementStore> => {
    const store = openWithoutLoading();
    await store.load("p1");
    return store;
  };
  return { global, setAside, removed, open, openWithoutLoading };
}

describe("EngagementStore", () => {
  it("keeps what is tracked over a reload, in order and to the last digit", async () => {
    const { open } = setup();
    const store = await open();
    await store.apply("p1", large, { kind: "tracked" });
    await store.apply("p1", 9_007_199_254_740_993n, { kind: "observed" });
    assert.deepEqual((await open()).list("p1"), [
      { id: large, state: { kind: "tracked", since: 5 } },
      { id: 9_007_199_254_740_993n, state: { kind: "active", since: 5 } },
    ]);
  });

  it("has stored that a request is under way before apply resolves", async () => {
    const { open, openWithoutLoading } = setup();
    await (await open()).apply("p1", 1n, { kind: "concludeSent", until: 100 });
    assert.equal(openWithoutLoading({ now: 100 }).find("p1", 1n)?.state.kind, "concluding");
    assert.deepEqual(openWithoutLoading({ now: 101 }).find("p1", 1n)?.state, {
      kind: "unknownOutcome",
      since: 5,
      reason: "vsCodeEnded",
    });
  });

  it("keeps what is stored when it changes a list that was never loaded", async () => {
    const { open, openWithoutLoading } = setup();
    const before = await open();
    await before.apply("p1", 1n, { kind: "tracked" });
    await before.apply("p1", 2n, { kind: "observed" });
    await openWithoutLoading().apply("p1", 2n, { kind: "concludeSent", until: 100 });
    assert.deepEqual(
      (await open()).list("p1").map(({ id, state }) => [id, state.kind]),
      [
        [1n, "tracked"],
        [2n, "concluding"],
      ],
    );
  });

  it("keeps what two windows track in turns, and shows each what the other did", async () => {
    const { open } = setup();
    const [one, other] = [await open(), await open()];
    await one.apply("p1", 1n, { kind: "concludeSent", until: 100 });
    await other.apply("p1", 9n, { kind: "tracked" });
    await one.apply("p1", 1n, { kind: "concluded" });
    for (const window of [one, other, await open()]) {
      assert.deepEqual(
        window.list("p1").map(({ id, state }) => [id, state.kind]),
        [
          [1n, "wrapUp"],
          [9n, "tracked"],
        ],
      );
    }
  });

  it("loses nothing when answers come while VS Code has not yet sent the last write back", async () => {
    const shared = new SharedState(5);
    const store = setup().openWithoutLoading({ memento: shared.open() });
    const ids = Array.from({ length: 12 }, (_, index) => BigInt(index));
    await Promise.all(
      ids.map(async (id, index) => {
        // Not all in one write: each comes while the one before is on its way.
        await scheduler.wait(index);
        await store.apply("p1", id, { kind: "concludeSent", until: 100 });
        await store.apply("p1", id, { kind: "concluded" });
      }),
    );
    const reopened = setup().openWithoutLoading({ memento: shared.open() });
    assert.deepEqual(
      reopened.list("p1").map(({ id, state }) => [id, state.kind]),
      ids.map((id) => [id, "wrapUp"]),
    );
  });

  it("does not store an answer that comes after its profile or its engagement was removed", async () => {
    const { open, openWithoutLoading, global } = setup();
    const store = await open();
    await store.apply("p1", 1n, { kind: "concludeSent", until: 100 });
    await openWithoutLoading().removeAll("p1");
    assert.equal(await store.apply("p1", 1n, { kind: "concluded" }), undefined);
    assert.deepEqual(global.keys(), []);
  });

  it("stores nothing for a profile that is gone", async () => {
    const { open, removed, global } = setup();
    const store = await open();
    removed.add("p1");
    assert.equal(await store.apply("p1", 1n, { kind: "tracked" }), undefined);
    assert.deepEqual(global.keys(), []);
  });

  it("goes on with other changes after one could not be stored", async () => {
    const { open, global } = setup();
    const store = await open();
    const refusing = Object.assign(Object.create(global) as FakeMemento, {
      update: () => Promise.reject(new Error("full")),
    });
    const broken = setup().openWithoutLoading({ memento: refusing });
    await assert.rejects(broken.apply("p1", 1n, { kind: "tracked" }), /full/);
    await assert.rejects(broken.apply("p1", 2n, { kind: "tracked" }), /full/);
    await store.apply("p1", 3n, { kind: "tracked" });
    assert.equal(store.list("p1").length, 1);
  });

  it("keeps the lists of profiles apart", async () => {
    const { open } = setup();
    const store = await open();
    await store.apply("p1", 1n, { kind: "tracked" });
    assert.deepEqual(store.list("p2"), []);
    await store.removeAll("p1");
    assert.deepEqual(store.list("p1"), []);
    assert.deepEqual((await open()).list("p1"), []);
  });

  it("forgets one engagement and keeps the others", async () => {
    const { open } = setup();
    const store = await open();
    await store.apply("p1", 1n, { kind: "tracked" });
    await store.apply("p1", 2n, { kind: "tracked" });
    await store.remove("p1", 1n);
    assert.deepEqual(
      (await open()).list("p1").map(({ id }) => id),
      [2n],
    );
  });

  it("tells whose list changed", async () => {
    const store = await setup().open();
    const changed: string[] = [];
    store.onDidChange((profileId) => changed.push(profileId));
    await store.apply("p1", 1n, { kind: "tracked" });
    await store.remove("p1", 1n);
    assert.deepEqual(changed, ["p1", "p1"]);
  });

  it("has whoever shows a list look again", async () => {
    const store = await setup().open();
    const changed: string[] = [];
    store.onDidChange((profileId) => changed.push(profileId));
    await store.refresh("p1");
    assert.deepEqual(changed, ["p1"]);
  });

  it("stores nothing of a list that is in memory only", async () => {
    const { open, global } = setup();
    const store = await open();
    store.startInMemory("simulator");
    await store.apply("simulator", 1n, { kind: "observed" });
    assert.equal(store.list("simulator").length, 1);
    await store.remove("simulator", 1n);
    await store.removeAll("simulator");
    await store.apply("simulator", 2n, { kind: "observed" });
    assert.deepEqual(global.keys(), []);
  });

  it("sets a list that cannot be read aside and begins with an empty one", async () => {
    const { open, global, setAside } = setup();
    await global.update("engagements/p1", [{ id: "one" }]);
    assert.deepEqual((await open()).list("p1"), []);
    assert.equal(setAside.length, 1);
    assert.deepEqual(global.get(setAside[0]?.asideKey ?? ""), [{ id: "one" }]);
  });

  it("sets a list that cannot be read aside before it stores another", async () => {
    const { openWithoutLoading, global, setAside } = setup();
    await global.update("engagements/p1", [{ id: "one" }]);
    const store = openWithoutLoading();
    assert.deepEqual(store.list("p1"), []);
    await Promise.all([
      store.apply("p1", 1n, { kind: "tracked" }),
      store.apply("p1", 2n, { kind: "tracked" }),
      store.load("p1"),
    ]);
    assert.equal(store.list("p1").length, 2);
    assert.equal(setAside.length, 1);
    assert.deepEqual(global.get(setAside[0]?.asideKey ?? ""), [{ id: "one" }]);
  });
});
