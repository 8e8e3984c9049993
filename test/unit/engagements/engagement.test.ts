import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  lostReasons,
  settledBy,
  transition,
  type Engagement,
  type EngagementEvent,
} from "../../../src/engagements/engagement";
import { parseEngagements, storedForm } from "../../../src/engagements/storedEngagements";
import { maxInt64 } from "../../../src/util/int64";

const id = 1000n;

function after(...events: EngagementEvent[]): Engagement {
  const end = events.reduce<Engagement | undefined>(
    (engagement, event, i) => transition(id, engagement, event, i + 1) ?? engagement,
    undefined,
  );
  assert.ok(end);
  return end;
}

const sent = { kind: "concludeSent", until: 1000 } as const;
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

const anyEvents = (maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom<EngagementEvent>({ kind: "tracked" }, observed, sent),
      fc.array(anyEvent, { maxLength }),
    )
    .map(([first, more]) => [first, ...more]);

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

  it("takes no second request while one is under way", () => {
    const engagement = after(observed, sent);
    assert.equal(transition(id, engagement, { kind: "concludeSent", until: 2000 }, 3), undefined);
  });

  it("takes a request after an overdue one, whose outcome stays unknown when it is refused", () => {
    const overdue = after(observed, sent);
    const again = transition(id, overdue, { kind: "concludeSent", until: 3000 }, 1001);
    assert.deepEqual(again && transition(id, again, { kind: "concludeRefused", refusal }, 1002), {
      id,
      state: { kind: "unknownOutcome", since: 2, reason: "vsCodeEnded" },
      lastRefusal: refusal,
    });
  });

  it("takes an answer that comes after the deadline for what it says", () => {
    const waiting = after(observed, sent);
    assert.deepEqual(transition(id, waiting, { kind: "concludeRefused", refusal }, 5000), {
      id,
      state: { kind: "active", since: 1 },
      lastRefusal: refusal,
    });
  });

  it("changes nothing when an engagement was forgotten before the answer came", () => {
    for (const answer of [
      { kind: "concluded" },
      { kind: "concludeRefused", refusal },
      { kind: "concludeNotSent" },
      { kind: "concludeLost", reason: "timeout" },
    ] as const) {
      assert.equal(transition(id, undefined, answer, 1), undefined, answer.kind);
    }
  });

  it("leaves no engagement concluding without a request under way, whatever happens", () => {
    fc.assert(
      fc.property(anyEvents(30), (events) => {
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
      fc.property(anyEvents(30), (events) => {
        const end = after(...events);
        if (end.state.kind === "active") {
          assert.ok(events.some(({ kind }) => kind === "observed"));
        }
      }),
    );
  });
});

describe("settledBy", () => {
  const waiting = after(observed, sent);

  it("leaves a request under way until its deadline, since another window may wait for it", () => {
    assert.equal(settledBy(waiting, 1000), waiting);
  });

  it("tells after the deadline that the outcome is unknown, as long as it has been", () => {
    assert.deepEqual(settledBy(waiting, 1001), {
      id,
      state: { kind: "unknownOutcome", since: 2, reason: "vsCodeEnded" },
    });
  });

  it("leaves alone what waits for nothing", () => {
    const settled = after(observed, sent, { kind: "concludeRefused", refusal });
    assert.equal(settledBy(settled, 9999), settled);
  });
});

describe("parseEngagements", () => {
  it("reads what was stored", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: maxInt64 }), anyEvents(10), (anyId, events) => {
        const engagement = { ...after(...events), id: anyId };
        const stored: unknown = JSON.parse(JSON.stringify(storedForm([engagement])));
        assert.deepEqual(parseEngagements(stored), [engagement]);
      }),
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
      { id: "1", state: { kind: "active", since: 1e300 } },
      { id: "1", state: { kind: "unknownOutcome", since: 1, reason: "boredom" } },
      { id: "1", state: { kind: "concluding", since: 1, before: good.state } },
      { id: "1", state: { kind: "concluding", since: 1, until: 2 } },
      {
        id: "1",
        state: { kind: "concluding", since: 1, until: 2, before: { kind: "concluding" } },
      },
      { ...good, lastRefusal: "no" },
      { ...good, lastRefusal: null },
      { ...good, lastRefusal: { kind: "boredom" } },
      { ...good, lastRefusal: { kind: "toString" } },
      { ...good, lastRefusal: { kind: "refused", status: "400" } },
      { ...good, lastRefusal: { kind: "refused", exceptionCode: 7 } },
    ]) {
      assert.equal(parseEngagements([good, bad]), undefined, JSON.stringify(bad));
    }
    assert.equal(parseEngagements("list"), undefined);
    assert.equal(parseEngagements([good])?.length, 1);
  });
});
