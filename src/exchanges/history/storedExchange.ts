import type { CallResult, Envelope, Exchange, Header } from "../../chat/exchange";
import type { ReceivedAnswer, SentRequest, TwinDifference } from "../../chat/exchange";
import { ChatError } from "../../chat/failure";
import { isOperationId, type OperationId } from "../../chat/operations";
import { createRedactor } from "../../chat/redact";
import type { Profile } from "../../profiles/profile";
import type { SentBy } from "../../session/agentCalls";
import type { ExchangeRecord } from "../exchangeRecord";
import { isRecord, type Fields } from "./fields";
import { historyOutcomes, type ExchangeSummary } from "./historyEntry";
import { keptBody } from "./keptBody";
import { isKind, parseFailure } from "./storedFailure";

/** A record as the history has it: headers, facts and, up to a length, the bodies. */
export interface KeptRecord extends ExchangeRecord {
  /** Which bodies are there with their beginning only, and how long they were, in bytes of UTF-8. */
  readonly cut?: { readonly request?: number; readonly answer?: number };
}

/** Which form of a stored value is read and written. */
const storedVersion = 1;

/** What was read: the thing, or why there is none. */
export type StoredReading<T> =
  | { readonly kind: "read"; readonly value: T }
  /** A version of this product wrote it that came after this one. */
  | { readonly kind: "newer" }
  | { readonly kind: "unreadable" };

const redactor = createRedactor([]);

/**
 * What is kept of a record. Everything in a record is masked where it was made; whatever looks like a
 * credential all the same is masked once more. The error's `cause` is left out.
 */
export function keptRecord(record: ExchangeRecord): KeptRecord {
  const { exchange, engagementId, sentBy } = record;
  const profile = withoutAccount(record.profile);
  const { request, answer, result } = exchange;
  const sent = keptBody(request.body);
  const received = answer && keptBody(answer.body);
  const cut = {
    ...(sent.wholeBytes !== undefined && { request: sent.wholeBytes }),
    ...(received?.wholeBytes !== undefined && { answer: received.wholeBytes }),
  };
  const { facts } = redactor;
  return {
    exchange: {
      ...exchange,
      request: { ...facts({ ...request, body: "" }), body: sent.text },
      ...(answer &&
        received && { answer: { ...facts({ ...answer, body: "" }), body: received.text } }),
      result: result.ok
        ? facts(result)
        : {
            ok: false,
            error: new ChatError(result.error.operation, facts(result.error.failure)),
          },
    },
    profile: facts(profile),
    ...(engagementId !== undefined && { engagementId }),
    ...(sentBy && { sentBy }),
    ...(Object.keys(cut).length > 0 && { cut }),
  };
}

/** A kept record as one line of JSON, without the line's end. */
export function recordLine(record: KeptRecord): string {
  const { exchange, ...rest } = record;
  const { result } = exchange;
  return lineOf({
    ...rest,
    exchange: {
      ...exchange,
      result: result.ok ? result : { ok: false, failure: result.error.failure },
    },
  });
}

/** A summary as one line of JSON, without the line's end. */
export function summaryLine(summary: ExchangeSummary): string {
  return lineOf(summary);
}

/** Reads what {@link recordLine} wrote. Never throws. */
export function parseRecordLine(line: string): StoredReading<KeptRecord> {
  return parseLine(line, parseRecord);
}

/** Reads what {@link summaryLine} wrote. Never throws. */
export function parseSummaryLine(line: string): StoredReading<ExchangeSummary> {
  return parseLine(line, parseSummary);
}

function lineOf(value: object): string {
  return JSON.stringify({ version: storedVersion, ...value }, (_key, member: unknown) =>
    typeof member === "bigint" ? member.toString() : member,
  );
}

function parseLine<T>(line: string, parse: (fields: Fields) => T | undefined): StoredReading<T> {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return { kind: "unreadable" };
  }
  if (!isRecord(fields)) {
    return { kind: "unreadable" };
  }
  const { version } = fields;
  if (typeof version === "number" && version > storedVersion) {
    return { kind: "newer" };
  }
  const value = version === storedVersion ? parse(fields) : undefined;
  return value ? { kind: "read", value } : { kind: "unreadable" };
}

function parseSummary(fields: Fields): ExchangeSummary | undefined {
  const { id, sentAt, durationMs, status, failure, exceptionCode, profile, requestBody } = fields;
  const operation = operationOf(fields["operation"]);
  const outcome = historyOutcomes.find((known) => known === fields["outcome"]);
  const sentBy = senderOf(fields["sentBy"]);
  const engagementId = engagementIdOf(fields["engagementId"]);
  if (
    typeof id !== "string" ||
    !isTime(sentAt) ||
    typeof durationMs !== "number" ||
    !operation ||
    !outcome ||
    !sentBy ||
    engagementId === "unreadable" ||
    !isRecord(profile) ||
    typeof profile["id"] !== "string" ||
    typeof profile["name"] !== "string"
  ) {
    return undefined;
  }
  return {
    ...{ id, operation, sentAt, durationMs, outcome, sentBy },
    ...(typeof status === "number" && { status }),
    ...(isKind(failure) && { failure }),
    ...(typeof exceptionCode === "string" && { exceptionCode }),
    ...(engagementId !== undefined && { engagementId }),
    profile: { id: profile["id"], name: profile["name"] },
    ...(typeof requestBody === "string" && { requestBody }),
  };
}

