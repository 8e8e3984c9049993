import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import type { Failure } from "../../../src/chat/failure";
import { eventually, type RawRequest } from "./rawServer";

/** What a server needs to know to spoil an answer at the right moment. */
export interface Scene extends RawRequest {
  /** The body of a success of the operation. */
  readonly body: string;
  /** Whether the client has the headers, and how many bytes of the body it has. */
  readonly arrived: { head: boolean; bytes: number };
}

/** One fault, and what it has to come to. */
export interface FaultRow {
  /** What happens, as the end of a sentence. */
  readonly name: string;
  /** What the server does with the request; absent when nobody listens. */
  readonly treat?: (scene: Scene) => unknown;
  /** The failure that is told; absent when the call succeeds all the same. */
  readonly failure?: (call: { readonly body: string; readonly timeoutMs: number }) => Failure;
  /** Set when the request goes over a connection that brought another before. */
  readonly isReused?: true;
  /** Set when the connection may be used again after the failure. */
  readonly isWhole?: true;
  /** Set when it takes the time limit to end the call. */
  readonly isEndless?: true;
  /** The largest answer that is read, in bytes; one megabyte unless told otherwise. */
  readonly maxBytes?: number;
}

const reset: Failure = {
  kind: "network",
  reason: "reset",
  code: "ECONNRESET",
  maybeSent: true,
};

/** In bytes. */
export const megabyte = 1024 * 1024;

/** Blanks after the JSON of a large answer: shared, so that they are made once. */
const blanks = Buffer.alloc(10 * megabyte, " ");

