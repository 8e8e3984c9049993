import type { ToTimeline } from "../../../src/panel/timelineProtocol";
import type { TimelineHeader, TimelineRow } from "../../../src/panel/timelineView";

const start = Date.UTC(2026, 2, 4, 9, 30, 0, 123);

/** The header of an engagement that is active. */
export const activeHeader: TimelineHeader = {
  title: "Engagement 1000",
  customer: "Ada Lindgren",
  presence: { text: "absent", tone: "warning" },
  question: "Where is my order 77-1204? It was to come on Monday.",
  queue: "Orders",
  state: { text: "active", tone: "success", since: start, isPending: false },
  warning: "The last attempt to send a line did nothing: HTTP 400 BAD_REQUEST.",
  profile: {
    name: "Acme test",
    site: "acme_241100_sql_001h",
    origin: "https://chat.acme.example",
    pool: "297:1",
    isSimulator: true,
    isProduction: true,
  },
  acts: [
    { act: "conclude", label: "Conclude" },
    { act: "reroute", label: "Reroute…" },
  ],
  answerLine: { kind: "open", hint: "" },
};

/** A row of a chat, with what a test says of it. */
export function timelineRow(index: number, some: Partial<TimelineRow> = {}): TimelineRow {
  return {
    key: index.toString(),
    at: start + index * 1_777,
    side: index % 2 === 0 ? "customer" : "agent",
    kind: "line",
    title: index % 2 === 0 ? "Ada Lindgren" : "You",
    text: `Line ${index}${" and more".repeat((index * 7) % 40)}`,
    tone: "plain",
    hasRaw: index % 2 === 0,
    ...some,
  };
}

/** One row of each kind. */
export const oneOfEach: readonly TimelineRow[] = [
  timelineRow(0, {
    side: "server",
    kind: "message",
    title: "Ada Lindgren is offered",
    text: "Where is my order 77-1204?",
    detail: "queue Orders",
    serverAt: start - 88,
    hasRaw: true,
  }),
  timelineRow(1, {
    side: "desk",
    kind: "call",
    title: "Accept",
    text: "",
    detail: "done after 120 ms",
    tone: "success",
    exchangeId: "e1",
  }),
  timelineRow(2, {
    side: "desk",
    kind: "state",
    title: "offered → active",
    text: "",
    hasRaw: false,
  }),
  timelineRow(3, {
    side: "agent",
    title: "You",
    text: "Good morning! I look it up.\nOne moment, please.",
    detail: "done after 87 ms",
    tone: "success",
    exchangeId: "e2",
  }),
  timelineRow(4, {
    kind: "activity",
    title: "Ada Lindgren is typing",
    text: "",
    run: { count: 5, until: start + 9_000 },
  }),
  timelineRow(6, {
    text: "Thank you. <b>It is a red bicycle</b>, אדום, https://shop.example/bicycle",
  }),
  timelineRow(7, {
    side: "agent",
    title: "You",
    text: "It left our house yesterday.",
    detail: "refused: HTTP 400 BAD_REQUEST",
    tone: "failure",
  }),
  timelineRow(8, {
    kind: "message",
    title: "Ada Lindgren is absent",
    text: "",
    detail: "the connection was lost",
    tone: "warning",
  }),
  timelineRow(10, {
    side: "server",
    kind: "message",
    title: "ChatCoBrowseInvitationMessage",
    text: "",
    tone: "warning",
    isUnknown: true,
  }),
  timelineRow(11, {
    side: "desk",
    kind: "call",
    title: "Conclude",
    text: "",
    detail: "outcome unknown: no answer came within the limit",
    tone: "unknown",
  }),
  timelineRow(13, {
    side: "agent",
    title: "You",
    text: "Are you still there?",
    detail: "sending…",
    isPending: true,
  }),
];

/** The whole of a timeline, as the host tells it. */
export function rendered(
  rows: readonly TimelineRow[],
  header: TimelineHeader = activeHeader,
): Extract<ToTimeline, { type: "render" }> {
  return { type: "render", identity: { profileId: "p1", stream: "1000" }, header, rows };
}
