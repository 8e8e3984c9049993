import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { applicationContextOf, serverFrom } from "../../../src/session/signIn";
import type { Fault } from "../../../src/simulator/faults";
import { readJson, type JsonObject } from "../../../src/util/json";
import {
  jsonAnswer,
  operationsAt,
  password,
  settingsOf,
  signInAt,
  steps,
  withSite,
} from "./signInSetup";

describe("signIn", () => {
  it("comes from site, user and password to a session, in three requests", () =>
    withSite({}, async (simulator) => {
      const { outcome, exchanges, asked, ...told } = await signInAt(simulator.url);
      assert.ok(outcome.kind === "signedIn");
      assert.equal(outcome.sessionId, "node0signIn1");
      assert.deepEqual(outcome.server, {
        origin: simulator.url,
        fqSiteName: simulator.site,
        pool: simulator.pool,
      });
      assert.deepEqual(told.steps, [1, 2, 3]);
      assert.deepEqual(operationsAt(simulator), steps);
      assert.deepEqual(
        exchanges.map(({ operation }) => operation),
        steps,
      );
      assert.deepEqual(asked, []);
      assert.equal(
        simulator.requests[2]?.body,
        '{"logonOverride":false,"timeCreated":1618317020415}',
      );
    }));

  it("keeps password, token and session id out of all exchanges", () =>
    withSite({}, async (simulator) => {
      const { exchanges } = await signInAt(simulator.url);
      const text = JSON.stringify(exchanges);
      const token = simulator.requests[2]?.headers.find(([name]) => /^authorization$/i.test(name));
      assert.match(token?.[1] ?? "", /^Bearer .{4}/);
      for (const secret of [
        password,
        Buffer.from(`ada:${password}`).toString("base64"),
        (token?.[1] ?? "").replace("Bearer ", ""),
        "node0signIn1",
      ]) {
        assert.ok(!text.includes(secret));
      }
    }));

  it("tells the application context to the site", () =>
    withSite({}, async (simulator) => {
      await signInAt(simulator.url, { applicationContext: "Why we call" });
      const { headers = [] } = simulator.requests[0] ?? {};
      const sent = headers.find(([name]) => /^osvc-crest-application-context$/i.test(name));
      assert.equal(sent?.[1], "Why we call");
    }));

  it("offers to take over when the account is signed in, and does so when told", () =>
    withSite({}, async (simulator) => {
      await signInAt(simulator.url);
      const refused = (await signInAt(simulator.url)).outcome;
      assert.ok(refused.kind === "failed");
      assert.deepEqual([refused.step, refused.canTakeOver], [3, true]);
      const taken = (await signInAt(simulator.url, { logonOverride: true })).outcome;
      assert.equal(taken.kind, "signedIn");
      assert.match(simulator.requests.at(-1)?.body ?? "", /"logonOverride":true/);
    }));

  it("does not offer to take over once more what it could not take over", () =>
    withSite({}, async (simulator) => {
      simulator.next("createAutomatedAgentSession", jsonAnswer({ exceptionCode: "CONFLICT" }, 409));
      const { outcome } = await signInAt(simulator.url, { logonOverride: true });
      assert.ok(outcome.kind === "failed");
      assert.equal(outcome.canTakeOver, false);
    }));

  for (const [index, operation] of steps.entries()) {
    for (const [fault, kind, canTakeOver] of [
      [{ kind: "status", status: 400 }, "refused", true],
      [{ kind: "status", status: 401 }, "unauthorized", true],
      [{ kind: "status", status: 403 }, "unauthorized", true],
      [{ kind: "status", status: 404 }, "refused", false],
      [{ kind: "status", status: 409 }, "refused", true],
      [{ kind: "status", status: 429 }, "refused", false],
      [{ kind: "status", status: 500 }, "refused", true],
      [
        { kind: "status", status: 502, body: "<h1>Bad Gateway</h1>", contentType: "text/html" },
        "refused",
        false,
      ],
      [{ kind: "wrongContentType" }, "unreadable", false],
      [{ kind: "emptyBody" }, "unreadable", false],
      [{ kind: "brokenJson" }, "unreadable", false],
      [{ kind: "truncated" }, "unreadable", false],
      [{ kind: "drop", at: "beforeHeaders" }, "network", false],
      [
        { kind: "redirect", status: 302, location: "https://elsewhere.invalid/" },
        "redirected",
        false,
      ],
      [jsonAnswer({}), "unreadable", false],
      [jsonAnswer([]), "unreadable", false],
      [jsonAnswer({ chatSystemError: { message: "down" } }), "systemError", true],
    ] as const satisfies readonly (readonly [Fault, string, boolean])[]) {
      it(`stops at step ${index + 1} with ${JSON.stringify(fault)}, and repeats nothing`, () =>
        withSite({}, async (simulator) => {
          simulator.always(operation, fault);
          const { outcome, exchanges } = await signInAt(simulator.url);
          assert.ok(outcome.kind === "failed");
          assert.equal(outcome.step, index + 1);
          assert.ok(!outcome.exchange.result.ok);
          assert.equal(outcome.exchange.result.error.failure.kind, kind);
          assert.equal(outcome.exchange.operation, operation);
          assert.equal(exchanges.at(-1), outcome.exchange);
          assert.equal(outcome.canTakeOver, canTakeOver && index === 2);
          await simulator.close();
          assert.deepEqual(operationsAt(simulator), steps.slice(0, index + 1));
        }));
    }

    it(`can be cancelled while step ${index + 1} waits`, () =>
      withSite({}, async (simulator) => {
        const abort = new AbortController();
        simulator.next(operation, { kind: "hang" });
        const ended = signInAt(simulator.url, { signal: abort.signal });
        await simulator.waitFor(operation);
        abort.abort();
        const { outcome } = await ended;
        assert.deepEqual(outcome, { kind: "cancelled", maybeSignedIn: index === 2 });
      }));

    it(`gives step ${index + 1} up after the time-out`, () =>
      withSite({}, async (simulator) => {
        simulator.next(operation, { kind: "hang" });
        const limits = { timeoutMs: 300, maxBytes: 1000 };
        // Only the step that hangs may come near so short a limit.
        const { outcome } = await signInAt(simulator.url, { limits });
        assert.ok(outcome.kind === "failed");
        assert.ok(!outcome.exchange.result.ok);
        assert.equal(outcome.exchange.result.error.failure.kind, "timeout");
      }));
  }

  it("sends nothing when it was cancelled before", () =>
    withSite({}, async (simulator) => {
      const { outcome } = await signInAt(simulator.url, { signal: AbortSignal.abort() });
      assert.deepEqual(outcome, { kind: "cancelled", maybeSignedIn: false });
      assert.equal(simulator.requests.length, 0);
    }));

  it("stops at the first step with a wrong password", () =>
    withSite({}, async (simulator) => {
      const { outcome } = await signInAt(simulator.url, { password: "wrong password 4711" });
      assert.ok(outcome.kind === "failed");
      assert.equal(outcome.step, 1);
      assert.equal(outcome.exchange.answer?.status, 401);
      assert.ok(!JSON.stringify(outcome).includes("4711"));
    }));

  it("stops at the first step when the site is not known", async () => {
    const { outcome } = await signInAt("https://no-such-site.invalid");
    assert.ok(outcome.kind === "failed");
    assert.ok(!outcome.exchange.result.ok);
    const { failure } = outcome.exchange.result.error;
    assert.ok(failure.kind === "network");
    assert.equal(failure.reason, "unknownHost");
  });

  it("asks before a token goes to another host, and gets none when told not to", () =>
    withSite({}, async (simulator) => {
      const elsewhere = settingsOf(simulator, { domain: "localhost" });
      simulator.always("serviceSettings", elsewhere);
      const declined = await signInAt(simulator.url, {
        acceptServer: () => Promise.resolve(false),
      });
      const server = {
        origin: `http://localhost:${simulator.port}`,
        fqSiteName: simulator.site,
        pool: simulator.pool,
      };
      assert.deepEqual(declined.outcome, { kind: "declined", server });
      assert.deepEqual(operationsAt(simulator), ["serviceSettings"]);
      const { asked } = await signInAt(simulator.url);
      assert.deepEqual(asked, [server]);
      assert.deepEqual(operationsAt(simulator).slice(1, 3), ["serviceSettings", "agentTokens"]);
    }));

  for (const [member, value, shown] of [
    ["domain", "evil.example.com/engagement", "evil.example.com/engagement"],
    ["domain", "user@evil.example.com", "user@evil.example.com"],
    ["domain", "http://chat.example.com", "http://chat.example.com"],
    ["domain", "chat.example.com\r\nX: 1", "chat.example.com  X: 1"],
    ["domain", 7, "7"],
    ["domain", `${"x".repeat(100)}/`, "x".repeat(80)],
    ["port", 0, "0"],
    ["port", 65_536, "65536"],
    ["port", 1.5, "1.5"],
    ["port", "443", "443"],
    ["pool", "29 7", "29 7"],
    ["pool", ["297:1"], "object"],
    ["siteName", "../x", "../x"],
    ["siteName", true, "boolean"],
  ] as const) {
    it(`goes no further when ${member} is ${JSON.stringify(value)}`, () =>
      withSite({}, async (simulator) => {
        simulator.always("serviceSettings", settingsOf(simulator, { [member]: value }));
        const { outcome, exchanges } = await signInAt(simulator.url);
        const what = { member, value: shown };
        assert.deepEqual(outcome, { kind: "unusable", step: 1, exchange: exchanges[0], what });
        assert.deepEqual(operationsAt(simulator), ["serviceSettings"]);
      }));
  }

  for (const [operation, member, value] of [
    ["agentTokens", "sessionToken", "a\nb"],
    ["agentTokens", "sessionToken", ""],
    ["agentTokens", "sessionToken", 7],
    ["createAutomatedAgentSession", "sessionId", "a b c d"],
    ["createAutomatedAgentSession", "sessionId", "abc"],
    ["createAutomatedAgentSession", "sessionId", { id: "node0abc" }],
  ] as const) {
    it(`does not use ${JSON.stringify(value)} as ${member}, nor tell it`, () =>
      withSite({}, async (simulator) => {
        simulator.always(operation, jsonAnswer({ [member]: value }));
        const { outcome } = await signInAt(simulator.url);
        assert.ok(outcome.kind === "unusable");
        assert.deepEqual(outcome.what, { member });
        assert.equal(operationsAt(simulator).at(-1), operation);
      }));
  }

  it("relies on the session id alone of what the chat server answers", () =>
    withSite({}, async (simulator) => {
      simulator.next("createAutomatedAgentSession", jsonAnswer({ sessionId: "node0bare" }));
      const { outcome } = await signInAt(simulator.url);
      assert.ok(outcome.kind === "signedIn");
      assert.equal(outcome.sessionId, "node0bare");
    }));
});

