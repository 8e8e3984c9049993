import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { createChatClient } from "../../../src/chat/client";
import { largeAnswerBytes, readArrival } from "../../../src/chat/reading";
import { AgentCalls, type AgentCallOutcome } from "../../../src/session/agentCalls";
import { startSimulator } from "../../../src/simulator/simulator";
import { someProfile } from "../../fakes/profiles";
import { messages as smallAnswer, started } from "./loopSetup";
import { afterTest, cleanUpAll } from "./setup";
import { fetch } from "../../fakes/realFetch";

describe("messages in an answer that is read aside", () => {
  afterEach(cleanUpAll);

  it("are handed over, although its value does not come back", async () => {
    const simulator = await startSimulator();
    afterTest(() => simulator.close());
    const { url: origin, site: fqSiteName, pool, accountId, sessionId } = simulator;
    const session = { sessionId, origin, since: 1 };
    const post = (body: string) => ({
      ChatPostMessage: { engagementId: 1000, body, note: sessionId },
    });
    const long = "x".repeat(largeAnswerBytes);
    simulator.next("getMessages", {
      kind: "raw",
      status: 200,
      headers: [["Content-Type", "application/json"]],
      body: JSON.stringify({ getResponseTypes: [post("one"), post(long), post("three")] }),
    });
    let askedAside = 0;
    const calls = new AgentCalls({
      client: createChatClient({
        ...{ fetch, userAgent: "test" },
        readAside: (arrival) => {
          askedAside += 1;
          const { answer, result } = readArrival(arrival);
          return Promise.resolve({ answer, result });
        },
      }),
      sessions: {
        get: () => Promise.resolve(session),
        end: () => Promise.reject(new Error("ended")),
      },
      sequenceNumbers: { next: () => Promise.resolve(1n) },
      timeoutMs: () => 20_000,
      onError: (error) => {
        throw error;
      },
    });
    const profile = { ...someProfile, origin, fqSiteName, pool, accountId };
    const outcome: AgentCallOutcome = await calls.call(profile, "getMessages", {});
    assert.ok(outcome.kind === "answered" && outcome.exchange.result.ok);
    assert.deepEqual([askedAside, outcome.answer], [1, undefined]);

    const { last, log } = await started();
    await last().end(outcome);
    await last().end(smallAnswer());
    assert.deepEqual(log.slice(0, 5), ["call", "one", long, "three", "call"]);
  });
});