function parseRecord(fields: Fields): KeptRecord | undefined {
  const exchange = isRecord(fields["exchange"]) ? parseExchange(fields["exchange"]) : undefined;
  const profile = isRecord(fields["profile"]) ? parseProfile(fields["profile"]) : undefined;
  const engagementId = engagementIdOf(fields["engagementId"]);
  const sentBy = senderOf(fields["sentBy"]);
  const { cut } = fields;
  if (!exchange || !profile || engagementId === "unreadable") {
    return undefined;
  }
  return {
    exchange,
    profile,
    ...(engagementId !== undefined && { engagementId }),
    ...(sentBy && { sentBy }),
    ...(isRecord(cut) && {
      cut: {
        ...(typeof cut["request"] === "number" && { request: cut["request"] }),
        ...(typeof cut["answer"] === "number" && { answer: cut["answer"] }),
      },
    }),
  };
}

function parseExchange(fields: Fields): Exchange | undefined {
  const { id, sentAt, durationMs } = fields;
  const operation = operationOf(fields["operation"]);
  const request = isRecord(fields["request"]) ? parseRequest(fields["request"]) : undefined;
  const answer = isRecord(fields["answer"]) ? parseAnswer(fields["answer"]) : undefined;
  const result =
    operation && isRecord(fields["result"]) ? parseResult(fields["result"], operation) : undefined;
  if (
    typeof id !== "string" ||
    !isTime(sentAt) ||
    typeof durationMs !== "number" ||
    !operation ||
    !request ||
    !result ||
    (fields["answer"] !== undefined && !answer)
  ) {
    return undefined;
  }
  return { id, operation, request, sentAt, durationMs, ...(answer && { answer }), result };
}

function parseRequest(fields: Fields): SentRequest | undefined {
  const { method, url, headers, body } = fields;
  return typeof method === "string" &&
    typeof url === "string" &&
    // The words about an exchange name the origin of its address.
    URL.canParse(url) &&
    isHeaders(headers) &&
    typeof body === "string"
    ? { method, url, headers, body }
    : undefined;
}

function parseAnswer(fields: Fields): ReceivedAnswer | undefined {
  const { status, statusText, headers, body, byteLength, charset } = fields;
  return typeof status === "number" &&
    typeof statusText === "string" &&
    isHeaders(headers) &&
    typeof body === "string" &&
    typeof byteLength === "number" &&
    typeof charset === "string"
    ? { status, statusText, headers, body, byteLength, charset }
    : undefined;
}

function parseResult(fields: Fields, operation: OperationId): CallResult | undefined {
  if (fields["ok"] === true) {
    const envelope = isRecord(fields["envelope"]) ? parseEnvelope(fields["envelope"]) : undefined;
    return envelope && { ok: true, envelope };
  }
  const failure = parseFailure(fields["failure"]);
  return failure && { ok: false, error: new ChatError(operation, failure) };
}

const envelopeTexts = [
  "clientSendTime",
  "serviceStartTime",
  "serviceFinishTime",
  "clientId",
  "sequenceNumber",
] as const;

function parseEnvelope(fields: Fields): Envelope | undefined {
  const { result, twinDifferences } = fields;
  if (!isHeaders(result) || !Array.isArray(twinDifferences) || !twinDifferences.every(isTwin)) {
    return undefined;
  }
  const texts = envelopeTexts.flatMap((name): Header[] => {
    const value = fields[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(texts), result, twinDifferences };
}

function isTwin(value: unknown): value is TwinDifference {
  return isRecord(value) && areTexts([value["member"], value["number"], value["twin"]]);
}

/** A profile as it was: unlike one that calls are made with, it may have been incomplete. */
function parseProfile(fields: Fields): Profile | undefined {
  const { id, name, origin, fqSiteName, pool, accountId, protection, isSimulator } = fields;
  if (
    typeof id !== "string" ||
    typeof name !== "string" ||
    typeof origin !== "string" ||
    typeof fqSiteName !== "string" ||
    typeof pool !== "string" ||
    typeof accountId !== "string" ||
    (protection !== "production" && protection !== "test") ||
    typeof isSimulator !== "boolean"
  ) {
    return undefined;
  }
  return { id, name, origin, fqSiteName, pool, accountId, protection, isSimulator };
}

/** The user name does not have to be kept: whoever sends again looks the profile up. */
function withoutAccount(profile: Profile): Profile {
  const { id, name, origin, fqSiteName, pool, accountId, protection, isSimulator } = profile;
  return { id, name, origin, fqSiteName, pool, accountId, protection, isSimulator };
}

function isHeaders(value: unknown): value is readonly Header[] {
  return (
    Array.isArray(value) &&
    value.every((header) => Array.isArray(header) && header.length === 2 && areTexts(header))
  );
}

function areTexts(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}

function operationOf(value: unknown): OperationId | undefined {
  return typeof value === "string" && isOperationId(value) ? value : undefined;
}

const senders: Readonly<Record<SentBy, true>> = { command: true, loop: true, document: true };

function senderOf(value: unknown): SentBy | undefined {
  return typeof value === "string" && Object.hasOwn(senders, value) ? (value as SentBy) : undefined;
}

function engagementIdOf(value: unknown): bigint | "unreadable" | undefined {
  if (value === undefined) {
    return undefined;
  }
  // A request made by hand may name any number.
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : "unreadable";
}

/** A time in ms since 1970 that a Date can hold. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= 8.64e15;
}
