import { after, before, describe, it } from "mocha";
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import {
  createChatClient,
  type AnsweredCall,
  type CallContext,
  type ChatClient,
  type HandMadeContext,
} from "../../../src/chat/client";
import { Connections } from "../../../src/chat/connections";
import type { Credentials } from "../../../src/chat/credentials";
import type { FieldFact } from "../../../src/chat/fields";
import type { CallResult } from "../../../src/chat/exchange";
import { createFetch } from "../../../src/ui/areas/calling";
import {
  allOperations,
  operations,
  type CredentialsKind,
  type OperationId,
  type OperationName,
} from "../../../src/chat/operations";
import { readArrival, type ReadAside } from "../../../src/chat/reading";
import type { FetchLike, WireLimits } from "../../../src/chat/transport";
import { writeJson, type JsonObject } from "../../../src/util/json";
import { faultRows, megabyte, type FaultRow, type Scene } from "./faultRows";
import { eventually, startRawServer, type RawRequest } from "./rawServer";

const credentials: Readonly<Record<CredentialsKind, Credentials>> = {
  session: { accountId: "12", sessionId: "session-of-nobody" },
  bearer: { sessionToken: "token-of-nobody" },
  basic: { userName: "ada", password: "password-of-nobody", applicationContext: "test" },
  consumerSession: { consumerSessionId: "customer-of-nobody" },
  consumerToken: { channelToken: "channel-of-nobody" },
  none: {},
};

/** A value that a member may have. */
function valueOf(fact: FieldFact): unknown {
  switch (fact.type) {
    case "enum":
      return fact.values[0];
    case "int64":
      return 1000n;
    case "int32":
      return 1;
    case "boolean":
      return true;
    default:
      return "text";
  }
}

/** The smallest body that is valid: what is required, and nothing else. */
function smallestBody(id: OperationId): JsonObject {
  const required = Object.entries(allOperations[id].body).filter(([, fact]) => fact.required);
  return Object.fromEntries(required.map(([name, fact]) => [name, valueOf(fact)]));
}

/** The body of the smallest success that the operation is known by; a secret is as long as its mask. */
function smallestSuccess(id: OperationId): string {
  const { requiredMembers, resultMember, resultEvidence } = allOperations[id];
  const members = requiredMembers.map((name) => [name, "abc"]);
  const result = resultEvidence === "documented" ? [[resultMember, {}]] : [];
  return JSON.stringify(Object.fromEntries([...result, ...members, ["more", "some text"]]));
}

/** Calls as the product does: the agent's operations by name, the others by hand. */
function callAt(
  client: ChatClient,
  id: OperationId,
  origin: string,
  limits: WireLimits,
): Promise<AnsweredCall> {
  const context: HandMadeContext = {
    server: { origin, fqSiteName: "acme_sql_001h", pool: "297:1" },
    credentials: credentials[allOperations[id].credentials],
    ...limits,
  };
  return id in operations
    ? client.call(id as OperationName, smallestBody(id), context as CallContext<OperationName>)
    : client.send(id, { json: writeJson(smallestBody(id)) }, context);
}

/** Reads a large answer but for the blanks in it: this is about the wire, and reading is slow. */
const readPart: ReadAside = (arrival) => {
  const { bytes } = arrival.answer;
  const end = bytes.lastIndexOf("}".charCodeAt(0)) + 1;
  return Promise.resolve(
    readArrival({ ...arrival, answer: { ...arrival.answer, bytes: bytes.subarray(0, end) } }),
  );
};

/** The kinds of resources that keep the process, as often as there are of each. */
function resources(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo().filter((kind) => kind !== "Immediate")) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What a client's fetch is watched for: how far answers came, and what listens to its signals. */
function watch(fetch: FetchLike): {
  readonly fetch: FetchLike;
  readonly arrived: Scene["arrived"];
} {
  const arrived = { head: false, bytes: 0 };
  const counted = async function* (
    body: AsyncIterable<Uint8Array | string>,
  ): AsyncGenerator<Uint8Array | string> {
    for await (const chunk of body) {
      arrived.bytes += chunk.length;
      yield chunk;
    }
  };
  return {
    arrived,
    fetch: async (url, init) => {
      arrived.head = false;
      arrived.bytes = 0;
      const answer = await fetch(url, init);
      arrived.head = true;
      const { status, statusText, headers, body } = answer;
      return { status, statusText, headers, body: body && counted(body) };
    },
  };
}

