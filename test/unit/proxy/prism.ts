import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  createChatClient,
  type HandMadeContext,
  type HandMadeRequest,
} from "../../../src/chat/client";
import { headerOf, type Exchange } from "../../../src/chat/exchange";
import type { OperationId } from "../../../src/chat/operations";
import type { FetchLike } from "../../../src/chat/transport";
import type { JsonObject } from "../../../src/util/json";
import { repo } from "../../host/paths";
import { startGroup } from "../../host/processGroup";
import { until } from "../session/setup";
import { fetch } from "../../fakes/realFetch";

/** Something that is not as the document says: where, beginning with `request` or `response`, and what. */
interface Violation {
  readonly location: readonly string[];
  readonly message: string;
}

/** One request through the proxy. */
export interface ProxiedCall {
  readonly exchange: Exchange;
  /** The whole answer of a success, secrets included. */
  readonly answer?: JsonObject;
  readonly violations: readonly Violation[];
}

/** Stoplight's Prism as a proxy that holds everything that passes against our document. */
export interface Prism {
  readonly url: string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Starts Prism in front of a server; it takes a free port. */
export async function startPrism(upstream: string): Promise<Prism> {
  const cli = require.resolve("@stoplight/prism-cli/dist/index.js");
  const document = join(repo, "docs", "agent-api.openapi.json");
  const args = ["proxy", document, upstream, "--host", "127.0.0.1", "--port", "0"];
  // A cluster, which Prism makes of itself in production, would outlive a kill.
  const env = { ...process.env, NODE_ENV: "test", FORCE_COLOR: "0" };
  const group = startGroup(process.execPath, [cli, ...args], { output: "collect", env });
  const address = () => /is listening on (?<url>http:\S+)/.exec(group.output())?.groups?.["url"];
  try {
    await until(() => address() !== undefined, "Prism to listen", 50_000);
  } catch (error) {
    await group.stop();
    throw new Error(`Prism did not start:\n${group.output()}`, { cause: error });
  }
  return { url: address() ?? "", stop: () => group.stop() };
}

/** Sends a request with our client to an address where Prism listens, and reads what Prism found. */
export async function sendThrough(
  operation: OperationId,
  request: HandMadeRequest,
  context: Pick<HandMadeContext, "server" | "credentials">,
): Promise<ProxiedCall> {
  const found: string[] = [];
  // The client masks headers that it does not know: this one is read before.
  const watched: FetchLike = async (...args) => {
    const response = await fetch(...args);
    found.push(response.headers.raw()["sl-violations"]?.[0] ?? "[]");
    return response;
  };
  const client = createChatClient({ fetch: watched, userAgent: "engagement-desk/test" });
  const { exchange, answer } = await client.send(operation, request, {
    ...context,
    timeoutMs: 30_000,
    maxBytes: 1024 * 1024,
  });
  assert.ok(exchange.answer, `${operation} was not answered`);
  const { body, headers } = exchange.answer;
  const problem = headerOf(headers, "content-type")?.includes("problem+json");
  assert.ok(!problem, `Prism could not pass ${operation} on: ${body}`);
  return {
    exchange,
    ...(answer && { answer }),
    violations: found.flatMap(violationsIn),
  };
}

/** Prism writes them as JSON; of very many it writes the beginning, after some words. */
function violationsIn(header: string): readonly Violation[] {
  assert.ok(header.startsWith("["), header);
  return JSON.parse(header) as Violation[];
}

/** The places of violations, such as `response.body.clientId`. */
export function placesOf({ violations }: ProxiedCall): readonly string[] {
  return violations.map(({ location }) => location.join("."));
}
