import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedRequest } from "../../../src/simulator/recording";
import { readJson } from "../../../src/util/json";
import { body, concludeAt, sessionId, withServer, type CallChanges } from "./setup";

/** The request that a healthy simulator got. */
function requestOf(changes: CallChanges = {}): Promise<RecordedRequest> {
  return withServer(async (simulator) => {
    const { result } = await concludeAt(simulator.url, changes);
    assert.ok(result.ok);
    const [request] = simulator.requests;
    assert.ok(request);
    return request;
  });
}

describe("the request of concludeChat", () => {
  it("is a POST to the documented path, the colon of the pool not escaped", async () => {
    const { method, url } = await requestOf();
    assert.equal(method, "POST");
    assert.equal(url, "/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1");
  });

  it("has the documented headers, and none that HTTP does not need", async () => {
    const { headers } = await requestOf();
    assert.deepEqual(
      Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      {
        "content-type": "application/json; charset=utf-8",
        "x-aid": "12",
        "x-jsessionid": sessionId,
        accept: "application/json",
        "accept-encoding": "gzip, deflate, br",
        connection: "keep-alive",
        "content-length": "68",
        host: headers.find(([name]) => name === "Host")?.[1],
        "user-agent": "engagement-desk/0.0.0",
      },
    );
    assert.equal(headers.length, 9);
  });

  it("has a body of the documented members with exact digits", async () => {
    const { body: sent } = await requestOf();
    assert.equal(sent, '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}');
  });

  it("leaves members out that are not given", async () => {
    const { body: sent } = await requestOf({ body: { engagementId: 1000n } });
    assert.equal(sent, '{"engagementId":1000}');
  });

  it("means the same as the documentation's example for the same values", async () => {
    const example = readFileSync(join("test", "fixtures", "documentation", "request.json"), "utf8");
    const ours = await requestOf({ body });
    assert.notEqual(ours.body, example);
    assert.deepEqual(readJson(ours.body), readJson(example));
  });

  it("escapes what a pool may hold besides the colon", async () => {
    const pool = "a&b=c d%3A/é:#";
    await withServer(
      async (simulator) => {
        const server = { origin: simulator.url, fqSiteName: simulator.site, pool };
        assert.ok((await concludeAt(simulator.url, { server })).result.ok);
        assert.equal(
          simulator.requests[0]?.url,
          "/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=a%26b%3Dc%20d%253A%2F%C3%A9:%23",
        );
      },
      { pool },
    );
  });

  it("cannot be led to another path by a site name", async () => {
    const server = { origin: "http://127.0.0.1:9", fqSiteName: "a/../b?c#d", pool: "1:1" };
    const exchange = await concludeAt(server.origin, { server });
    assert.equal(
      exchange.request.url,
      "http://127.0.0.1:9/engagement/api/agent/a%2F..%2Fb%3Fc%23d/v1/concludeChat?pool=1:1",
    );
  });

  it("is kept with the session masked and all else as sent", () =>
    withServer(async (simulator) => {
      const { request } = await concludeAt(simulator.url);
      assert.deepEqual(request, {
        method: "POST",
        url: `${simulator.url}/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1`,
        headers: [
          ["Content-Type", "application/json; charset=utf-8"],
          ["Accept", "application/json"],
          ["User-Agent", "engagement-desk/0.0.0"],
          ["X-AID", "12"],
          ["X-JSESSIONID", "•••"],
        ],
        body: '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}',
      });
    }));

  it("is sent once for each call, even when several are under way", () =>
    withServer(
      async (simulator) => {
        const ids = [1000n, 1001n, 1002n];
        await Promise.all(
          ids.map((engagementId) => concludeAt(simulator.url, { body: { engagementId } })),
        );
        assert.deepEqual(
          simulator.requests.map((request) => request.body).sort(),
          ids.map((id) => `{"engagementId":${id}}`),
        );
      },
      { engagements: [1000n, 1001n, 1002n] },
    ));
});
