import type { Failure } from "../chat/failure";
import { parseInt64 } from "../util/int64";
import {
  lostReasons,
  type Engagement,
  type EngagementState,
  type LostReason,
  type Refusal,
  type SettledState,
} from "./engagement";

/** The engagements as plain values; ids as strings, since JSON numbers would lose digits. */
export function storedForm(engagements: readonly Engagement[]): unknown {
  return engagements.map(({ id, ...rest }) => ({ id: id.toString(), ...rest }));
}

/** Reads what {@link storedForm} wrote; undefined when any part of it cannot be read. */
export function parseEngagements(value: unknown): readonly Engagement[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const engagements = value.map(parseEngagement);
  return engagements.every((engagement) => engagement !== undefined) ? engagements : undefined;
}

function parseEngagement(value: unknown): Engagement | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { id, state, lastRefusal } = value;
  const reading = typeof id === "string" ? parseInt64(id) : undefined;
  const parsedState = parseState(state);
  const refusal = lastRefusal === undefined ? undefined : parseRefusal(lastRefusal);
  if (!reading?.ok || !parsedState || (lastRefusal !== undefined && !refusal)) {
    return undefined;
  }
  return {
    id: reading.value,
    state: parsedState,
    ...(refusal && { lastRefusal: refusal }),
  };
}

function parseState(value: unknown): EngagementState | undefined {
  if (!isRecord(value) || value["kind"] !== "concluding") {
    return parseSettledState(value);
  }
  const { since, until } = value;
  const before = parseSettledState(value["before"]);
  return isTime(since) && isTime(until) && before
    ? { kind: "concluding", since, until, before }
    : undefined;
}

function parseSettledState(value: unknown): SettledState | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { kind, since, reason } = value;
  if (!isTime(since)) {
    return undefined;
  }
  switch (kind) {
    case "tracked":
    case "active":
    case "wrapUp":
      return { kind, since };
    case "unknownOutcome":
      return isLostReason(reason) ? { kind, since, reason } : undefined;
    default:
      return undefined;
  }
}

function isLostReason(value: unknown): value is LostReason {
  return (lostReasons as readonly unknown[]).includes(value);
}

/** Every kind of failure; a record, so that none can be forgotten. */
const failureKinds: Readonly<Record<Failure["kind"], true>> = {
  network: true,
  timeout: true,
  cancelled: true,
  unauthorized: true,
  refused: true,
  systemError: true,
  redirected: true,
  unreadable: true,
  tooLarge: true,
};

function parseRefusal(value: unknown): Refusal | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { kind, status, exceptionCode } = value;
  if (
    !isFailureKind(kind) ||
    (status !== undefined && !Number.isInteger(status)) ||
    (exceptionCode !== undefined && typeof exceptionCode !== "string")
  ) {
    return undefined;
  }
  return {
    kind,
    ...(typeof status === "number" && { status }),
    ...(exceptionCode !== undefined && { exceptionCode }),
  };
}

function isFailureKind(value: unknown): value is Failure["kind"] {
  return typeof value === "string" && Object.hasOwn(failureKinds, value);
}

/** A time in ms since 1970 that a Date can hold. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= 8.64e15;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
