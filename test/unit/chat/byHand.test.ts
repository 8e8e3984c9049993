import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  createChatClient,
  type HandMadeContext,
  type HandMadeRequest,
} from "../../../src/chat/client";
import { credentialHeaderNames, credentialHeaders } from "../../../src/chat/credentials";
import type { OperationId } from "../../../src/chat/operations";
import type { Simulator } from "../../../src/simulator/simulator";
import { assertNoSecret, sessionId, withServer } from "./setup";
import { fetch } from "../../fakes/realFetch";

const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });

function contextOf(simulator: Simulator, changes: Partial<HandMadeContext> = {}): HandMadeContext {
  const { url, site, pool } = simulator;
  return {
    server: { origin: url, fqSiteName: site, pool },
    credentials: { accountId: "12", sessionId },
    ...{ timeoutMs: 20_000, maxBytes: 1024 * 1024 },
    ...changes,
  };
}

/** Sends by hand; the exchange, and the request as it came to the server. */
async function sent(
  operation: OperationId,
  request: HandMadeRequest,
  changes: Partial<HandMadeContext> = {},
) {
  return withServer(async (simulator) => {
    const context = contextOf(simulator, changes);
    const { exchange } = await client.send(operation, request, context);
    assert.deepEqual(client.preview(operation, request, context), exchange.request);
    assertNoSecret(exchange);
    assert.equal(simulator.requests.length, 1);
    const [arrived] = simulator.requests;
    assert.ok(arrived);
    const headers = new Map(
      arrived.headers.map(([name, value]) => [name.toLowerCase(), value] as const),
    );
    return { exchange, arrived, headers };
  });
}

