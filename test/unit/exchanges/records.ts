import { createChatClient, type HandMadeRequest } from "../../../src/chat/client";
import type { Exchange } from "../../../src/chat/exchange";
import type { OperationId } from "../../../src/chat/operations";
import type { ExchangeRecord } from "../../../src/exchanges/exchangeRecord";
import type { Profile } from "../../../src/profiles/profile";
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from "../../../src/simulator/simulator";
import { fetch } from "../../fakes/realFetch";

/** The session of every call; it must never be seen in what leaves the product. */
export const sessionId = "node01h8m13tljpm7ns8nayp0pid91";

/** A token in form; nothing knows it as a secret but its looks. */
export const webToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJrZXIifQ.bWFya2Vyc2lnbmF0dXJl";

/** Runs a test against a simulator with the engagement 1000, and closes it. */
export async function withServer(
  test: (simulator: Simulator) => Promise<void>,
  options: SimulatorOptions = {},
): Promise<void> {
  const simulator = await startSimulator({ sessionId, engagements: [1000n], ...options });
  try {
    await test(simulator);
  } finally {
    await simulator.close();
  }
}

/** Sends a request by hand in the agent's session with the real client, and keeps the record. */
export async function recordOf(
  { url, site, pool }: Pick<Simulator, "url" | "site" | "pool">,
  operation: OperationId,
  request: HandMadeRequest,
  limits: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<ExchangeRecord> {
  const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
  const { exchange } = await client.send(operation, request, {
    server: { origin: url, fqSiteName: site, pool },
    credentials: { accountId: "12", sessionId },
    timeoutMs: 20_000,
    maxBytes: 1024 * 1024,
    ...limits,
  });
  return recordWith(exchange, { origin: url, fqSiteName: site, pool });
}

/** An exchange as it is kept. */
function recordWith(
  exchange: Exchange,
  server: Pick<Profile, "origin" | "fqSiteName" | "pool">,
): ExchangeRecord {
  const profile: Profile = {
    ...server,
    id: "p1",
    name: "Acme test",
    accountId: "12",
    protection: "test",
    isSimulator: true,
  };
  return { exchange, profile, engagementId: 1000n, sentBy: "document" };
}
