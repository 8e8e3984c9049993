import { headerOf, type Exchange, type Header, type ReceivedAnswer } from "../chat/exchange";
import type { Failure } from "../chat/failure";
import { mask } from "../chat/redact";
import { maskedExchange } from "./evidence/masked";
import type { KeptRecord } from "./history/storedExchange";

/** The program that an export names as its maker. */
export interface Product {
  readonly name: string;
  readonly version: string;
}

/** What HAR has for a size or a time that is not known. */
const unknown = -1;

/**
 * Exchanges as an HTTP Archive (HAR 1.2), oldest first, with credentials masked and each digit of the
 * bodies kept. One without an answer has the status 0 and says why in `response._error`.
 */
export function harOf(records: readonly KeptRecord[], product: Product): string {
  const inOrder = records.toSorted((a, b) => a.exchange.sentAt - b.exchange.sentAt);
  const log = {
    version: "1.2",
    creator: { name: product.name, version: product.version },
    entries: inOrder.map(entryOf),
    comment: `Credentials are masked: ${mask} stands for each. What people wrote is not.`,
  };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entryOf(record: KeptRecord): object {
  const { exchange, engagementId } = record;
  const { operation, sentAt, durationMs } = exchange;
  const about = engagementId === undefined ? "" : `, engagement ${engagementId}`;
  return {
    startedDateTime: new Date(sentAt).toISOString(),
    time: durationMs,
    request: requestOf(record),
    response: responseOf(record),
    cache: {},
    timings: {
      blocked: unknown,
      dns: unknown,
      connect: unknown,
      send: 0,
      wait: durationMs,
      receive: 0,
      ssl: unknown,
      comment: "Only the time as a whole was measured; it stands in wait.",
    },
    comment: `${operation}${about}`,
  };
}

function requestOf({ exchange, cut }: KeptRecord): object {
  const { method, url, headers, body } = maskedExchange(exchange).request;
  const masks = headers.filter(([, value]) => value.includes(mask)).map(([name]) => name);
  const comments = [...maskComment(body), ...cutComment(body, cut?.request)];
  const size = cut?.request ?? Buffer.byteLength(body);
  return {
    method,
    // Signs beyond ASCII, such as those of the mask, are not allowed in an URL.
    url: url.replace(/[^\x21-\x7e]+/g, encodeURIComponent),
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: headers.map(pair),
    queryString: [...new URL(url).searchParams].map(pair),
    ...(body !== "" && {
      postData: {
        mimeType: headerOf(headers, "content-type") ?? "",
        text: body,
        ...(comments.length > 0 && { comment: comments.join(" ") }),
      },
    }),
    headersSize: unknown,
    bodySize: body.includes(mask) ? unknown : size,
    ...(masks.length > 0 && { comment: `Masked headers: ${masks.join(", ")}.` }),
  };
}

function responseOf({ exchange, cut }: KeptRecord): object {
  const { result } = exchange;
  const { answer } = maskedExchange(exchange);
  const error = result.ok ? undefined : errorOf(result.error.failure);
  if (!answer) {
    return {
      status: 0,
      statusText: "",
      httpVersion: "",
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: "x-unknown" },
      redirectURL: "",
      headersSize: unknown,
      bodySize: unknown,
      comment: "No answer arrived.",
      ...(error !== undefined && { _error: error }),
    };
  }
  return {
    status: answer.status,
    statusText: answer.statusText,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: answer.headers.map(pair),
    content: contentOf(exchange, answer, cut?.answer),
    redirectURL: headerOf(answer.headers, "location") ?? "",
    headersSize: unknown,
    bodySize:
      headerOf(answer.headers, "content-encoding") === undefined ? answer.byteLength : unknown,
    ...(error !== undefined && { _error: error }),
  };
}

function contentOf({ result }: Exchange, answer: ReceivedAnswer, wholeBytes?: number): object {
  const comments = [
    ...maskComment(answer.body),
    ...cutComment(answer.body, wholeBytes),
    ...(!result.ok && isPartial(result.error.failure) ? ["The answer did not arrive whole."] : []),
  ];
  return {
    size: answer.byteLength,
    mimeType: headerOf(answer.headers, "content-type") ?? "x-unknown",
    text: answer.body,
    ...(comments.length > 0 && { comment: comments.join(" ") }),
  };
}

function maskComment(body: string): readonly string[] {
  return body.includes(mask) ? ["Credentials in the body are masked."] : [];
}

function cutComment(body: string, wholeBytes: number | undefined): readonly string[] {
  return wholeBytes === undefined
    ? []
    : [`Only the first ${Buffer.byteLength(body)} of ${wholeBytes} bytes are kept.`];
}

/** Whether reading ended before the answer did. */
function isPartial(failure: Failure): boolean {
  switch (failure.kind) {
    case "unreadable":
      return failure.fault.reason === "truncated" || failure.fault.reason === "compression";
    case "network":
    case "timeout":
    case "cancelled":
    case "tooLarge":
      return true;
    case "unsendable":
    case "unauthorized":
    case "refused":
    case "systemError":
    case "redirected":
      return false;
  }
}

/** What kept the answer from being read, in few words; undefined where the status says it. */
function errorOf(failure: Failure): string | undefined {
  switch (failure.kind) {
    case "network":
      return `network: ${failure.reason} (${failure.code})`;
    case "unsendable":
      return `unsendable: the header ${failure.header}`;
    case "timeout":
      return `timeout: no whole answer within ${failure.timeoutMs} ms`;
    case "cancelled":
      return "cancelled";
    case "unreadable":
      return `unreadable: ${failure.fault.reason}`;
    case "tooLarge":
      return `tooLarge: more than ${failure.limitBytes} bytes`;
    case "unauthorized":
    case "refused":
    case "systemError":
    case "redirected":
      return undefined;
  }
}

function pair([name, value]: Header | [string, string]): object {
  return { name, value };
}