describe("a request by hand", () => {
  it("is sent as it is written, JSON or not, with the usual headers", async () => {
    for (const json of ['{ "engagementId": 1000 ,}', '{"engagementId":1000}', "ä🙂", ""]) {
      const { exchange, arrived, headers } = await sent("concludeChat", { json });
      assert.equal(arrived.body, json);
      assert.equal(exchange.request.body, json);
      assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
      assert.equal(headers.get("x-jsessionid"), sessionId);
    }
  });

  it("has no body and no type of one where none is given", async () => {
    const { arrived, headers } = await sent("concludeChat", {});
    assert.equal(arrived.body, "");
    assert.equal(headers.has("content-type"), false);
  });

  it("carries its JSON in the query where the operation has it there", async () => {
    const json = '{"engagementId":1000,"note":"a&b=c +%ä"}';
    const { exchange, arrived, headers } = await sent("rerouteAvailability", { json });
    assert.equal(arrived.method, "GET");
    assert.equal(arrived.body, "");
    assert.ok(arrived.url.endsWith(`&request=${encodeURIComponent(json)}`), arrived.url);
    assert.ok(exchange.request.url.endsWith(arrived.url));
    assert.equal(headers.has("content-type"), false);
  });

  it("leaves the query without the parameter where nothing is given, and takes half a character", async () => {
    const { arrived } = await sent("rerouteAvailability", {});
    assert.ok(!arrived.url.includes("request="));
    const half = await sent("rerouteAvailability", { json: '"\ud800"' });
    assert.ok(half.arrived.url.endsWith("&request=%22%EF%BF%BD%22"), half.arrived.url);
  });

  it("has headers of its own in the place of usual ones, whatever their letter case", async () => {
    const { exchange, headers } = await sent("concludeChat", {
      json: "{}",
      headers: [
        ["accept", "text/plain"],
        ["CONTENT-TYPE", "text/plain"],
        ["X-Trace", "7"],
      ],
    });
    assert.equal(headers.get("accept"), "text/plain");
    assert.equal(headers.get("content-type"), "text/plain");
    assert.equal(headers.get("x-trace"), "7");
    assert.deepEqual(exchange.request.headers, [
      ["User-Agent", "engagement-desk/0.0.0"],
      ["accept", "text/plain"],
      ["CONTENT-TYPE", "text/plain"],
      ["X-Trace", "7"],
      ["X-AID", "12"],
      ["X-JSESSIONID", "•••"],
    ]);
  });

  it("shows no header of its own whose name or value tells of a secret", async () => {
    const { exchange, headers } = await sent("concludeChat", {
      json: "{}",
      headers: [
        ["X-Api-Key", "abcdefgh"],
        ["X-Note", `is ${sessionId}`],
      ],
    });
    assert.equal(headers.get("x-api-key"), "abcdefgh");
    assert.equal(headers.get("x-note"), `is ${sessionId}`);
    const shown = new Map(exchange.request.headers);
    assert.deepEqual([shown.get("X-Api-Key"), shown.get("X-Note")], ["•••", "is •••"]);
  });

  it("leaves out and makes wrong what it says, and shows that as it was", async () => {
    const { exchange, headers } = await sent("concludeChat", {
      json: "{}",
      credentialHeaders: { "X-AID": "omit", "X-JSESSIONID": "wrong" },
    });
    assert.equal(headers.has("x-aid"), false);
    assert.equal(headers.get("x-jsessionid"), "wrong-on-purpose");
    assert.deepEqual(exchange.request.headers.at(-1), ["X-JSESSIONID", "wrong-on-purpose"]);
    assert.equal(exchange.answer?.status, 403);
  });

  it("is masked in the query as it would be in the body", async () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJrZXIifQ.bWFya2Vyc2lnbmF0dXJl";
    const json = `{"sessionToken":"abc","note":"${sessionId}","other":"${token}"}`;
    const { exchange, arrived } = await sent("rerouteAvailability", { json });
    assert.ok(arrived.url.includes(token));
    const shown = new URL(exchange.request.url).searchParams.get("request");
    assert.equal(shown, '{"sessionToken":"•••","note":"•••","other":"•••"}');
    assert.ok(exchange.request.url.includes("%22•••%22"));
  });

  it("goes to the site for the site's operations", async () => {
    await withServer(
      async (simulator) => {
        const context = contextOf(simulator, {
          server: { origin: simulator.url },
          credentials: { userName: "ada", password: "hunter2222", applicationContext: "test" },
        });
        const { exchange, answer } = await client.send("agentTokens", { json: "{}" }, context);
        assert.ok(exchange.result.ok && typeof answer?.["sessionToken"] === "string");
        for (const secret of ["hunter2222", btoa("ada:hunter2222"), answer["sessionToken"]]) {
          assertNoSecret(exchange, secret);
        }
        assert.deepEqual(exchange.request.headers.slice(-2), [
          ["OSvC-CREST-Application-Context", "test"],
          ["Authorization", "•••"],
        ]);
      },
      { accounts: [{ userName: "ada", password: "hunter2222", accountId: "12" }] },
    );
  });
});

describe("credentialHeaders", () => {
  for (const [kind, credentials, headers, secrets] of [
    [
      "session",
      { accountId: "12", sessionId: "sid" },
      ["X-AID: 12", "X-JSESSIONID: sid (secret)"],
      ["sid"],
    ],
    ["bearer", { sessionToken: "jwt" }, ["Authorization: Bearer jwt (secret)"], ["jwt"]],
    ["consumerToken", { channelToken: "jwt" }, ["Authorization: Bearer jwt (secret)"], ["jwt"]],
    ["consumerSession", { consumerSessionId: "sid" }, ["SessionId: sid (secret)"], ["sid"]],
    [
      "basic",
      { userName: "ädä", password: "p:w", applicationContext: "test" },
      ["OSvC-CREST-Application-Context: test", "Authorization: Basic w6Rkw6Q6cDp3 (secret)"],
      ["p:w", "w6Rkw6Q6cDp3"],
    ],
    ["none", {}, [], []],
  ] as const) {
    it(`says as whom, in order, and which values are secret: ${kind}`, () => {
      const made = credentialHeaders(credentials);
      assert.deepEqual(
        made.headers.map(({ header: [name, value], isSecret }) => {
          return `${name}: ${value}${isSecret ? " (secret)" : ""}`;
        }),
        headers,
      );
      assert.deepEqual(made.secrets, secrets);
      for (const name of credentialHeaderNames[kind]) {
        assert.ok(made.headers.some(({ header }) => header[0] === name));
      }
    });
  }
});
