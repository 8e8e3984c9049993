import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Fault } from "../../../src/simulator/faults";
import { namedFaults } from "../../../src/simulator/namedFaults";
import { assertNoSecret, callWithFault, concludeAt, sessionId, withServer } from "./setup";

const encoded = Buffer.from(sessionId).toString("base64");

/** Everything that a server could send the session back in. */
const echoing: Fault = {
  kind: "raw",
  status: 200,
  headers: [
    ["Content-Type", `application/json; session=${sessionId}`],
    ["Location", `https://a.example.invalid/?s=${sessionId}`],
    ["Server", `x/${encoded}`],
    ["Set-Cookie", `JSESSIONID=${sessionId}; Path=/`],
    ["X-JSESSIONID", sessionId],
    [`X-${sessionId}`, "1"],
  ],
  body: JSON.stringify({
    chatConcludeEngagementResult: {
      engagementId: 1000,
      engagementIdString: `of ${sessionId}`,
      [sessionId]: 1,
      [`${sessionId}String`]: sessionId,
    },
    chatSystemError: null,
    sessionId,
    note: `You sent ${sessionId}, ${encoded}`,
  }),
};

describe("what a call leaves behind", () => {
  for (const [name, { fault }] of namedFaults) {
    it(`never holds the session (${name})`, async () => {
      const { exchange, requests } = await callWithFault(fault, {
        timeoutMs: fault.kind === "delay" || fault.kind === "hang" ? 500 : 20_000,
      });
      assertNoSecret(exchange);
      assert.equal(requests, 1);
    });
  }

  for (const status of [200, 201, 302, 400, 403, 500, 502]) {
    it(`never holds the session that a server echoes everywhere (${status})`, async () => {
      const { exchange } = await callWithFault({ ...echoing, status });
      assert.equal(exchange.answer?.status, status);
      assertNoSecret(exchange);
    });
  }

  it("never holds the session that stands in words, codes and broken JSON", async () => {
    for (const body of [
      JSON.stringify({ exceptionCode: sessionId, message: `No ${sessionId}` }),
      JSON.stringify({ exceptionCode: "ACCESS_DENIED", detail: encoded }),
      `{"${sessionId}":1,"${sessionId}":2}`,
      `<html>${sessionId}</html>`,
    ]) {
      for (const status of [200, 403]) {
        const { exchange } = await callWithFault({
          kind: "status",
          status,
          body,
          contentType: "application/json",
        });
        assert.ok(!exchange.result.ok);
        assertNoSecret(exchange);
      }
    }
  });

  it("never holds the session that was taken for pool, site and account", async () => {
    const exchange = await concludeAt("http://127.0.0.1:9", {
      server: { origin: "http://127.0.0.1:9", fqSiteName: sessionId, pool: `1:${sessionId}` },
      credentials: { accountId: sessionId, sessionId },
    });
    assert.equal(
      exchange.request.url,
      "http://127.0.0.1:9/engagement/api/agent/•••/v1/concludeChat?pool=1:•••",
    );
    assert.ok(!exchange.result.ok && exchange.result.error.cause instanceof Error);
    assert.equal(
      exchange.result.error.cause.message,
      `request to ${exchange.request.url} failed, reason: connect ECONNREFUSED 127.0.0.1:9`,
    );
    assertNoSecret(exchange);
  });

  for (const awkward of [
    `"quotes"&'more'`,
    String.raw`back\slash/slash`,
    "per%20cent+plus==",
    "</script><b>",
    "$HOME`id`!",
    "9988776655",
  ]) {
    it(`never holds a session like ${awkward}, which arrives as it is`, () =>
      withServer(
        async (simulator) => {
          const exchange = await concludeAt(simulator.url, {
            credentials: { accountId: "12", sessionId: awkward },
          });
          assert.ok(exchange.result.ok);
          assert.match(exchange.answer?.body ?? "", /"sessionId": "•••"/);
          assertNoSecret(exchange, awkward);
        },
        { sessionId: awkward },
      ));
  }
});
