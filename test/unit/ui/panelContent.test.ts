import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { panelContent, unusableContent } from "../../../src/ui/panelContent";
import { unusableText } from "../../../src/ui/signInText";
import { refusedWith } from "../../../src/simulator/faults";
import { callWithFault, concludeAt, recordOf, withServer } from "../chat/setup";
import { someProfile } from "../../fakes/profiles";
import { settingsOf, signInAt, withSite } from "../session/signInSetup";

describe("what the panel is given", () => {
  it("knows whose call it was, what would be sent again and what mends a failure", async () => {
    const { exchange } = await callWithFault(refusedWith("ACCESS_DENIED"));
    const { view, ...rest } = panelContent(recordOf(exchange));
    assert.ok(view.kind === "exchange");
    assert.equal(view.remedy, "Set Session…");
    assert.deepEqual(rest, {
      profileId: "p1",
      target: { profileId: "p1", engagementId: 1000n, act: "conclude" },
      remedy: "setSession",
    });
  });

  it("offers no remedy for a success", () =>
    withServer(async (simulator) => {
      const { remedy, view } = panelContent(recordOf(await concludeAt(simulator.url)));
      assert.equal(remedy, undefined);
      assert.equal("remedy" in view, false);
    }));

  it("says of which body only the beginning was kept", () =>
    withServer(async (simulator) => {
      const record = recordOf(await concludeAt(simulator.url));
      const noticesOf = (cut?: { readonly request?: number; readonly answer?: number }) => {
        const { view } = panelContent({ ...record, ...(cut && { cut }) });
        assert.ok(view.kind === "exchange");
        return view.notices;
      };
      assert.deepEqual(noticesOf(), []);
      assert.deepEqual(noticesOf({ answer: 2_000_000, request: 1_048_577 }), [
        "The history keeps 1 MB of a body: this is the beginning of the answer, which had 2,000,000 bytes.",
        "The history keeps 1 MB of a body: this is the beginning of the request, which had 1,048,577 bytes.",
      ]);
    }));

  it("offers no act of the agent's in the place of a request by hand", async () => {
    const { exchange } = await callWithFault(refusedWith("CONFLICT"));
    const { target, view } = panelContent({ ...recordOf(exchange), sentBy: "document" });
    assert.ok(view.kind === "exchange");
    assert.deepEqual([target, view.canSendAgain], [undefined, false]);
  });

  it("does not call an answer a success that a sign-in cannot use", () =>
    withSite({}, async (simulator) => {
      simulator.always("serviceSettings", settingsOf(simulator, { domain: "a/b" }));
      const { outcome } = await signInAt(simulator.url);
      assert.ok(outcome.kind === "unusable");
      const text = unusableText(outcome.what, simulator.url);
      const record = { exchange: outcome.exchange, profile: someProfile };
      const { view, ...rest } = unusableContent(record, text);
      assert.ok(view.kind === "exchange");
      assert.equal(view.verdict.tone, "failure");
      assert.equal(view.verdict.headline, text.headline);
      assert.equal(view.remedy, "Sign In…");
      assert.deepEqual(rest, { profileId: "p1", remedy: "signIn" });
    }));
});
