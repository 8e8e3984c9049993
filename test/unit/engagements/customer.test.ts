import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { after, done, ended, message, sent, unknown } from "./entries";

const offer = message("offer", { name: "Ada Lindgren", question: "Where is it?", queue: "Orders" });
const held = { kind: "held" } as const;
const over = (reason: string) => message("disconnected", { reason });

describe("transition, of the customer", () => {
  it("takes the name of an offer, not of the agent who joins", () => {
    const joined = message("participantAdded", { name: "Agent Smith", clientId: "939" });
    assert.equal(after(offer, joined).customer.name, "Ada Lindgren");
    assert.equal(after(joined).customer.name, undefined);
  });

  it("takes the name of a customer who joins or writes", () => {
    const facts = { name: "Ada", senderType: "END_USER" };
    assert.equal(after(message("participantAdded", facts)).customer.name, "Ada");
    assert.equal(after(message("post", facts)).customer.name, "Ada");
  });

  it("takes name and question of a type that nobody knows, until more is known", () => {
    const mystery = unknown("Invite", { name: "Ada", question: "Why?", queue: "7" });
    assert.deepEqual(after(mystery).customer, { name: "Ada", question: "Why?" });
    assert.equal(after(mystery).queue, "7");
    assert.equal(after(mystery, unknown("Other", { name: "Bob" })).customer.name, "Ada");
  });

  it("takes nothing from what an agent sends", () => {
    const facts = { name: "Smith", senderType: "AGENT", clientId: "939", mode: "RESPONDING" };
    assert.deepEqual(after(message("activity", facts)).customer, {});
  });

  it("shows presence as the server tells it", () => {
    for (const [connectionState, presence] of [
      ["ABSENT", "absent"],
      ["DISCONNECTED", "disconnected"],
      ["ACTIVE", "present"],
      ["ASLEEP", undefined],
    ] as const) {
      const end = after(held, message("participantState", { connectionState }));
      assert.equal(end.customer.presence, presence, connectionState);
    }
  });

  it("does not take another participant's absence for the customer's", () => {
    const post = message("post", { senderType: "END_USER", clientId: "40" });
    const absent = (clientId: string) =>
      message("participantState", { connectionState: "ABSENT", clientId });
    assert.equal(after(post, absent("939")).customer.presence, undefined);
    assert.equal(after(post, absent("40")).customer.presence, "absent");
  });

  it("knows the customer's number from what they write and type only", () => {
    const facts = { senderType: "END_USER", clientId: "939" };
    const post = message("post", { senderType: "END_USER", clientId: "40" });
    const absent = message("participantState", { ...facts, connectionState: "ABSENT" });
    assert.equal(after(post, absent).customer.clientId, "40");
    assert.equal(after(absent).customer.clientId, undefined);
  });

  it("takes an absent customer who writes for present", () => {
    const absent = message("participantState", { connectionState: "ABSENT" });
    const post = message("post", { senderType: "END_USER" });
    assert.equal(after(held, absent, post).customer.presence, "present");
  });

  it("shows that the customer is typing until a line comes, or it is over", () => {
    const typing = message("activity", { mode: "RESPONDING", senderType: "END_USER" });
    assert.equal(after(held, typing).customer.isTyping, true);
    for (const event of [
      message("activity", { mode: "LISTENING", senderType: "END_USER" }),
      message("post", { senderType: "END_USER" }),
      over("END_USER_CONCLUDED"),
    ]) {
      assert.equal(after(held, typing, event).customer.isTyping, false);
    }
    const agents = message("post", { senderType: "AGENT" });
    assert.equal(after(held, typing, agents).customer.isTyping, true);
    const concluded = after(held, typing, sent("conclude"), ended("conclude", done));
    assert.equal(concluded.customer.isTyping, false);
  });

  it("forgets presence and typing when the engagement is offered anew", () => {
    const absent = message("participantState", { connectionState: "ABSENT" });
    const end = after(offer, absent, message("offerGone"), offer);
    assert.deepEqual(end.customer, { name: "Ada Lindgren", question: "Where is it?" });
  });
});
