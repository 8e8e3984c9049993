import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readMessages } from "../../../src/chat/messages";
import type { EngagementEvent, JournalEntry } from "../../../src/engagements/engagement";
import type { TimelineRow } from "../../../src/panel/timelineView";
import { Timeline } from "../../../src/ui/timelineText";

const start = 1_760_000_000_000;

/** The entry of a message as the server writes it, noted `at` ms after the start. */
function message(
  at: number,
  type: string,
  fields: Readonly<Record<string, unknown>>,
): JournalEntry {
  const [read] = readMessages(JSON.stringify({ getResponseTypes: [{ [type]: fields }] })) ?? [];
  assert.ok(read);
  return { at: start + at, event: { kind: "message", message: read } };
}

function entry(at: number, event: EngagementEvent): JournalEntry {
  return { at: start + at, event };
}

function post(at: number, token: string, text: string): JournalEntry {
  return entry(at, { kind: "callSent", act: "post", token, until: start + at + 30_000, text });
}

const ada = { senderType: "END_USER", clientId: 40, name: "Ada Lindgren", engagementId: 1000 };
const typing = { ...ada, mode: "RESPONDING" };

/** The rows as sentences: side, title, text, detail. */
function sentences(rows: readonly TimelineRow[]): string[] {
  return rows.map(({ side, title, text, detail, run }) =>
    [
      `${side}: ${title}`,
      ...(run ? [`×${run.count} until ${run.until - start}`] : []),
      ...(text === undefined ? [] : [`“${text}”`]),
      ...(detail === undefined ? [] : [detail]),
    ].join(" | "),
  );
}

function rowsOf(...entries: readonly JournalEntry[]): readonly TimelineRow[] {
  const timeline = new Timeline();
  timeline.append(entries);
  return timeline.rows;
}

