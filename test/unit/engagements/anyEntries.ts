import fc from "fast-check";
import { messageRoles, type Message } from "../../../src/chat/messages";
import {
  acts,
  lostReasons,
  sessionEvents,
  type CallOutcome,
  type EngagementEvent,
  type JournalEntry,
} from "../../../src/engagements/engagement";
import { maxInt64 } from "../../../src/util/int64";

const anyWord = fc.oneof(fc.constantFrom("", "ACTIVE", "Ada", "🙂\n\u2028"), fc.string());

/** Of few texts, so that sequences repeat what was said; `undefined` members are left out. */
const anyFacts: fc.Arbitrary<Partial<Message>> = fc.record(
  {
    role: fc.constantFrom(...messageRoles),
    engagementId: fc.bigInt({ min: 0n, max: maxInt64 }),
    createdTime: fc.constantFrom(0, 9_000, 100_000),
    clientId: fc.constantFrom("40", "939"),
    senderType: fc.constantFrom("END_USER", "AGENT", "SYSTEM"),
    text: anyWord,
    name: anyWord,
    question: anyWord,
    queue: anyWord,
    reason: fc.constantFrom(
      "END_USER_CONCLUDED",
      "AGENT_CONCLUDED",
      "TRANSFERRED_TO_QUEUE",
      "PARTICIPANT_LEFT",
      "QUEUE_TIMEOUT",
      "NOBODY_KNOWS",
    ),
    connectionState: fc.constantFrom("ACTIVE", "ABSENT", "DISCONNECTED", "?"),
    mode: fc.constantFrom("RESPONDING", "LISTENING", "NONE", "?"),
    pool: anyWord,
  },
  { requiredKeys: [], noNullPrototype: true },
);

export const anyMessage: fc.Arbitrary<Message> = fc
  .tuple(anyWord, anyFacts, anyWord)
  .map(([type, facts, raw]) => ({ type, ...facts, raw }));

const anyOutcome = fc.oneof<fc.Arbitrary<CallOutcome>[]>(
  fc.constantFrom({ kind: "done" }, { kind: "notSent" }),
  fc.constantFrom(...lostReasons).map((reason) => ({ kind: "lost", reason })),
  fc
    .record(
      {
        kind: fc.constantFrom("refused", "unauthorized", "network"),
        status: fc.integer(),
        exceptionCode: anyWord,
      },
      { requiredKeys: ["kind"], noNullPrototype: true },
    )
    .map((refusal) => ({ kind: "refused", refusal })),
);

/** Few, so that answers find their requests. */
const anyToken = fc.constantFrom("a", "b", "c");
const anyAct = fc.constantFrom(...acts);

const anyEvent = fc.oneof<fc.Arbitrary<EngagementEvent>[]>(
  fc.constantFrom({ kind: "tracked" }, { kind: "held" }),
  fc
    .record(
      { what: fc.constantFrom(...sessionEvents), detail: anyWord },
      { requiredKeys: ["what"], noNullPrototype: true },
    )
    .map((event) => ({ kind: "session", ...event })),
  anyMessage.map((message) => ({ kind: "message", message })),
  fc
    .record(
      { act: anyAct, token: anyToken, until: fc.integer({ min: 0, max: 30_000 }), text: anyWord },
      { requiredKeys: ["act", "token", "until"], noNullPrototype: true },
    )
    .map((event) => ({ kind: "callSent", ...event })),
  fc
    .record(
      { act: anyAct, token: anyToken, outcome: anyOutcome, exchangeId: anyWord },
      { requiredKeys: ["act", "token", "outcome"], noNullPrototype: true },
    )
    .map((event) => ({ kind: "callEnded", ...event })),
);

/** Entries at any times: clocks are set back, and windows do not wait for each other. */
export const anyEntries: fc.Arbitrary<JournalEntry[]> = fc.array(
  fc.record(
    { at: fc.integer({ min: 0, max: 30_000 }), event: anyEvent },
    { noNullPrototype: true },
  ),
  { maxLength: 40 },
);
