import assert from "node:assert/strict";
import type { Credentials } from "../../../src/chat/credentials";
import type { OperationId } from "../../../src/chat/operations";
import type { Simulator } from "../../../src/simulator/simulator";
import { numberText, writeJson, type JsonObject } from "../../../src/util/json";
import { sendThrough, type Prism } from "./prism";

/** A request of which Prism found something to say, with what it said. */
export type Finding = readonly [operation: OperationId, message: string];

/** Calls of an agent and of customers that all go through Prism to one simulator. */
export class Conversation {
  readonly #seen = new Set<OperationId>();
  readonly #findings: Finding[] = [];

  constructor(
    private readonly prism: Prism,
    private readonly simulator: Simulator,
  ) {}

  /** The operations that were called. */
  get seen(): readonly OperationId[] {
    return [...this.#seen].sort();
  }

  /** Everything that Prism found in requests and answers. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** The credentials of an account of the site. */
  get basic(): Credentials {
    const [account] = this.simulator.accounts;
    assert.ok(account);
    const { userName, password } = account;
    return { userName, password, applicationContext: "Test with Prism" };
  }

  /** Makes one call that must succeed, and gives its answer. */
  async call(operation: OperationId, body: unknown, credentials: Credentials): Promise<JsonObject> {
    const { pool, site } = this.simulator;
    const { answer, exchange, violations } = await sendThrough(
      operation,
      { json: writeJson(body) },
      { server: { origin: this.prism.url, fqSiteName: site, pool }, credentials },
    );
    this.#seen.add(operation);
    this.#findings.push(...violations.map(({ message }) => [operation, message] as const));
    assert.ok(answer, `${operation} failed: ${exchange.answer?.body ?? ""}`);
    return answer;
  }

  /** Signs an agent in; gives the session's credentials and the agent's client id. */
  async signIn(): Promise<{ readonly session: Credentials; readonly clientId: bigint }> {
    await this.call("serviceSettings", {}, this.basic);
    const { sessionToken } = await this.call("agentTokens", {}, this.basic);
    const { sessionId, clientId } = await this.call(
      "createAutomatedAgentSession",
      { logonOverride: true, messageDataMap: { SOURCE: "test" }, sequenceNumber: 1 },
      { sessionToken: text(sessionToken) },
    );
    return {
      session: { accountId: this.simulator.accountId, sessionId: text(sessionId) },
      clientId: int64(clientId),
    };
  }

  /** Lets a customer ask for an engagement; gives its id and the customer's credentials. */
  async arrive(): Promise<{ readonly engagementId: bigint; readonly customer: Credentials }> {
    const sessionInformation = { firstName: "Ada", question: "Where is my order?" };
    const { channelToken } = await this.call(
      "consumer/establishSessions",
      { sessionInformation: writeJson(sessionInformation) },
      this.basic,
    );
    const { engagementId, sessionId } = await this.call(
      "consumer/requestEngagement",
      { clientRequestTime: "2026-01-14T14:35:14+01:00", clientTransactionId: 1 },
      { channelToken: text(channelToken) },
    );
    return {
      engagementId: int64(engagementId),
      customer: { consumerSessionId: text(sessionId) },
    };
  }
}

function text(value: unknown): string {
  assert.ok(typeof value === "string");
  return value;
}

function int64(value: unknown): bigint {
  const digits = numberText(value);
  assert.ok(digits !== undefined);
  return BigInt(digits);
}
