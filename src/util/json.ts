import { isLosslessNumber, parse, stringify } from "lossless-json";

/** A JSON object as parsed: unknown members, numbers as `LosslessNumber`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Where and why a text stops being JSON. Line and column count from 1. */
export interface JsonFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The outcome of reading a text as JSON. */
export type JsonReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: JsonFault };

/** The fault of a text that nests more deeply than the call stack goes. */
export const nestedTooDeeply: JsonFault = {
  message: "The text is nested too deeply to be read",
  line: 1,
  column: 1,
};

/** Parses JSON with every digit of every number kept. Never throws. */
export function readJson(text: string): JsonReading {
  try {
    // As JSON.parse does: of members with the same name the last counts.
    const value = parse(text, null, { onDuplicateKey: ({ newValue }) => newValue });
    return { ok: true, value };
  } catch (error) {
    return { ok: false, fault: faultOf(text, error) };
  }
}

/** Whether a text is JSON. Never throws. Quicker than {@link readJson}, which keeps all digits. */
export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Writes JSON in which `bigint` and `LosslessNumber` appear as the digits they hold. */
export function writeJson(value: unknown, indent?: number): string {
  return stringify(value, null, indent) ?? "null";
}

/** Whether a parsed value is a JSON object (not an array, not null, not a number). */
export function isJsonObject(value: unknown): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
  );
}

/** The digits of a parsed JSON number as they were written, or undefined for anything else. */
export function numberText(value: unknown): string | undefined {
  return isLosslessNumber(value) ? value.value : undefined;
}

function faultOf(text: string, error: unknown): JsonFault {
  if (error instanceof RangeError) {
    return nestedTooDeeply;
  }
  const said = error instanceof Error ? error.message : String(error);
  const position = /^(?<message>.*?)(?: but got .*)? at position (?<offset>\d+)$/s.exec(
    said,
  )?.groups;
  const offset = Math.min(Number(position?.["offset"] ?? text.length), text.length);
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    message: withoutControls(position?.["message"] ?? said),
    line: before.split("\n").length,
    column: offset - lineStart + 1,
  };
}

/** Names control characters, which would break the sentence that the message becomes part of. */
function withoutControls(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (control) => `U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}
