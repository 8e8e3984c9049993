import { isJsonObject, readJson, type JsonObject } from "../util/json";
import { stringEnd } from "../util/jsonElements";
import type { ReadText } from "./answer";
import type { TwinDifference } from "./exchange";

/** A longer member of the whole is a list of messages or the like, whose digits nobody takes from here. */
const longMember = 64 * 1024;

/**
 * Reads a large text as JSON several times faster than a reading that keeps the digits of every number:
 * only the short members of the whole have them all, and the twins are compared in the text. Never throws.
 */
export const readLargeJson: ReadText = (text) => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // It knows where the fault is.
    return readJson(text);
  }
  const { twinDifferences, members } = new Scan(text).run();
  return {
    ok: true,
    value: isJsonObject(value) ? { ...value, ...exactly(text, members) } : value,
    twinDifferences,
  };
};

/** The short members of the whole, with all digits. */
function exactly(text: string, members: readonly Member[]): JsonObject {
  // Of members with the same name the last counts.
  const last = new Map(members.map((member) => [nameAt(text, member.key), member]));
  return Object.fromEntries(
    [...last].flatMap(([name, { start, end }]) => {
      const reading = end - start > longMember ? undefined : readJson(text.slice(start, end));
      return reading?.ok ? [[name, reading.value]] : [];
    }),
  );
}

/** Where a name begins in the text, with its quotes, and where it ends. */
interface Name {
  readonly start: number;
  readonly end: number;
}

interface Member {
  readonly key: Name;
  readonly start: number;
  readonly end: number;
}

/** An object or array that is being scanned. */
interface Open {
  readonly isObject: boolean;
  /** The name of the member that is being scanned. */
  key: Name | undefined;
  /** The place of the element that is being scanned. */
  index: number;
  readonly start: number;
  /** Made with the first: most objects have none. */
  numbers: Member[] | undefined;
  twins: Member[] | undefined;
}

const code = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

/** Walks over a text that is known to be JSON, and makes nothing of it but what is looked for. */
class Scan {
  readonly #open: Open[] = [];
  readonly #members: Member[] = [];
  /** Where the object or array began that was closed last. */
  #lastStart = 0;
  readonly #differences: { readonly at: number; readonly difference: TwinDifference }[] = [];

  constructor(private readonly text: string) {}

  /** Every `x`/`xString` pair whose digits differ, and the members of the whole, in the order of the text. */
  run(): { twinDifferences: readonly TwinDifference[]; members: readonly Member[] } {
    const { text } = this;
    for (let at = 0; at < text.length;) {
      const unit = text.charCodeAt(at);
      switch (unit) {
        case code.openBrace:
        case code.openBracket:
          this.#open.push({
            isObject: unit === code.openBrace,
            key: undefined,
            index: 0,
            start: at,
            numbers: undefined,
            twins: undefined,
          });
          at += 1;
          break;
        case code.closeBrace:
        case code.closeBracket:
          this.#close();
          at += 1;
          this.#ended(at);
          break;
        case code.comma: {
          const inside = this.#open.at(-1);
          if (inside) {
            inside.key = undefined;
            inside.index += 1;
          }
          at += 1;
          break;
        }
        case code.quote: {
          const end = stringEnd(text, at);
          this.#string(at, end);
          at = end;
          break;
        }
        default:
          at = unit <= 0x20 || unit === code.colon ? at + 1 : this.#bare(at, unit);
      }
    }
    this.#differences.sort((one, other) => one.at - other.at);
    return {
      twinDifferences: this.#differences.map(({ difference }) => difference),
      members: this.#members,
    };
  }

  #string(start: number, end: number): void {
    const inside = this.#open.at(-1);
    if (!inside?.isObject) {
      return;
    }
    if (!inside.key) {
      inside.key = { start, end };
      return;
    }
    const { key } = inside;
    if (this.text.startsWith("String", key.end - 7)) {
      (inside.twins ??= []).push({ key, start, end });
    }
    this.#ended(end, start);
  }

  /** Skips a number or word. */
  #bare(start: number, first: number): number {
    const { text } = this;
    let end = start + 1;
    for (;;) {
      const unit = text.charCodeAt(end);
      // All that a number or word has in it lies above these, but for its end and a closing brace or bracket.
      const isOver =
        !(unit > 0x20) ||
        unit === code.comma ||
        unit === code.closeBrace ||
        unit === code.closeBracket;
      if (isOver) {
        break;
      }
      end += 1;
    }
    const inside = this.#open.at(-1);
    const isNumber = first < code.colon;
    if (isNumber && inside?.key) {
      (inside.numbers ??= []).push({ key: inside.key, start, end });
    }
    this.#ended(end, start);
    return end;
  }

  /** A value ended; those of the whole are noted. */
  #ended(end: number, start?: number): void {
    const [whole] = this.#open;
    if (this.#open.length === 1 && whole?.key) {
      this.#members.push({ key: whole.key, start: start ?? this.#lastStart, end });
    }
  }

  #close(): void {
    const closed = this.#open.pop();
    this.#lastStart = closed?.start ?? 0;
    if (!closed?.numbers || !closed.twins) {
      return;
    }
    const { text } = this;
    // Of members with the same name the last counts.
    const twins = new Map(closed.twins.map((twin) => [nameAt(text, twin.key), twin]));
    const numbers = new Map(closed.numbers.map((number) => [nameAt(text, number.key), number]));
    for (const [name, { key, start, end }] of numbers) {
      const twin = twins.get(`${name}String`);
      const number = text.slice(start, end);
      const other = twin && nameAt(text, twin);
      if (other !== undefined && other !== number) {
        const member = this.#pathTo(name);
        this.#differences.push({ at: key.start, difference: { member, number, twin: other } });
      }
    }
  }

  #pathTo(name: string): string {
    let path = "";
    for (const { key, index } of this.#open) {
      path += key ? `${path === "" ? "" : "."}${nameAt(this.text, key)}` : `[${index}]`;
    }
    return path === "" ? name : `${path}.${name}`;
  }
}

/** The text of the string that stands there. */
function nameAt(text: string, { start, end }: Name): string {
  const quoted = text.slice(start, end);
  return quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
