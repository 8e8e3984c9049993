import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { EngagementState } from "../../../src/engagements/engagement";
import { badgeText, unknownTypesRow } from "../../../src/ui/engagementText";

const since = 1_700_000_000_000;
const before = { kind: "active", since: 0 } as const;

describe("the badge", () => {
  const of = (...states: readonly EngagementState[]) =>
    badgeText(
      states.map((state, index) => ({
        id: BigInt(index),
        state,
        customer: {},
        unknownMessages: 0,
      })),
    );

  it("counts the offers while there are any", () => {
    assert.deepEqual(of({ kind: "offered", since }, { kind: "active", since }), {
      value: 1,
      tooltip: "1 offer to answer",
    });
    assert.deepEqual(of({ kind: "offered", since }, { kind: "offered", since }), {
      value: 2,
      tooltip: "2 offers to answer",
    });
  });

  it("counts what is to be concluded when nothing is offered", () => {
    assert.deepEqual(
      of(
        { kind: "active", since },
        { kind: "tracked", since },
        { kind: "seen", since },
        { kind: "wrapUp", since, by: "agent" },
        { kind: "unknownOutcome", since, act: "conclude", reason: "timeout", before },
      ),
      { value: 3, tooltip: "3 engagements to conclude" },
    );
    assert.deepEqual(of({ kind: "active", since }), {
      value: 1,
      tooltip: "1 engagement to conclude",
    });
  });

  it("is not there when nothing waits", () => {
    assert.equal(of({ kind: "ended", since, how: "released" }), undefined);
  });
});

describe("the row for messages of unknown types", () => {
  it("says how many there are and of which types", () => {
    assert.deepEqual(
      unknownTypesRow(
        new Map([
          ["ChatRiddle", 2],
          ["", 1],
        ]),
      ),
      {
        label: "3 messages of unknown types",
        tooltip: [
          "Messages of unknown types",
          "ChatRiddle: 2",
          "without a type: 1",
          "The setting Message Roles says what a type means. Click to see them in the session's timeline.",
        ],
      },
    );
  });

  it("counts a single one as one", () => {
    assert.equal(unknownTypesRow(new Map([["ChatRiddle", 1]])).label, "1 message of unknown types");
  });
});
