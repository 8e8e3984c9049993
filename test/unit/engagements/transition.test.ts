import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fold, transition } from "../../../src/engagements/transition";
import {
  after,
  asEntries,
  done,
  ended,
  id,
  lost,
  message,
  refusal,
  refused,
  sent,
  unknown,
} from "./entries";

const offer = message("offer", { name: "Ada Lindgren", question: "Where is it?", queue: "Orders" });
const held = { kind: "held" } as const;
const tracked = { kind: "tracked" } as const;
const over = (reason: string) => message("disconnected", { reason });

describe("transition", () => {
  it("marks an id that the user typed as never observed", () => {
    assert.deepEqual(after(tracked), {
      id,
      state: { kind: "tracked", since: 1 },
      customer: {},
      unknownMessages: 0,
    });
  });

  it("makes a tracked engagement active when the server says that it is held", () => {
    assert.deepEqual(after(tracked, held).state, { kind: "active", since: 2 });
  });

  it("does not make an active engagement a tracked one when its id is typed again", () => {
    assert.deepEqual(after(held, tracked).state, { kind: "active", since: 1 });
  });

  it("tracks what had ended when its id is typed again", () => {
    assert.deepEqual(after(offer, message("offerGone"), tracked).state, {
      kind: "tracked",
      since: 3,
    });
  });

  it("changes nothing for what is said of the session", () => {
    assert.equal(fold(id, asEntries([{ kind: "session", what: "available" }])), undefined);
  });

  describe("of offers", () => {
    it("shows an offer with its customer, question and queue", () => {
      assert.deepEqual(after(offer), {
        id,
        state: { kind: "offered", since: 1 },
        customer: { name: "Ada Lindgren", question: "Where is it?" },
        queue: "Orders",
        unknownMessages: 0,
      });
    });

    it("is active when it was accepted", () => {
      assert.deepEqual(after(offer, sent("accept"), ended("accept", done)).state, {
        kind: "active",
        since: 3,
      });
    });

    it("has ended when it was declined", () => {
      assert.deepEqual(after(offer, sent("decline"), ended("decline", done)).state, {
        kind: "ended",
        since: 3,
        how: "declined",
      });
    });

    it("has ended when the offer is gone", () => {
      assert.deepEqual(after(offer, message("offerGone")).state, {
        kind: "ended",
        since: 2,
        how: "offerGone",
      });
    });

    it("stays active when the offer is gone because it was accepted", () => {
      const accepted = after(offer, sent("accept"), ended("accept", done), message("offerGone"));
      assert.equal(accepted.state.kind, "active");
      const sooner = after(offer, sent("accept"), message("offerGone"), ended("accept", done));
      assert.equal(sooner.state.kind, "active");
    });

    it("stays an offer whatever is said in it, so that it can be accepted", () => {
      for (const role of ["post", "activity", "participantAdded"] as const) {
        assert.equal(after(offer, message(role)).state.kind, "offered", role);
      }
    });

    it("ends without a wrap-up when the customer leaves before it is accepted", () => {
      assert.deepEqual(after(offer, over("END_USER_CONCLUDED")).state, {
        kind: "ended",
        since: 2,
        how: "offerGone",
      });
    });

    it("is in wrap-up when the customer left between accepting and its answer", () => {
      const events = [offer, sent("accept"), over("END_USER_CONCLUDED")] as const;
      assert.deepEqual(after(...events, ended("accept", done)).state, {
        kind: "wrapUp",
        since: 3,
        by: "END_USER_CONCLUDED",
      });
      assert.deepEqual(after(...events, ended("accept", refused)).state, {
        kind: "ended",
        since: 3,
        how: "offerGone",
      });
    });

    it("stays in the wrap-up that was there before an accept that is refused", () => {
      const end = after(held, over("EJECTED"), sent("accept"), ended("accept", refused));
      assert.deepEqual(end.state, { kind: "wrapUp", since: 2, by: "EJECTED" });
    });

    it("can be offered again after it ended, or in wrap-up", () => {
      assert.deepEqual(after(offer, message("offerGone"), offer).state, {
        kind: "offered",
        since: 3,
      });
      assert.deepEqual(after(held, over("AGENT_CONCLUDED"), offer).state, {
        kind: "offered",
        since: 3,
      });
    });

    it("can be offered again while it seems active, since nobody may have polled at its end", () => {
      const first = message("offer", { createdTime: 100 });
      const accepted = after(first, sent("accept"), ended("accept", done));
      const again = { at: 9, event: message("offer", { createdTime: 200 }) };
      assert.deepEqual(transition(accepted, id, again)?.state, { kind: "offered", since: 9 });
    });

    it("takes an offer that is repeated for the one it was", () => {
      const first = message("offer", { createdTime: 100 });
      for (const events of [
        [sent("accept"), ended("accept", done)],
        [sent("accept"), ended("accept", lost())],
        [sent("decline"), ended("decline", done)],
        [message("offerGone")],
      ]) {
        const engagement = after(first, ...events);
        assert.equal(transition(engagement, id, { at: 9, event: first }), engagement);
      }
    });

    it("stays active when an offer comes of which nobody knows whether it is another", () => {
      assert.equal(after(offer, held, offer).state.kind, "active");
    });

    it("stays an offer that came while the release of its earlier life was under way", () => {
      const end = after(
        held,
        over("END_USER_CONCLUDED"),
        sent("release"),
        offer,
        ended("release", done),
      );
      assert.deepEqual(end.state, { kind: "offered", since: 4 });
    });
  });

  describe("of messages", () => {
    it("makes an engagement seen by a message of a type that nobody knows, and counts it", () => {
      const end = after(unknown(), unknown("Other"));
      assert.deepEqual(end.state, { kind: "seen", since: 1 });
      assert.equal(end.unknownMessages, 2);
    });

    it("leaves the state of a known engagement to messages of known types", () => {
      const end = after(offer, unknown());
      assert.equal(end.state.kind, "offered");
      assert.equal(end.unknownMessages, 1);
    });

    it("takes a seen or tracked engagement for active when something is said in it", () => {
      for (const role of ["post", "activity", "participantAdded"] as const) {
        assert.equal(after(unknown(), message(role)).state.kind, "active", role);
        assert.equal(after(tracked, message(role)).state.kind, "active", role);
        assert.equal(after(message(role)).state.kind, "active", role);
      }
    });

    it("takes a tracked engagement for seen when a message tells no more", () => {
      for (const role of ["notice", "participantState"] as const) {
        assert.deepEqual(after(tracked, message(role)).state, { kind: "seen", since: 2 }, role);
      }
    });

    for (const reason of [
      "END_USER_CONCLUDED",
      "AGENT_CONCLUDED",
      "QUEUE_TIMEOUT",
      "IDLE_TIMEOUT",
      "EJECTED",
      "SOMETHING_NEW",
    ]) {
      it(`is in wrap-up, in the server's words, after ${reason}`, () => {
        assert.deepEqual(after(held, over(reason)).state, { kind: "wrapUp", since: 2, by: reason });
      });
    }

    it("names the message when it gives no reason", () => {
      assert.deepEqual(after(held, message("disconnected", { type: "Gone" })).state, {
        kind: "wrapUp",
        since: 2,
        by: "Gone",
      });
    });

    it("has ended when it was transferred to a queue", () => {
      assert.deepEqual(after(held, over("TRANSFERRED_TO_QUEUE")).state, {
        kind: "ended",
        since: 2,
        how: "rerouted",
      });
    });

    it("goes on when one participant left", () => {
      assert.deepEqual(after(held, over("PARTICIPANT_LEFT")).state, { kind: "active", since: 1 });
    });

    it("stays in wrap-up, or ended, whatever comes late", () => {
      const concluded = after(held, sent("conclude"), ended("conclude", done));
      const late = [message("post"), message("activity"), over("AGENT_CONCLUDED"), held];
      for (const event of late) {
        assert.equal(transition(concluded, id, { at: 9, event })?.state, concluded.state);
      }
      const released = after(held, sent("release"), ended("release", done));
      for (const event of late.slice(0, 3)) {
        assert.equal(transition(released, id, { at: 9, event })?.state, released.state);
      }
    });
  });

  describe("of our calls", () => {
    it("is in wrap-up when the server answered that it is concluded", () => {
      assert.deepEqual(after(held, sent("conclude"), ended("conclude", done)).state, {
        kind: "wrapUp",
        since: 3,
        by: "agent",
      });
    });

    it("keeps who concluded it first", () => {
      const events = [held, sent("conclude"), over("END_USER_CONCLUDED")] as const;
      assert.deepEqual(after(...events, ended("conclude", done)).state, {
        kind: "wrapUp",
        since: 3,
        by: "END_USER_CONCLUDED",
      });
      const own = after(held, sent("conclude"), over("AGENT_CONCLUDED"), ended("conclude", done));
      assert.deepEqual(own.state, { kind: "wrapUp", since: 3, by: "agent" });
    });

    it("has ended when it was released, or rerouted", () => {
      for (const [act, how] of [
        ["release", "released"],
        ["reroute", "rerouted"],
      ] as const) {
        assert.deepEqual(after(held, sent(act), ended(act, done)).state, {
          kind: "ended",
          since: 3,
          how,
        });
      }
    });

    it("shows a request under way with where it stood before", () => {
      assert.deepEqual(after(held, sent("conclude", "t1")).state, {
        kind: "sending",
        act: "conclude",
        token: "t1",
        since: 2,
        until: 1000,
        before: { kind: "active", since: 1 },
      });
    });

    it("goes back to where it was, with its age, when the server refused", () => {
      const end = after(held, sent("conclude"), ended("conclude", refused));
      assert.deepEqual(end.state, { kind: "active", since: 1 });
      assert.deepEqual(end.lastRefusal, { ...refusal, act: "conclude" });
    });

    it("forgets the last refusal with the next attempt", () => {
      const end = after(
        held,
        sent("conclude"),
        ended("conclude", refused),
        sent("conclude", "again"),
        ended("conclude", { kind: "notSent" }, "again"),
      );
      assert.deepEqual(end, {
        id,
        state: { kind: "active", since: 1 },
        customer: {},
        unknownMessages: 0,
      });
    });

    it("leaves the state alone when a line is posted, whatever comes of it", () => {
      const end = after(held, sent("post"), ended("post", lost()));
      assert.deepEqual(end.state, { kind: "active", since: 1 });
      const said = after(held, sent("post"), ended("post", refused));
      assert.deepEqual(said.state, { kind: "active", since: 1 });
      assert.deepEqual(said.lastRefusal, { ...refusal, act: "post" });
    });

    it("takes no second request while one is under way, nor its answer", () => {
      const first = after(held, sent("conclude", "first"));
      const second = after(held, sent("conclude", "first"), sent("release", "second"));
      assert.deepEqual(second, first);
      const answered = transition(second, id, { at: 4, event: ended("release", done, "second") });
      assert.equal(answered, second);
    });

    it("takes a request after an overdue one, whose outcome stays unknown when it is refused", () => {
      const end = after(
        held,
        sent("conclude", "first"),
        { at: 1001, event: sent("conclude", "second", 3000) },
        { at: 1002, event: ended("conclude", refused, "second") },
      );
      assert.deepEqual(end.state, {
        kind: "unknownOutcome",
        since: 2,
        act: "conclude",
        reason: "vsCodeEnded",
        before: { kind: "active", since: 1 },
        token: "first",
      });
    });

    it("takes an answer that comes after the deadline for what it says", () => {
      const late = { at: 5000, event: ended("conclude", done) };
      assert.equal(after(held, sent("conclude"), late).state.kind, "wrapUp");
      const notice = { at: 4000, event: message("notice") };
      assert.equal(after(held, sent("conclude"), notice, late).state.kind, "wrapUp");
      const again = { at: 4500, event: sent("conclude", "again", 6000) };
      const underWay = after(held, sent("conclude"), again, late).state;
      assert.equal(underWay.kind === "sending" && underWay.before.kind, "wrapUp");
    });

    it("changes nothing when an engagement was forgotten before the answer came", () => {
      for (const outcome of [done, refused, lost(), { kind: "notSent" }] as const) {
        const entry = { at: 1, event: ended("conclude", outcome) };
        assert.equal(transition(undefined, id, entry), undefined, outcome.kind);
      }
    });
  });
});
