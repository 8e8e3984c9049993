import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Engagement, EngagementState, KnownState } from "../../../src/engagements/engagement";
import type { GroupBy, SortBy } from "../../../src/ids";
import { arrangeEngagements, firstRows, rowsAtOnce } from "../../../src/ui/engagementOrder";

function engagement(id: bigint, state: EngagementState, queue?: string): Engagement {
  return { id, state, customer: {}, unknownMessages: 0, ...(queue !== undefined && { queue }) };
}

/** The arrangement as text: loose ids, then each group. */
function arranged(
  engagements: readonly Engagement[],
  groupBy: GroupBy = "none",
  sortBy: SortBy = "time",
): readonly string[] {
  const { loose, groups } = arrangeEngagements(engagements, { groupBy, sortBy });
  const ids = (list: readonly Engagement[]) => list.map(({ id }) => id).join(" ");
  return [
    ids(loose),
    ...groups.map((group) => `${group.label} (${group.key}): ${ids(group.engagements)}`),
  ];
}

const active = (since: number): KnownState => ({ kind: "active", since });
const ended = (since: number): EngagementState => ({ kind: "ended", since, how: "released" });

describe("arrangeEngagements", () => {
  const three = [engagement(10n, active(2)), engagement(9n, active(3)), engagement(8n, active(2))];

  it("puts the longest in their state first, of equals the one with the smaller id", () => {
    assert.deepEqual(arranged(three, "none", "time"), ["8 10 9"]);
  });

  it("puts the latest change first", () => {
    assert.deepEqual(arranged(three, "none", "newest"), ["9 8 10"]);
  });

  it("sorts ids by their size, beyond what a number holds too", () => {
    const large = [9007199254740993n, 10n, 9007199254740992n, 9n];
    assert.deepEqual(
      arranged(
        large.map((id) => engagement(id, active(1))),
        "none",
        "id",
      ),
      ["9 10 9007199254740992 9007199254740993"],
    );
  });

  it("leaves the list it was given as it is", () => {
    const list = [...three];
    arranged(list);
    assert.deepEqual(list, three);
  });

  it("keeps a row in its place and group while its request is under way", () => {
    const sending: EngagementState = {
      kind: "sending",
      act: "conclude",
      token: "t",
      since: 100,
      until: 200,
      before: active(1),
    };
    const list = [engagement(2n, active(2)), engagement(1n, sending)];
    assert.deepEqual(arranged(list), ["1 2"]);
    assert.deepEqual(arranged(list, "state"), ["", "Active (state.active): 1 2"]);
  });

  it("groups by state, what waits for the user first, and leaves empty groups out", () => {
    const list = [
      engagement(1n, { kind: "tracked", since: 1 }),
      engagement(2n, { kind: "seen", since: 1 }),
      engagement(3n, { kind: "wrapUp", since: 1, by: "agent" }),
      engagement(4n, active(1)),
      engagement(5n, {
        kind: "unknownOutcome",
        since: 1,
        act: "accept",
        reason: "timeout",
        before: active(0),
      }),
      engagement(6n, { kind: "offered", since: 1 }),
      engagement(7n, active(0)),
    ];
    assert.deepEqual(arranged(list, "state"), [
      "",
      "Offered (state.offered): 6",
      "Unknown Outcome (state.unknownOutcome): 5",
      "Active (state.active): 7 4",
      "Wrap-Up (state.wrapUp): 3",
      "Seen (state.seen): 2",
      "Tracked (state.tracked): 1",
    ]);
    assert.deepEqual(arranged(list.slice(0, 1), "state"), ["", "Tracked (state.tracked): 1"]);
  });

  it("groups by queue as a person sorts names, the unknown queue last", () => {
    const list = [
      engagement(1n, active(1)),
      engagement(2n, active(1), "Queue 10"),
      engagement(3n, active(1), "Queue 9"),
      engagement(4n, active(0), "Queue 10"),
    ];
    assert.deepEqual(arranged(list, "queue"), [
      "",
      "Queue 9 (queue.Queue 9): 3",
      "Queue 10 (queue.Queue 10): 4 2",
      "Queue Not Known (noQueue): 1",
    ]);
  });

  for (const groupBy of ["none", "state", "queue"] as const) {
    it(`keeps engagements that ended in a group of their own at the end, grouped by ${groupBy}`, () => {
      const list = [engagement(1n, ended(2), "A"), engagement(2n, ended(1), "A")];
      const { groups } = arrangeEngagements([...list, engagement(3n, active(5), "A")], {
        groupBy,
        sortBy: "time",
      });
      assert.deepEqual(groups.map(({ isEnded, label }) => [label, isEnded]).at(-1), [
        "Ended",
        true,
      ]);
      assert.equal(groups.filter(({ isEnded }) => isEnded).length, 1);
      assert.deepEqual(arranged(list, groupBy), ["", "Ended (ended): 2 1"]);
    });
  }

  it("has no group of ended ones when none ended", () => {
    assert.deepEqual(arranged(three.slice(0, 1)), ["10"]);
  });
});

describe("firstRows", () => {
  const engagements = (count: number): readonly Engagement[] =>
    Array.from({ length: count }, (_, index) => engagement(BigInt(index), active(1)));

  it("gives every engagement a row of its own as long as there are not too many", () => {
    const { first, rest } = firstRows({ key: "ended", engagements: engagements(rowsAtOnce) });
    assert.equal(first.length, rowsAtOnce);
    assert.equal(rest, undefined);
  });

  it("leaves none out of ten thousand, each in one place only, whose keys differ", () => {
    const ids: bigint[] = [];
    const keys: string[] = [];
    for (
      let below: Parameters<typeof firstRows>[0] | undefined = {
        ...{ key: "", engagements: engagements(10_001) },
      };
      below;
    ) {
      const { first, rest } = firstRows(below);
      assert.ok(first.length <= rowsAtOnce);
      ids.push(...first.map(({ id }) => id));
      keys.push(below.key);
      below = rest;
    }
    assert.deepEqual(
      ids,
      engagements(10_001).map(({ id }) => id),
    );
    assert.equal(new Set(keys).size, 11);
  });
});