export const faultRows: readonly FaultRow[] = [
  {
    name: "nobody listens",
    failure: () => ({
      kind: "network",
      reason: "refusedConnection",
      code: "ECONNREFUSED",
      maybeSent: false,
    }),
  },
  {
    name: "the connection is reset before the headers",
    treat: ({ socket }) => socket.resetAndDestroy(),
    failure: () => reset,
  },
  {
    name: "the connection is reset within the headers",
    treat: ({ socket }) => {
      socket.write("HTTP/1.1 200 OK\r\nContent-Ty", () => socket.resetAndDestroy());
    },
    failure: () => reset,
  },
  {
    name: "the connection is reset after the headers",
    treat: async ({ socket, arrived }) => {
      socket.write(head(["Content-Length: 1000"]));
      await eventually(() => arrived.head, "the headers to arrive");
      socket.resetAndDestroy();
    },
    failure: () => truncated(0, 1000),
  },
  {
    name: "the connection is reset within the body",
    treat: async ({ socket, arrived, body }) => {
      socket.write(head([`Content-Length: ${body.length}`]) + body.slice(0, 5));
      await eventually(() => arrived.bytes === 5, "the beginning to arrive");
      socket.resetAndDestroy();
    },
    failure: ({ body }) => truncated(5, body.length),
  },
  {
    name: "the connection is reset within a chunk",
    treat: async ({ socket, arrived, body }) => {
      socket.write(`${head(["Transfer-Encoding: chunked"])}64\r\n${body.slice(0, 5)}`);
      await eventually(() => arrived.bytes === 5, "the beginning to arrive");
      socket.resetAndDestroy();
    },
    failure: () => truncated(5, undefined),
  },
  {
    name: "the server stalls before the headers",
    treat: () => undefined,
    failure: ({ timeoutMs }) => ({ kind: "timeout", timeoutMs }),
    isEndless: true,
  },
  {
    name: "the server stalls within the body",
    treat: ({ socket, body }) => {
      socket.write(head([`Content-Length: ${body.length}`]) + body.slice(0, 5));
    },
    failure: ({ timeoutMs }) => ({ kind: "timeout", timeoutMs }),
    isEndless: true,
  },
  {
    name: "the answer drips",
    treat: ({ socket, body }) => piecewise(socket, whole(body), 16, 2),
  },
  {
    name: "the answer comes in chunks of a byte, every byte in a packet of its own",
    treat: ({ socket, body }) => {
      const chunks = body.replace(/./g, "1\r\n$&\r\n");
      return piecewise(socket, `${head(["Transfer-Encoding: chunked"])}${chunks}0\r\n\r\n`, 1, 0);
    },
  },
  {
    name: "Content-Length is longer than the body",
    treat: ({ socket, body }) => {
      socket.end(head([`Content-Length: ${body.length + 7}`]) + body);
    },
    failure: ({ body }) => truncated(body.length, body.length + 7),
  },
  {
    name: "Content-Length is shorter than the body",
    treat: ({ socket, body }) => {
      socket.write(head([`Content-Length: ${body.length - 1}`]) + body);
    },
    // node-fetch hands over nothing of a body after which the connection brings what is no answer.
    failure: () => ({ kind: "unreadable", status: 200, fault: { reason: "empty" } }),
  },
  {
    name: "the compressed body is broken",
    treat: ({ socket, body }) => {
      const bytes = gzipSync(body);
      bytes.fill(0xff, 10, 20);
      socket.write(head(["Content-Encoding: gzip", `Content-Length: ${bytes.length}`]));
      socket.write(bytes);
    },
    failure: () => ({
      kind: "unreadable",
      status: 200,
      fault: { reason: "compression", code: "Z_DATA_ERROR" },
    }),
    isWhole: true,
  },
  {
    name: "100 Continue comes before the answer",
    treat: ({ socket, body }) => {
      socket.write(`HTTP/1.1 100 Continue\r\n\r\n${whole(body)}`);
    },
  },
  {
    name: "a kept connection is closed when the request has arrived",
    treat: ({ socket }) => socket.destroy(),
    failure: () => reset,
    isReused: true,
  },
  {
    name: "the answer has 20 MB",
    treat: ({ socket, body }) => {
      socket.write(head([`Content-Length: ${body.length + 2 * blanks.length}`]) + body);
      socket.write(blanks);
      socket.write(blanks);
    },
    maxBytes: 32 * megabyte,
  },
  {
    name: "the answer has 200 MB",
    treat: ({ socket, body }) => {
      socket.write(head([`Content-Length: ${body.length + 20 * blanks.length}`]) + body);
      for (let sent = 0; sent < 20; sent += 1) {
        socket.write(blanks);
      }
    },
    failure: () => ({ kind: "tooLarge", status: 200, limitBytes: megabyte }),
  },
  {
    name: "the answer is HTTP/1.0 and as long as the connection",
    treat: ({ socket, body }) => {
      socket.end(`HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${body}`);
    },
  },
  ...[
    { status: 407, reason: "Proxy Authentication Required" },
    { status: 502, reason: "Bad Gateway" },
  ].map(({ status, reason }): FaultRow => ({
    name: `a proxy answers ${status} with a page`,
    treat: ({ socket }) => {
      const page = `<html><h1>${reason}</h1></html>`;
      socket.write(
        [
          `HTTP/1.1 ${status} ${reason}`,
          "Content-Type: text/html",
          'Proxy-Authenticate: Basic realm="proxy"',
          `Content-Length: ${page.length}`,
          "",
          page,
        ].join("\r\n"),
      );
    },
    failure: () => ({ kind: "refused", status, isChatServer: false }),
    isWhole: true,
  })),
];

function truncated(receivedBytes: number, announcedBytes: number | undefined): Failure {
  return {
    kind: "unreadable",
    status: 200,
    fault: { reason: "truncated", receivedBytes, announcedBytes },
  };
}

function head(headers: readonly string[]): string {
  return ["HTTP/1.1 200 OK", "Content-Type: application/json", ...headers, "", ""].join("\r\n");
}

function whole(body: string): string {
  return head([`Content-Length: ${body.length}`]) + body;
}

/** Writes a text in pieces, each in a packet of its own, with pauses in ms between them. */
async function piecewise(socket: Socket, text: string, size: number, pause: number): Promise<void> {
  for (let at = 0; at < text.length && !socket.destroyed; at += size) {
    socket.write(text.slice(at, at + size));
    await new Promise((resolve) =>
      pause === 0 ? setImmediate(resolve) : setTimeout(resolve, pause),
    );
  }
}
