import type { Profile } from "../../../src/profiles/profile";
import { openWindow } from "./window";

// A window in a process of its own: follows a session until it is killed or told to end.
const [, , folder = "", profileJson = "", sessionId = ""] = process.argv;
const profile = JSON.parse(profileJson) as Profile;
const { live, sessions, errors, close } = openWindow({ folder, profile });
await sessions.set(profile, sessionId);
live.onDidChange(({ kind }) => {
  process.stdout.write(`${kind}\n`);
});
await live.show(profile);
process.on("SIGTERM", () => {
  close();
  process.exit(errors.length);
});
