import { describe, it } from "mocha";
import assert from "node:assert/strict";
import {
  lostReasons,
  type Engagement,
  type EngagementState,
  type LostReason,
  type Refusal,
} from "../../../src/engagements/engagement";
import type { Profile } from "../../../src/profiles/profile";
import { engagementRow, isConcludable } from "../../../src/ui/engagementText";

const now = 1_700_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const profile: Profile = {
  id: "p1",
  name: "Acme test",
  origin: "https://chat.example.com",
  fqSiteName: "acme_sql_001h",
  pool: "297:1",
  accountId: "12",
  protection: "test",
  isSimulator: false,
};
const since = now - 5 * minute;
const sinceText = new Date(since).toLocaleString();
const states: Readonly<Record<EngagementState["kind"], EngagementState>> = {
  tracked: { kind: "tracked", since },
  active: { kind: "active", since },
  concluding: { kind: "concluding", since, until: since + 1, before: { kind: "active", since: 0 } },
  wrapUp: { kind: "wrapUp", since },
  unknownOutcome: { kind: "unknownOutcome", since, reason: "timeout" },
};

/** A row as text, whole. */
function lines(engagement: Omit<Engagement, "id">): readonly string[] {
  const row = engagementRow({ id: 9223372036854775807n, ...engagement }, profile, now);
  return [
    `${row.label} | ${row.description} | ${row.icon.id} ${row.icon.color ?? "-"} | ${row.contextValue}`,
    ...row.tooltip,
    row.accessibleLabel,
  ];
}

describe("an engagement in the tree", () => {
  for (const [state, short, icon, sentence] of [
    ["active", "active", "comment-discussion charts.green", "Active: this agent holds it."],
    [
      "tracked",
      "tracked",
      "eye -",
      "Tracked by hand: its id was typed in; the server has told nothing about it.",
    ],
    ["concluding", "concluding", "sync~spin -", "Concluding: the request is under way."],
    ["wrapUp", "wrap-up", "pass charts.blue", "Wrap-up: the server answered that it is concluded."],
    [
      "unknownOutcome",
      "unknown outcome",
      "question charts.yellow",
      "Unknown outcome: no answer came within the limit. Only the server knows whether it is concluded.",
    ],
  ] as const) {
    it(`says all about its state: ${state}`, () => {
      assert.deepEqual(lines({ state: states[state] }), [
        `9223372036854775807 | ${short} · 5 min | ${icon} | engagement.${state}`,
        "Engagement 9223372036854775807",
        sentence,
        `Since ${sinceText} (5 min).`,
        "Profile Acme test, site acme_sql_001h, pool 297:1.",
        `Engagement 9223372036854775807, ${short}, for 5 min`,
      ]);
    });
  }

  const reasons: Readonly<Record<LostReason, string>> = {
    timeout: "no answer came within the limit.",
    connectionLost: "the connection was lost before the answer.",
    cancelled: "you cancelled while the answer was awaited.",
    unreadable: "the answer could not be read.",
    otherEngagement: "the answer was about another engagement.",
    gateway: "a gateway answered in the chat server's place.",
    vsCodeEnded: "no answer was noted in time; VS Code may have ended.",
  };
  for (const reason of lostReasons) {
    it(`says why its outcome is unknown: ${reason}`, () => {
      const [, , sentence] = lines({ state: { kind: "unknownOutcome", since, reason } });
      assert.equal(
        sentence,
        `Unknown outcome: ${reasons[reason]} Only the server knows whether it is concluded.`,
      );
    });
  }

  for (const [refusal, words] of [
    [{ kind: "refused", status: 400, exceptionCode: "BAD_REQUEST" }, "HTTP 400, BAD_REQUEST"],
    [{ kind: "refused", status: 404 }, "HTTP 404"],
    [
      { kind: "unauthorized", status: 403, exceptionCode: "ACCESS_DENIED" },
      "HTTP 403, ACCESS_DENIED",
    ],
    [{ kind: "systemError", status: 200 }, "system error, HTTP 200"],
    [{ kind: "redirected", status: 302 }, "HTTP 302, redirected"],
    [{ kind: "network" }, "the server could not be reached"],
  ] as const satisfies [Refusal, string][]) {
    it(`says how the last attempt was refused: ${words}`, () => {
      assert.deepEqual(lines({ state: states.active, lastRefusal: refusal }), [
        "9223372036854775807 | refused · active · 5 min | warning problemsWarningIcon.foreground | engagement.active",
        "Engagement 9223372036854775807",
        "Active: this agent holds it.",
        `Since ${sinceText} (5 min).`,
        `The last attempt to conclude it was refused: ${words}.`,
        "Profile Acme test, site acme_sql_001h, pool 297:1.",
        `Engagement 9223372036854775807, active, for 5 min, last attempt refused: ${words}`,
      ]);
    });
  }

  for (const [ms, age, spoken] of [
    [-hour, "just now", "less than a minute"],
    [0, "just now", "less than a minute"],
    [minute - 1, "just now", "less than a minute"],
    [minute, "1 min", "1 min"],
    [hour - 1, "59 min", "59 min"],
    [hour, "1 h", "1 h"],
    [48 * hour - 1, "47 h", "47 h"],
    [48 * hour, "2 d", "2 d"],
    [1000 * hour, "41 d", "41 d"],
  ] as const) {
    it(`is ${age} old after ${ms} ms`, () => {
      const [first, , , sinceLine, , spokenLine] = lines({
        state: { kind: "active", since: now - ms },
      });
      assert.match(first ?? "", new RegExp(`\\| active · ${age} \\|`));
      assert.match(sinceLine ?? "", new RegExp(`\\(${age}\\)\\.$`));
      assert.match(spokenLine ?? "", new RegExp(`, for ${spoken}$`));
    });
  }

  it("can be concluded unless it is concluded or about to be", () => {
    const concludable = Object.values(states).filter((state) => isConcludable({ id: 1n, state }));
    assert.deepEqual(
      concludable.map(({ kind }) => kind),
      ["tracked", "active", "unknownOutcome"],
    );
  });
});
