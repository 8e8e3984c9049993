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

  it("finds a profile as another window has just stored it", async () => {
    const { load } = setup();
    const [here, elsewhere] = [await load(), await load()];
    await here.save(someProfile);
    await elsewhere.save({ ...someProfile, pool: "999:1" });
    assert.equal(here.find(someProfile.id)?.pool, "999:1");
    await elsewhere.remove(someProfile.id);
    assert.equal(here.find(someProfile.id), undefined);
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

  it("comes back after a reload to the profile that the window had before the simulator's", async () => {
    const { load } = setup();
    const store = await load();
    await store.save(someProfile);
    await store.activate(someProfile.id);
    const simulator = { ...someProfile, id: "simulator", isSimulator: true };
    await store.save(simulator);
    await store.activate(simulator.id);
    assert.equal(store.current.active?.id, simulator.id);
    assert.equal((await load()).current.active?.id, someProfile.id);
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

  it("does not bring a profile back that was removed, here or elsewhere, while it was edited", async () => {
    const { load, global } = setup();
    const [here, elsewhere] = [await load(), await load(new FakeMemento())];
    await here.save(someProfile);
    await elsewhere.remove(someProfile.id);
    assert.equal(await here.update({ ...someProfile, name: "Edited" }), false);
    assert.deepEqual(global.keys(), []);
    assert.deepEqual(here.current.all, []);
  });

  it("replaces a profile that is still there when it was edited", async () => {
    const { load } = setup();
    const here = await load();
    await here.save(someProfile);
    await here.activate(someProfile.id);
    assert.equal(await here.update({ ...someProfile, name: "Edited" }), true);
    assert.equal(here.current.active?.name, "Edited");
    assert.equal((await load()).find(someProfile.id)?.name, "Edited");
  });

  it("takes over on reload what another window changed, and fires only then", async () => {
    const { load } = setup();
    const [here, elsewhere] = [await load(), await load(new FakeMemento())];
    await here.save(someProfile);
    await here.activate(someProfile.id);
    await here.save({ ...someProfile, id: "sim", name: "Simulator", isSimulator: true });
    const seen: (string | undefined)[] = [];
    here.onDidChange(({ active }) => seen.push(active?.name));
    await here.reload();
    assert.deepEqual(seen, []);
    await elsewhere.save({ ...someProfile, name: "Moved" });
    await here.reload();
    await elsewhere.remove(someProfile.id);
    await here.reload();
    assert.deepEqual(seen, ["Moved", undefined]);
    assert.deepEqual(
      here.current.all.map(({ name }) => name),
      ["Simulator"],
    );
  });

  it("keeps what another window added when it changes something itself", async () => {
    const { load } = setup();
    const [here, elsewhere] = [await load(), await load(new FakeMemento())];
    await elsewhere.save(someProfile);
    await here.save({ ...someProfile, id: "z", name: "Zeta" });
    assert.equal(here.current.all.length, 2);
  });

  it("knows at once whether another window removed a profile", async () => {
    const { load } = setup();
    const [here, elsewhere] = [await load(), await load(new FakeMemento())];
    await here.save(someProfile);
    await here.save({ ...someProfile, id: "sim", isSimulator: true });
    assert.equal(elsewhere.has(someProfile.id), true);
    await elsewhere.remove(someProfile.id);
    assert.equal(here.has(someProfile.id), false);
    assert.equal(here.has("sim"), true);
    assert.equal(elsewhere.has("sim"), false);
  });

  it("reloads without stumbling over what it cannot read", async () => {
    const { load, global, setAside } = setup();
    const store = await load();
    await global.update("profile/broken", 7);
    await Promise.all([store.reload(), store.reload()]);
    assert.deepEqual(store.current.all, []);
    assert.equal(setAside.length, 1);
    assert.equal(global.get(setAside[0]?.asideKey ?? ""), 7);
  });

  for (const [what, change] of [
    ["a text", "profile"],
    ["null", null],
    ["an address that is none", { origin: "nowhere" }],
    ["an address without encryption", { origin: "http://evil.example.com" }],
    ["an address with a path", { origin: "https://chat.example.com/x" }],
    ["an address with a query", { origin: "https://chat.example.com?y" }],
    ["an address with a slash at its end", { origin: "https://chat.example.com/" }],
    [
      "an URL of the API",
      { origin: "https://chat.example.com/engagement/api/agent/a/v1/concludeChat?pool=1" },
    ],
    ["an address with user info", { origin: "https://a:b@chat.example.com" }],
    ["an empty id", { id: "" }],
    ["the id of another key", { id: "y" }],
    ["a blank name", { name: " " }],
    ["an empty site", { fqSiteName: "" }],
    ["a site with a slash", { fqSiteName: "acme/../x" }],
    ["an empty pool", { pool: "" }],
    ["a pool with blanks", { pool: "297 1" }],
    ["an account with a newline", { accountId: "12\nX-Other: 1" }],
    ["an account with a newline at its end", { accountId: "12\n" }],
    ["an unknown protection", { protection: "none" }],
    ["a sign-in that is none", { signIn: null }],
    ["a sign-in without a user", { signIn: { siteOrigin: "https://acme.example.com" } }],
    [
      "a sign-in without encryption",
      { signIn: { siteOrigin: "http://acme.example.com", userName: "ada" } },
    ],
    [
      "a user name with a colon",
      { signIn: { siteOrigin: "https://acme.example.com", userName: "a:b" } },
    ],
    [
      "a user name with a newline",
      { signIn: { siteOrigin: "https://acme.example.com", userName: "a\nb" } },
    ],
  ] as const) {
    it(`does not take ${what} for a profile`, async () => {
      const { load, global, setAside } = setup();
      const isWhole = change === null || typeof change === "string";
      await global.update("profile/x", isWhole ? change : { ...someProfile, id: "x", ...change });
      assert.deepEqual((await load()).current.all, []);
      assert.equal(setAside.length, 1);
    });
  }

  it("keeps where and as whom a profile signs in, and nothing else of it", async () => {
    const { load, global } = setup();
    const signIn = { siteOrigin: "https://acme.example.com", userName: "Ada Lovelace" };
    await global.update("profile/p1", { ...someProfile, signIn: { ...signIn, password: "x" } });
    assert.deepEqual((await load()).current.all, [{ ...someProfile, signIn }]);
  });

  for (const origin of [
    "https://chat.example.com:8084",
    "http://127.0.0.1:443",
    "http://[::1]:1",
  ]) {
    it(`takes ${origin} for an address`, async () => {
      const { load, setAside } = setup();
      await (await load()).save({ ...someProfile, origin });
      assert.equal((await load()).current.all[0]?.origin, origin);
      assert.equal(setAside.length, 0);
    });
  }
});
