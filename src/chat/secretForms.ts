/**
 * Where a character of a secret may end in a text, from a place where it may begin: as itself, or
 * escaped for JSON, for URLs or for HTML, also more than once, or read in a wrong charset. Nothing
 * here takes longer than in proportion to the text, whatever the text.
 */

/** Parts of base64 shorter than this are not searched for: they would be found in innocent text. */
const shortestPart = 6;

/** So many of the backslashes in a row may belong to the character after them. */
const mostOwnBackslashes = 8;

/** Longer than any reference of HTML to a character, the leading zeros of some included. */
const longestReference = 16;

const backslash = 0x5c;

/** What an escape begins with. */
const escapes = new Set(["\\", "%", "&"].map((escape) => escape.charCodeAt(0)));

/** The characters that HTML has short names for. */
const htmlNames: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};

/** A character of a secret with what it takes to find it. */
interface Character {
  readonly text: string;
  readonly point: number;
  /** Its bytes in UTF-8, as hexadecimal digits in small letters. */
  readonly bytes: readonly string[];
  /** Its units in UTF-16, likewise. */
  readonly units: readonly string[];
  /** What else it is read as: in the query of an URL, or in a wrong charset. */
  readonly others: readonly string[];
}

/**
 * Makes a function that puts `mask` in the place of every form of a secret: as itself, with any of its
 * characters escaped or read in a wrong charset, in hexadecimal, and in both alphabets of base64,
 * also within what was encoded together with it, as UTF-8 or as UTF-16.
 */
export function secretMasker(secret: string, mask: string): (text: string) => string {
  const codes = encodedForms(secret);
  const characters = Array.from(secret, characterOf);
  const [first] = characters;
  // A table, since every unit of a text is looked up.
  const isStart = new Uint8Array(0x10000);
  for (const unit of first ? startsOf(first) : []) {
    isStart[unit] = 1;
  }
  // What may stand behind the first of some backslashes: most of them escape something else.
  const isEscapable = isStart.slice();
  isEscapable["u".charCodeAt(0)] = 1;
  if (first?.text === "\\") {
    isEscapable.fill(1);
  }
  // No form is shorter than a sign for each character.
  const shortest = Math.min(characters.length, ...codes.map((code) => code.length));
  return (text) => {
    if (text.length < shortest) {
      return text;
    }
    const decoded = codes.reduce((safe, code) => safe.replaceAll(code, mask), text);
    let masked = "";
    let done = 0;
    for (let at = 0; at < decoded.length; at += 1) {
      const unit = decoded.charCodeAt(at);
      if (isStart[unit] !== 1) {
        continue;
      }
      // What the backslashes escape is found from the first of them.
      const mayBegin =
        unit !== backslash ||
        (decoded.charCodeAt(at - 1) !== backslash && isEscapable[decoded.charCodeAt(at + 1)] === 1);
      if (mayBegin) {
        const end = endOfSecret(decoded, at, characters);
        if (end > at) {
          masked += decoded.slice(done, at) + mask;
          done = end;
          at = end - 1;
        }
      }
    }
    return masked + decoded.slice(done);
  };
}

/** The forms in which no character stands for itself; the longest of each kind first. */
function encodedForms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const whole = bytes.toString("base64");
  const parts = [bytes, Buffer.from(secret, "utf16le")]
    .flatMap((encoded) => [0, 1, 2].map((shift) => insideBase64(encoded, shift)))
    .filter((part) => part.length >= shortestPart);
  const base64 = [whole, whole.replace(/=+$/, ""), ...parts];
  const hex = bytes.toString("hex");
  return [...new Set([...base64, ...base64.map(inUrlAlphabet), hex, hex.toUpperCase()])];
}

/**
 * The digits of base64 that stand for the bytes whatever surrounds them, where they begin so many
 * bytes (modulo 3) after the beginning of what is encoded.
 */
