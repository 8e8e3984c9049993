import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { EngagementEvent } from "../../../src/engagements/engagement";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import { heldSlots } from "../../../src/engagements/slots";

/** Slots after events of engagements, which happen at 1000, 2000, … */
async function slotsAfter(
  events: readonly (readonly [bigint, EngagementEvent])[],
  sessionSince = 0,
): Promise<number> {
  let now = 0;
  const onError = (error: unknown): void => {
    throw error;
  };
  const engagements = new EngagementStore({ root: "", now: () => now, onError });
  engagements.startInMemory("p1");
  for (const [id, event] of events) {
    now += 1000;
    await engagements.append("p1", id, event);
  }
  return heldSlots(engagements, "p1", sessionSince);
}

const held: EngagementEvent = { kind: "held" };
const sent = (act: "conclude" | "release"): EngagementEvent => ({
  ...{ kind: "callSent", act, token: act, until: 1_000_000 },
});
const ended = (act: "conclude" | "release"): EngagementEvent => ({
  ...{ kind: "callEnded", act, token: act, outcome: { kind: "done" } },
});

describe("the slots of a session", () => {
  it("are held by engagements in hand and in wrap-up, until they are released", async () => {
    assert.equal(await slotsAfter([[1n, held]]), 1);
    assert.equal(
      await slotsAfter([
        [1n, held],
        [1n, sent("conclude")],
        [1n, ended("conclude")],
      ]),
      1,
    );
    const released = [
      ...([
        [1n, held],
        [1n, sent("conclude")],
        [1n, ended("conclude")],
      ] as const),
      ...([
        [1n, sent("release")],
        [1n, ended("release")],
      ] as const),
    ] as const;
    assert.equal(await slotsAfter(released), 0);
  });

  it("are held while a request is under way", async () => {
    assert.equal(
      await slotsAfter([
        [1n, held],
        [1n, sent("conclude")],
      ]),
      1,
    );
  });

  it("are not held by ids that were typed", async () => {
    assert.equal(await slotsAfter([[1n, { kind: "tracked" }]]), 0);
  });

  it("are not held by what was last heard of in an earlier session", async () => {
    const events = [
      [1n, held],
      [2n, held],
    ] as const;
    assert.equal(await slotsAfter(events, 1500), 1);
    assert.equal(await slotsAfter(events, 2500), 0);
  });
});
