import type { Message, MessageRole } from "../../../src/chat/messages";
import type {
  Act,
  CallOutcome,
  Engagement,
  EngagementEvent,
  JournalEntry,
} from "../../../src/engagements/engagement";
import { fold } from "../../../src/engagements/transition";

/** The engagement of the tests. */
export const id = 1000n;

/** A message with a role; its type is of no account. */
export function message(role: MessageRole, facts: Partial<Message> = {}): EngagementEvent {
  return { kind: "message", message: { type: `Some ${role}`, role, raw: "{}", ...facts } };
}

/** A message of a type that nobody knows. */
export function unknown(type = "Mystery", facts: Partial<Message> = {}): EngagementEvent {
  return { kind: "message", message: { type, raw: "{}", ...facts } };
}

/** A request that leaves, with a deadline at 1000 unless told otherwise. */
export function sent(act: Act, token: string = act, until = 1000) {
  return { kind: "callSent", act, token, until } as const;
}

/** What came of the request of a token. */
export function ended(act: Act, outcome: CallOutcome, token: string = act): EngagementEvent {
  return { kind: "callEnded", act, token, outcome };
}

export const done = { kind: "done" } as const;

/** An outcome. */
export function lost(reason: Extract<CallOutcome, { kind: "lost" }>["reason"] = "timeout") {
  return { kind: "lost", reason } as const;
}

export const refusal = { kind: "refused", status: 400, exceptionCode: "BAD_REQUEST" } as const;
export const refused = { kind: "refused", refusal } as const;

/** Events as entries at 1, 2, 3 …; an entry stays as it is. */
export function asEntries(events: readonly (EngagementEvent | JournalEntry)[]): JournalEntry[] {
  return events.map((event, index) => ("event" in event ? event : { at: index + 1, event }));
}

/** What events at 1, 2, 3 … come to; they must make the engagement known. */
export function after(...events: (EngagementEvent | JournalEntry)[]): Engagement {
  const end = fold(id, asEntries(events));
  if (!end) {
    throw new Error("nothing is known");
  }
  return end;
}
