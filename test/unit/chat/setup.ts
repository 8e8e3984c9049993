import { fetch } from "../../fakes/realFetch";
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createChatClient, type CallContext } from "../../../src/chat/client";
import type { Exchange } from "../../../src/chat/exchange";
import { effectOf, type Failure } from "../../../src/chat/failure";
import type { RequestBody } from "../../../src/chat/operations";
import type { ReadAside } from "../../../src/chat/reading";
import type { FetchLike } from "../../../src/chat/transport";
import type { ExchangeRecord } from "../../../src/exchanges/exchangeRecord";
import type { Profile } from "../../../src/profiles/profile";
import type { Fault } from "../../../src/simulator/faults";
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from "../../../src/simulator/simulator";
import { exchangeView } from "../../../src/ui/exchangeView";

/** The session of every call, which must never be seen in what a call leaves behind. */
export const sessionId = "node01h8m13tljpm7ns8nayp0pid91";

export const body: RequestBody<"concludeChat"> = {
  engagementId: 1000n,
  sequenceNumber: 2n,
  timeCreated: 1618317020415n,
};

/** How a call differs from the healthy one. */
export interface CallChanges extends Partial<CallContext<"concludeChat">> {
  readonly body?: RequestBody<"concludeChat">;
  readonly fetch?: FetchLike;
  readonly readAside?: ReadAside;
}

/** Calls a server on loopback with the real fetch, healthy but for the changes. */
export async function concludeAt(origin: string, changes: CallChanges = {}): Promise<Exchange> {
  const { body: sent = body, fetch: usedFetch = fetch, readAside, ...context } = changes;
  const client = createChatClient({
    ...{ fetch: usedFetch, userAgent: "engagement-desk/0.0.0" },
    ...(readAside && { readAside }),
  });
  const { exchange } = await client.call("concludeChat", sent, {
    server: { origin, fqSiteName: "acme_sql_001h", pool: "297:1" },
    credentials: { accountId: "12", sessionId },
    timeoutMs: 20_000,
    maxBytes: 1024 * 1024,
    ...context,
  });
  return exchange;
}

/** Runs a test against a simulator that accepts the healthy call, and closes it. */
export async function withServer<T>(
  test: (simulator: Simulator) => Promise<T>,
  options: SimulatorOptions = {},
): Promise<T> {
  const simulator = await startSimulator({
    site: "acme_sql_001h",
    sessionId,
    engagements: [1000n],
    ...options,
  });
  try {
    return await test(simulator);
  } finally {
    await simulator.close();
  }
}

/** One call, and how many requests had come to the server by the time it was closed. */
export interface Call {
  readonly exchange: Exchange;
  readonly requests: number;
}

/** Makes one call while a fault is due. */
export async function callWithFault(fault: Fault, changes: CallChanges = {}): Promise<Call> {
  return withServer(async (simulator) => {
    simulator.always("concludeChat", fault);
    const exchange = await concludeAt(simulator.url, changes);
    await simulator.close();
    return { exchange, requests: simulator.requests.length };
  });
}

/** All that a failed call is to be: facts, meaning and words. */
export interface ExpectedFailure {
  readonly failure: Failure;
  readonly effect: ReturnType<typeof effectOf>;
  readonly headline: string;
  readonly explanation: string;
  readonly advice: string;
  /** Requests that came to the server; one where not said. */
  readonly requests?: number;
}

/** Compares a failed call whole. ORIGIN stands for the server's address, whose port is chance. */
export function assertFails({ exchange, requests }: Call, expected: ExpectedFailure): void {
  assert.ok(!exchange.result.ok, "the call succeeded");
  const { failure } = exchange.result.error;
  const origin = new URL(exchange.request.url).origin;
  const { headline, explanation, advice } = verdictOf(exchange);
  assert.deepEqual(
    {
      failure,
      effect: effectOf(failure),
      headline,
      explanation: explanation.replaceAll(origin, "ORIGIN"),
      advice,
      requests,
    },
    { requests: 1, ...expected },
  );
  assertNoSecret(exchange);
}

/** The verdict that the panel shows of an exchange. */
export function verdictOf(exchange: Exchange): {
  readonly tone: string;
  readonly headline: string;
  readonly explanation: string;
  readonly advice: string;
} {
  return exchangeView(recordOf(exchange), false).verdict;
}

/** An exchange as it is kept, under a profile of its address. */
export function recordOf(exchange: Exchange, changes: Partial<Profile> = {}): ExchangeRecord {
  const profile: Profile = {
    id: "p1",
    name: "Acme test",
    origin: new URL(exchange.request.url).origin,
    fqSiteName: "acme_sql_001h",
    pool: "297:1",
    accountId: "12",
    protection: "test",
    isSimulator: false,
    ...changes,
  };
  return { exchange, profile, engagementId: 1000n };
}

/** Searches an exchange with everything that hangs on it, hidden and stacked too. */
export function assertNoSecret(exchange: Exchange, secret = sessionId): void {
  const error = exchange.result.ok ? undefined : exchange.result.error;
  const cause = error?.cause;
  const everything = [
    JSON.stringify(exchange, (_, value: unknown) =>
      typeof value === "bigint" ? value.toString() : value,
    ),
    inspect(exchange, {
      depth: null,
      showHidden: true,
      maxArrayLength: null,
      maxStringLength: null,
    }),
    error?.message,
    error?.stack,
    ...(cause instanceof Error ? [cause.message, cause.stack] : []),
  ].join("\n");
  for (const form of [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
    Buffer.from(secret).toString("base64url"),
  ]) {
    const at = everything.indexOf(form);
    assert.equal(at, -1, `…${everything.slice(Math.max(0, at - 60), at)}SESSION`);
  }
}
