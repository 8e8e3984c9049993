import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Exchange } from "../../../src/chat/exchange";
import { ChatError, type Failure } from "../../../src/chat/failure";
import type { OperationName } from "../../../src/chat/operations";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import { SessionNotes } from "../../../src/engagements/sessionNotes";
import type { ProfileExchange } from "../../../src/session/agentCalls";
import type { LiveState } from "../../../src/session/liveSession";
import { Emitter } from "../../../src/util/event";
import { someProfile } from "../../fakes/profiles";

/** Notes with the events they listen to; the journal is in memory. */
function setup() {
  const errors: unknown[] = [];
  const onError = (error: unknown): void => {
    errors.push(error);
  };
  const engagements = new EngagementStore({ root: "", now: () => 1, onError });
  engagements.startInMemory(someProfile.id);
  const calls = new Emitter<ProfileExchange>();
  const live = new Emitter<LiveState>();
  const notes = new SessionNotes({
    calls: { onDidCall: calls.event },
    live: { onDidChange: live.event, state: { kind: "off" } },
    liveProfile: () => someProfile,
    ...{ engagements, onError },
  });
  const noted = () =>
    engagements
      .entries(someProfile.id, "session")
      .map(({ event }) =>
        event.kind === "session" ? [event.what, event.detail].filter(Boolean).join(" ") : "",
      );
  return { calls, live, notes, noted, errors };
}

function exchange(operation: OperationName, failure?: Failure): ProfileExchange {
  const result: Exchange["result"] = failure
    ? { ok: false, error: new ChatError(operation, failure) }
    : { ok: true, envelope: { result: [], twinDifferences: [] } };
  const request = { method: "POST", url: "", headers: [], body: "" };
  return {
    ...{ profile: someProfile, sentBy: "command", isForeign: false },
    exchange: { id: "1", operation, request, sentAt: 0, durationMs: 1, result },
  };
}

const refusedSession: Failure = { kind: "unauthorized", status: 403, isChatServer: true };

describe("the notes of a session", () => {
  it("say that it was logged off, when the chat server accepted that", async () => {
    const { calls, noted } = setup();
    calls.fire(exchange("logoff", { kind: "timeout", timeoutMs: 1 }));
    calls.fire(exchange("logoff"));
    await settled();
    assert.deepEqual(noted(), ["loggedOff"]);
  });

  it("say what a request by hand did to it, and leave to the commands what these note", async () => {
    const { calls, noted } = setup();
    const sent = (operation: OperationName, body: string, failure?: Failure): ProfileExchange => {
      const call = exchange(operation, failure);
      const request = { ...call.exchange.request, body };
      return { ...call, sentBy: "document", exchange: { ...call.exchange, request } };
    };
    calls.fire(sent("setActivityStatus", '{"status":"AVAILABLE","subTypeId":1}'));
    calls.fire({ ...sent("setActivityStatus", '{"status":"UNAVAILABLE"}'), sentBy: "command" });
    calls.fire(
      sent("setActivityStatus", '{"status":"UNAVAILABLE"}', { kind: "timeout", timeoutMs: 1 }),
    );
    calls.fire(sent("setActivityStatus", '{"status":"NONE"}'));
    calls.fire(sent("requestAssignment", '{"assignmentRequested":true,"idleSessionCount":2}'));
    calls.fire(sent("requestAssignment", '{"assignmentRequested":false}'));
    calls.fire(sent("setActivityStatus", '{"status":"UNAVAILABLE"}'));
    await settled();
    assert.deepEqual(noted(), [
      "available",
      "assignmentRequested 2",
      "requestWithdrawn",
      "unavailable",
    ]);
  });

  it("say once that it expired, however many calls learn it", async () => {
    const { calls, noted } = setup();
    calls.fire(exchange("getMessages", refusedSession));
    await settled();
    calls.fire(exchange("concludeChat", refusedSession));
    await settled();
    assert.deepEqual(noted(), ["expired"]);
  });

  it("do not take what was refused on purpose for its end, but a log-off that succeeded", async () => {
    const { calls, noted } = setup();
    calls.fire({ ...exchange("concludeChat", refusedSession), isForeign: true });
    calls.fire({ ...exchange("logoff", refusedSession), isForeign: true });
    await settled();
    assert.deepEqual(noted(), []);
    calls.fire({ ...exchange("logoff"), isForeign: true });
    await settled();
    assert.deepEqual(noted(), ["loggedOff"]);
  });

  it("do not take a proxy's refusal for the end of the session", async () => {
    const { calls, noted } = setup();
    calls.fire(exchange("getMessages", { ...refusedSession, status: 401, isChatServer: false }));
    await settled();
    assert.deepEqual(noted(), []);
  });

  it("say once when contact was lost, why, and when an answer came again", async () => {
    const { calls, live, noted } = setup();
    const why: Failure = { kind: "timeout", timeoutMs: 45_000 };
    live.fire({ kind: "polling", since: 0 });
    for (const attempt of [1, 2, 3]) {
      live.fire({ kind: "waiting", until: attempt, why, attempt });
      live.fire({ kind: "polling", since: attempt });
      calls.fire(exchange("concludeChat"));
      if (attempt < 3) {
        calls.fire(exchange("getMessages", why));
      }
    }
    calls.fire(exchange("getMessages"));
    calls.fire(exchange("getMessages"));
    await settled();
    assert.deepEqual(noted(), ["contactLost timeout", "contactBack"]);
  });

  it("begin anew where another window took over meanwhile", async () => {
    const { calls, live, noted } = setup();
    const why: Failure = { kind: "timeout", timeoutMs: 45_000 };
    live.fire({ kind: "waiting", until: 1, why, attempt: 1 });
    live.fire({ kind: "standby" });
    calls.fire(exchange("getMessages"));
    await settled();
    assert.deepEqual(noted(), ["contactLost timeout"]);
  });

  it("say nothing of contact that another window has", async () => {
    const { live, noted } = setup();
    live.fire({ kind: "standby" });
    live.fire({ kind: "polling", since: 3 });
    await settled();
    assert.deepEqual(noted(), []);
  });

  it("end with their window", async () => {
    const { calls, live, notes, noted } = setup();
    notes.dispose();
    calls.fire(exchange("logoff"));
    live.fire({ kind: "waiting", until: 1, why: { kind: "sessionBroken" }, attempt: 1 });
    await settled();
    assert.deepEqual(noted(), []);
  });
});

/** Lets what was begun come to its end; the journal in memory waits for nothing else. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
