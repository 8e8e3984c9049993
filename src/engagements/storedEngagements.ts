import { parseInt64 } from "../util/int64";
import {
  lostReasons,
  type Engagement,
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
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { id, state, lastRefusal } = value as Record<string, unknown>;
  const refusal = parseRefusal(lastRefusal);
  const reading = typeof id === "string" ? parseInt64(id) : undefined;
  const parsedState = parseState(state);
  if (!reading?.ok || !parsedState) {
    return undefined;
  }
  return {
    id: reading.value,
    state: parsedState,
    ...(refusal && { lastRefusal: refusal }),
  };
}

function parseState(value: unknown): SettledState | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { kind, since, reason } = value as Record<string, unknown>;
  if (typeof since !== "number") {
    return undefined;
  }
  switch (kind) {
    case "tracked":
    case "active":
    case "wrapUp":
      return { kind, since };
    case "concluding":
      return { kind: "unknownOutcome", since, reason: "vsCodeEnded" };
    case "unknownOutcome":
      return isLostReason(reason) ? { kind, since, reason } : undefined;
    default:
      return undefined;
  }
}

function isLostReason(value: unknown): value is LostReason {
  return (lostReasons as readonly unknown[]).includes(value);
}

function parseRefusal(value: unknown): Refusal | undefined {
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { kind, status, exceptionCode } = value as Record<string, unknown>;
  return typeof kind === "string"
    ? {
        kind: kind as Refusal["kind"],
        ...(typeof status === "number" && { status }),
        ...(typeof exceptionCode === "string" && { exceptionCode }),
      }
    : undefined;
}