describe("Timeline", () => {
  it("shows the lines of both sides, with the server's time and the raw message at hand", () => {
    const timeline = new Timeline();
    timeline.append([
      message(0, "ChatPostMessage", {
        ...ada,
        body: "Where is my order?",
        createdTime: start - 70,
      }),
      post(1_000, "t1", "On its way."),
      entry(1_120, {
        kind: "callEnded",
        act: "post",
        token: "t1",
        outcome: { kind: "done" },
        exchangeId: "e1",
      }),
    ]);
    assert.deepEqual(sentences(timeline.rows), [
      "customer: Ada Lindgren | “Where is my order?”",
      "agent: You | “On its way.” | done after 120 ms",
    ]);
    assert.equal(timeline.rows[0]?.serverAt, start - 70);
    assert.equal(timeline.rows[1]?.exchangeId, "e1");
    assert.match(timeline.rawOf("0") ?? "", /^\{"ChatPostMessage":\{"senderType":"END_USER"/);
    assert.equal(timeline.rawOf("1"), undefined);
  });

  it("makes one row of a call and its outcome", () => {
    const outcomes: readonly (readonly [EngagementEvent & { kind: "callEnded" }, string])[] = [
      [
        {
          kind: "callEnded",
          act: "conclude",
          token: "t",
          outcome: {
            kind: "refused",
            refusal: { kind: "unauthorized", status: 403, exceptionCode: "ACCESS_DENIED" },
          },
        },
        "desk: Conclude | refused: HTTP 403 ACCESS_DENIED",
      ],
      [
        { kind: "callEnded", act: "conclude", token: "t", outcome: { kind: "done" } },
        "desk: Conclude | done after 80 ms",
      ],
      [
        { kind: "callEnded", act: "conclude", token: "t", outcome: { kind: "notSent" } },
        "desk: Conclude | not sent",
      ],
      [
        {
          kind: "callEnded",
          act: "conclude",
          token: "t",
          outcome: { kind: "lost", reason: "timeout" },
        },
        "desk: Conclude | outcome unknown: no answer came within the limit",
      ],
    ];
    const sent = entry(0, { kind: "callSent", act: "conclude", token: "t", until: start + 30_000 });
    assert.deepEqual(sentences(rowsOf(sent)), ["desk: Conclude | sending…"]);
    for (const [ended, sentence] of outcomes) {
      assert.deepEqual(sentences(rowsOf(sent, entry(80, ended))), [sentence]);
    }
  });

  it("tells what came of a call whose beginning nobody noted", () => {
    const ended = {
      kind: "callEnded",
      act: "release",
      token: "t",
      outcome: { kind: "done" },
    } as const;
    assert.deepEqual(sentences(rowsOf(entry(0, ended))), ["desk: Release | done"]);
  });

  it("says that the outcome is unknown when nobody noted an answer in time, until one is noted", () => {
    const timeline = new Timeline();
    timeline.append([post(0, "t", "Hello")]);
    assert.equal(timeline.deadline, start + 30_000);
    assert.deepEqual(timeline.settle(start + 29_999).changed, []);
    assert.deepEqual(sentences(timeline.settle(start + 30_000).changed), [
      "agent: You | “Hello” | outcome unknown: no answer was noted in time; VS Code may have ended",
    ]);
    assert.equal(timeline.deadline, undefined);
    timeline.append([
      entry(40_000, { kind: "callEnded", act: "post", token: "t", outcome: { kind: "done" } }),
    ]);
    assert.deepEqual(sentences(timeline.rows), ["agent: You | “Hello” | done after 40 s"]);
  });

  it("collapses a run of signals of one sender, and keeps every raw message", () => {
    const timeline = new Timeline();
    timeline.append([
      message(0, "ChatActivitySignal", typing),
      message(10, "ChatActivitySignal", typing),
      message(20, "ChatActivitySignal", { ...typing, mode: "LISTENING" }),
      message(30, "ChatPostMessage", { ...ada, body: "Hi" }),
      message(40, "ChatActivitySignal", typing),
    ]);
    assert.deepEqual(sentences(timeline.rows), [
      "customer: Ada Lindgren is not typing | ×3 until 20",
      "customer: Ada Lindgren | “Hi”",
      "customer: Ada Lindgren is typing",
    ]);
    const raw = JSON.parse(timeline.rawOf("0") ?? "") as unknown[];
    assert.equal(raw.length, 3);
  });

  it("takes documented signals without a sender as the customer's", () => {
    const [row] = rowsOf(message(0, "ChatActivitySignal", { mode: "RESPONDING" }));
    assert.deepEqual(sentences(row ? [row] : []), ["customer: The customer is typing"]);
  });

  it("shows a line of ours once when the server repeats it", () => {
    const echo = { senderType: "AGENT", clientId: 939, body: "On its way." };
    const timeline = new Timeline();
    timeline.append([
      post(0, "t1", "On its way."),
      entry(50, { kind: "callEnded", act: "post", token: "t1", outcome: { kind: "done" } }),
    ]);
    const changes = timeline.append([message(60, "ChatPostMessage", echo)]);
    assert.deepEqual(sentences(changes.added), []);
    assert.deepEqual(sentences(changes.changed), ["agent: You | “On its way.” | done after 50 ms"]);
    assert.match(timeline.rawOf("0") ?? "", /ChatPostMessage/);
    // The same line again is somebody's second one.
    timeline.append([message(70, "ChatPostMessage", echo)]);
    assert.equal(timeline.rows.length, 2);
  });

  it("settles a line whose answer was lost when the server repeats it", () => {
    const rows = rowsOf(
      post(0, "t1", "Hello"),
      entry(50, {
        kind: "callEnded",
        act: "post",
        token: "t1",
        outcome: { kind: "lost", reason: "connectionLost" },
      }),
      message(60, "ChatPostMessage", { senderType: "AGENT", body: "Hello" }),
    );
    assert.deepEqual(sentences(rows), [
      "agent: You | “Hello” | the server has it: it came back as a message",
    ]);
    assert.equal(rows[0]?.tone, "success");
  });

  it("shows an agent's line that is not surely ours: refused, long ago, or of no known sender", () => {
    const said = (at: number, senderType?: string): JournalEntry =>
      message(at, "ChatPostMessage", { body: "Hello", ...(senderType && { senderType }) });
    const refusal = { kind: "refused", status: 400 } as const;
    const refused = entry(1, {
      kind: "callEnded",
      act: "post",
      token: "t",
      outcome: { kind: "refused", refusal },
    });
    assert.equal(rowsOf(post(0, "t", "Hello"), refused, said(2, "AGENT")).length, 2);
    assert.equal(rowsOf(post(0, "t", "Hello"), said(300_001, "AGENT")).length, 2);
    assert.equal(rowsOf(post(0, "t", "Hello"), said(2)).length, 2);
  });

  it("gives a line to nobody but its sender, though it names a participant", () => {
    const rows = rowsOf(
      message(0, "ChatPostMessage", { ...ada, body: "Hi" }),
      message(1, "ChatPostMessage", {
        clientId: 40,
        senderType: "SYSTEM",
        body: "Mind your words.",
      }),
      message(2, "ChatPostMessage", { clientId: 40, body: "Sorry" }),
      message(3, "ChatPostMessage", { body: "Hm" }),
      message(4, "ChatPostMessage", { ...ada }),
    );
    assert.deepEqual(sentences(rows), [
      "customer: Ada Lindgren | “Hi”",
      "server: SYSTEM | “Mind your words.”",
      "customer: Ada Lindgren | “Sorry”",
      "server: Somebody | “Hm”",
      "customer: Ada Lindgren | “” | a line without text",
    ]);
  });

  it("tells who came, was absent, came back and left, and why, in words", () => {
    const state = (at: number, connectionState: string): JournalEntry =>
      message(at, "ChatEngagementUpdateNotification", { clientId: 40, connectionState });
    const rows = rowsOf(
      message(0, "ChatEngagementParticipantAdded", ada),
      state(1, "ABSENT"),
      state(2, "ACTIVE"),
      state(3, "PUZZLED"),
      message(4, "ChatDisconnectNotification", { clientId: 40, reason: "END_USER_CONCLUDED" }),
      message(5, "ChatDisconnectNotification", { reason: "SOLAR_FLARE" }),
    );
    assert.deepEqual(sentences(rows), [
      "customer: Ada Lindgren joined",
      "customer: Ada Lindgren is absent | the connection was lost",
      "customer: Ada Lindgren is here | connected",
      "customer: The connection of Ada Lindgren changed | PUZZLED",
      "customer: Ada Lindgren is disconnected | the customer concluded (END_USER_CONCLUDED)",
      "server: Disconnected | SOLAR_FLARE",
    ]);
  });

  it("shows a message of a type that nobody knows by its name, marked, with its JSON", () => {
    const timeline = new Timeline();
    timeline.append([
      message(0, "ChatCoBrowseInvitationMessage", { engagementId: 1000, url: "x" }),
      { at: start, event: { kind: "message", message: { type: "", raw: "[7]" } } },
    ]);
    assert.deepEqual(sentences(timeline.rows), [
      "server: ChatCoBrowseInvitationMessage",
      "server: A message that names no type",
    ]);
    assert.ok(timeline.rows.every(({ isUnknown, hasRaw }) => isUnknown && hasRaw));
    assert.equal(timeline.rawOf("1"), "[7]");
    assert.equal(timeline.rawOf("2"), undefined);
  });

  it("shows where the engagement stands from an entry on, but not that a request is under way", () => {
    const base = { id: 1000n, customer: { name: "Ada" }, unknownMessages: 0 };
    const offered = { kind: "offered", since: start } as const;
    const timeline = new Timeline({
      fold: (before, { at, event }) => {
        if (event.kind === "message") {
          return { ...base, state: offered };
        }
        return event.kind === "callSent" && event.act === "accept"
          ? {
              ...base,
              state: {
                kind: "sending",
                act: "accept",
                token: event.token,
                since: at,
                until: event.until,
                before: offered,
              },
            }
          : before && { ...base, state: { kind: "active", since: at } };
      },
    });
    timeline.append([
      message(0, "SimAssignmentOffer", { name: "Ada", question: "Why?", queueName: "Orders" }),
      entry(10, { kind: "callSent", act: "accept", token: "t", until: start + 30_000 }),
      entry(90, { kind: "callEnded", act: "accept", token: "t", outcome: { kind: "done" } }),
      message(95, "ChatPostMessage", { senderType: "END_USER", body: "Hi" }),
    ]);
    assert.deepEqual(sentences(timeline.rows), [
      "server: Ada is offered | “Why?” | queue Orders",
      "desk: Accept | done after 80 ms",
      "desk: offered → active",
      "customer: Ada | “Hi”",
      "desk: active → offered",
    ]);
  });

  it("shows what happened to the session, and what the server said to nobody in particular", () => {
    const rows = rowsOf(
      entry(0, { kind: "session", what: "signedIn" }),
      entry(1, { kind: "session", what: "assignmentRequested", detail: "2" }),
      message(2, "ChatGetTimeout", {}),
      message(3, "ChatGetTimeout", {}),
      message(4, "ChatConfigChangeNotification", { name: "CHAT_CLUSTER_POOL_ID", value: "298:1" }),
      message(5, "ChatSystemError", {}),
      message(6, "ChatRoleChangeNotification", { leadClientId: 3 }),
    );
    assert.deepEqual(sentences(rows), [
      "desk: Signed in",
      "desk: Engagements were requested | 2",
      "server: Nothing happened | ×2 until 3",
      "server: The pool is 298:1",
      "server: The server says that the session is broken",
      "server: ChatRoleChangeNotification | Another participant leads the engagement.",
    ]);
  });

  it("tells only what an entry adds or changes, and costs the same however many there are", () => {
    const timeline = new Timeline();
    timeline.append(
      Array.from({ length: 10_000 }, (_, index) =>
        message(index, "ChatPostMessage", { ...ada, body: `Line ${index}` }),
      ),
    );
    const { rows } = timeline;
    const changes = timeline.append([
      message(10_000, "ChatActivitySignal", typing),
      message(10_001, "ChatActivitySignal", typing),
    ]);
    assert.deepEqual(sentences(changes.added), [
      "customer: Ada Lindgren is typing | ×2 until 10001",
    ]);
    assert.deepEqual(changes.changed, []);
    const next = timeline.append([message(10_002, "ChatActivitySignal", typing)]);
    assert.deepEqual(next.added, []);
    assert.deepEqual(
      next.changed.map(({ key }) => key),
      ["10000"],
    );
    assert.equal(timeline.rows, rows);
  });
});
