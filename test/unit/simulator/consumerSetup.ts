import assert from "node:assert/strict";
import {
  type Operation,
  type ConsumerOperationName,
  consumerOperations,
} from "../../../src/chat/operations";
import type { Simulator } from "../../../src/simulator/simulator";
import { until } from "./chatSetup";
import { basic } from "./setup";

/** What a consumer's request may have differently from the healthy one; undefined leaves a header out. */
export interface ConsumerChanges {
  readonly method?: string;
  /** The path, without the query. */
  readonly path?: string;
  /** The query with its question mark. */
  readonly query?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** An answer to a consumer. */
export interface ConsumerAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Sends an operation of the consumer side, healthy but for the changes and for session and token. */
export async function consume(
  simulator: Simulator,
  name: ConsumerOperationName,
  changes: ConsumerChanges = {},
): Promise<ConsumerAnswer> {
  const operation: Operation = consumerOperations[name];
  const { url, site, pool } = simulator;
  const path = changes.path ?? operation.path ?? `/engagement/api/consumer/${site}/v1/${name}`;
  const query = changes.query ?? (operation.pool === "required" ? `?pool=${pool}` : "");
  const method = changes.method ?? operation.method;
  const headers: Readonly<Record<string, string | undefined>> = {
    ...(operation.method === "POST" && { "Content-Type": "application/json; charset=utf-8" }),
    ...(operation.place === "site" && {
      Authorization: basic("agent", "simulator"),
      "OSvC-CREST-Application-Context": "Test of the simulator",
    }),
    ...changes.headers,
  };
  const response = await fetch(`${url}${path}${query}`, {
    method,
    headers: Object.entries(headers).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, value]],
    ),
    ...(method === "POST" && { body: changes.body ?? "{}" }),
    ...(changes.signal && { signal: changes.signal }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: JSON.parse(text) as Readonly<Record<string, unknown>>,
  };
}

/** A token for a customer of whom the site is told this. */
export async function customerToken(
  simulator: Simulator,
  sessionInformation: unknown = {},
): Promise<string> {
  const body = JSON.stringify({ sessionInformation });
  const { json, text } = await consume(simulator, "establishSessions", { body });
  const token = json["channelToken"];
  assert.ok(typeof token === "string", text);
  return token;
}

/** A consumer who talks over the consumer API. */
export interface Consumer {
  readonly sessionId: string;
  readonly engagementId: number;
  /** Sends an operation in the consumer's session. */
  call(
    name: ConsumerOperationName,
    body?: unknown,
    changes?: ConsumerChanges,
  ): Promise<ConsumerAnswer>;
  /** The messages of one getMessages. */
  messages(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** A customer who has asked for an engagement. */
export async function consumerOf(
  simulator: Simulator,
  sessionInformation: unknown = {},
): Promise<Consumer> {
  const token = await customerToken(simulator, sessionInformation);
  const { json, text } = await consume(simulator, "requestEngagement", {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { sessionId, engagementId } = json;
  assert.ok(typeof sessionId === "string" && typeof engagementId === "number", text);
  const call: Consumer["call"] = (name, body = {}, changes = {}) =>
    consume(simulator, name, {
      body: JSON.stringify(body),
      ...changes,
      headers: { SessionId: sessionId, ...changes.headers },
    });
  return {
    sessionId,
    engagementId,
    call,
    async messages() {
      const answer = await call("getMessages");
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.json["errorMessages"], []);
      return answer.json["systemMessages"] as readonly Readonly<Record<string, unknown>>[];
    },
  };
}

/** The types of messages. */
export function namesOf(
  messages: readonly Readonly<Record<string, unknown>>[],
): readonly unknown[] {
  return messages.map(({ messageName }) => messageName);
}

/** Waits until so many calls of getMessages have come from consumers. */
export async function polls(simulator: Simulator, count: number): Promise<void> {
  const path = `/engagement/api/consumer/${simulator.site}/v1/getMessages`;
  await until(() => simulator.requests.filter(({ url }) => url.startsWith(path)).length >= count);
}
