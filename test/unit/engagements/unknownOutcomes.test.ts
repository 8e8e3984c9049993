import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { settledBy } from "../../../src/engagements/transition";
import { after, ended, lost, message, refused, sent, unknown } from "./entries";

const offer = message("offer");
const held = { kind: "held" } as const;
const over = (reason: string) => message("disconnected", { reason });

describe("transition, of unknown outcomes", () => {
  const unknownConclude = [held, sent("conclude"), ended("conclude", lost())] as const;
  const unknownAccept = [offer, sent("accept"), ended("accept", lost())] as const;

  it("keeps what was lost with where it stood before", () => {
    assert.deepEqual(after(...unknownConclude, held).state, {
      kind: "unknownOutcome",
      since: 3,
      act: "conclude",
      reason: "timeout",
      before: { kind: "active", since: 1 },
    });
  });

  it("settles a conclude when the server says that it is over", () => {
    assert.deepEqual(after(...unknownConclude, over("AGENT_CONCLUDED")).state, {
      kind: "wrapUp",
      since: 4,
      by: "AGENT_CONCLUDED",
    });
  });

  it("knows a conclude whose answer is lost after the server said that it is over", () => {
    const end = after(held, sent("conclude"), over("AGENT_CONCLUDED"), ended("conclude", lost()));
    assert.deepEqual(end.state, { kind: "wrapUp", since: 3, by: "AGENT_CONCLUDED" });
  });

  it("takes it for active again when something is said 5 s after the loss, not sooner", () => {
    for (const role of ["post", "activity"] as const) {
      const sooner = { at: 5002, event: message(role) };
      assert.equal(after(...unknownConclude, sooner).state.kind, "unknownOutcome");
      const later = { at: 5003, event: message(role) };
      assert.deepEqual(after(...unknownConclude, later).state, { kind: "active", since: 1 });
    }
  });

  it("learns nothing from what was said before the loss and comes late", () => {
    const late = { at: 60_000, event: message("post", { createdTime: 2 }) };
    assert.equal(after(...unknownConclude, late).state.kind, "unknownOutcome");
  });

  it("does not take wrap-up for active when a reroute is lost and something is said", () => {
    const later = { at: 9_000, event: message("post") };
    const end = after(
      held,
      over("END_USER_CONCLUDED"),
      sent("reroute"),
      ended("reroute", lost()),
      later,
    );
    assert.equal(end.state.kind, "unknownOutcome");
  });

  it("settles an accept when something is said in it, or when it is over", () => {
    for (const role of ["post", "activity", "participantAdded"] as const) {
      assert.equal(after(...unknownAccept, message(role)).state.kind, "active", role);
    }
    assert.equal(after(...unknownAccept, over("END_USER_CONCLUDED")).state.kind, "wrapUp");
    assert.equal(after(...unknownAccept, message("offerGone")).state.kind, "ended");
    assert.equal(after(...unknownAccept, unknown()).state.kind, "unknownOutcome");
  });

  it("knows an accept whose answer is lost after something was said in it", () => {
    const end = after(offer, sent("accept"), message("participantAdded"), ended("accept", lost()));
    assert.deepEqual(end.state, { kind: "active", since: 3 });
  });

  it("settles anything when the engagement is offered again", () => {
    for (const act of ["accept", "decline", "reroute", "conclude", "release"] as const) {
      const end = after(held, sent(act), ended(act, lost()), offer);
      assert.equal(end.state.kind, act === "accept" ? "active" : "offered", act);
    }
    assert.deepEqual(after(...unknownAccept, offer).state, { kind: "offered", since: 4 });
  });
});

describe("settledBy", () => {
  const waiting = after(held, sent("conclude"));

  it("leaves a request under way until its deadline, since another window may wait for it", () => {
    assert.equal(settledBy(waiting, 1000), waiting);
  });

  it("tells after the deadline that the outcome is unknown, as long as it has been", () => {
    assert.deepEqual(settledBy(waiting, 1001).state, {
      kind: "unknownOutcome",
      since: 2,
      act: "conclude",
      reason: "vsCodeEnded",
      before: { kind: "active", since: 1 },
      token: "conclude",
    });
  });

  it("leaves alone what waits for nothing", () => {
    const settled = after(held, sent("conclude"), ended("conclude", refused));
    assert.equal(settledBy(settled, 9999), settled);
  });
});
