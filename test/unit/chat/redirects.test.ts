import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { assertFails, callWithFault, concludeAt, sessionId, withServer } from "./setup";

const advice =
  "Check host and port of the profile: a proxy, a sign-in page or a moved site answers there.";
const headline = "Could not conclude engagement 1000: the server answered with a redirect";

describe("a redirect", () => {
  for (const status of [301, 302, 303, 307, 308] as const) {
    it(`with ${status} is told with its target, which is not asked`, () =>
      withServer(async (target) => {
        const location = `${target.url}/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1`;
        const shown = location.replace("297:1", "•••");
        assertFails(await callWithFault({ kind: "redirect", status, location }), {
          failure: { kind: "redirected", status, location: shown },
          effect: "notDone",
          headline,
          explanation: `HTTP ${status} points to ${shown}. It was not followed, so that your session goes to no other address.`,
          advice,
        });
        await target.close();
        assert.equal(target.requests.length, 0);
      }));
  }

  it("to the same server is not followed, either", () =>
    withServer(async (simulator) => {
      simulator.next("concludeChat", { kind: "redirect", status: 307, location: "?pool=297:1" });
      const exchange = await concludeAt(simulator.url);
      await simulator.close();
      assert.ok(!exchange.result.ok);
      assert.deepEqual(exchange.result.error.failure, {
        kind: "redirected",
        status: 307,
        location: "?pool=•••",
      });
      assert.equal(simulator.requests.length, 1);
    }));

  it("without a target says so", async () => {
    const fault = { kind: "raw", status: 300, headers: [], body: "" } as const;
    assertFails(await callWithFault(fault), {
      failure: { kind: "redirected", status: 300, location: undefined },
      effect: "notDone",
      headline,
      explanation: "HTTP 300 names no target. A chat server does not redirect.",
      advice,
    });
  });

  it("has the session masked in its target", async () => {
    const location = `http://127.0.0.1:1/?s=${sessionId}&next=%2F`;
    const shown = "http://127.0.0.1:1/?s=•••&next=•••";
    const { exchange } = await callWithFault({ kind: "redirect", status: 302, location });
    assert.ok(!exchange.result.ok);
    assert.deepEqual(exchange.result.error.failure, {
      kind: "redirected",
      status: 302,
      location: shown,
    });
    assert.deepEqual(
      exchange.answer?.headers.find(([name]) => name === "location"),
      ["location", shown],
    );
  });

  it("is not what 304 is", async () => {
    const { exchange } = await callWithFault({ kind: "raw", status: 304, headers: [], body: "" });
    assert.ok(!exchange.result.ok);
    assert.deepEqual(exchange.result.error.failure, {
      kind: "refused",
      status: 304,
      isChatServer: false,
    });
  });
});
