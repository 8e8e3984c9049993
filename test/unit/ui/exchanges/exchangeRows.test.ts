import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Failure } from "../../../../src/chat/failure";
import type { HistoryEntry } from "../../../../src/exchanges/history/historyEntry";
import { comparisonTitle } from "../../../../src/ui/exchanges/comparisonTitle";
import { arrangeExchanges, outcomeOf, sentText } from "../../../../src/ui/exchanges/exchangeRows";
import { entryOf, hour, ten } from "./entries";

// German, since every version of the language data writes its dates alike.
const options = { now: ten + 2 * hour, locale: "de-DE", timeZone: "UTC" };

const denied: Failure = {
  kind: "unauthorized",
  status: 403,
  isChatServer: true,
  exceptionCode: "ACCESS_DENIED",
};
const noConnection: Failure = {
  kind: "network",
  reason: "refusedConnection",
  code: "ECONNREFUSED",
  maybeSent: false,
};

/** The view as text: a line a row, with its icon. */
function drawn(entries: readonly HistoryEntry[], changes: Partial<typeof options> = {}): string[] {
  return arrangeExchanges(entries, { ...options, ...changes }).flatMap(({ label, rows }) => [
    `${label} (${rows.length})`,
    ...rows.map((row) => `  [${row.icon.id}] ${row.label} | ${row.description}`),
  ]);
}

describe("arrangeExchanges", () => {
  it("puts what is pinned on top and the rest under its days, newest first", () => {
    const entries = [
      entryOf("f", { sentAt: ten + hour, sentBy: "document", operation: "postMessage" }),
      entryOf("e", { failure: denied, status: 403 }),
      entryOf("d", { sentAt: ten - 12 * hour, isPinned: true }),
      entryOf("c", {
        sentAt: ten - 20 * hour,
        failure: { kind: "timeout", timeoutMs: 5 },
        isUnanswered: true,
      }),
      entryOf("b", {
        sentAt: ten - 40 * hour,
        operation: "setActivityStatus",
        requestBody: '{"status":"AVAILABLE"}',
        failure: noConnection,
        isUnanswered: true,
      }),
      entryOf("a", { sentAt: ten - 400 * hour, operation: "logoff" }),
    ];
    assert.deepEqual(drawn(entries), [
      "Pinned (1)",
      "  [pass] Conclude engagement 1000 | 21.11.2026, 22:00:00 · 200",
      "Today (2)",
      "  [pass] Send a message in engagement 1000 | 11:00:00 · 200",
      "  [error] Conclude engagement 1000 | 10:00:00 · 403 ACCESS_DENIED",
      "Yesterday (1)",
      "  [question] Conclude engagement 1000 | 14:00:00 · timed out",
      "Freitag, 20. November 2026 (1)",
      "  [circle-slash] Go available | 18:00:00 · no connection",
      "Donnerstag, 5. November 2026 (1)",
      "  [pass] Log off | 18:00:00 · 200",
    ]);
  });

  it("names the profile where there are several", () => {
    const entries = [
      entryOf("b", { profileName: "Other", profileId: "p2" }),
      entryOf("a", { failure: { kind: "refused", status: 500, isChatServer: false }, status: 500 }),
    ];
    assert.deepEqual(drawn(entries), [
      "Today (2)",
      "  [pass] Conclude engagement 1000 | 10:00:00 · 200 · Other",
      "  [question] Conclude engagement 1000 | 10:00:00 · 500 refused · ACME",
    ]);
  });

  it("tells the days apart where the user is", () => {
    const entries = [entryOf("b"), entryOf("a", { sentAt: ten - 8 * hour })];
    assert.deepEqual(drawn(entries, { timeZone: "America/New_York" }), [
      "Today (1)",
      "  [pass] Conclude engagement 1000 | 05:00:00 · 200",
      "Yesterday (1)",
      "  [pass] Conclude engagement 1000 | 21:00:00 · 200",
    ]);
  });

  it("knows yesterday when a day has 25 hours", () => {
    // The clocks of Berlin went back in the night before 25 October 2026.
    const now = Date.UTC(2026, 9, 25, 22, 30);
    const entries = [entryOf("a", { sentAt: now - 24.8 * hour })];
    assert.deepEqual(drawn(entries, { now, timeZone: "Europe/Berlin" })[0], "Yesterday (1)");
  });

  it("has nothing to show of nothing", () => {
    assert.deepEqual(drawn([]), []);
  });

  it("tells the facts of a row in its tooltip, and its outcome to those who do not see the icon", () => {
    const [group] = arrangeExchanges(
      [entryOf("a", { failure: denied, status: 403, isPinned: true, sentBy: "loop" })],
      options,
    );
    assert.deepEqual(group?.rows[0], {
      id: "a",
      label: "Conclude engagement 1000",
      description: "10:00:00 · 403 ACCESS_DENIED",
      icon: { id: "error", color: "problemsErrorIcon.foreground" },
      tooltip: [
        "Conclude engagement 1000",
        "The server refused it.",
        "Answer: 403 ACCESS_DENIED",
        "Sent 22.11.2026, 10:00:00, by the message loop; took 13 ms.",
        "Profile: ACME",
        "Pinned: it stays however old it gets.",
      ],
      accessibleLabel: "Conclude engagement 1000, refused, 10:00:00 · 403 ACCESS_DENIED",
      contextValue: "exchange.pinned",
    });
  });

  it("says that nothing was answered", () => {
    const [group] = arrangeExchanges(
      [entryOf("a", { failure: noConnection, isUnanswered: true, durationMs: 12_300 })],
      options,
    );
    assert.deepEqual(group?.rows[0]?.tooltip.slice(1), [
      "It failed: nothing was done.",
      "Nothing was answered.",
      "Sent 22.11.2026, 10:00:00, by a command; took 12 s.",
      "Profile: ACME",
    ]);
  });

  it("stays readable when a request is too long for its summary", () => {
    const entry = entryOf("a", { operation: "setActivityStatus", requestBody: "x".repeat(2000) });
    assert.deepEqual(drawn([entry])[1], "  [pass] Set the agent's status | 10:00:00 · 200");
  });
});

describe("outcomeOf", () => {
  it("leaves nothing in doubt that does no harm", () => {
    const failure: Failure = { kind: "timeout", timeoutMs: 5 };
    assert.equal(outcomeOf(entryOf("a", { failure, operation: "getMessages" })), "failed");
    assert.equal(outcomeOf(entryOf("a", { failure })), "unknown");
  });

  it("leaves a success for another engagement in doubt", () => {
    assert.equal(outcomeOf(entryOf("a", { engagementId: 7n })), "unknown");
  });
});

describe("comparisonTitle", () => {
  it("names once what both did", () => {
    const yesterday = entryOf("a", { sentAt: ten - 24 * hour });
    assert.equal(
      comparisonTitle(yesterday, entryOf("b"), options),
      "Conclude engagement 1000: 21.11.2026, 10:00:00 ↔ 10:00:00",
    );
  });

  it("names both where they differ", () => {
    assert.equal(
      comparisonTitle(entryOf("a"), entryOf("b", { operation: "logoff" }), options),
      "Conclude engagement 1000 (10:00:00) ↔ Log off (10:00:00)",
    );
  });
});

describe("sentText", () => {
  it("names the day unless it is today", () => {
    assert.equal(sentText(ten, options), "10:00:00");
    assert.equal(sentText(ten - 24 * hour, options), "21.11.2026, 10:00:00");
  });
});
