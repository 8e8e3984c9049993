import type { Header } from "../../chat/exchange";
import {
  distinct,
  maxTextLength,
  textProblem,
  unreadable,
  type ImportNote,
  type ImportReading,
} from "./imported";

/** A line with the offset at which it begins. */
interface Line {
  readonly text: string;
  readonly offset: number;
}

const separator = /^\s*#{3}/;
const comment = /^\s*(?:#|\/\/)/;
const definition = /^\s*@(?<name>[^\s=:]+)\s*:?=\s*(?<value>.*?)\s*$/;
const requestLine =
  /^\s*(?:(?<method>[A-Z]+)\s+)?(?<url>(?:https?:\/\/|\/|\{\{)\S.*?)(?:\s+HTTP\/\S+)?\s*$/i;

/**
 * Reads one request of a `.http` file, as REST Client, httpYac and JetBrains write it: the one that
 * the offset lies in, or the first. Variables that the file defines are filled in. Never throws.
 */
export function readHttpFile(text: string, offset?: number): ImportReading {
  const refused = textProblem(text);
  if (refused) {
    return unreadable(refused);
  }
  const lines = linesOf(text);
  const entry = entryAt(lines, offset);
  const start = entry.findIndex(({ text: line }) => !isPreamble(line));
  const first = requestLine.exec(entry[start]?.text ?? "")?.groups;
  if (!first) {
    return unreadable({ kind: "noRequest" });
  }
  const variables = new Variables(lines);
  const { url, rest } = wholeUrl(first["url"] ?? "", entry.slice(start + 1));
  const headEnd = rest.findIndex(({ text: line }) => line.trim() === "");
  const head = headEnd === -1 ? rest : rest.slice(0, headEnd);
  const body = headEnd === -1 ? [] : bodyLines(rest.slice(headEnd + 1));
  const file = body.map((line) => /^<(?:@\S*)?\s+(?<file>.+)$/.exec(line)?.groups?.["file"]);
  const named = file.find((name) => name !== undefined);
  if (named !== undefined) {
    return unreadable({ kind: "fileData", file: named.trim().slice(0, 100) });
  }
  const bodyText = body.join("\n");
  const request = {
    method: (first["method"] ?? "GET").toUpperCase(),
    url: variables.fill(url),
    headers: head.flatMap(({ text: line }) => headerIn(line, variables)),
    ...(bodyText !== "" && { body: variables.fill(bodyText) }),
  };
  return variables.isTooLong
    ? unreadable({ kind: "tooLong", limit: maxTextLength })
    : { ok: true, requests: [{ ...request, notes: distinct(variables.notes) }] };
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    lines.push({ text: line.replace(/\r$/, ""), offset });
    offset += line.length + 1;
  }
  return lines;
}

/** The lines between two separators; a separator belongs to what comes behind it. */
function entryAt(lines: readonly Line[], offset: number | undefined): readonly Line[] {
  const starts = lines.flatMap(({ text }, index) => (separator.test(text) ? [index] : []));
  const entries = [0, ...starts].map((start, index) => lines.slice(start, starts[index]));
  const hasRequest = (entry: readonly Line[]): boolean =>
    entry.some(({ text }) => !isPreamble(text));
  return (
    (offset === undefined
      ? entries.find(hasRequest)
      : entries.findLast((entry) => (entry[0]?.offset ?? Infinity) <= offset)) ?? []
  );
}

/** Whether a line may stand before the request itself. */
function isPreamble(line: string): boolean {
  return line.trim() === "" || comment.test(line) || definition.test(line);
}

/** An URL may go on in lines that begin with a parameter or, for JetBrains, with blanks. */
function wholeUrl(
  first: string,
  lines: readonly Line[],
): { readonly url: string; readonly rest: readonly Line[] } {
  const end = lines.findIndex(
    ({ text }) => !/^\s*[?&]/.test(text) && !/^[ \t]+[^\s:]+$/.test(text),
  );
  const count = end === -1 ? lines.length : end;
  const parts = lines.slice(0, count).map(({ text }) => text.trim());
  return { url: [first, ...parts].join(""), rest: lines.slice(count) };
}

function headerIn(line: string, variables: Variables): readonly Header[] {
  const [, name, value = ""] = /^\s*([^\s:#/][^:]*?)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
  return name === undefined ? [] : [[name, variables.fill(value)]];
}

/** The body without comments, and without scripts and answers behind it. */
function bodyLines(lines: readonly Line[]): readonly string[] {
  const texts = lines.map(({ text }) => text);
  const end = texts.findIndex((text) => /^\s*(?:>{1,2}!?\s|>\s*\{%|<>\s|HTTP\/\d)/.test(text));
  const body = (end === -1 ? texts : texts.slice(0, end)).filter((text) => !comment.test(text));
  const first = body.findIndex((text) => text.trim() !== "");
  const last = body.findLastIndex((text) => text.trim() !== "");
  return first === -1 ? [] : body.slice(first, last + 1);
}

/** How often a variable is filled in: more than that is no request but a bomb. */
const maxFills = 10_000;

/** The variables of a file, and what was found out about them. */
class Variables {
  readonly notes: ImportNote[] = [];
  /** Whether variables that hold variables made a text longer than what is read. */
  isTooLong = false;
  readonly #values = new Map<string, string>();
  readonly #unknown = new Set<string>();
  #fills = 0;

  constructor(lines: readonly Line[]) {
    for (const { text } of lines) {
      const { name, value } = definition.exec(text)?.groups ?? {};
      if (name !== undefined && value !== undefined) {
        this.#values.set(name, value.replace(/^(["'])(.*)\1$/, "$2"));
      }
    }
  }

  /** The text with the value of every variable that the file defines. */
  fill(text: string, depth = 0): string {
    let filled = "";
    let done = 0;
    this.#fills += 1;
    this.isTooLong ||= this.#fills > maxFills;
    for (const found of this.isTooLong ? [] : text.matchAll(/\{\{([^{}\r\n]{1,200})\}\}/g)) {
      const name = found[1]?.trim() ?? "";
      const value = depth < 8 ? this.#values.get(name) : undefined;
      if (value === undefined) {
        this.#note(name);
      }
      filled += text.slice(done, found.index);
      filled += value === undefined ? found[0] : this.fill(value, depth + 1);
      done = found.index + found[0].length;
      this.isTooLong ||= filled.length > maxTextLength;
      if (this.isTooLong) {
        return "";
      }
    }
    return filled + text.slice(done);
  }

  #note(name: string): void {
    if (!this.#unknown.has(name)) {
      this.#unknown.add(name);
      this.notes.push({ kind: "variableUnknown", name: name.slice(0, 60) });
    }
  }
}
