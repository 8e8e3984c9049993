import { type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../../src/simulator/simulator";

/** Runs a test against a simulator that is closed whatever happens. */
export async function withSimulator(
  options: SimulatorOptions,
  test: (simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator(options);
  try {
    await test(simulator);
  } finally {
    await simulator.close();
  }
}

/** An answer as it arrived; `isComplete` is false when the connection broke within the body. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  readonly isComplete: boolean;
}

/** What a request may have differently from the healthy one; undefined leaves a header out. */
export interface Changes {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

export const healthyBody = '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}';

/** The request target of concludeChat at a simulator. */
export function concludePath({ site, pool }: Simulator): string {
  return `/engagement/api/agent/${site}/v1/concludeChat?pool=${pool}`;
}

/** Sends concludeChat on a connection of its own, healthy but for the changes. */
export function conclude(simulator: Simulator, changes: Changes = {}): Promise<Received> {
  const headers: Record<string, string | undefined> = {
    "Content-Type": "application/json; charset=utf-8",
    "X-JSESSIONID": simulator.sessionId,
    "X-AID": simulator.accountId,
    ...changes.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: simulator.port,
        path: changes.path ?? concludePath(simulator),
        method: changes.method ?? "POST",
        headers: Object.fromEntries(
          Object.entries(headers).filter(([, value]) => value !== undefined),
        ),
        agent: false,
        ...(changes.signal === undefined ? {} : { signal: changes.signal }),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        // The broken connection is seen in `complete`; without a listener it would be thrown.
        incoming.on("error", () => undefined);
        incoming.on("close", () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes,
            text: bytes.toString("utf8"),
            isComplete: incoming.complete,
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(changes.body ?? healthyBody);
  });
}

/** Sends concludeChat and gives every byte that came until the connection ended. */
export async function concludeRaw(simulator: Simulator): Promise<string> {
  const socket = sendRaw(simulator);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("latin1");
}

/** A socket on which a healthy concludeChat was written. */
export function sendRaw(simulator: Simulator): Socket {
  const socket = connect(simulator.port, "127.0.0.1");
  socket.write(requestText(simulator));
  return socket;
}

/** A healthy concludeChat as it goes over the wire. */
export function requestText(simulator: Simulator): string {
  return [
    `POST ${concludePath(simulator)} HTTP/1.1`,
    `Host: 127.0.0.1:${simulator.port}`,
    "Content-Type: application/json; charset=utf-8",
    `X-JSESSIONID: ${simulator.sessionId}`,
    `X-AID: ${simulator.accountId}`,
    `Content-Length: ${Buffer.byteLength(healthyBody)}`,
    "",
    healthyBody,
  ].join("\r\n");
}

/** Engagements as `id state`, for whole comparison. */
export function engagementLines(simulator: Simulator): readonly string[] {
  return simulator.engagements.map(({ id, state }) => `${id.toString()} ${state}`);
}
