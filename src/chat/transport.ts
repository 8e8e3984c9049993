import type { TlsMaterial } from "./connections";
import { headerOf, type Header } from "./exchange";
import type { Failure, NetworkReason } from "./failure";

/** The part of a fetch answer that is used. */
export interface FetchAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: { raw(): Record<string, string[]> };
  readonly body: AsyncIterable<Uint8Array | string> | null;
}

/** The part of fetch that is used; node-fetch fits. */
export type FetchLike = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    /** A redirect is an answer to be shown: following it would carry credentials elsewhere. */
    readonly redirect: "manual";
    readonly signal: AbortSignal;
    /** What a secure connection is made with beside the usual. */
    readonly tls?: TlsMaterial;
  },
) => Promise<FetchAnswer>;

/** A request with its credentials, on its way to the wire. Not to be kept. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Header[];
  /** Absent with GET. */
  readonly body?: string;
}

/** The limits of one call. */
export interface WireLimits {
  /** From sending to the last byte of the answer, in ms. */
  readonly timeoutMs: number;
  /** The largest body that is read, in bytes after decompression. */
  readonly maxBytes: number;
  /** Aborted when the user cancels. */
  readonly signal?: AbortSignal;
  /** What a secure connection is made with beside the usual; belongs to the request's origin only. */
  readonly tls?: TlsMaterial;
}

/** What arrived, before anything was made of it. */
export interface WireAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
  readonly bytes: Uint8Array;
}

/** What became of a request: an answer, or a failure with the beginning of an answer or none. */
export type WireOutcome =
  | { readonly failure?: undefined; readonly answer: WireAnswer }
  | { readonly failure: Failure; readonly cause?: unknown; readonly answer?: WireAnswer };

/** Sends one request, once. Never rejects, never repeats, never follows a redirect. */
export async function send(
  fetch: FetchLike,
  request: WireRequest,
  limits: WireLimits,
): Promise<WireOutcome> {
  if (limits.signal?.aborted) {
    return { failure: { kind: "cancelled", maybeSent: false } };
  }
  if (limits.tls?.problem !== undefined) {
    const code = limits.tls.problem;
    return { failure: { kind: "network", reason: "clientCertificate", code, maybeSent: false } };
  }
  const abort = new AbortController();
  const stop: { by?: "timeout" | "user" } = {};
  const timer = setTimeout(() => {
    stop.by = "timeout";
    abort.abort();
  }, limits.timeoutMs);
  const onCancel = (): void => {
    stop.by = "user";
    abort.abort();
  };
  limits.signal?.addEventListener("abort", onCancel, { once: true });

  let answer: WireAnswer | undefined;
  const chunks: Uint8Array[] = [];
  const partial = (): { answer?: WireAnswer } =>
    answer ? { answer: { ...answer, bytes: Buffer.concat(chunks) } } : {};
  try {
    const received = await fetch(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(request.body !== undefined && { body: request.body }),
      redirect: "manual",
      signal: abort.signal,
      ...(limits.tls && { tls: limits.tls }),
    });
    answer = {
      status: received.status,
      statusText: received.statusText,
      headers: Object.entries(received.headers.raw()).flatMap(([name, values]) =>
        values.map((value): Header => [name, value]),
      ),
      bytes: new Uint8Array(),
    };
    let total = 0;
    for await (const chunk of received.body ?? []) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      chunks.push(bytes.subarray(0, limits.maxBytes - total));
      total += bytes.length;
      if (total > limits.maxBytes) {
        abort.abort();
        const { status } = answer;
        return { ...partial(), failure: { kind: "tooLarge", status, limitBytes: limits.maxBytes } };
      }
    }
    return { answer: { ...answer, bytes: Buffer.concat(chunks) } };
  } catch (cause) {
    const failure: Failure =
      stop.by === "timeout"
        ? { kind: "timeout", timeoutMs: limits.timeoutMs }
        : stop.by === "user"
          ? { kind: "cancelled", maybeSent: true }
          : failureOf(cause, answer, chunks);
    return { ...partial(), failure, cause };
  } finally {
    clearTimeout(timer);
    limits.signal?.removeEventListener("abort", onCancel);
  }
}

function failureOf(
  cause: unknown,
  answer: WireAnswer | undefined,
  chunks: readonly Uint8Array[],
): Failure {
  const code = codeOf(cause);
  if (!answer) {
    return { kind: "network", ...networkFact(code), code };
  }
  const { status } = answer;
  if (code.startsWith("Z_") || code.startsWith("ERR__ERROR_FORMAT")) {
    return { kind: "unreadable", status, fault: { reason: "compression", code } };
  }
  // A length announced beside an encoding is that of the compressed bytes, which are not counted.
  const announced =
    headerOf(answer.headers, "content-encoding") === undefined
      ? headerOf(answer.headers, "content-length")
      : undefined;
  return {
    kind: "unreadable",
    status,
    fault: {
      reason: "truncated",
      receivedBytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0),
      announcedBytes: announced === undefined ? undefined : Number(announced),
    },
  };
}

function codeOf(cause: unknown): string {
  for (let error: unknown = cause; error instanceof Error; error = error.cause) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === "string" && code !== "") {
      return code;
    }
  }
  return cause instanceof Error ? cause.name : "UNKNOWN";
}

function networkFact(code: string): { reason: NetworkReason; maybeSent: boolean } {
  switch (code) {
    case "ECONNREFUSED":
      return { reason: "refusedConnection", maybeSent: false };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_NODATA":
    case "EAI_NONAME":
      return { reason: "unknownHost", maybeSent: false };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EHOSTDOWN":
    case "ENETDOWN":
      return { reason: "unreachable", maybeSent: false };
    case "ECONNRESET":
    case "EPIPE":
      return { reason: "reset", maybeSent: true };
  }
  // Before the certificates: alerts such as ERR_SSL_…_CERTIFICATE_REQUIRED are about ours.
  // ERR_OSSL_… comes of material that cannot be read.
  if (code === "EPROTO" || /^ERR_O?SSL/.test(code)) {
    return { reason: "tls", maybeSent: false };
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_GET|UNABLE_TO_VERIFY/.test(code)) {
    return { reason: "certificate", maybeSent: false };
  }
  return { reason: "other", maybeSent: true };
}
