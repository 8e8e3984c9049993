import type { Exchange, Header } from "../../chat/exchange";
import { mask } from "../../chat/redact";
import { isJsonObject, numberText, readJson, type JsonObject } from "../../util/json";
import { layOutJson } from "../../util/jsonLayout";
import type { Product } from "../har";
import type { KeptRecord } from "../history/storedExchange";
import { fenced, oneLine, plain, table } from "./markdown";
import { maskedExchange } from "./masked";

/** What a bundle of evidence is made of. */
export interface Evidence {
  /** For example: Engagement 1000. */
  readonly title: string;
  readonly records: readonly KeptRecord[];
  /** What came of each call, in a sentence. */
  readonly outcomeOf: (record: KeptRecord) => string;
  /** An engagement's timeline as Markdown, which begins with a heading of the first level. */
  readonly timeline?: string;
  readonly product: Product;
  /** When it is put together, ms since 1970. */
  readonly writtenAt: number;
  /** How far the local time is ahead of UTC at a moment, in minutes; this machine's by default. */
  readonly offsetMinutesAt?: (ms: number) => number;
}

/** As much of a body as a person can be expected to read, in characters. */
const maxBodyLength = 100_000;

/**
 * Exchanges as Markdown for a person at support: where, what came of each call, and each request with
 * its answer, oldest first. Credentials are masked, JSON is laid out with each digit kept, and of a
 * body beyond 100,000 characters the beginning is given.
 */
export function evidenceOf(evidence: Evidence): string {
  const { title, records, timeline, product, writtenAt } = evidence;
  const inOrder = records.toSorted((a, b) => a.exchange.sentAt - b.exchange.sentAt);
  return [
    `# ${plain(oneLine(title))}`,
    `Written by ${plain(`${product.name} ${product.version}`)} at ${instant(evidence, writtenAt)}. ` +
      `Credentials are masked: ${mask} stands for each. What customers and agents wrote is not masked.`,
    "## Environment",
    environment(inOrder),
    "## Calls",
    "Times are in UTC, with the offset of the machine that sent the request; the server's are by its own clock.",
    callTable(evidence, inOrder),
    ...(timeline === undefined ? [] : [timeline.replace(/^#/gm, "##").trimEnd()]),
    "## Requests and answers",
    ...inOrder.flatMap((record, index) => sectionOf(evidence, record, index + 1)),
  ]
    .join("\n\n")
    .concat("\n");
}

/** Each place that was called, once; a profile may have been edited between two calls. */
function environment(records: readonly KeptRecord[]): string {
  const places = new Set(
    records.map(({ exchange, profile }) => {
      const { origin } = new URL(exchange.request.url);
      const where =
        origin === profile.origin
          ? `chat server ${origin}, site ${profile.fqSiteName}, pool ${profile.pool} in the profile`
          : `site ${origin}`;
      const kind = profile.isSimulator
        ? "the built-in simulator, which is no Oracle server"
        : `${profile.protection} site`;
      return `- ${plain(`${where} (${kind})`)}`;
    }),
  );
  return [...places].join("\n");
}

function callTable(evidence: Evidence, records: readonly KeptRecord[]): string {
  return table(
    [
      "No.",
      "Sent",
      "Took",
      "Operation",
      "Engagement",
      "HTTP status",
      "Exception code",
      "serviceStartTime",
      "serviceFinishTime",
      "Sequence number",
    ],
    records.map(({ exchange, engagementId }, index) => {
      const { answer, durationMs, operation, sentAt } = exchange;
      const answered = objectIn(answer?.body ?? "");
      return [
        `${index + 1}`,
        instant(evidence, sentAt),
        `${Math.round(durationMs)} ms`,
        operation,
        engagementId?.toString() ?? "",
        answer ? `${answer.status} ${answer.statusText}` : "no answer",
        exceptionCodeOf(exchange),
        serverTime(answered["serviceStartTime"]),
        serverTime(answered["serviceFinishTime"]),
        sequenceNumberOf(exchange, answered),
      ];
    }),
  );
}

function sectionOf(evidence: Evidence, record: KeptRecord, number: number): string[] {
  const { exchange, engagementId, cut } = record;
  const { request, answer } = maskedExchange(exchange);
  const about = engagementId === undefined ? "" : `, engagement ${engagementId}`;
  return [
    `### ${number}. ${plain(exchange.operation)}${about}`,
    plain(oneLine(evidence.outcomeOf(record))),
    "Request:",
    httpBlock(`${request.method} ${request.url}`, request.headers),
    ...bodyBlock(request.body, cut?.request),
    ...(answer
      ? [
          "Answer:",
          httpBlock(`HTTP ${answer.status} ${answer.statusText}`, answer.headers),
          ...bodyBlock(answer.body, cut?.answer),
        ]
      : ["No answer arrived."]),
  ];
}

function httpBlock(line: string, headers: readonly Header[]): string {
  return fenced([line, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\n"), "http");
}

/** A body with what is missing of it; `wholeBytes` is there when only its beginning was kept. */
function bodyBlock(body: string, wholeBytes: number | undefined): string[] {
  if (body === "") {
    return ["No body."];
  }
  const kept =
    wholeBytes === undefined
      ? []
      : [`Only the first ${Buffer.byteLength(body)} of ${wholeBytes} bytes were kept.`];
  if (body.length > maxBodyLength) {
    const shown = body.slice(0, maxBodyLength).replace(/[\uD800-\uDBFF]$/, "");
    return [
      fenced(shown, "text"),
      `The body is cut here: these are the first ${shown.length} of ${body.length} characters. An export as HAR holds them all.`,
      ...kept,
    ];
  }
  const isJson = readJson(body).ok;
  return [fenced(isJson ? layOutJson(body) : body, isJson ? "json" : "text"), ...kept];
}

function exceptionCodeOf({ result }: Exchange): string {
  const failure = result.ok ? undefined : result.error.failure;
  return (failure && "exceptionCode" in failure ? failure.exceptionCode : undefined) ?? "";
}

/** The number that was sent; where the answer has another, both. */
function sequenceNumberOf({ request }: Exchange, answered: JsonObject): string {
  const sent = numberText(objectIn(request.body)["sequenceNumber"]);
  const came = numberText(answered["sequenceNumber"]);
  return sent === undefined || came === undefined || sent === came
    ? (sent ?? came ?? "")
    : `${sent} sent, ${came} answered`;
}

function objectIn(text: string): JsonObject {
  const reading = readJson(text);
  return reading.ok && isJsonObject(reading.value) ? reading.value : {};
}

/** Milliseconds since 1970 as a time; a text, which the consumer's side has, as it is. */
function serverTime(value: unknown): string {
  if (typeof value === "string") {
    return value;
  }
  const digits = numberText(value) ?? "";
  return /^\d{1,15}$/.test(digits) ? new Date(Number(digits)).toISOString() : digits;
}

/** A moment in UTC with the local offset, as `2026-03-04T05:06:07.089Z (UTC+01:00)`. */
function instant({ offsetMinutesAt = machineOffset }: Evidence, ms: number): string {
  const minutes = offsetMinutesAt(ms);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const offset = [hours, rest].map((part) => part.toString().padStart(2, "0")).join(":");
  return `${new Date(ms).toISOString()} (UTC${minutes < 0 ? "-" : "+"}${offset})`;
}

function machineOffset(ms: number): number {
  return -new Date(ms).getTimezoneOffset();
}
