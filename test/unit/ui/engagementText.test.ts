import { describe, it } from "mocha";
import assert from "node:assert/strict";
import {
  acts,
  lostReasons,
  type Act,
  type Customer,
  type Engagement,
  type EngagementState,
  type LostReason,
  type Refusal,
} from "../../../src/engagements/engagement";
import type { Profile } from "../../../src/profiles/profile";
import { countsSeconds, engagementRow } from "../../../src/ui/engagementText";
import { someProfile } from "../../fakes/profiles";

const now = 1_700_000_000_000;
const minute = 60_000;
const hour = 60 * minute;
const largest = 9223372036854775807n;
const profile: Profile = { ...someProfile, name: "Acme test" };
const since = now - 5 * minute;
const sinceText = new Date(since).toLocaleString();
const before = { kind: "active", since: 0 } as const;

function engagement(change: Partial<Engagement> & Pick<Engagement, "state">): Engagement {
  return { id: largest, customer: {}, unknownMessages: 0, ...change };
}

function row(change: Partial<Engagement> & Pick<Engagement, "state">) {
  return engagementRow(engagement(change), profile, now);
}

/** A row as text, whole but for what menus are matched against. */
function lines(change: Partial<Engagement> & Pick<Engagement, "state">): readonly string[] {
  const { accessibleLabel, description, icon, label, tooltip } = row(change);
  return [
    `${label} | ${description} | ${icon.id} ${icon.color ?? "-"}`,
    ...tooltip,
    accessibleLabel,
  ];
}

const profileLine = "Profile Acme test, site acme_241100_sql_001h, pool 297:1.";
const holdsSlot = "It holds a slot of the agent until it is released.";

