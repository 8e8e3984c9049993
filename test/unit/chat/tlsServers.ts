import { createServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

const answer = '{"chatConcludeEngagementResult":{"engagementId":1000},"chatSystemError":null}';

/** A TLS server on loopback, and what came to it. */
export interface TlsServer {
  readonly origin: string;
  /** How many requests were answered. */
  readonly requests: () => number;
  /** How many bytes came over secure connections, beside the handshakes. */
  readonly bytes: () => number;
  /** The common names of the client certificates that were shown. */
  readonly clients: readonly string[];
}

/** Runs a test against a TLS server on loopback that answers every request with a success. */
export async function withTlsServer(
  options: ServerOptions,
  test: (server: TlsServer) => Promise<void>,
): Promise<void> {
  const clients: string[] = [];
  let [requests, bytes] = [0, 0];
  const server = createServer(options, (_, response) => {
    requests += 1;
    response.writeHead(200, { "Content-Type": "application/json" }).end(answer);
  });
  server.on("secureConnection", (socket) => {
    const { subject } = socket.getPeerCertificate() as Partial<
      ReturnType<typeof socket.getPeerCertificate>
    >;
    clients.push(...(subject ? [String(subject.CN)] : []));
    socket.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const origin = `https://127.0.0.1:${port}`;
    await test({ origin, clients, requests: () => requests, bytes: () => bytes });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
