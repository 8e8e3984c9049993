import type { Header } from "../../chat/exchange";

/** A request as it was read from a text in another form. It may hold secrets. */
export interface ImportedRequest {
  readonly method: string;
  /** As written; it need not be a whole URL where the text leaves the host to a variable. */
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body?: string;
  readonly notes: readonly ImportNote[];
}

/** Something that was odd about a text, or was left out of what was made of it. */
export type ImportNote =
  /** A quote before a header ended the data too early, as in Oracle's own examples. */
  | {
      readonly kind: "misplacedQuote";
      readonly option: string;
      readonly headers: readonly string[];
    }
  /** Curly quotes, long dashes and the like, which a text processor put in the place of plain ones. */
  | { readonly kind: "typography"; readonly what: "quotes" | "dashes" | "blanks" }
  /** The prompt of a terminal, or other words, stood before the command. */
  | { readonly kind: "before"; readonly isPrompt: boolean }
  /** What stood behind the command. */
  | { readonly kind: "after" }
  | { readonly kind: "optionSkipped"; readonly option: string }
  | { readonly kind: "wordSkipped" }
  /** The text says nothing of what the variable holds. */
  | { readonly kind: "variableUnknown"; readonly name: string }
  /** A credential that is a variable or a mask: there is nothing to keep. */
  | { readonly kind: "placeholder"; readonly header: string }
  /** A request document holds no such parameters. */
  | { readonly kind: "queryDropped"; readonly names: readonly string[] }
  /** A secret stood in the body or the address; it was masked there. */
  | { readonly kind: "secretMasked"; readonly where: "body" | "address" }
  /** The method is not the one that the reference names; the latter will be used. */
  | { readonly kind: "methodDiffers"; readonly given: string; readonly documented: string }
  /** The body of an operation that carries its JSON in the query. */
  | { readonly kind: "bodyToQuery"; readonly parameter: string }
  | { readonly kind: "bodyDropped" }
  | { readonly kind: "notJson" };

/** Why a text is no request that can be imported. */
export type ImportProblem =
  | { readonly kind: "empty" }
  | { readonly kind: "tooLong"; readonly limit: number }
  | { readonly kind: "notCurl" }
  | { readonly kind: "unclosedQuote"; readonly quote: string; readonly line: number }
  | { readonly kind: "control"; readonly line: number }
  | { readonly kind: "missingValue"; readonly option: string }
  | { readonly kind: "noUrl" }
  /** The body is in a file, which is not read. */
  | { readonly kind: "fileData"; readonly file: string }
  | { readonly kind: "noRequest" }
  | { readonly kind: "notHar"; readonly reason: "json" | "noEntries" | "noRequest" }
  | {
      readonly kind: "notOperation";
      readonly method: string;
      readonly path: string;
      readonly paths: readonly string[];
    };

/** What reading a text came to: at least one request, or why there is none. */
export type ImportReading =
  | { readonly ok: true; readonly requests: readonly [ImportedRequest, ...ImportedRequest[]] }
  | { readonly ok: false; readonly problem: ImportProblem };

/** The longest cURL command or `.http` file that is read, in UTF-16 units. */
export const maxTextLength = 5_000_000;

/** The reading of a text with a problem. */
export function unreadable(problem: ImportProblem): { ok: false; problem: ImportProblem } {
  return { ok: false, problem };
}

/** Why a text is not even looked at. */
export function textProblem(text: string): ImportProblem | undefined {
  if (text.trim() === "") {
    return { kind: "empty" };
  }
  if (text.length > maxTextLength) {
    return { kind: "tooLong", limit: maxTextLength };
  }
  const control = text.indexOf("\0");
  return control === -1 ? undefined : { kind: "control", line: lineAt(text, control) };
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** Notes without repetitions. */
export function distinct(notes: readonly ImportNote[]): readonly ImportNote[] {
  const byText = new Map(notes.map((note) => [JSON.stringify(note), note]));
  return [...byText.values()];
}
