import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type {
  Engagement,
  EngagementState,
  JournalEntry,
  SettledState,
} from "../../../src/engagements/engagement";
import { fold, settledBy, transition } from "../../../src/engagements/transition";
import { anyEntries, anyMessage } from "./anyEntries";
import { id } from "./entries";

/** Runs a check on what any entries come to, step by step. */
function atEachStep(
  check: (
    after: Engagement | undefined,
    entry: JournalEntry,
    before: Engagement | undefined,
  ) => void,
): void {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      let engagement: Engagement | undefined;
      for (const entry of entries) {
        const before = engagement;
        engagement = transition(engagement, id, entry);
        check(engagement, entry, before);
      }
    }),
    { numRuns: 3_000 },
  );
}

function settledOf(state: EngagementState): SettledState {
  return state.kind === "sending" ? state.before : state;
}

function assertLegal({ state, unknownMessages, ...rest }: Engagement): void {
  assert.equal(rest.id, id);
  assert.ok(unknownMessages >= 0);
  if (state.kind === "sending") {
    assert.notEqual((state.before as EngagementState).kind, "sending");
    assert.notEqual(state.act, "post");
  }
  const settled = settledOf(state);
  if (settled.kind === "unknownOutcome") {
    assert.ok(!["sending", "unknownOutcome"].includes(settled.before.kind));
    assert.notEqual(settled.act, "post");
  }
  if (settled.kind === "wrapUp" || settled.kind === "ended") {
    assert.notEqual(rest.customer.isTyping, true);
  }
}

describe("transition, whatever is repeated, missing or out of order", () => {
  it("leaves a legal state, as does every deadline", () => {
    atEachStep((engagement, { at }) => {
      if (engagement) {
        assertLegal(engagement);
        const settled = settledBy(engagement, at + 40_000);
        assertLegal(settled);
        assert.notEqual(settled.state.kind, "sending");
      }
    });
  });

  it("forgets nothing that is known", () => {
    atEachStep((after, _, before) => {
      assert.ok(after ?? !before);
      if (before) {
        assert.ok(before.customer.name === undefined || after?.customer.name !== undefined);
        assert.ok((after?.unknownMessages ?? 0) >= before.unknownMessages);
      }
    });
  });

  it("has a request under way from its beginning to its own answer, and no other", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        // As the model has it: the first request in a time without one, until its answer or deadline.
        let underWay: { readonly token: string; readonly until: number } | undefined;
        let engagement: Engagement | undefined;
        for (const entry of entries) {
          const { at, event } = entry;
          if (event.kind === "callEnded") {
            const isAnswer = event.act !== "post" && event.token === underWay?.token;
            underWay = isAnswer ? undefined : underWay;
          } else if (event.kind !== "session") {
            underWay = underWay && at > underWay.until ? undefined : underWay;
            if (event.kind === "callSent" && event.act !== "post") {
              underWay ??= event;
            }
          }
          engagement = transition(engagement, id, entry);
          const state = engagement?.state;
          assert.equal(state?.kind === "sending" ? state.token : undefined, underWay?.token);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("never shows an engagement as active of which neither call nor server told so", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const telling = entries.some(
          ({ event }) =>
            event.kind === "held" ||
            (event.kind === "callEnded" && event.outcome.kind === "done") ||
            (event.kind === "message" &&
              ["participantAdded", "post", "activity"].includes(event.message.role ?? "")),
        );
        const end = fold(id, entries);
        assert.ok(telling || end === undefined || settledOf(end.state).kind !== "active");
      }),
    );
  });

  it("never has the state changed by a line that is posted", () => {
    atEachStep((after, { at, event }, before) => {
      if (before && "act" in event && event.act === "post") {
        const settled = event.kind === "callSent" ? settledBy(before, at) : before;
        assert.deepEqual(after?.state, settled.state);
      }
    });
  });

  it("comes to the same when a message is repeated, but for the count of unknown ones", () => {
    fc.assert(
      fc.property(anyEntries, anyMessage, fc.nat(30_000), (entries, message, at) => {
        const entry: JournalEntry = { at, event: { kind: "message", message } };
        const once = transition(fold(id, entries), id, entry);
        const twice = transition(once, id, entry);
        assert.deepEqual({ ...twice, unknownMessages: 0 }, { ...once, unknownMessages: 0 });
      }),
      { numRuns: 2_000 },
    );
  });

  it("comes to the same when an answer is repeated", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const tokens = new Set<string>();
        let engagement: Engagement | undefined;
        for (const entry of entries) {
          const { event } = entry;
          if (event.kind === "callSent" && tokens.has(event.token)) {
            // A token names one request.
            continue;
          }
          if (event.kind === "callSent") {
            tokens.add(event.token);
          }
          engagement = transition(engagement, id, entry);
          if (event.kind === "callEnded") {
            assert.deepEqual(transition(engagement, id, entry), engagement);
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("comes to the same at once as in several readings", () => {
    fc.assert(
      fc.property(anyEntries, fc.nat(40), (entries, cut) => {
        const early = fold(id, entries.slice(0, cut));
        const late = entries
          .slice(cut)
          .reduce<Engagement | undefined>((known, entry) => transition(known, id, entry), early);
        assert.deepEqual(late, fold(id, entries));
      }),
    );
  });
});
