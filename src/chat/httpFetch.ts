import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { pipeline, type Readable, type Transform } from "node:stream";
import zlib from "node:zlib";
import type { Connections } from "./connections";
import type { FetchAnswer, FetchLike } from "./transport";

/**
 * A fetch over Node's `http` and `https`, which VS Code patches, so that the user's proxy applies;
 * for calls with TLS material, which node-fetch has no way to hand over. Follows no redirect, decompresses, rejects with the system's error.
 */
export function createHttpFetch(connections: Connections): FetchLike {
  return (url, { method, headers, body, signal, tls }) =>
    new Promise((resolve, reject) => {
      const { request } = url.startsWith("https:") ? https : http;
      const outgoing = request(url, {
        ...connections.optionsFor(url, tls),
        method,
        headers: withDefaults(method, headers, body),
      });
      let incoming: IncomingMessage | undefined;
      const abort = (): void => {
        (incoming ?? outgoing).destroy(new Error("The call was given up"));
      };
      signal.addEventListener("abort", abort, { once: true });
      outgoing.once("close", () => {
        signal.removeEventListener("abort", abort);
      });
      // For as long as the request lives: an error after the answer is told by the answer's body.
      outgoing.on("error", reject);
      outgoing.once("response", (response) => {
        incoming = response;
        resolve(answerOf(response));
      });
      outgoing.end(body);
    });
}

/** The headers of a request with those that HTTP needs, where it has none of its own. */
function withDefaults(
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): Record<string, string> {
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const added: [string, string][] = [
    ["Accept-Encoding", "gzip, deflate, br"],
    ...(method === "GET"
      ? []
      : [["Content-Length", String(Buffer.byteLength(body ?? ""))] satisfies [string, string]]),
  ];
  return {
    ...headers,
    ...Object.fromEntries(added.filter(([name]) => !names.has(name.toLowerCase()))),
  };
}

function answerOf(response: IncomingMessage): FetchAnswer {
  const { statusCode = 0, statusMessage = "", rawHeaders } = response;
  const lines = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = String(rawHeaders[at]).toLowerCase();
    lines.set(name, [...(lines.get(name) ?? []), String(rawHeaders[at + 1])]);
  }
  // In the order of their names, as every fetch has them: answers are compared.
  const raw = Object.fromEntries([...lines].sort(([one], [other]) => (one < other ? -1 : 1)));
  return {
    status: statusCode,
    statusText: statusMessage,
    headers: { raw: () => raw },
    body: decompressed(response, lines.get("content-encoding")?.join(", ").toLowerCase()),
  };
}

/** Reads what there is of a compressed body, as browsers do, rather than nothing. */
const lenient = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };

/** The body as it was before its `Content-Encoding`; as it came where that is not known. */
function decompressed(
  response: IncomingMessage,
  encoding: string | undefined,
): AsyncIterable<Uint8Array> {
  // Statuses without a body, whatever their headers say.
  const { statusCode } = response;
  switch (statusCode === 204 || statusCode === 304 ? undefined : encoding) {
    case "gzip":
    case "x-gzip":
      return through(response, zlib.createGunzip(lenient));
    case "deflate":
    case "x-deflate":
      return inflated(response);
    case "br":
      return through(response, zlib.createBrotliDecompress());
    default:
      return response;
  }
}

function through(
  body: Readable | (() => AsyncIterable<Uint8Array>),
  decoder: Transform,
): AsyncIterable<Uint8Array> {
  return pipeline(body, decoder, () => {
    // Whoever reads the decoder is told of the error.
  });
}

/** Some servers send bare "deflate", without the wrapping that it has by the standard (RFC 9110, 8.4.1.2). */
async function* inflated(body: Readable): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterableIterator<Uint8Array>;
  const first = await chunks.next();
  if (first.done) {
    return;
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* chunks;
  };
  const isWrapped = ((first.value[0] ?? 0) & 0x0f) === 8;
  yield* through(whole, isWrapped ? zlib.createInflate() : zlib.createInflateRaw());
}
