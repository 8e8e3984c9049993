import { lineAt, type ImportNote, type ImportProblem } from "./imported";

/** The words of a command line, with the quotes taken off. */
type WordsReading =
  | { readonly ok: true; readonly words: readonly string[]; readonly notes: readonly ImportNote[] }
  | { readonly ok: false; readonly problem: ImportProblem };

const singles = "'\u2018\u2019\u201a\u201b";
const doubles = '"\u201c\u201d\u201e\u201f';
const blank = /[\s\u00a0\ufeff\u200b]/;
const oddBlank = /[\u00a0\u202f\u2007\ufeff\u200b]/;

const simpleEscapes: Readonly<Record<string, string>> = {
  ...{ n: "\n", r: "\r", t: "\t", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b", E: "\x1b" },
  ...{ "\\": "\\", "'": "'", '"': '"', "?": "?" },
};

/**
 * Splits a command as bash does, up to where the command ends. Curly quotes count as quotes where
 * bash would see plain characters, for a text processor put them there. Nothing is expanded.
 */
export function bashWords(text: string): WordsReading {
  return new BashWords(text).read();
}

class BashWords {
  #at = 0;
  #word: string | undefined;
  readonly #words: string[] = [];
  readonly #notes: ImportNote[] = [];
  #problem: ImportProblem | undefined;
  #hasOddBlanks = false;
  #hasCurlyQuotes = false;

  constructor(private readonly text: string) {}

  read(): WordsReading {
    while (this.#at < this.text.length && this.#problem === undefined) {
      const character = this.text.charAt(this.#at);
      if (this.#word === undefined && this.#isEnd()) {
        this.#notes.push({ kind: "after" });
        break;
      }
      this.#step(character);
    }
    this.#endWord();
    return this.#problem === undefined
      ? { ok: true, words: this.#words, notes: this.#notes }
      : { ok: false, problem: this.#problem };
  }

  /** Whether something else than the command begins: a pipe, a redirection, a comment, the next. */
  #isEnd(): boolean {
    const end = /(?:\d*[<>]|[|;#]|&)/y;
    end.lastIndex = this.#at;
    return end.test(this.text);
  }

  #step(character: string): void {
    if (blank.test(character)) {
      this.#blanks();
    } else if (character === "\\" || character === "`") {
      this.#escape(character);
    } else if (character === "$" && this.text[this.#at + 1] === "'") {
      this.#ansiQuoted();
    } else if (singles.includes(character)) {
      this.#singleQuoted(character);
    } else if (doubles.includes(character)) {
      this.#doubleQuoted(character);
    } else {
      this.#add(character);
      this.#at += 1;
    }
  }

  /** A line end ends the command, unless the next line begins with an option. */
  #blanks(): void {
    const start = this.#at;
    while (blank.test(this.text.charAt(this.#at))) {
      this.#at += 1;
    }
    const run = this.text.slice(start, this.#at);
    if (oddBlank.test(run) && !this.#hasOddBlanks) {
      this.#hasOddBlanks = true;
      this.#notes.push({ kind: "typography", what: "blanks" });
    }
    this.#endWord();
    const isOver = run.includes("\n") && this.#words.length > 0 && this.#at < this.text.length;
    if (isOver && !/[-\u2010-\u2015]/.test(this.text.charAt(this.#at))) {
      this.#notes.push({ kind: "after" });
      this.#at = this.text.length;
    }
  }

  /** A backslash, or PowerShell's backtick at the end of a line. */
  #escape(character: string): void {
    const lineEnd = /[ \t\u00a0]*\r?(?:\n|$)/y;
    lineEnd.lastIndex = this.#at + 1;
    if (lineEnd.test(this.text)) {
      // A blank behind the backslash undoes it in bash; nobody means that.
      this.#at = lineEnd.lastIndex;
      if (this.text[this.#at - 1] === "\n" && blank.test(this.text.charAt(this.#at))) {
        this.#endWord();
      }
    } else if (character === "`") {
      this.#add(character);
      this.#at += 1;
    } else {
      this.#add(this.text.charAt(this.#at + 1));
      this.#at += 2;
    }
  }

  #singleQuoted(quote: string): void {
    const isCurly = quote !== "'";
    const end = this.#find(isCurly ? singles : "'", this.#at + 1);
    if (end === -1) {
      this.#unclosed(quote);
      return;
    }
    const content = this.text.slice(this.#at + 1, end);
    this.#add(isCurly ? this.#straight(content) : content);
    this.#at = end + 1;
  }

  #doubleQuoted(quote: string): void {
    const isCurly = quote !== '"';
    const ends = isCurly ? doubles : '"';
    let at = this.#at + 1;
    let content = "";
    while (at < this.text.length && !ends.includes(this.text.charAt(at))) {
      const character = this.text.charAt(at);
      const following = this.text.charAt(at + 1);
      if (character === "\\" && following === "\n") {
        at += 2;
      } else if (character === "\\" && '$`"\\'.includes(following) && following !== "") {
        content += following;
        at += 2;
      } else {
        content += character;
        at += 1;
      }
    }
    if (at >= this.text.length) {
      this.#unclosed(quote);
      return;
    }
    this.#add(isCurly ? this.#straight(content) : content);
    this.#at = at + 1;
  }

  #ansiQuoted(): void {
    let at = this.#at + 2;
    let content = "";
    while (at < this.text.length && this.text[at] !== "'") {
      if (this.text[at] === "\\") {
        const [value, length] = ansiEscape(this.text, at + 1);
        content += value;
        at += 1 + length;
      } else {
        content += this.text.charAt(at);
        at += 1;
      }
    }
    if (at >= this.text.length) {
      this.#unclosed("$'");
      return;
    }
    this.#add(content);
    this.#at = at + 1;
  }

  /** A text processor that curls the outer quotes curls the inner ones, too. */
  #straight(content: string): string {
    if (!this.#hasCurlyQuotes) {
      this.#hasCurlyQuotes = true;
      this.#notes.push({ kind: "typography", what: "quotes" });
    }
    return straightQuotes(content);
  }

  #find(ends: string, from: number): number {
    for (let at = from; at < this.text.length; at += 1) {
      if (ends.includes(this.text.charAt(at))) {
        return at;
      }
    }
    return -1;
  }

  #unclosed(quote: string): void {
    this.#problem = { kind: "unclosedQuote", quote, line: lineAt(this.text, this.#at) };
  }

  #add(text: string): void {
    this.#word = (this.#word ?? "") + text;
  }

  #endWord(): void {
    if (this.#word !== undefined) {
      this.#words.push(this.#word);
      this.#word = undefined;
    }
  }
}

/** Curly double quotes made plain. */
export function straightQuotes(text: string): string {
  return text.replace(/[\u201c-\u201f]/g, '"');
}

/** What an escape of `$'…'` stands for, and how long it is behind the backslash. */
function ansiEscape(text: string, at: number): readonly [value: string, length: number] {
  const numeric = /(?:u([\da-f]{1,4})|U([\da-f]{1,8})|x([\da-f]{1,2})|([0-7]{1,3}))/iy;
  numeric.lastIndex = at;
  const found = numeric.exec(text);
  if (found) {
    const [whole, short, long, hex, octal] = found;
    const code =
      octal === undefined
        ? Number.parseInt(short ?? long ?? hex ?? "0", 16)
        : Number.parseInt(octal, 8);
    return [code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd", whole.length];
  }
  const character = text.charAt(at);
  return [simpleEscapes[character] ?? `\\${character}`, 1];
}

/**
 * Whether a command was written for the prompt of Windows. The first quote tells: one in carets
 * means nothing elsewhere, and single ones mean nothing there.
 */
export function isForCmd(text: string): boolean {
  const first = /['"\u2018-\u201f]/.exec(text);
  if (first?.[0] !== '"') {
    return first === null && /\^\r?\n/.test(text);
  }
  return text[first.index - 1] === "^" || /\^\r?\n|"\s*[{[]\s*""/.test(text);
}

/**
 * Splits a command as the prompt of Windows and Microsoft's C runtime do together: carets first,
 * then quotes and the backslashes before them.
 */
export function cmdWords(text: string): WordsReading {
  const line = withoutCarets(text.replaceAll("\r\n", "\n"));
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < line.length;) {
    const character = line.charAt(at);
    if (character === "\\") {
      const slashes = /\\+/y;
      slashes.lastIndex = at;
      const count = slashes.exec(line)?.[0].length ?? 1;
      at += count;
      if (line[at] === '"') {
        word = (word ?? "") + "\\".repeat(Math.floor(count / 2));
        if (count % 2 === 1) {
          word += '"';
          at += 1;
        }
      } else {
        word = (word ?? "") + "\\".repeat(count);
      }
    } else if (character === '"') {
      word ??= "";
      if (isQuoted && line[at + 1] === '"') {
        word += '"';
        at += 1;
      } else {
        isQuoted = !isQuoted;
        start = at;
      }
      at += 1;
    } else if (!isQuoted && /\s/.test(character)) {
      if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
      at += 1;
    } else {
      word = (word ?? "") + character;
      at += 1;
    }
  }
  if (isQuoted) {
    return {
      ok: false,
      problem: { kind: "unclosedQuote", quote: '"', line: lineAt(line, start) },
    };
  }
  return { ok: true, words: word === undefined ? words : [...words, word], notes: [] };
}

/** A caret outside of quotes goes, and so does the line end behind it; what follows is ordinary. */
function withoutCarets(text: string): string {
  let line = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "^" && !isQuoted) {
      at += text[at + 1] === "\n" ? 2 : 1;
      line += text.charAt(at);
    } else {
      isQuoted = character === '"' ? !isQuoted : isQuoted && character !== "\n";
      line += character;
    }
  }
  return line;
}
