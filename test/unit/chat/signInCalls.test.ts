import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createChatClient } from "../../../src/chat/client";
import type { Exchange } from "../../../src/chat/exchange";
import type { ChatServer } from "../../../src/chat/server";
import { startSimulator, type Simulator } from "../../../src/simulator/simulator";
import { fetch } from "../../fakes/realFetch";

const limits = { timeoutMs: 20_000, maxBytes: 1024 * 1024 };
const password = "correct horse battery staple";

async function withSimulator(test: (simulator: Simulator) => Promise<void>): Promise<void> {
  const simulator = await startSimulator({
    accounts: [{ userName: "ada", password, accountId: "12" }],
    sessionIdOf: (count) => `node0signInCalls${count}`,
  });
  try {
    await test(simulator);
  } finally {
    await simulator.close();
  }
}

const client = createChatClient({ fetch, userAgent: "test" });

function basic(simulator: Simulator, changes: { readonly password?: string } = {}) {
  return {
    server: { origin: simulator.url },
    credentials: { userName: "ada", password, applicationContext: "unit test", ...changes },
    ...limits,
  };
}

function serverOf({ url, site, pool }: Simulator): ChatServer {
  return { origin: url, fqSiteName: site, pool };
}

/** Everything that is kept of an exchange, as one text. */
function textOf(exchange: Exchange): string {
  const error = exchange.result.ok ? "" : (exchange.result.error.stack ?? "");
  return JSON.stringify(exchange) + error;
}

async function tokenOf(simulator: Simulator): Promise<string> {
  const { answer } = await client.call("agentTokens", {}, basic(simulator));
  return String(answer?.["sessionToken"]);
}

describe("the calls of a sign-in", () => {
  it("ask the site for its chat server by GET, without a body", () =>
    withSimulator(async (simulator) => {
      const { answer, exchange } = await client.call("serviceSettings", {}, basic(simulator));
      assert.equal(answer?.["domain"], "127.0.0.1");
      assert.equal(answer["pool"], simulator.pool);
      assert.equal(answer["siteName"], simulator.site);
      const [request] = simulator.requests;
      assert.equal(request?.method, "GET");
      assert.equal(request.url, "/services/rest/crossChannelServices/latest/serviceSettings/1");
      assert.equal(request.body, "");
      const names = request.headers.map(([name]) => name.toLowerCase());
      assert.ok(names.includes("osvc-crest-application-context"));
      assert.ok(!names.includes("content-type"));
      assert.ok(exchange.result.ok);
    }));

  it("hand the token and the session over, and keep neither in the exchange", () =>
    withSimulator(async (simulator) => {
      const tokens = await client.call("agentTokens", {}, basic(simulator));
      const sessionToken = String(tokens.answer?.["sessionToken"]);
      const session = await client.call(
        "createAutomatedAgentSession",
        { logonOverride: false, timeCreated: 1_618_317_020_415n },
        { server: serverOf(simulator), credentials: { sessionToken }, ...limits },
      );
      assert.match(String(session.answer?.["sessionId"]), /^node0signInCalls\d$/);
      assert.equal(
        simulator.requests[1]?.body,
        '{"logonOverride":false,"timeCreated":1618317020415}',
      );
      const basicHeader = Buffer.from(`ada:${password}`).toString("base64");
      for (const { exchange } of [tokens, session]) {
        const text = textOf(exchange);
        for (const secret of [sessionToken, "node0signInCalls", password, basicHeader]) {
          assert.ok(!text.includes(secret), `${exchange.operation} keeps a secret`);
        }
      }
    }));

  it("log the session off, so that it is refused afterwards", () =>
    withSimulator(async (simulator) => {
      const session = await client.call(
        "createAutomatedAgentSession",
        {},
        {
          server: serverOf(simulator),
          credentials: { sessionToken: await tokenOf(simulator) },
          ...limits,
        },
      );
      const context = {
        server: serverOf(simulator),
        credentials: { accountId: "12", sessionId: String(session.answer?.["sessionId"]) },
        ...limits,
      };
      const first = await client.call("logoff", { forceLogoff: true }, context);
      assert.ok(first.exchange.result.ok);
      const second = await client.call("logoff", { forceLogoff: true }, context);
      assert.ok(!second.exchange.result.ok);
      assert.equal(second.exchange.result.error.failure.kind, "unauthorized");
      assert.equal(second.answer, undefined);
    }));

  it("are refused with a wrong password, which is kept nowhere", () =>
    withSimulator(async (simulator) => {
      const wrong = basic(simulator, { password: "wrong password 4711" });
      for (const operation of ["serviceSettings", "agentTokens"] as const) {
        const { answer, exchange } = await client.call(operation, {}, wrong);
        assert.equal(answer, undefined);
        assert.ok(!exchange.result.ok);
        assert.equal(exchange.result.error.failure.kind, "unauthorized");
        assert.equal(exchange.answer?.status, 401);
        assert.ok(!textOf(exchange).includes("wrong password 4711"));
      }
    }));

  it("are not taken for done when what they are asked for is missing", () =>
    withSimulator(async (simulator) => {
      simulator.next("agentTokens", {
        kind: "raw",
        status: 200,
        headers: [["Content-Type", "application/json"]],
        body: "{}",
      });
      const { answer, exchange } = await client.call("agentTokens", {}, basic(simulator));
      assert.equal(answer, undefined);
      assert.ok(!exchange.result.ok);
      assert.deepEqual(exchange.result.error.failure, {
        kind: "unreadable",
        status: 200,
        fault: { reason: "shape", missing: "sessionToken" },
      });
    }));
});