describe("an engagement in the tree", () => {
  for (const [state, short, time, icon, sentence] of [
    [
      { kind: "tracked", since },
      "tracked",
      "5 min",
      "eye -",
      "Tracked by hand: its id was typed in; the server has told nothing about it.",
    ],
    [
      { kind: "seen", since },
      "seen",
      "5 min",
      "radio-tower -",
      "Seen: a message named it, of a type that does not tell where it stands. Every action that could apply is offered.",
    ],
    [
      { kind: "offered", since },
      "offered",
      "5 min",
      "bell-dot list.warningForeground",
      "Offered: it waits for this agent to accept it.",
    ],
    [
      { kind: "active", since },
      "active",
      "5 min",
      "comment-discussion charts.green",
      "Active: this agent holds it.",
    ],
    [
      { kind: "wrapUp", since, by: "agent" },
      "wrap-up",
      "5:00",
      "pass charts.blue",
      `Wrap-up: the server answered that it is concluded. ${holdsSlot}`,
    ],
    [
      { kind: "wrapUp", since, by: "END_USER_CONCLUDED" },
      "wrap-up by customer",
      "5:00",
      "pass charts.blue",
      `Wrap-up: the server told that it is over: the customer concluded (END_USER_CONCLUDED). ${holdsSlot}`,
    ],
    [
      { kind: "wrapUp", since, by: "AGENT_CONCLUDED" },
      "wrap-up",
      "5:00",
      "pass charts.blue",
      `Wrap-up: the server told that it is over: the agent concluded (AGENT_CONCLUDED). ${holdsSlot}`,
    ],
    [
      { kind: "wrapUp", since, by: "IDLE_TIMEOUT" },
      "wrap-up by server",
      "5:00",
      "pass charts.blue",
      `Wrap-up: the server told that it is over: nothing was said for too long (IDLE_TIMEOUT). ${holdsSlot}`,
    ],
    [
      { kind: "ended", since, how: "released" },
      "released",
      "5 min",
      "check-all disabledForeground",
      "Ended: this agent released it; its slot is free.",
    ],
    [
      { kind: "ended", since, how: "declined" },
      "declined",
      "5 min",
      "circle-slash disabledForeground",
      "Ended: this agent declined the offer.",
    ],
    [
      { kind: "ended", since, how: "offerGone" },
      "offer gone",
      "5 min",
      "circle-slash disabledForeground",
      "Ended: the offer stands no more. Somebody else has it, or it was not answered in time.",
    ],
    [
      { kind: "ended", since, how: "rerouted" },
      "rerouted",
      "5 min",
      "arrow-swap disabledForeground",
      "Ended: it was sent to the escalation queue.",
    ],
    [
      { kind: "unknownOutcome", since, act: "conclude", reason: "timeout", before },
      "unknown outcome (conclude)",
      "5 min",
      "question charts.yellow",
      "Unknown outcome: no answer came within the limit. Only the server knows whether it is concluded.",
    ],
  ] as const satisfies [EngagementState, string, string, string, string][]) {
    it(`says all about its state: ${short}`, () => {
      assert.deepEqual(lines({ state }), [
        `${largest} | ${short} · ${time} | ${icon}`,
        `Engagement ${largest}`,
        sentence,
        `Since ${sinceText} (5 min).`,
        profileLine,
        `Engagement ${largest}, ${short}, for 5 min`,
      ]);
    });
  }

  for (const [act, doing] of [
    ["accept", "accepting"],
    ["decline", "declining"],
    ["reroute", "rerouting"],
    ["conclude", "concluding"],
    ["release", "releasing"],
  ] as const) {
    it(`says that a request is under way: ${doing}`, () => {
      const state = { kind: "sending", act, token: "t", since, until: now, before } as const;
      const [first, , sentence] = lines({ state });
      assert.equal(first, `${largest} | ${doing} · 5:00 | sync~spin -`);
      assert.equal(
        sentence,
        `${doing.charAt(0).toUpperCase()}${doing.slice(1)}: the request is under way.`,
      );
    });
  }

  const reasons: Readonly<Record<LostReason, string>> = {
    timeout: "no answer came within the limit",
    connectionLost: "the connection was lost before the answer",
    cancelled: "it was cancelled while the answer was awaited",
    unreadable: "the answer could not be read",
    otherEngagement: "the answer was about another engagement",
    gateway: "a gateway answered in the chat server's place",
    vsCodeEnded: "no answer was noted in time; VS Code may have ended",
  };
  for (const reason of lostReasons) {
    it(`says why its outcome is unknown: ${reason}`, () => {
      const state = { kind: "unknownOutcome", since, act: "conclude", reason, before } as const;
      assert.equal(
        row({ state }).tooltip[1],
        `Unknown outcome: ${reasons[reason]}. Only the server knows whether it is concluded.`,
      );
    });
  }

  const questions: Readonly<Record<Act, readonly [short: string, question: string]>> = {
    accept: ["accept", "it is accepted"],
    decline: ["decline", "it is declined"],
    post: ["message", "the message arrived"],
    reroute: ["reroute", "it is rerouted"],
    conclude: ["conclude", "it is concluded"],
    release: ["release", "it is released"],
  };
  for (const act of acts) {
    it(`says of which request the outcome is unknown: ${act}`, () => {
      const [short, question] = questions[act];
      const { description, tooltip } = row({
        state: { kind: "unknownOutcome", since, act, reason: "timeout", before },
      });
      assert.equal(description, `unknown outcome (${short}) · 5 min`);
      assert.match(tooltip[1] ?? "", new RegExp(`Only the server knows whether ${question}\\.$`));
    });
  }

  for (const [refusal, verb, sentence] of [
    [
      { act: "conclude", kind: "refused", status: 400, exceptionCode: "BAD_REQUEST" },
      "refused",
      "to conclude it was refused: HTTP 400 BAD_REQUEST",
    ],
    [
      { act: "accept", kind: "refused", status: 404 },
      "refused",
      "to accept it was refused: HTTP 404",
    ],
    [
      { act: "release", kind: "unauthorized", status: 403, exceptionCode: "ACCESS_DENIED" },
      "refused",
      "to release it was refused: HTTP 403 ACCESS_DENIED",
    ],
    [
      { act: "reroute", kind: "network" },
      "failed",
      "to reroute it failed: the server could not be reached",
    ],
    [{ act: "post", kind: "cancelled" }, "failed", "to send a line failed: cancelled"],
  ] as const satisfies [Refusal & { act: Act }, string, string][]) {
    it(`says what came of the last attempt ${sentence}`, () => {
      assert.deepEqual(lines({ state: { kind: "active", since }, lastRefusal: refusal }), [
        `${largest} | ${verb} · active · 5 min | warning problemsWarningIcon.foreground`,
        `Engagement ${largest}`,
        "Active: this agent holds it.",
        `Since ${sinceText} (5 min).`,
        `The last attempt ${sentence}.`,
        profileLine,
        `Engagement ${largest}, active, for 5 min, last attempt ${sentence}`,
      ]);
    });
  }

  it("is named after its customer, the id being the first thing behind the name", () => {
    assert.deepEqual(
      lines({
        state: { kind: "active", since },
        customer: { name: "Jane Doe", question: "Where is my order?", presence: "present" },
        queue: "Orders",
        unknownMessages: 2,
      }),
      [
        `Jane Doe | ${largest} · active · 5 min · Where is my order? | comment-discussion charts.green`,
        `Engagement ${largest}`,
        "Customer: Jane Doe",
        "Question: Where is my order?",
        "Active: this agent holds it.",
        `Since ${sinceText} (5 min).`,
        "Queue: Orders",
        "2 messages of types that nobody knows; the timeline shows them.",
        profileLine,
        `Engagement ${largest}, customer Jane Doe, active, for 5 min, question: Where is my order?`,
      ],
    );
  });

  it("counts a single message of an unknown type as one", () => {
    assert.ok(
      row({ state: { kind: "seen", since }, unknownMessages: 1 }).tooltip.includes(
        "1 message of types that nobody knows; the timeline shows it.",
      ),
    );
  });

  it("shows names and questions on one line and not too long, whole in the tooltip", () => {
    const long = `${"x".repeat(30)}\n\t${"y".repeat(30)}`;
    const { label, description, tooltip } = row({
      state: { kind: "active", since },
      customer: { name: long, question: `\u0007${long}` },
    });
    const short = `${"x".repeat(30)} ${"y".repeat(8)}…`;
    assert.equal(label, `${"x".repeat(25)}…`);
    assert.equal(description, `${largest} · active · 5 min · ${short}`);
    assert.equal(tooltip[1], `Customer: ${"x".repeat(30)} ${"y".repeat(30)}`);
  });

  it("keeps its id for a label while the name is empty", () => {
    assert.equal(
      row({ state: { kind: "active", since }, customer: { name: " \n" } }).label,
      largest.toString(),
    );
  });

  for (const [customer, words, icon, sentence] of [
    [{ presence: "present" }, "", "comment-discussion charts.green", undefined],
    [
      { presence: "absent" },
      " · customer absent",
      "comment-discussion charts.yellow",
      "The customer is absent: the connection was lost and may come back.",
    ],
    [
      { presence: "disconnected", isTyping: true },
      " · customer disconnected",
      "debug-disconnect charts.red",
      "The customer is disconnected.",
    ],
    [
      { isTyping: true },
      " · typing…",
      "comment-discussion charts.green",
      "The customer is typing.",
    ],
    [{ isTyping: false }, "", "comment-discussion charts.green", undefined],
  ] as const satisfies [Customer, string, string, string | undefined][]) {
    it(`shows how the customer is: ${JSON.stringify(customer)}`, () => {
      const {
        accessibleLabel,
        description,
        icon: drawn,
        tooltip,
      } = row({
        state: { kind: "active", since },
        customer,
      });
      assert.equal(description, `active · 5 min${words}`);
      assert.equal(`${drawn.id} ${drawn.color ?? "-"}`, icon);
      assert.equal(
        accessibleLabel,
        `Engagement ${largest}, active, for 5 min${words.replaceAll(" · ", ", ")}`,
      );
      assert.deepEqual(tooltip.slice(3), [
        ...(sentence === undefined ? [] : [sentence]),
        profileLine,
      ]);
    });
  }

  it("keeps the icon of its state unless it is held, wherever the customer is", () => {
    const { description, icon } = row({
      state: { kind: "offered", since },
      customer: { presence: "disconnected" },
    });
    assert.equal(icon.id, "bell-dot");
    assert.equal(description, "offered · 5 min · customer disconnected");
  });

  for (const [ms, age, clock, spoken] of [
    [-hour, "just now", "0:00", "less than a minute"],
    [0, "just now", "0:00", "less than a minute"],
    [minute - 1, "just now", "0:59", "less than a minute"],
    [minute, "1 min", "1:00", "1 min"],
    [hour - 1, "59 min", "59:59", "59 min"],
    [hour, "1 h", "1 h", "1 h"],
    [48 * hour - 1, "47 h", "47 h", "47 h"],
    [48 * hour, "2 d", "2 d", "2 d"],
    [1000 * hour, "41 d", "41 d", "41 d"],
  ] as const) {
    it(`is ${age} old after ${ms} ms, ${clock} in wrap-up`, () => {
      const active = row({ state: { kind: "active", since: now - ms } });
      assert.equal(active.description, `active · ${age}`);
      assert.match(active.tooltip[2] ?? "", new RegExp(`\\(${age}\\)\\.$`));
      assert.match(active.accessibleLabel, new RegExp(`, for ${spoken}$`));
      assert.equal(
        row({ state: { kind: "wrapUp", by: "agent", since: now - ms } }).description,
        `wrap-up · ${clock}`,
      );
    });
  }

  it("counts seconds in wrap-up and while a request is under way only", () => {
    const sending = { act: "conclude", token: "t", until: now, before } as const;
    assert.ok(countsSeconds({ kind: "sending", since, ...sending }));
    assert.ok(countsSeconds({ kind: "wrapUp", since, by: "agent" }));
    assert.ok(!countsSeconds({ kind: "active", since }));
    assert.ok(!countsSeconds({ kind: "offered", since }));
  });
});
