import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import type { EngagementState } from "../../src/engagements/engagement";
import { fold } from "../../src/engagements/transition";
import { readRecording, recordedMessages, replay } from "../replay/replay";
import { cleanUpAll } from "./session/setup";

const recordings = join(import.meta.dirname, "../recordings");

const legal: Readonly<Record<EngagementState["kind"], true>> = {
  tracked: true,
  seen: true,
  offered: true,
  active: true,
  wrapUp: true,
  ended: true,
  unknownOutcome: true,
  sending: true,
};

describe("recordings", () => {
  afterEach(cleanUpAll);

  const names = readdirSync(recordings, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  it("has one at least", () => {
    assert.notEqual(names.length, 0);
  });

  for (const name of names) {
    it(`replays ${name} through client, loop and state machine`, async function () {
      this.timeout(120_000);
      const folder = join(recordings, name);
      const recording = readRecording(folder);
      const { messages, store, profileId, errors } = await replay(recording);

      assert.deepEqual(errors, []);
      assert.deepEqual(
        messages.map(({ raw }) => raw),
        recordedMessages(recording).map(({ raw }) => raw),
        "every message is handed over, in order",
      );
      const ids = new Set(messages.map(({ engagementId }) => engagementId));
      ids.delete(undefined);
      for (const id of ids) {
        assert.ok(id !== undefined && store.find(profileId, id), `${String(id)} is known`);
      }
      for (const { id, state } of store.list(profileId)) {
        assert.ok(legal[state.kind], `${id} is ${state.kind}`);
        assert.deepEqual(fold(id, store.entries(profileId, id))?.state, state);
      }
      const expectations = join(folder, "expected.json");
      if (existsSync(expectations)) {
        const states = store.list(profileId).map(({ id, state }) => [String(id), state.kind]);
        const expected: unknown = JSON.parse(readFileSync(expectations, "utf8"));
        assert.deepEqual(Object.fromEntries(states), expected);
      }
    });
  }
});
