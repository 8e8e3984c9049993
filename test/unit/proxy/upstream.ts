import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer that stands in the place of the simulator's. */
interface CannedAnswer {
  readonly status: number;
  readonly body: string;
}

/** What stands behind the proxy, which is started once with one address. */
export interface Upstream {
  readonly url: string;
  /** Hands every request on to a server, under its own address, and its answers back. */
  passTo(origin: string): void;
  /** Answers every request with JSON of the test's own. */
  answer(canned: CannedAnswer): void;
  close(): Promise<void>;
}

/** Starts what stands behind the proxy; until told otherwise it answers with an empty object. */
export async function startUpstream(): Promise<Upstream> {
  let respond = respondWith({ status: 200, body: "{}" });
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    // A TCP server's address is never a pipe's name.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passTo: (origin) => {
      respond = (incoming, outgoing) => {
        pass(origin, incoming, outgoing);
      };
    },
    answer: (canned) => {
      respond = respondWith(canned);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function respondWith({ status, body }: CannedAnswer) {
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    incoming.resume();
    outgoing.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
    outgoing.end(body);
  };
}

function pass(origin: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method } = incoming;
  const headers = { ...incoming.headers, host: new URL(origin).host };
  const onward = request(
    new URL(incoming.url ?? "/", origin),
    { method, headers, agent: false },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on("error", () => {
    outgoing.destroy();
  });
  incoming.pipe(onward);
}
