import type { Failure } from "../chat/failure";
import { messageRoles, type Message } from "../chat/messages";
import { parseInt64 } from "../util/int64";
import {
  acts,
  lostReasons,
  sessionEvents,
  type CallOutcome,
  type EngagementEvent,
  type JournalEntry,
  type Refusal,
} from "./engagement";

type Fields = Readonly<Record<string, unknown>>;

/** An entry as one line of JSON, without the line's end; ids as strings, which lose no digits. */
export function entryLine(entry: JournalEntry): string {
  return JSON.stringify(entry, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}

/** Reads what {@link entryLine} wrote; undefined when it is not an entry. Never throws. */
export function parseEntryLine(line: string): JournalEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isTime(value["at"]) || !isRecord(value["event"])) {
    return undefined;
  }
  const event = parseEvent(value["event"]);
  return event && { at: value["at"], event };
}

function parseEvent(fields: Fields): EngagementEvent | undefined {
  const { kind } = fields;
  switch (kind) {
    case "tracked":
    case "held":
      return { kind };
    case "session": {
      const what = memberOf(sessionEvents, fields["what"]);
      return what && { kind, what, ...texts(fields, ["detail"]) };
    }
    case "message": {
      const message = isRecord(fields["message"]) ? parseMessage(fields["message"]) : undefined;
      return message && { kind, message };
    }
    case "callSent": {
      const act = memberOf(acts, fields["act"]);
      const { token, until } = fields;
      return act && typeof token === "string" && isTime(until)
        ? { kind, act, token, until, ...texts(fields, ["text"]) }
        : undefined;
    }
    case "callEnded": {
      const act = memberOf(acts, fields["act"]);
      const { token } = fields;
      const outcome = isRecord(fields["outcome"]) ? parseOutcome(fields["outcome"]) : undefined;
      return act && outcome && typeof token === "string"
        ? { kind, act, token, outcome, ...texts(fields, ["exchangeId"]) }
        : undefined;
    }
    default:
      return undefined;
  }
}

const messageTexts = [
  "clientId",
  "senderType",
  "text",
  "name",
  "question",
  "queue",
  "reason",
  "connectionState",
  "mode",
  "pool",
] as const;

function parseMessage(fields: Fields): Message | undefined {
  const { type, raw, createdTime } = fields;
  const digits = fields["engagementId"];
  const engagementId = typeof digits === "string" ? parseInt64(digits) : undefined;
  if (
    typeof type !== "string" ||
    typeof raw !== "string" ||
    (digits !== undefined && !engagementId?.ok)
  ) {
    return undefined;
  }
  const role = memberOf(messageRoles, fields["role"]);
  return {
    type,
    ...(role && { role }),
    ...(engagementId?.ok && { engagementId: engagementId.value }),
    ...(isTime(createdTime) && { createdTime }),
    ...texts(fields, messageTexts),
    raw,
  };
}

function parseOutcome(fields: Fields): CallOutcome | undefined {
  const { kind } = fields;
  switch (kind) {
    case "done":
    case "notSent":
      return { kind };
    case "lost": {
      const reason = memberOf(lostReasons, fields["reason"]);
      return reason && { kind, reason };
    }
    case "refused": {
      const refusal = isRecord(fields["refusal"]) ? parseRefusal(fields["refusal"]) : undefined;
      return refusal && { kind, refusal };
    }
    default:
      return undefined;
  }
}

function parseRefusal(fields: Fields): Refusal | undefined {
  const { kind, status } = fields;
  return isFailureKind(kind)
    ? {
        kind,
        ...(typeof status === "number" && Number.isInteger(status) && { status }),
        ...texts(fields, ["exceptionCode"]),
      }
    : undefined;
}

/** Every kind of failure; a record, so that none can be forgotten. */
const failureKinds: Readonly<Record<Failure["kind"], true>> = {
  network: true,
  unsendable: true,
  timeout: true,
  cancelled: true,
  unauthorized: true,
  refused: true,
  systemError: true,
  redirected: true,
  unreadable: true,
  tooLarge: true,
};

function isFailureKind(value: unknown): value is Failure["kind"] {
  return typeof value === "string" && Object.hasOwn(failureKinds, value);
}

/** Those of some members that are texts. */
function texts<K extends string>(
  fields: Fields,
  names: readonly K[],
): Readonly<Partial<Record<K, string>>> {
  const found = names.flatMap((name) => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found) as Readonly<Partial<Record<K, string>>>;
}

function memberOf<T extends string>(members: readonly T[], value: unknown): T | undefined {
  return members.find((member) => member === value);
}

/** A time in ms since 1970 that a Date can hold. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= 8.64e15;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
