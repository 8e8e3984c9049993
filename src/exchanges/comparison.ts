import type { Header } from "../chat/exchange";
import { readJson } from "../util/json";
import { layOutJson } from "../util/jsonLayout";
import type { KeptRecord } from "./history/storedExchange";

/** How exchanges are written for a comparison. */
export interface ComparisonOptions {
  /** Whether times and sequence numbers are shown, which differ between any two exchanges. */
  readonly showsTimes: boolean;
}

/** What stands in the place of a value that is set aside. */
const placeholders = { time: "‹time›", number: "‹number›" } as const;

type SetAside = keyof typeof placeholders;

/** The members of bodies that tell a time or count requests; each may have a twin in `…String`. */
const members: ReadonlyMap<string, SetAside> = new Map([
  ["timeCreated", "time"],
  ["clientSendTime", "time"],
  ["serviceStartTime", "time"],
  ["serviceFinishTime", "time"],
  ["createdTime", "time"],
  ["clientRequestTime", "time"],
  ["sequenceNumber", "number"],
]);

/** The headers that differ with the time, or with the length of what is set aside. */
const headerNames: ReadonlyMap<string, SetAside> = new Map([
  ["date", "time"],
  ["expires", "time"],
  ["last-modified", "time"],
  ["age", "number"],
  ["content-length", "number"],
]);

/**
 * An exchange as a text to be compared with another one's: request line, headers and body, status,
 * headers and body of the answer. JSON is laid out, with every digit as it was; what is no JSON
 * stays as it is. Pure.
 */
export function comparisonText(record: KeptRecord, options: ComparisonOptions): string {
  const { exchange, cut } = record;
  const { request, answer, result } = exchange;
  return [
    `${request.method} ${request.url}`,
    ...headerLines(request.headers, options),
    "",
    ...bodyLines(request.body, cut?.request, options),
    "",
    ...(answer
      ? [
          `${answer.status} ${answer.statusText}`.trimEnd(),
          ...headerLines(answer.headers, options),
          "",
          ...bodyLines(answer.body, cut?.answer, options),
        ]
      : [`No answer: ${result.ok ? "" : failureWord(result.error.failure)}`.trimEnd()]),
    "",
  ].join("\n");
}

function failureWord(failure: { readonly kind: string; readonly code?: string }): string {
  return failure.code === undefined ? failure.kind : `${failure.kind} (${failure.code})`;
}

function headerLines(headers: readonly Header[], { showsTimes }: ComparisonOptions): string[] {
  return headers.map(([name, value]) => {
    const aside = showsTimes ? undefined : headerNames.get(name.toLowerCase());
    return `${name}: ${aside ? placeholders[aside] : value}`;
  });
}

function bodyLines(
  body: string,
  wholeBytes: number | undefined,
  { showsTimes }: ComparisonOptions,
): string[] {
  const isJson = wholeBytes === undefined && readJson(body).ok;
  const plain = showsTimes ? body : withoutTimes(body);
  return [
    isJson ? layOutJson(plain) : plain,
    ...(wholeBytes === undefined ? [] : [`‹cut: the whole body has ${wholeBytes} bytes›`]),
  ];
}

/** A string, and what follows when it is the name of a member whose value is a string or a number. */
const member =
  /"(?<name>[^"\\]*(?:\\.[^"\\]*)*)"(?:(?<colon>\s*:\s*)(?:"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*))?/gs;

/** The text with placeholders; it need not be JSON, nor be whole. */
function withoutTimes(text: string): string {
  return text.replace(member, (whole, name: string, colon: string | undefined) => {
    const aside = colon === undefined ? undefined : asideOf(name);
    return aside ? `"${name}"${colon ?? ""}"${placeholders[aside]}"` : whole;
  });
}

function asideOf(name: string): SetAside | undefined {
  return members.get(name.endsWith("String") ? name.slice(0, -"String".length) : name);
}
