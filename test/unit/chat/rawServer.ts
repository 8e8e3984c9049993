import { createServer, type AddressInfo, type Socket } from "node:net";

/** A request that arrived whole, on its connection. */
export interface RawRequest {
  readonly socket: Socket;
  /** Method, path and version. */
  readonly line: string;
  /** How many requests this connection had brought before. */
  readonly before: number;
}

/** A server of plain TCP that does with each whole request what it is told, byte by byte. */
export interface RawServer {
  readonly origin: string;
  /** The whole requests that arrived, and on how many connections. */
  readonly requests: readonly RawRequest[];
  readonly connections: () => number;
  /** The connections that are open now. */
  readonly open: () => number;
  /** What is done with the requests from now on. */
  treat(treatment: (request: RawRequest) => void): void;
  close(): Promise<void>;
}

/** Starts one on loopback. */
export async function startRawServer(treatment: (request: RawRequest) => void): Promise<RawServer> {
  let current = treatment;
  const requests: RawRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    sockets.add(socket);
    let before = 0;
    let waiting = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
    socket.on("data", (bytes) => {
      waiting = Buffer.concat([waiting, bytes]);
      for (let length = wholeLength(waiting); length > 0; length = wholeLength(waiting)) {
        const line = waiting.subarray(0, waiting.indexOf("\r\n")).toString("latin1");
        waiting = waiting.subarray(length);
        const request = { socket, line, before };
        before += 1;
        requests.push(request);
        current(request);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    open: () => sockets.size,
    treat: (next) => {
      current = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}

/** The length of the request at the beginning of what arrived; 0 while it is not whole. */
function wholeLength(bytes: Buffer): number {
  const head = bytes.indexOf("\r\n\r\n");
  if (head < 0) {
    return 0;
  }
  const announced = /\r\ncontent-length: *(\d+)/i.exec(bytes.subarray(0, head).toString("latin1"));
  const length = head + 4 + Number(announced?.[1] ?? 0);
  return bytes.length >= length ? length : 0;
}

/** A whole answer in JSON, as a server that keeps connections sends it. */
export function jsonAnswer(body: string, headers: readonly string[] = []): string {
  const head = [
    "HTTP/1.1 200 OK",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...headers,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

/** Waits for a condition, and tells what was waited for when it does not come. */
export async function eventually(
  condition: () => boolean,
  what: string | (() => string),
): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) {
      throw new Error(`Waited in vain for ${typeof what === "string" ? what : what()}`);
    }
    // In a turn of its own: a timer that is just due would be counted among what is left.
    await new Promise((resolve) => setTimeout(() => setImmediate(resolve), 2));
  }
}
