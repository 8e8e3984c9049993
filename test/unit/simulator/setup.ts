import assert from "node:assert/strict";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { type Operation, type OperationName, operations } from "../../../src/chat/operations";
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

/** The request target of an operation at a simulator, with the body where that goes into the query. */
function pathOf({ site, pool }: Simulator, operation: OperationName, body = "{}"): string {
  const { path, queryParameter }: Operation = operations[operation];
  const query =
    queryParameter === undefined ? "" : `&${queryParameter.name}=${encodeURIComponent(body)}`;
  return path ?? `/engagement/api/agent/${site}/v1/${operation}?pool=${pool}${query}`;
}

/** The request target of concludeChat at a simulator. */
export function concludePath(simulator: Simulator): string {
  return pathOf(simulator, "concludeChat");
}

/** The value of Authorization for user name and password. */
export function basic(userName: string, password: string): string {
  return `Basic ${Buffer.from(`${userName}:${password}`).toString("base64")}`;
}

/** Sends concludeChat on a connection of its own, healthy but for the changes. */
export function conclude(simulator: Simulator, changes: Changes = {}): Promise<Received> {
  return call(simulator, "concludeChat", { body: healthyBody, ...changes });
}

/**
 * Sends an operation on a connection of its own, healthy but for the changes: as the first account
 * with the ready session, with an empty body for the site and {} for the chat server. A token is
 * left to the changes.
 */
export function call(
  simulator: Simulator,
  operation: OperationName,
  changes: Changes = {},
): Promise<Received> {
  const { place, method, credentials, queryParameter }: Operation = operations[operation];
  const [account] = simulator.accounts;
  assert.ok(account);
  const given = changes.body ?? (place === "site" ? "" : "{}");
  const body = queryParameter === undefined ? given : "";
  const headers: Record<string, string | undefined> = {
    ...(place === "site"
      ? { "OSvC-CREST-Application-Context": "Test of the simulator" }
      : { "Content-Type": "application/json; charset=utf-8" }),
    ...{
      session: { "X-JSESSIONID": simulator.sessionId, "X-AID": simulator.accountId },
      basic: { Authorization: basic(account.userName, account.password) },
      bearer: {},
    }[credentials],
    // Node announces no body with GET by itself.
    ...(body.length > 0 && { "Content-Length": Buffer.byteLength(body).toString() }),
    ...changes.headers,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: simulator.port,
        path: changes.path ?? pathOf(simulator, operation, given.toString()),
        method: changes.method ?? method,
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
    outgoing.end(body);
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

/** The member of a JSON answer, which must be a text. */
export function textIn({ text }: Received, member: string): string {
  const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[member];
  assert.ok(typeof value === "string", `${member} is no text in ${text}`);
  return value;
}

/** A token of an account, by default of the first. */
export async function tokenOf(simulator: Simulator, index = 0): Promise<string> {
  const account = simulator.accounts[index];
  assert.ok(account);
  const Authorization = basic(account.userName, account.password);
  return textIn(
    await call(simulator, "agentTokens", { headers: { Authorization } }),
    "sessionToken",
  );
}

/** Asks for a session with a token. */
export function createSession(simulator: Simulator, token: string, body = "{}"): Promise<Received> {
  const headers = { Authorization: `Bearer ${token}` };
  return call(simulator, "createAutomatedAgentSession", { headers, body });
}

/** Signs an account in, by default the first, and gives its session. */
export async function signIn(simulator: Simulator, index = 0, body = "{}"): Promise<string> {
  return textIn(await createSession(simulator, await tokenOf(simulator, index), body), "sessionId");
}

/** The body of a sign-in that cuts an earlier session off. */
export const override = '{"logonOverride":true}';

/** Concludes an engagement in a session, and gives the status. */
export async function statusIn(
  simulator: Simulator,
  sessionId: string,
  engagementId: number,
  accountId = "12",
): Promise<number> {
  const headers = { "X-JSESSIONID": sessionId, "X-AID": accountId };
  const body = `{"engagementId":${engagementId}}`;
  return (await conclude(simulator, { headers, body })).status;
}

/** Holds an answer against the chat server's refusal, whole. */
export function assertRefused(
  answer: Received,
  status: number,
  exceptionCode: string,
  message: string,
) {
  assert.deepEqual(JSON.parse(answer.text), { exceptionCode, message });
  assert.equal(answer.status, status);
}

/** Sessions as `id account state`, for whole comparison. */
export function sessionLines({ sessions }: Simulator): readonly string[] {
  return sessions.map(({ id, accountId, ending }) => `${id} ${accountId} ${ending ?? "alive"}`);
}

/** Engagements as `id state`, for whole comparison. */
export function engagementLines(simulator: Simulator): readonly string[] {
  return simulator.engagements.map(({ id, state }) => `${id.toString()} ${state}`);
}
