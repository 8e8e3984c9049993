import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import type { SetAside } from "../../../src/profiles/storage";
import { FakeMemento } from "../../fakes/memento";

const large = 9_223_372_036_854_775_807n;

function setup() {
  const global = new FakeMemento();
  const setAside: SetAside[] = [];
  const open = async (): Promise<EngagementStore> => {
    const store = new EngagementStore({
      global,
      onSetAside: (what) => setAside.push(what),
      now: () => 5,
    });
    await store.load("p1");
    return store;
  };
  return { global, setAside, open };
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
    const { open } = setup();
    await (await open()).apply("p1", 1n, { kind: "concludeSent" });
    assert.deepEqual((await open()).find("p1", 1n)?.state, {
      kind: "unknownOutcome",
      since: 5,
      reason: "vsCodeEnded",
    });
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

  it("stores nothing of a list that is in memory only", async () => {
    const { open, global } = setup();
    const store = await open();
    store.startInMemory("simulator");
    await store.apply("simulator", 1n, { kind: "observed" });
    assert.equal(store.list("simulator").length, 1);
    assert.deepEqual(global.keys(), []);
  });

  it("sets a list that cannot be read aside and begins with an empty one", async () => {
    const { open, global, setAside } = setup();
    await global.update("engagements/p1", [{ id: "one" }]);
    assert.deepEqual((await open()).list("p1"), []);
    assert.equal(setAside.length, 1);
    assert.deepEqual(global.get(setAside[0]?.asideKey ?? ""), [{ id: "one" }]);
  });
});
