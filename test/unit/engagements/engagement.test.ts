import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  lostReasons,
  transition,
  type Engagement,
  type EngagementEvent,
} from "../../../src/engagements/engagement";
import { parseEngagements, storedForm } from "../../../src/engagements/storedEngagements";
import { maxInt64 } from "../../../src/util/int64";

const id = 1000n;

function after(...events: EngagementEvent[]): Engagement {
  const end = events.reduce<Engagement | undefined>(
    (engagement, event, i) => transition(id, engagement, event, i + 1),
    undefined,
  );
  assert.ok(end);
  return end;
}

const sent = { kind: "concludeSent" } as const;
const observed = { kind: "observed" } as const;
const refusal = { kind: "refused", status: 400, exceptionCode: "BAD_REQUEST" } as const;

const anyEvent = fc.oneof(
  fc.constantFrom<EngagementEvent>(
    { kind: "tracked" },
    observed,
    sent,
    { kind: "concluded" },
    { kind: "concludeNotSent" },
    { kind: "concludeRefused", refusal },
  ),
  fc.constantFrom(...lostReasons).map((reason) => ({ kind: "concludeLost", reason }) as const),
);

describe("transition", () => {
  it("marks an id that the user typed as never observed", () => {
    assert.deepEqual(after({ kind: "tracked" }), { id, state: { kind: "tracked", since: 1 } });
  });

  it("makes a tracked engagement active when it is observed", () => {
    assert.equal(after({ kind: "tracked" }, observed).state.kind, "active");
  });

  it("does not make an active engagement a tracked one when its id is typed again", () => {
    assert.deepEqual(after(observed, { kind: "tracked" }).state, { kind: "active", since: 1 });
  });

  it("goes to wrap-up when the server answered that it is concluded", () => {
    assert.deepEqual(after(observed, sent, { kind: "concluded" }), {
      id,
      state: { kind: "wrapUp", since: 3 },
    });
  });

  it("goes back to where it was, with its age, when the server refused", () => {
    assert.deepEqual(after(observed, sent, { kind: "concludeRefused", refusal }), {
      id,
      state: { kind: "active", since: 1 },
      lastRefusal: refusal,
    });
  });

  it("forgets the last refusal with the next attempt", () => {
    const end = after(observed, sent, { kind: "concludeRefused", refusal }, sent, {
      kind: "concludeNotSent",
    });
    assert.deepEqual(end, { id, state: { kind: "active", since: 1 } });
  });

  it("has an unknown outcome when the answer was lost, and keeps it when seen again", () => {
    const end = after(observed, sent, { kind: "concludeLost", reason: "timeout" }, observed);
    assert.deepEqual(end.state, { kind: "unknownOutcome", since: 3, reason: "timeout" });
  });

  it("leaves no engagement concluding without a request under way, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 30 }), (events) => {
        const end = after(...events);
        const last = events.findLast(({ kind }) => kind !== "tracked" && kind !== "observed");
        assert.equal(end.state.kind === "concluding", last?.kind === "concludeSent");
        assert.equal(end.id, id);
        assert.ok(end.state.since >= 1 && end.state.since <= events.length);
      }),
    );
  });

  it("never shows an engagement as active that was never observed", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 30 }), (events) => {
        const end = after(...events);
        if (end.state.kind === "active") {
          assert.ok(events.some(({ kind }) => kind === "observed"));
        }
      }),
    );
  });
});

describe("parseEngagements", () => {
  it("reads what was stored, but for requests under way, whose outcome is unknown", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: maxInt64 }),
        fc.array(anyEvent, { minLength: 1, maxLength: 10 }),
        (anyId, events) => {
          const engagement = { ...after(...events), id: anyId };
          const stored: unknown = JSON.parse(JSON.stringify(storedForm([engagement])));
          const { state } = engagement;
          const expected =
            state.kind === "concluding"
              ? {
                  id: anyId,
                  state: { kind: "unknownOutcome", since: state.since, reason: "vsCodeEnded" },
                }
              : engagement;
          assert.deepEqual(parseEngagements(stored), [expected]);
        },
      ),
    );
  });

  it("refuses the whole list when a part of it is not an engagement", () => {
    const good = { id: "1", state: { kind: "active", since: 1 } };
    for (const bad of [
      null,
      7,
      {},
      { id: 1, state: good.state },
      { id: "-1", state: good.state },
      { id: "1e3", state: good.state },
      { id: "1", state: { kind: "gone", since: 1 } },
      { id: "1", state: { kind: "active", since: "yesterday" } },
      { id: "1", state: { kind: "unknownOutcome", since: 1, reason: "boredom" } },
    ]) {
      assert.equal(parseEngagements([good, bad]), undefined, JSON.stringify(bad));
    }
    assert.equal(parseEngagements("list"), undefined);
    assert.equal(parseEngagements([good])?.length, 1);
  });
});
