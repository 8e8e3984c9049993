import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Message } from "../../../src/chat/messages";
import { offersToAccept } from "../../../src/ui/offersToAccept";
import { after, done, ended, lost, message, sent } from "../engagements/entries";

const offer: Message = { type: "Offer", role: "offer", engagementId: 1000n, raw: "{}" };
const offered = message("offer", { createdTime: 1 });

describe("offersToAccept", () => {
  it("takes each engagement that is offered once", () => {
    assert.deepEqual(
      offersToAccept([offer, { ...offer, role: "post" }, offer], () => after(offered)),
      [1000n],
    );
  });

  it("leaves alone what is not known, and offers that name no engagement", () => {
    const nameless: Message = { type: "Offer", role: "offer", raw: "{}" };
    assert.deepEqual(
      offersToAccept([offer, nameless], () => undefined),
      [],
    );
  });

  it("does not answer again an offer that the server repeats", () => {
    for (const answer of [[], [ended("accept", done)], [ended("accept", lost())]]) {
      const engagement = after(offered, sent("accept"), ...answer, offered);
      assert.deepEqual(
        offersToAccept([offer], () => engagement),
        [],
      );
    }
  });
});
