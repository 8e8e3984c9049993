import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ProfileStore } from "../../../src/profiles/profileStore";
import type { SetAside } from "../../../src/profiles/storage";
import { FakeMemento } from "../../fakes/memento";
import { someProfile } from "../../fakes/profiles";

function setup() {
  const global = new FakeMemento();
  const window = new FakeMemento();
  const setAside: SetAside[] = [];
  const load = (windowMemento = window): Promise<ProfileStore> =>
    ProfileStore.load({
      global,
      window: windowMemento,
      onSetAside: (what) => setAside.push(what),
    });
  return { global, window, setAside, load };
}

describe("ProfileStore", () => {
  it("gives back after a reload what was saved, in the order of names", async () => {
    const { load } = setup();
    const store = await load();
    await store.save({ ...someProfile, id: "z", name: "Zeta" });
    await store.save(someProfile);
    const { current } = await load();
    assert.deepEqual(
      current.all.map(({ name }) => name),
      ["ACME", "Zeta"],
    );
    assert.deepEqual(current.all[0], someProfile);
  });

  it("keeps which profile is active per window", async () => {
    const { load } = setup();
    const here = await load();
    await here.save(someProfile);
    await here.activate(someProfile.id);
    const elsewhere = await load(new FakeMemento());
    assert.equal(elsewhere.current.active, undefined);
    assert.equal((await load()).current.active?.id, someProfile.id);
  });

  it("has no active profile after the active one was removed", async () => {
    const { load } = setup();
    const store = await load();
    await store.save(someProfile);
    await store.activate(someProfile.id);
    await store.remove(someProfile.id);
    assert.deepEqual(store.current, { all: [], active: undefined });
    assert.deepEqual((await load()).current, { all: [], active: undefined });
  });

  it("does not store the simulator's profile", async () => {
    const { load, global } = setup();
    const store = await load();
    await store.save({ ...someProfile, isSimulator: true });
    assert.equal(store.current.all.length, 1);
    assert.deepEqual(global.keys(), []);
  });

  it("tells its listeners of every change, with the whole state", async () => {
    const { load } = setup();
    const store = await load();
    const seen: number[] = [];
    store.onDidChange(({ all }) => seen.push(all.length));
    await store.save(someProfile);
    await store.remove(someProfile.id);
    assert.deepEqual(seen, [1, 0]);
  });

  it("sets a profile that cannot be read aside, reports it, and goes on with the others", async () => {
    const { load, global, setAside } = setup();
    await (await load()).save(someProfile);
    await global.update("profile/broken", { id: "broken", name: 7 });
    const { current } = await load();
    assert.deepEqual(
      current.all.map(({ id }) => id),
      ["p1"],
    );
    assert.equal(setAside.length, 1);
    assert.equal(setAside[0]?.key, "profile/broken");
    assert.deepEqual(global.get(setAside[0].asideKey), { id: "broken", name: 7 });
    await load();
    assert.equal(setAside.length, 1, "what was set aside is not stumbled over again");
  });

  for (const [what, value] of [
    ["a text", "profile"],
    ["null", null],
    ["an address that is none", { ...someProfile, origin: "nowhere" }],
    ["an unknown protection", { ...someProfile, protection: "none" }],
  ] as const) {
    it(`does not take ${what} for a profile`, async () => {
      const { load, global, setAside } = setup();
      await global.update("profile/x", value);
      assert.deepEqual((await load()).current.all, []);
      assert.equal(setAside.length, 1);
    });
  }
});
