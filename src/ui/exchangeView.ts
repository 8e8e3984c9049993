import { headerOf, type CallResult, type Exchange, type Header } from "../chat/exchange";
import { exceptionCodes, isExceptionCode, type ExceptionCode } from "../chat/exceptionCodes";
import { allOperations } from "../chat/operations";
import type { Failure } from "../chat/failure";
import { readJson } from "../util/json";
import { otherEngagementOf } from "../engagements/engagementCalls";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import type { BodyView, ExchangeView, Fact, ProfileLine, Tone } from "../panel/view";
import type { Profile } from "../profiles/profile";
import { sceneOf, wordsOf } from "./exchangeText";
import { outcomeOf, remedyLabels, type Remedy } from "./failureScene";
import { describeFailure } from "./failureText";

/** What to do about each documented exception code. */
const exceptionAdvice: Readonly<Record<ExceptionCode, string>> = {
  ACCESS_DENIED:
    "Sign in again or set a new session, and check that the account id (X-AID) belongs to it.",
  UNKNOWN_EXCEPTION:
    "Try again by hand. If it stays, give this answer, with its times, to Oracle's support.",
  BAD_REQUEST:
    "Compare the request below with the documentation: a field is missing, or is not what it should be.",
  DEPENDENCY_APPLICATION_TIMEOUT: "Wait a little, then try again by hand.",
  INVALID_FIELD: "Compare the request below with the documentation of the operation.",
  CONFLICT: "Look at the engagement: the state of it, or of the agent, does not allow this now.",
  UNDEFINED_CONDITION:
    "Look at the engagement on the site, then try again by hand. If it stays, give this answer to Oracle's support.",
  ENGAGEMENT_ID_UNKNOWN: "Check the engagement id: it may be mistyped, or have ended.",
  INTERNAL_SERVER_ERROR:
    "Look at the engagement on the site, then try again by hand. If it stays, give this answer to Oracle's support.",
};

/** A longer value stands in the list of what came out only by its beginning; the body has all of it. */
const factLength = 2_000;

/** More numbers that differ from their twins are counted, not listed. */
const listedTwins = 20;

/** Clock differences below this are within what network and rounding explain, in ms. */
const ordinarySkewMs = 2_000;

/** Everything that the panel shows of an exchange, in words. Pure. */
export function exchangeView(record: ExchangeRecord, isSending: boolean): ExchangeView {
  const { exchange, profile } = record;
  const { answer, request, result } = exchange;
  const { title, replay } = wordsOf(record);
  const code = result.ok ? undefined : codeOf(result.error.failure);
  const remedy = remedyOf(record);
  return {
    kind: "exchange",
    exchangeId: exchange.id,
    title,
    profile: isSiteCall(exchange) ? siteLine(record) : profileLine(profile),
    verdict: verdictOf(record),
    ...(answer && { status: { code: answer.status, text: answer.statusText } }),
    ...(code !== undefined && { exceptionCode: describeCode(code, record) }),
    notices: noticesOf(record),
    ...(remedy && { remedy: remedyLabels[remedy] }),
    result: result.ok ? factsOf(result.envelope.result).map(shortFact) : [],
    timings: timingsOf(exchange),
    ...(answer && { answer: { headers: factsOf(answer.headers), body: answerBody(exchange) } }),
    request: {
      line: `${request.method} ${request.url}`,
      headers: factsOf(request.headers),
      body: {
        text: request.body,
        language: request.body === "" || readJson(request.body).ok ? "json" : "text",
        byteLength: Buffer.byteLength(request.body),
      },
    },
    isSending,
    canSendAgain: replay !== undefined,
  };
}

/** Whether the site was asked, and not its chat server. */
function isSiteCall({ operation }: Exchange): boolean {
  return allOperations[operation].place === "site";
}

/** Where and as whom, for calls to the site: its chat server may not even be known yet. */
function siteLine({ exchange, profile }: ExchangeRecord): ProfileLine {
  const { host, origin } = new URL(exchange.request.url);
  return { ...profileLine(profile), site: host, origin, pool: "" };
}