describe("the chat server that a site names", () => {
  for (const [site, settings, origin] of [
    ["https://acme.example.com", { domain: "chat.example.com" }, "https://chat.example.com"],
    [
      "https://acme.example.com",
      { domain: "chat.example.com", port: 443 },
      "https://chat.example.com",
    ],
    [
      "https://acme.example.com",
      { domain: "Chat.example.com", port: 8084 },
      "https://chat.example.com:8084",
    ],
    [
      "https://acme.example.com",
      { domain: "chat.example.com", port: null },
      "https://chat.example.com",
    ],
    ["https://acme.example.com", { domain: "127.0.0.1", port: 8084 }, "https://127.0.0.1:8084"],
    ["http://127.0.0.1:1", { domain: "127.0.0.1", port: 8084 }, "http://127.0.0.1:8084"],
    ["http://127.0.0.1:1", { domain: "[::1]", port: 8084 }, "http://[::1]:8084"],
    ["http://127.0.0.1:1", { domain: "chat.example.com", port: 80 }, "https://chat.example.com:80"],
  ] as const) {
    it(`is at ${origin} for ${JSON.stringify(settings)} of ${site}`, () => {
      const reading = readJson(
        JSON.stringify({ pool: "297:1", siteName: "acme_sql", ...settings }),
      );
      assert.ok(reading.ok);
      assert.deepEqual(serverFrom(reading.value as JsonObject, site), {
        ...{ origin, fqSiteName: "acme_sql", pool: "297:1" },
      });
    });
  }
});

describe("applicationContextOf", () => {
  for (const [setting, context] of [
    ["Engagement Desk", "Engagement Desk"],
    ["  for tests ", "for tests"],
    ["", "Engagement Desk"],
    [undefined, "Engagement Desk"],
    [7, "Engagement Desk"],
    ["für\r\nX-Other: 1", "frX-Other: 1"],
    ["x".repeat(41), "x".repeat(40)],
  ] as const) {
    it(`makes ${JSON.stringify(context)} of ${JSON.stringify(setting)}`, () => {
      assert.equal(applicationContextOf(setting), context);
    });
  }
});
