/** Says whether a value that came from another program is what it should be. */
export type Check<T> = (value: unknown) => value is T;

/** A check for a member that may be left out. */
interface Optional<T> {
  readonly optional: Check<T>;
}

/** One check a member; leaving one out does not compile. */
type Checks<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K>
    ? Optional<Exclude<T[K], undefined>>
    : Check<T[K]>;
};

/** The longest name of a row, a line or an exchange, in UTF-16 units; ours are much shorter. */
const longestName = 200;

/** Any text, whatever is in it. */
export const isText: Check<string> = (value) => typeof value === "string";

/** The name of something, as both sides make them: a longer text is none. */
export const isName: Check<string> = (value): value is string =>
  typeof value === "string" && value.length <= longestName;

export const isFlag: Check<boolean> = (value) => typeof value === "boolean";

/** A whole number of something, at least 0. */
export const isCount: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Ms since 1970, within what a Date can hold. */
export const isTime: Check<number> = (value): value is number =>
  typeof value === "number" && Math.abs(value) <= 8.64e15;

/** One of some words. */
export function isOneOf<const W extends string>(...words: readonly W[]): Check<W> {
  return (value): value is W => words.some((word) => word === value);
}

/** A list in which every element is what it should be. */
export function isListOf<T>(isElement: Check<T>): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isElement);
}

/** A member that may be left out, but is nothing else. */
export function optional<T>(check: Check<T>): Optional<T> {
  return { optional: check };
}

/** Something with named members of its own, which are what they should be; others may be beside them. */
export function isRecordOf<T extends object>(checks: Checks<T>): Check<T> {
  const members = Object.entries<Check<unknown> | Optional<unknown>>(checks);
  return (value): value is T =>
    isRecord(value) &&
    members.every(([name, check]) => {
      const isThere = Object.hasOwn(value, name);
      return typeof check === "function"
        ? isThere && check(value[name])
        : !isThere || check.optional(value[name]);
    });
}

/** What either check takes. */
export function isEither<A, B>(isA: Check<A>, isB: Check<B>): Check<A | B> {
  return (value): value is A | B => isA(value) || isB(value);
}

/** An object with members that is no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