/** Where and as whom, for the head of a view. */
export function profileLine(profile: Profile): ProfileLine {
  return {
    name: profile.name,
    site: profile.fqSiteName,
    origin: profile.origin,
    pool: profile.pool,
    isSimulator: profile.isSimulator,
    isProduction: profile.protection === "production",
  };
}

/** The tone of an outcome; a success with a number that differs from its twin is a warning. */
export function toneOf(record: ExchangeRecord): Tone {
  const { result } = record.exchange;
  if (otherThan(record.engagementId, result) !== undefined) {
    return "unknown";
  }
  if (result.ok) {
    return result.envelope.twinDifferences.length > 0 ? "warning" : "success";
  }
  return outcomeOf(result.error.failure, sceneOf(record)) === "unknown" ? "unknown" : "failure";
}

function verdictOf(record: ExchangeRecord): ExchangeView["verdict"] {
  const { exchange, engagementId } = record;
  const { result } = exchange;
  const tone = toneOf(record);
  const other = otherThan(engagementId, result);
  if (other !== undefined) {
    return {
      tone,
      headline: `The answer is about engagement ${other}, not ${engagementId ?? "another"}`,
      explanation: "It tells success, but for another engagement than the one in the request.",
      advice: "Check both engagements on the site.",
    };
  }
  if (result.ok) {
    return {
      tone,
      ...wordsOf(record).done,
      advice: "",
    };
  }
  const { headline, explanation, advice } = describeFailure(result.error.failure, sceneOf(record));
  return { tone, headline, explanation, advice };
}

/** The remedy for a failed exchange, if there is one. */
export function remedyOf(record: ExchangeRecord): Remedy | undefined {
  const { result } = record.exchange;
  return result.ok ? undefined : describeFailure(result.error.failure, sceneOf(record)).remedy;
}

/** The engagement that an answer is about, where it is not the one that was asked for. */
function otherThan(engagementId: bigint | undefined, result: CallResult): string | undefined {
  return engagementId === undefined ? undefined : otherEngagementOf(result, engagementId);
}

function codeOf(failure: Failure): string | undefined {
  return "exceptionCode" in failure ? failure.exceptionCode : undefined;
}

function describeCode(
  code: string,
  record: ExchangeRecord,
): NonNullable<ExchangeView["exceptionCode"]> {
  const { exceptionCodes: listed } = allOperations[record.exchange.operation];
  const readAnswer = "Read the server's own message in the answer.";
  if (isExceptionCode(code)) {
    const { meaning } = exceptionCodes[code];
    if (listed.includes(code)) {
      const isExpected = code === "ACCESS_DENIED" && sceneOf(record).changedHeaders !== undefined;
      const advice = isExpected
        ? "It is what to expect of the credentials that this request was sent with on purpose."
        : exceptionAdvice[code];
      return { code, meaning, advice };
    }
    if (listed.length === 0) {
      const elsewhere = `${meaning} So say the pages of other operations; which codes this one has is not known.`;
      return { code, meaning: elsewhere, advice: readAnswer };
    }
  }
  return {
    code,
    meaning: "The documentation of this operation does not list this code.",
    advice: readAnswer,
  };
}

function noticesOf({ exchange }: ExchangeRecord): string[] {
  const { answer, result } = exchange;
  const notices: string[] = [];
  if (result.ok) {
    const { twinDifferences } = result.envelope;
    for (const { member, number, twin } of twinDifferences.slice(0, listedTwins)) {
      notices.push(
        `${member} is ${number}, but its twin ${member}String is ${twin}. Trust neither until you know why they differ.`,
      );
    }
    if (twinDifferences.length > listedTwins) {
      const others = twinDifferences.length - listedTwins;
      notices.push(
        `${others.toLocaleString("en")} more ${others === 1 ? "number differs" : "numbers differ"} from ${others === 1 ? "its twin" : "their twins"}.`,
      );
    }
  }
  if (answer && answer.byteLength > 0 && !isUtf8(answer.charset)) {
    notices.push(`The answer came in ${answer.charset}; the documented charset is utf-8.`);
  }
  const skew = skewOf(exchange) ?? coarseSkewOf(exchange);
  if (skew !== undefined && Math.abs(skew) > ordinarySkewMs) {
    notices.push(
      `The server's clock is ${duration(Math.abs(skew))} ${skew > 0 ? "ahead of" : "behind"} this machine's.`,
    );
  }
  return notices;
}

