/** The largest int64, 2^63 − 1: the upper bound of every id in the Agent API. */
export const maxInt64 = 9_223_372_036_854_775_807n;

/** Why a text is not a non-negative int64. */
export type Int64Problem = "empty" | "notDigits" | "negative" | "tooLarge";

/** The outcome of reading an id as typed or received. */
export type Int64Reading =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly problem: Int64Problem };

/**
 * Reads decimal digits as an int64 of at least 0; blanks around them are ignored.
 * Nothing else is tolerated: no sign, no exponent, no separators, no hexadecimal.
 */
export function parseInt64(text: string): Int64Reading {
  const digits = text.trim();
  if (digits === "") {
    return { ok: false, problem: "empty" };
  }
  if (/^-\d+$/.test(digits)) {
    return { ok: false, problem: "negative" };
  }
  if (!/^\d+$/.test(digits)) {
    return { ok: false, problem: "notDigits" };
  }
  const value = BigInt(digits);
  return value > maxInt64 ? { ok: false, problem: "tooLarge" } : { ok: true, value };
}
