import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { Profile } from "../../../src/profiles/profile";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore } from "../../../src/session/sessionStore";
import { SessionWatch } from "../../../src/session/sessionWatch";
import { someProfile } from "../../fakes/profiles";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { afterTest, cleanUpAll, temporaryFolder, until } from "./setup";

const moved: Profile = { ...someProfile, origin: "https://chat2.example.com" };
const other: Profile = { ...someProfile, id: "p2" };

/** Two windows, and the watch of the second. */
function setup() {
  const folders = new SessionFolders(temporaryFolder());
  const [first, second] = [0, 1].map(() => new SessionStore(new FakeSecretStorage(), folders));
  assert.ok(first && second);
  const watch = new SessionWatch(second);
  afterTest(() => {
    watch.dispose();
  });
  const told: string[] = [];
  /** The second window shows a profile with a session, which the first window ends then. */
  const endElsewhere = async (profile: Profile, sessionId: string) => {
    for (const window of [first, second]) {
      await window.set(profile, sessionId);
    }
    watch.show(profile);
    const session = await first.get(profile);
    assert.ok(session);
    second.onDidChange((profileId) => told.push(profileId));
    await first.end(profile, session, "loggedOff");
  };
  return { watch, told, endElsewhere };
}

describe("SessionWatch", () => {
  afterEach(cleanUpAll);

  it("tells the end of the session of the profile that is shown, also after another one was", async () => {
    const { watch, told, endElsewhere } = setup();
    watch.show(someProfile);
    await endElsewhere(other, "node0abc123");
    await until(() => told.includes("p2"));
  });

  it("tells it when the profile has got another address meanwhile", async () => {
    const { watch, told, endElsewhere } = setup();
    watch.show(someProfile);
    await endElsewhere(moved, "node0abc123");
    await until(() => told.includes("p1"));
  });
});