function insideBase64(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  return whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

function inUrlAlphabet(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

function characterOf(text: string): Character {
  const bytes = new TextEncoder().encode(text);
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const point = text.codePointAt(0) ?? 0;
  return {
    text,
    point,
    bytes: [...bytes].map((byte) => hexOf(byte, 2)),
    units: units.map((unit) => hexOf(unit, 4)),
    others: [
      ...(text === " " ? ["+"] : []),
      ...(point > 0x7f ? [new TextDecoder("windows-1252").decode(bytes), "\ufffd"] : []),
    ],
  };
}

function hexOf(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** The units of UTF-16 that a form of a character begins with. */
function startsOf({ text, others }: Character): number[] {
  return ["\\", "%", "&", text, ...others].map((form) => form.charCodeAt(0));
}

/** The furthest end of a secret that begins here; -1 where none does. */
function endOfSecret(text: string, start: number, characters: readonly Character[]): number {
  let ends: readonly number[] = [start];
  for (const character of characters) {
    const [only = start] = ends;
    // Nearly all text is no escape, and nearly all of that no part of the secret.
    const isPlain = ends.length === 1 && !escapes.has(text.charCodeAt(only));
    if (isPlain && character.others.length === 0) {
      if (!text.startsWith(character.text, only)) {
        return -1;
      }
      const end = only + character.text.length;
      ends = text.charCodeAt(end) === 0 ? [end, end + 1] : [end];
    } else {
      ends = [...new Set(ends.flatMap((end) => endsOf(text, end, character)))];
    }
    if (ends.length === 0) {
      return -1;
    }
  }
  return Math.max(...ends);
}

/** Every place where a character that begins here may end. */
function endsOf(text: string, at: number, character: Character): number[] {
  const run = endOfRun(text, at);
  const ends = [
    ...(character.text === "\\" ? endsOfBackslash(at, run) : endOf(text, run, character.text)),
    ...(run > at ? endOfUnits(text, run, character.units) : []),
    ...endOfBytes(text, at, character.bytes),
    ...endOfReference(text, at, character),
    ...character.others.flatMap((other) => endOf(text, at, other)),
  ];
  // UTF-16 that was read as UTF-8 has a zero after each letter.
  return ends.flatMap((end) => (text.charCodeAt(end) === 0 ? [end, end + 1] : [end]));
}

function endOf(text: string, at: number, form: string): number[] {
  return text.startsWith(form, at) ? [at + form.length] : [];
}

function endOfRun(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === backslash) {
    end += 1;
  }
  return end;
}

/** A backslash of the secret may be any of a row: what follows it may be escaped by those that remain. */
function endsOfBackslash(at: number, run: number): number[] {
  const count = Math.min(run - at, mostOwnBackslashes);
  return Array.from({ length: count }, (_, index) => run - index);
}

/** `u` and four hexadecimal digits a unit; backslashes stood before the first. */
function endOfUnits(text: string, at: number, units: readonly string[]): number[] {
  let end = at;
  for (const [index, unit] of units.entries()) {
    end = index === 0 ? end : endOfRun(text, end);
    if (text.charAt(end) !== "u" || text.slice(end + 1, end + 5).toLowerCase() !== unit) {
      return [];
    }
    end += 5;
  }
  return [end];
}

/** `%` and two hexadecimal digits a byte, the `%` perhaps itself escaped, and that again. */
function endOfBytes(text: string, at: number, bytes: readonly string[]): number[] {
  let end = at;
  for (const byte of bytes) {
    if (text.charAt(end) !== "%") {
      return [];
    }
    end += 1;
    // An escaped percent sign is what the secret has here where no other digits follow.
    while (text.startsWith("25", end) && /^[\da-f]{2}$/i.test(text.slice(end + 2, end + 4))) {
      end += 2;
    }
    if (text.slice(end, end + 2).toLowerCase() !== byte) {
      return byte === "25" && text.startsWith("25", end - 2) ? [end] : [];
    }
    end += 2;
  }
  return [end];
}

/** A reference of HTML, its `&` perhaps itself written as one, and that again. */
function endOfReference(text: string, at: number, { text: own, point }: Character): number[] {
  if (text.charAt(at) !== "&") {
    return [];
  }
  let start = at + 1;
  while (text.startsWith("amp;", start)) {
    start += 4;
  }
  const ends = own === "&" && start > at + 1 ? [start] : [];
  const [reference = "", rest] = text.slice(start, start + longestReference).split(";", 2);
  if (rest === undefined) {
    return ends;
  }
  const [, hexadecimal, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(reference) ?? [];
  const isMeant =
    hexadecimal !== undefined
      ? parseInt(hexadecimal, 16) === point
      : decimal !== undefined
        ? parseInt(decimal, 10) === point
        : reference === htmlNames[own];
  return isMeant ? [...ends, start + reference.length + 1] : ends;
}
