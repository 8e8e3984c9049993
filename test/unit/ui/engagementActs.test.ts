import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type {
  Act,
  Engagement,
  EngagementState,
  KnownState,
} from "../../../src/engagements/engagement";
import { actsAtHand, actsOf } from "../../../src/ui/engagementActs";
import { engagementRow } from "../../../src/ui/engagementText";
import { someProfile } from "../../fakes/profiles";

const since = 1_700_000_000_000;

describe("what can be done with an engagement", () => {
  const known: Readonly<Record<KnownState["kind"], KnownState>> = {
    tracked: { kind: "tracked", since },
    seen: { kind: "seen", since },
    offered: { kind: "offered", since },
    active: { kind: "active", since },
    wrapUp: { kind: "wrapUp", since, by: "agent" },
    ended: { kind: "ended", since, how: "released" },
  };
  const lost = (act: Act, from: KnownState): EngagementState => ({
    kind: "unknownOutcome",
    since,
    act,
    reason: "timeout",
    before: from,
  });

  for (const [state, all, atHand] of [
    [known.tracked, "accept decline post reroute conclude release", "conclude"],
    [known.seen, "accept decline post reroute conclude release", "accept conclude"],
    [known.offered, "accept decline", "accept decline"],
    [known.active, "post reroute conclude", "post conclude"],
    [known.wrapUp, "release", "release"],
    [known.ended, "", ""],
    [lost("accept", known.offered), "accept decline post reroute conclude", "accept"],
    [lost("decline", known.offered), "accept decline", "decline"],
    [lost("post", known.active), "post reroute conclude", "post"],
    [lost("reroute", known.active), "post reroute conclude", "reroute"],
    [lost("conclude", known.active), "post reroute conclude release", "conclude"],
    [lost("conclude", known.wrapUp), "conclude release", "conclude"],
    [lost("release", known.wrapUp), "release", "release"],
    [
      {
        kind: "sending",
        act: "accept",
        token: "t",
        since,
        until: since + 1,
        before: known.offered,
      },
      "",
      "",
    ],
  ] as const satisfies [EngagementState, string, string][]) {
    it(`is, when ${state.kind}${"act" in state ? ` (${state.act})` : ""}: ${all || "nothing"}`, () => {
      const item: Engagement = { id: 1n, state, customer: {}, unknownMessages: 0 };
      assert.equal(actsOf(item).join(" "), all);
      assert.equal(actsAtHand(item).join(" "), atHand);
      assert.equal(
        engagementRow(item, someProfile, since).contextValue,
        [
          `engagement.${state.kind}`,
          ...all.split(" ").map((act) => act && `+${act}`),
          ...atHand.split(" ").map((act) => act && `=${act}`),
        ].join(""),
      );
    });
  }
});