/** One call with a fault, a good one after it on the same client, and nothing left of both. */
async function bears(id: OperationId, row: FaultRow): Promise<void> {
  // Mocha's own timer starts when the test has returned its promise.
  await new Promise((resolve) => setImmediate(resolve));
  const atFirst = resources();
  const body = smallestSuccess(id);
  const good = ({ socket }: RawRequest): void => {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    socket.write(`${head}\r\n\r\n${body}`);
  };
  const server = await startRawServer(good);
  const connections = new Connections();
  const watched = watch(createFetch(connections));
  const client = createChatClient({ fetch: watched.fetch, userAgent: "test", readAside: readPart });
  const cancel = new AbortController();
  const call = (origin: string, limits: Partial<WireLimits> = {}): Promise<AnsweredCall> =>
    callAt(client, id, origin, {
      ...{ timeoutMs: 30_000, maxBytes: megabyte, signal: cancel.signal },
      ...limits,
    });
  const succeeds = async (): Promise<void> => {
    const { result } = (await call(server.origin)).exchange;
    assert.ok(result.ok, `a good call: ${JSON.stringify(result.ok || result.error.failure)}`);
    await new Promise((resolve) => setImmediate(resolve));
  };
  let treated: unknown;
  try {
    if (row.isReused) {
      await succeeds();
    }
    const earlier = server.requests.length;
    server.treat((request) => {
      treated = row.treat?.({ ...request, body, arrived: watched.arrived });
    });
    const origin = row.treat ? server.origin : await deadOrigin();
    let timeoutMs = row.isEndless ? 100 : 30_000;
    const faultyCall = async (): Promise<CallResult> => {
      const { exchange } = await call(origin, { timeoutMs, maxBytes: row.maxBytes ?? megabyte });
      return exchange.result;
    };
    let result = await faultyCall();
    // A busy machine may not even have sent it by then.
    while (row.isEndless && server.requests.length === earlier && timeoutMs < 10_000) {
      timeoutMs *= 2;
      result = await faultyCall();
    }
    assert.deepEqual(
      result.ok ? undefined : result.error.failure,
      row.failure?.({ body, timeoutMs }),
      result.ok ? "the call succeeded" : "another failure",
    );
    await treated;
    const faulty = server.requests.slice(earlier);
    assert.equal(faulty.length, row.treat ? 1 : 0, "requests that the server saw");
    assert.equal(
      faulty.some(({ before: count }) => count > 0),
      row.isReused ?? false,
      "a connection that was used before",
    );
    if (row.failure && !row.isWhole) {
      await eventually(() => server.open() === 0, "the spoilt connection to be closed");
    }
    server.treat(good);
    await succeeds();
    assert.ok(server.open() <= 1, "connections that are kept");
    assert.equal(getEventListeners(cancel.signal, "abort").length, 0, "listeners of the user's");
  } finally {
    connections.dispose();
    await eventually(() => server.open() === 0, "the connections to be closed");
    await server.close();
  }
  const more = (): string[] =>
    [...resources()].flatMap(([name, count]) => (count > (atFirst.get(name) ?? 0) ? [name] : []));
  await eventually(
    () => more().length === 0,
    () => `the resources of the call to be given back: ${more().join(", ")}`,
  );
}

/** An address on loopback where nobody listens any more. */
async function deadOrigin(): Promise<string> {
  const server = await startRawServer(() => undefined);
  await server.close();
  return server.origin;
}

describe("every operation bears every fault of the wire", () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => {
    warnings.push(warning);
  };
  before(() => {
    process.on("warning", onWarning);
  });
  after(() => {
    process.off("warning", onWarning);
    assert.deepEqual(warnings, [], "warnings, such as of too many listeners");
  });

  for (const id of Object.keys(allOperations) as OperationId[]) {
    describe(id, () => {
      for (const row of faultRows) {
        it(`${id}: ${row.failure ? "tells what is known" : "succeeds"} when ${row.name}`, () =>
          bears(id, row));
      }
    });
  }
});