function isUtf8(charset: string): boolean {
  return charset === "utf-8" || charset === "utf8" || charset === "us-ascii";
}

function answerBody({ answer, result }: Exchange): BodyView {
  const { body = "", byteLength = 0, isJson = readJson(body).ok } = answer ?? {};
  const failure = result.ok ? undefined : result.error.failure;
  const fault =
    failure?.kind === "unreadable" && failure.fault.reason === "json"
      ? failure.fault.fault
      : undefined;
  return {
    text: body,
    language: isJson ? "json" : "text",
    byteLength,
    ...(fault && { fault }),
  };
}

function timingsOf(exchange: Exchange): Fact[] {
  const { sentAt, durationMs } = exchange;
  const facts: Fact[] = [
    { name: "Sent", value: instant(sentAt), note: "by this machine's clock" },
    { name: exchange.answer ? "Answer after" : "Ended after", value: duration(durationMs) },
  ];
  const { start, finish } = serverTimes(exchange);
  if (start !== undefined) {
    facts.push({ name: "serviceStartTime", value: instant(start), note: "by the server's clock" });
  }
  if (finish !== undefined) {
    facts.push({ name: "serviceFinishTime", value: instant(finish) });
  }
  if (start !== undefined && finish !== undefined && finish >= start) {
    facts.push({ name: "In the server", value: duration(finish - start) });
    facts.push({
      name: "On the way",
      value: duration(Math.max(0, durationMs - (finish - start))),
      note: "network and queues, both directions",
    });
  }
  const skew = skewOf(exchange);
  if (skew !== undefined) {
    facts.push({
      name: "Clock skew",
      value: `${skew >= 0 ? "+" : "−"}${duration(Math.abs(skew))}`,
      note: "server minus this machine, estimated as if both ways took equally long",
    });
  }
  return facts;
}

function serverTimes({ result }: Exchange): { start?: number; finish?: number } {
  if (!result.ok) {
    return {};
  }
  const { serviceStartTime, serviceFinishTime } = result.envelope;
  return {
    ...(isInstant(serviceStartTime) && { start: Number(serviceStartTime) }),
    ...(isInstant(serviceFinishTime) && { finish: Number(serviceFinishTime) }),
  };
}

/** Whether digits are ms since 1970 that a JavaScript date can hold. */
function isInstant(digits: string | undefined): digits is string {
  return digits !== undefined && /^\d{1,15}$/.test(digits);
}

function skewOf(exchange: Exchange): number | undefined {
  const { start, finish } = serverTimes(exchange);
  if (start === undefined || finish === undefined) {
    return undefined;
  }
  const receivedAt = exchange.sentAt + exchange.durationMs;
  return (start - exchange.sentAt + (finish - receivedAt)) / 2;
}

/**
 * The skew that the header Date tells where the answer has no times of its own, as a refused sign-in
 * has none. It counts whole seconds and may be a cache's, so less than half a minute is not told.
 */
function coarseSkewOf({ answer, durationMs, sentAt }: Exchange): number | undefined {
  const date = Date.parse(headerOf(answer?.headers ?? [], "date") ?? "");
  const skew = date - (sentAt + durationMs);
  return Math.abs(skew) > 30_000 + durationMs ? skew : undefined;
}

function factsOf(headers: readonly Header[]): Fact[] {
  return headers.map(([name, value]) => ({ name, value }));
}

function shortFact({ name, value }: Fact): Fact {
  const length = value.length.toLocaleString("en");
  return value.length <= factLength
    ? { name, value }
    : {
        name,
        value: `${value.slice(0, factLength)}…`,
        note: `the beginning of ${length} characters; the answer body has all of them`,
      };
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace("T", " ").replace("Z", " UTC");
}

function duration(ms: number): string {
  if (ms < 10_000) {
    return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  }
  const units = [
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1_000],
  ] as const;
  const [unit, size] = units.find(([, size]) => ms >= size * 2) ?? ["second", 1_000];
  const count = Math.round(ms / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
