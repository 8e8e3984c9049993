import { headerOf, type Header } from "../../chat/exchange";
import { readJson } from "../../util/json";
import { longNameOf, optionOf, takesValue, type CurlOption } from "./curlOptions";
import {
  distinct,
  textProblem,
  unreadable,
  type ImportedRequest,
  type ImportNote,
  type ImportProblem,
  type ImportReading,
} from "./imported";
import { withoutMisplacedQuotes } from "./misplacedQuote";
import { bashWords, cmdWords, isForCmd, straightQuotes } from "./shellWords";

/**
 * Reads the first cURL command of a text, written for bash or for the prompt of Windows, also with
 * what web pages and text processors do to one. Files that it names are not read. Never throws.
 */
export function readCurlCommand(text: string): ImportReading {
  const refused = textProblem(text);
  if (refused) {
    return unreadable(refused);
  }
  const start = /(?:^|[\s;&|/\\(])curl(?:\.exe)?(?=\s)/i.exec(text);
  if (!start) {
    return unreadable({ kind: "notCurl" });
  }
  const before = text.slice(0, start.index).trim();
  const mended = withoutMisplacedQuotes(text.slice(start.index + start[0].length));
  const reading = isForCmd(mended.text) ? cmdWords(mended.text) : bashWords(mended.text);
  if (!reading.ok) {
    return reading;
  }
  const notes: ImportNote[] = [
    ...(before === "" ? [] : [{ kind: "before" as const, isPrompt: prompt.test(before) }]),
    ...mended.notes,
    ...reading.notes,
  ];
  const command = new CurlCommand(reading.words, notes);
  const problem = command.read();
  if (problem) {
    return unreadable(problem);
  }
  return { ok: true, requests: [command.request()] };
}

/** What a terminal shows before a command: `$`, `PS C:\>` or `C:\>` and the like. */
const prompt = /^(?:[$#%>❯]|PS [^\r\n]*>|[A-Za-z]:\\[^\r\n]*>)$/;

const dataOptions: readonly CurlOption[] = ["data", "dataRaw", "dataUrlencode", "json"];

/** The words of one command, read from left to right. */
class CurlCommand {
  #next = 0;
  #method: string | undefined;
  #url: string | undefined;
  #isGet = false;
  readonly #headers: Header[] = [];
  #data: string | undefined;

  constructor(
    private readonly words: readonly string[],
    private readonly notes: ImportNote[],
  ) {}

  read(): ImportProblem | undefined {
    while (this.#next < this.words.length) {
      const problem = this.#word(this.words[this.#next++] ?? "");
      if (problem) {
        return problem;
      }
    }
    return this.#url === undefined ? { kind: "noUrl" } : undefined;
  }

  request(): ImportedRequest {
    const isQuery = this.#isGet && this.#data !== undefined;
    const url = this.#url ?? "";
    const body = isQuery || this.#data === undefined ? undefined : this.#mended(this.#data);
    return {
      method: this.#method ?? (this.#isGet || this.#data === undefined ? "GET" : "POST"),
      url: isQuery ? `${url}${url.includes("?") ? "&" : "?"}${this.#data ?? ""}` : url,
      headers: this.#headers,
      ...(body !== undefined && { body }),
      notes: distinct(this.notes),
    };
  }

  #word(word: string): ImportProblem | undefined {
    const dashes = /^[\u2010-\u2015](?=[A-Za-z])/.exec(word);
    if (dashes) {
      this.notes.push({ kind: "typography", what: "dashes" });
      const name = word.slice(1);
      return this.#word(optionOf(name.split("=", 1)[0] ?? "") ? `--${name}` : `-${name}`);
    }
    if (word.startsWith("--") && word.length > 2) {
      return this.#option(word.slice(2), word, undefined);
    }
    if (word.startsWith("-") && word.length > 1) {
      return this.#shortOptions(word);
    }
    if (this.#url === undefined && word !== "" && word !== "-") {
      this.#url = word;
    } else {
      this.notes.push({ kind: "wordSkipped" });
    }
    return undefined;
  }

  /** Letters without a value may stand together; the value may follow its letter at once. */
  #shortOptions(word: string): ImportProblem | undefined {
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      const name = longNameOf(letter);
      const option = optionOf(name);
      const rest = word.slice(at + 1);
      const hasValue = option !== undefined && takesValue(option);
      const value = hasValue && rest !== "" ? rest : undefined;
      const problem = this.#option(name, `-${letter}`, value);
      if (problem || hasValue) {
        return problem;
      }
      if (option === undefined) {
        return undefined;
      }
    }
    return undefined;
  }

  #option(name: string, written: string, attached: string | undefined): ImportProblem | undefined {
    const option = optionOf(name);
    if (option === undefined) {
      this.notes.push({ kind: "optionSkipped", option: shown(written) });
      // Nobody knows whether a value follows: what looks like an option or an URL is none.
      const following = this.words[this.#next];
      if (following !== undefined && this.#url !== undefined && !following.startsWith("-")) {
        this.#next += 1;
      }
      return undefined;
    }
    if (!takesValue(option)) {
      this.#flag(option, written);
      return undefined;
    }
    const value = attached ?? this.words[this.#next++];
    return value === undefined
      ? { kind: "missingValue", option: shown(written) }
      : this.#value(option, value, written);
  }

  #flag(option: CurlOption, written: string): void {
    if (option === "get") {
      this.#isGet = true;
    } else if (option === "head") {
      this.#method ??= "HEAD";
    } else if (option === "flag") {
      this.notes.push({ kind: "optionSkipped", option: shown(written) });
    }
  }

  #value(option: CurlOption, value: string, written: string): ImportProblem | undefined {
    if (dataOptions.includes(option)) {
      return this.#addData(option, value);
    }
    switch (option) {
      case "method":
        this.#method = value.toUpperCase();
        break;
      case "url":
        this.#url ??= value;
        break;
      case "header":
        this.#header(value);
        break;
      case "user":
        this.#addHeader(
          "Authorization",
          `Basic ${base64(value.includes(":") ? value : `${value}:`)}`,
        );
        break;
      case "bearer":
        this.#addHeader("Authorization", `Bearer ${value}`);
        break;
      case "userAgent":
        this.#addHeader("User-Agent", value);
        break;
      case "referer":
        this.#addHeader("Referer", value);
        break;
      case "cookie":
        // Without an equals sign it is the name of a file.
        if (value.includes("=")) {
          this.#addHeader("Cookie", value);
        } else {
          this.notes.push({ kind: "optionSkipped", option: shown(written) });
        }
        break;
      default:
        this.notes.push({ kind: "optionSkipped", option: shown(written) });
    }
    return undefined;
  }

  /** `Name: value`; `Name;` is one without a value, `Name:` takes a header of curl's away. */
  #header(text: string): void {
    const [, name, mark, value] = /^([^:;]*)([:;])(.*)$/s.exec(text) ?? [];
    if (name === undefined || name.trim() === "" || (mark === ";" && value?.trim() !== "")) {
      this.notes.push({ kind: "wordSkipped" });
    } else if (mark === ";" || value?.trim() !== "") {
      this.#addHeader(name.trim(), (value ?? "").replace(/^[ \t]+/, ""));
    }
  }

  #addHeader(name: string, value: string): void {
    this.#headers.push([name, value]);
  }

  #addData(option: CurlOption, value: string): ImportProblem | undefined {
    const file = option === "dataRaw" ? undefined : fileOf(option, value);
    if (file !== undefined) {
      return { kind: "fileData", file: file.slice(0, 100) };
    }
    const data = option === "dataUrlencode" ? encoded(value) : value;
    const separator = option === "json" ? "" : "&";
    this.#data = this.#data === undefined ? data : `${this.#data}${separator}${data}`;
    if (option === "json" && headerOf(this.#headers, "content-type") === undefined) {
      this.#addHeader("Content-Type", "application/json");
      this.#addHeader("Accept", "application/json");
    }
    return undefined;
  }

  /** The data as JSON where it only fails to be JSON by what a text processor did to it. */
  #mended(data: string): string {
    if (readJson(data).ok) {
      return data;
    }
    const withBlanks = data.replace(/[\u00a0\u2007\u202f\ufeff\u200b]/g, " ");
    const mended = [
      { text: withBlanks, what: "blanks" },
      { text: straightQuotes(withBlanks), what: "quotes" },
    ] as const;
    const found = mended.find(
      ({ text }) => text !== data && /^\s*[{[]/.test(text) && readJson(text).ok,
    );
    if (found) {
      this.notes.push({ kind: "typography", what: found.what });
    }
    return found?.text ?? data;
  }
}

/** The file that data is to be read from; of `--data-urlencode` an `@` before any equals sign. */
function fileOf(option: CurlOption, value: string): string | undefined {
  const pattern = option === "dataUrlencode" ? /^[^=@]*@(.*)$/s : /^@(.*)$/s;
  return pattern.exec(value)?.[1];
}

function encoded(value: string): string {
  const at = value.indexOf("=");
  const name = at > 0 ? `${value.slice(0, at)}=` : "";
  return name + encodeURIComponent(value.slice(at + 1));
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** An option as a note may show it: its name, never a value that hangs on it. */
function shown(written: string): string {
  return (written.split("=", 1)[0] ?? "").slice(0, 40);
}
