import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import { SecretStorageError } from "../../../src/session/guardedSecrets";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore, type Session } from "../../../src/session/sessionStore";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { cleanUpAll, temporaryFolder, until } from "./setup";

function setup() {
  const folders = new SessionFolders(temporaryFolder());
  const secrets = new FakeSecretStorage();
  let time = 1000;
  const open = (storage = secrets) => new SessionStore(storage, folders, () => time++);
  return { secrets, folders, sessions: open(), open };
}

async function liveSession(sessions: SessionStore): Promise<Session> {
  await sessions.set(someProfile, "node0abc123");
  const session = await sessions.get(someProfile);
  assert.ok(session);
  return session;
}

describe("SessionStore", () => {
  afterEach(cleanUpAll);

  it("gives back the session that was set, with its origin and time", async () => {
    const { sessions } = setup();
    await sessions.set(someProfile, "node0abc123");
    assert.deepEqual(await sessions.get(someProfile), {
      sessionId: "node0abc123",
      origin: someProfile.origin,
      since: 1000,
    });
  });

  it("does not give a session to a profile whose address was changed", async () => {
    const { sessions } = setup();
    await sessions.set(someProfile, "node0abc123");
    const moved = { ...someProfile, origin: "https://other.example.com" };
    assert.equal(await sessions.get(moved), undefined);
    const otherPort = { ...someProfile, origin: "https://chat.example.com:8443" };
    assert.equal(await sessions.get(otherPort), undefined);
  });

  it("keeps nothing after a session was removed", async () => {
    const { sessions, secrets } = setup();
    await sessions.set(someProfile, "node0abc123");
    await sessions.remove(someProfile.id);
    assert.equal(await sessions.get(someProfile), undefined);
    assert.equal(secrets.values.size, 0);
  });

  it("tells which profile's session changed, also when another window changed it", async () => {
    const { sessions, secrets } = setup();
    const changed: string[] = [];
    sessions.onDidChange((profileId) => changed.push(profileId));
    await sessions.set(someProfile, "node0abc123");
    await secrets.delete("session/elsewhere");
    await secrets.store("somethingElse", "x");
    assert.deepEqual(changed, [someProfile.id, "elsewhere"]);
  });

  it("says what it could not do when the secret storage refuses, and why", async () => {
    const { sessions, secrets } = setup();
    secrets.refusal = new Error("the keyring is locked");
    for (const [action, use] of [
      ["read", () => sessions.get(someProfile)],
      ["store", () => sessions.set(someProfile, "node0abc123")],
      ["remove", () => sessions.remove(someProfile.id)],
    ] as const) {
      await assert.rejects(use(), (error) => {
        assert.ok(error instanceof SecretStorageError);
        assert.equal(error.action, action);
        assert.equal((error.cause as Error).message, "the keyring is locked");
        return true;
      });
    }
    assert.equal(secrets.values.size, 0);
  });

  it("reads the secret storage once for a burst of calls, and again for each look", async () => {
    const { sessions, secrets } = setup();
    await sessions.set(someProfile, "node0abc123");
    let reads = 0;
    const get = secrets.get.bind(secrets);
    secrets.get = (key) => {
      reads += 1;
      return get(key);
    };
    await Promise.all([1, 2, 3].map(() => sessions.get(someProfile)));
    await sessions.get(someProfile);
    assert.equal(reads, 1);
    await sessions.look(someProfile);
    assert.equal(reads, 2);
  });

  it("gives nobody the session that was there before, once it was set anew or removed", async () => {
    const { sessions, secrets } = setup();
    await sessions.set(someProfile, "node0abc123");
    await sessions.get(someProfile);
    await sessions.set(someProfile, "node0def456");
    assert.equal((await sessions.get(someProfile))?.sessionId, "node0def456");
    const other = JSON.stringify({ sessionId: "theirs", origin: someProfile.origin, since: 1 });
    await secrets.store(`session/${someProfile.id}`, other);
    assert.equal((await sessions.get(someProfile))?.sessionId, "theirs");
    await sessions.remove(someProfile.id);
    assert.equal(await sessions.get(someProfile), undefined);
  });

  it("sees within two seconds what another window stored, where nothing tells of it", async () => {
    const { sessions, secrets } = setup();
    await sessions.set(someProfile, "node0abc123");
    await sessions.get(someProfile);
    const other = JSON.stringify({ sessionId: "theirs", origin: someProfile.origin, since: 1 });
    secrets.values.set(`session/${someProfile.id}`, other);
    await until(async () => (await sessions.get(someProfile))?.sessionId === "theirs");
  });

  it("treats a stored value that is no session as none", async () => {
    const { sessions, secrets } = setup();
    for (const spoiled of ["", "{", "null", '{"sessionId":7}', '"node0"']) {
      secrets.values.set("session/p1", spoiled);
      assert.equal(await sessions.get(someProfile), undefined, spoiled);
    }
  });

  it("does not give a session that ended, and says how, when and why it did", async () => {
    const { sessions } = setup();
    const session = await liveSession(sessions);
    assert.deepEqual(await sessions.look(someProfile), { kind: "live", session });
    await sessions.end(someProfile, session, "expired", "concludeChat 403 ACCESS_DENIED");
    assert.equal(await sessions.get(someProfile), undefined);
    assert.deepEqual(await sessions.look(someProfile), {
      kind: "ended",
      since: 1000,
      endedAt: 1001,
      how: "expired",
      why: "concludeChat 403 ACCESS_DENIED",
    });
  });

  it("lets another window, and one that opens later, see that a session ended", async () => {
    const { sessions, open } = setup();
    const other = open();
    const session = await liveSession(sessions);
    assert.equal((await other.look(someProfile)).kind, "live");
    await sessions.end(someProfile, session, "loggedOff");
    assert.equal((await other.look(someProfile)).kind, "ended");
    assert.equal((await open().look(someProfile)).kind, "ended");
  });

  it("tells a window that watches that another one noted the end", async () => {
    const { sessions, open } = setup();
    const session = await liveSession(sessions);
    // A SecretStorage of its own: that of one window need not see what another window changed.
    const secrets = new FakeSecretStorage();
    const other = open(secrets);
    await other.set(someProfile, session.sessionId);
    const told: string[] = [];
    other.onDidChange((profileId) => told.push(profileId));
    const look = other.look.bind(other);
    let isArmed = false;
    other.look = async (profile) => {
      const found = await look(profile);
      isArmed = true;
      return found;
    };
    const watch = other.watch(someProfile);
    await until(() => isArmed);
    await sessions.end(someProfile, session, "loggedOff");
    await until(() => told.length > 0);
    assert.equal((await other.look(someProfile)).kind, "ended");
    await other.set(someProfile, "node0another");
    const next = await other.get(someProfile);
    assert.ok(next);
    told.length = 0;
    await sessions.end(someProfile, next, "expired");
    await until(() => told.length > 0, "the next session's end is told too");
    watch.dispose();
  });

  it("keeps what was said first of an end, but that somebody logged off says more", async () => {
    const { sessions, open } = setup();
    const session = await liveSession(sessions);
    const how = async (store: SessionStore) => {
      const look = await store.look(someProfile);
      return look.kind === "ended" ? `${look.how} ${look.why ?? ""}` : look.kind;
    };
    await sessions.end(someProfile, session, "expired", "first");
    await sessions.end(someProfile, session, "expired", "second");
    assert.deepEqual([await how(sessions), await how(open())], ["expired first", "expired first"]);
    await sessions.end(someProfile, session, "loggedOff", "third");
    await sessions.end(someProfile, session, "expired", "fourth");
    const last = "loggedOff third";
    assert.deepEqual([await how(sessions), await how(open())], [last, last]);
  });

  it("says logged off, though the held call is refused at the same moment", async () => {
    const { sessions, open } = setup();
    for (let round = 0; round < 20; round++) {
      await sessions.set(someProfile, `node0session${round}`);
      const session = await sessions.get(someProfile);
      assert.ok(session);
      const other = open();
      await Promise.all([
        sessions.end(someProfile, session, "loggedOff"),
        other.end(someProfile, session, "expired"),
        sessions.end(someProfile, session, "expired"),
      ]);
      const looks = await Promise.all([sessions, open()].map((store) => store.look(someProfile)));
      assert.deepEqual(
        looks.map((look) => look.kind === "ended" && look.how),
        ["loggedOff", "loggedOff"],
      );
    }
  });

  it("begins anew with another session id", async () => {
    const { sessions } = setup();
    const session = await liveSession(sessions);
    await sessions.end(someProfile, session, "expired");
    await sessions.set(someProfile, "node0another");
    assert.equal((await sessions.get(someProfile))?.sessionId, "node0another");
  });

  it("gives a session that ended another chance when a person sets it again", async () => {
    const { sessions, open } = setup();
    const session = await liveSession(sessions);
    await sessions.end(someProfile, session, "expired");
    await sessions.set(someProfile, session.sessionId);
    assert.equal((await sessions.look(someProfile)).kind, "live");
    assert.equal((await open().look(someProfile)).kind, "live", "in another window too");
    await sessions.end(someProfile, session, "expired");
    assert.equal((await sessions.look(someProfile)).kind, "ended", "and it can end again");
  });

  it("ends the very session that is meant, not the one that was set since", async () => {
    const { sessions } = setup();
    const session = await liveSession(sessions);
    await sessions.set(someProfile, "node0another");
    await sessions.end(someProfile, session, "expired");
    assert.equal((await sessions.get(someProfile))?.sessionId, "node0another");
  });

  it("tells this window of an end at once, and once", async () => {
    const { sessions } = setup();
    const session = await liveSession(sessions);
    const told: string[] = [];
    sessions.onDidChange((profileId) => told.push(profileId));
    await sessions.end(someProfile, session, "expired");
    await sessions.end(someProfile, session, "expired");
    assert.deepEqual(told, [someProfile.id]);
  });

  it("knows in this window of an end that could not be noted", async () => {
    const { secrets } = setup();
    const inTheWay = join(temporaryFolder(), "file");
    writeFileSync(inTheWay, "");
    const sessions = new SessionStore(secrets, new SessionFolders(inTheWay));
    const session = await liveSession(sessions);
    const told: string[] = [];
    sessions.onDidChange((profileId) => told.push(profileId));
    await assert.rejects(sessions.end(someProfile, session, "expired"));
    assert.equal(await sessions.get(someProfile), undefined);
    assert.deepEqual(told, [someProfile.id]);
  });

  it("begins anew with a session whose folder was forgotten", async () => {
    const { sessions, folders } = setup();
    const session = await liveSession(sessions);
    await sessions.end(someProfile, session, "expired");
    await folders.forget(session);
    assert.equal((await sessions.look(someProfile)).kind, "live");
  });

  it("writes no session id into the note of its end", async () => {
    const { sessions, folders } = setup();
    const session = await liveSession(sessions);
    await sessions.end(someProfile, session, "expired", "getMessages 403");
    const folder = await folders.folderOf(session);
    assert.deepEqual(readdirSync(folder), ["ended.json"]);
    const note = readFileSync(join(folder, "ended.json"), "utf8");
    assert.ok(!`${folder}${note}`.includes(session.sessionId));
  });
});
