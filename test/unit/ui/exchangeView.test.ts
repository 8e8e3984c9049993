import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Envelope, Exchange, ReceivedAnswer } from "../../../src/chat/exchange";
import { ChatError, type Failure } from "../../../src/chat/failure";
import { refusedWith } from "../../../src/simulator/faults";
import { exchangeView, toneOf } from "../../../src/ui/exchangeView";
import { callWithFault, concludeAt, recordOf, withServer } from "../chat/setup";

const sentAt = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
const answer: ReceivedAnswer = {
  status: 200,
  statusText: "OK",
  headers: [["content-type", "application/json"]],
  body: "{}",
  byteLength: 2,
  charset: "utf-8",
};

const sent: Omit<Exchange, "result"> = {
  id: "e1",
  operation: "concludeChat",
  request: {
    method: "POST",
    url: "https://chat.example.com/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1",
    headers: [["X-AID", "12"]],
    body: '{"engagementId":1000,"note":"é"}',
  },
  sentAt,
  durationMs: 100,
};

function success(envelope: Partial<Envelope>, changes: Partial<Exchange> = {}): Exchange {
  const result = { ok: true, envelope: { result: [], twinDifferences: [], ...envelope } } as const;
  return { ...sent, answer, result, ...changes };
}

function failed(failure: Failure): Exchange {
  return { ...sent, result: { ok: false, error: new ChatError("concludeChat", failure) } };
}

/** A success whose server took 40 of the 100 ms, with its clock so many ms ahead. */
function skewed(ms: number, durationMs = 100): Exchange {
  const start = sentAt + (durationMs - 40) / 2 + ms;
  return success(
    { serviceStartTime: start.toString(), serviceFinishTime: (start + 40).toString() },
    { durationMs },
  );
}

function timings(exchange: Exchange): readonly string[] {
  return exchangeView(recordOf(exchange), false).timings.map(
    ({ name, value, note }) => `${name}: ${value}${note === undefined ? "" : ` (${note})`}`,
  );
}

function notices(exchange: Exchange): readonly string[] {
  return exchangeView(recordOf(exchange), false).notices;
}

describe("the view of a very large answer", () => {
  it("lists a long result by its beginning, and says where the rest is", () => {
    const whole = "x".repeat(5_000_000);
    const { result } = exchangeView(recordOf(success({ result: [["items", whole]] })), false);
    assert.deepEqual(result, [
      {
        name: "items",
        value: `${"x".repeat(2_000)}…`,
        note: "the beginning of 5,000,000 characters; the answer body has all of them",
      },
    ]);
  });

  it("lists the first numbers that differ from their twins, and counts the others", () => {
    const twins = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        member: `m${index}`,
        number: "1",
        twin: "2",
      }));
    const said = notices(success({ twinDifferences: twins(1_021) }));
    assert.equal(said.length, 21);
    assert.match(said[19] ?? "", /^m19 is 1, but/);
    assert.equal(said[20], "1,001 more numbers differ from their twins.");
    assert.equal(
      notices(success({ twinDifferences: twins(21) }))[20],
      "1 more number differs from its twin.",
    );
  });

  it("takes from the reading whether the body is JSON", () => {
    const body = (isJson: boolean) =>
      exchangeView(recordOf(success({}, { answer: { ...answer, isJson } })), false).answer?.body;
    assert.equal(body(true)?.language, "json");
    assert.equal(body(false)?.language, "text");
  });
});

describe("the view of an exchange", () => {
  it("holds all there is to show of a success", () => {
    const exchange = success({ result: [["engagementId", "1000"]] });
    const view = exchangeView(recordOf(exchange, { protection: "production" }), true);
    assert.deepEqual(view, {
      kind: "exchange",
      exchangeId: "e1",
      title: "Conclude engagement 1000",
      profile: {
        name: "Acme test",
        site: "acme_sql_001h",
        origin: "https://chat.example.com",
        pool: "297:1",
        isSimulator: false,
        isProduction: true,
      },
      verdict: {
        tone: "success",
        headline: "Engagement 1000 is concluded",
        explanation: "It is in wrap-up until the agent releases it.",
        advice: "",
      },
      status: { code: 200, text: "OK" },
      notices: [],
      result: [{ name: "engagementId", value: "1000" }],
      timings: [
        { name: "Sent", value: "2026-01-02 03:04:05.006 UTC", note: "by this machine's clock" },
        { name: "Answer after", value: "100 ms" },
      ],
      answer: {
        headers: [{ name: "content-type", value: "application/json" }],
        body: { text: "{}", language: "json", byteLength: 2 },
      },
      request: {
        line: "POST https://chat.example.com/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1",
        headers: [{ name: "X-AID", value: "12" }],
        body: { text: '{"engagementId":1000,"note":"é"}', language: "json", byteLength: 33 },
      },
      isSending: true,
      canSendAgain: true,
    });
  });

  it("holds no answer where none came", () => {
    const view = exchangeView(recordOf(failed({ kind: "timeout", timeoutMs: 1000 })), false);
    assert.equal("answer" in view, false);
    assert.equal("status" in view, false);
    assert.equal("exceptionCode" in view, false);
    assert.deepEqual(view.timings[1], { name: "Ended after", value: "100 ms" });
  });

  it("is a value that can be posted to a page", () =>
    withServer(async (simulator) => {
      const view = exchangeView(recordOf(await concludeAt(simulator.url)), false);
      assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
    }));
});

describe("toneOf", () => {
  const twin = { member: "engagementId", number: "1", twin: "2" };
  for (const [tone, exchange] of [
    ["success", success({ result: [["engagementId", "1000"]] })],
    ["success", success({ result: [] })],
    ["warning", success({ twinDifferences: [twin] })],
    ["unknown", success({ result: [["engagementId", "1001"]] })],
    ["failure", failed({ kind: "refused", status: 500, isChatServer: true })],
    ["failure", failed({ kind: "systemError", status: 200 })],
    ["failure", failed({ kind: "cancelled", maybeSent: false })],
    ["unknown", failed({ kind: "refused", status: 502, isChatServer: false })],
    ["unknown", failed({ kind: "timeout", timeoutMs: 1 })],
    ["unknown", failed({ kind: "tooLarge", status: 200, limitBytes: 1 })],
  ] as const) {
    it(`is ${tone} for ${JSON.stringify(exchange.result)}`, () => {
      assert.equal(toneOf(recordOf(exchange)), tone);
    });
  }
});

describe("the exception code", () => {
  for (const [code, meaning, advice] of [
    [
      "ACCESS_DENIED",
      "Authentication failed.",
      "Sign in again or set a new session, and check that the account id (X-AID) belongs to it.",
    ],
    [
      "UNKNOWN_EXCEPTION",
      "An unknown error has occurred.",
      "Try again by hand. If it stays, give this answer, with its times, to Oracle's support.",
    ],
    [
      "BAD_REQUEST",
      "A field in the request is invalid.",
      "Compare the request below with the documentation: a field is missing, or is not what it should be.",
    ],
    [
      "INTERNAL_SERVER_ERROR",
      "An error occurred within the core server.",
      "Look at the engagement on the site, then try again by hand. If it stays, give this answer to Oracle's support.",
    ],
  ] as const) {
    it(`${code} has its meaning and its advice`, async () => {
      const { exchange } = await callWithFault(refusedWith(code));
      const view = exchangeView(recordOf(exchange), false);
      assert.deepEqual(view.exceptionCode, { code, meaning, advice });
    });
  }

  for (const code of ["ENGAGEMENT_ID_UNKNOWN", "toString", ""]) {
    it(`“${code}” is told to be unknown`, async () => {
      const { exchange } = await callWithFault({
        kind: "systemError",
        error: { exceptionCode: code },
      });
      assert.deepEqual(exchangeView(recordOf(exchange), false).exceptionCode, {
        code,
        meaning: "The documentation of this operation does not list this code.",
        advice: "Read the server's own message in the answer.",
      });
    });
  }
});

describe("the timings", () => {
  it("tell the server's own times, what was on the way, and the skew", () => {
    assert.deepEqual(timings(skewed(90_000)), [
      "Sent: 2026-01-02 03:04:05.006 UTC (by this machine's clock)",
      "Answer after: 100 ms",
      "serviceStartTime: 2026-01-02 03:05:35.036 UTC (by the server's clock)",
      "serviceFinishTime: 2026-01-02 03:05:35.076 UTC",
      "In the server: 40 ms",
      "On the way: 60 ms (network and queues, both directions)",
      "Clock skew: +90 seconds (server minus this machine, estimated as if both ways took equally long)",
    ]);
    assert.match(timings(skewed(-90_000)).at(-1) ?? "", /^Clock skew: −90 seconds /);
    assert.match(timings(skewed(0)).at(-1) ?? "", /^Clock skew: \+0\.0 ms /);
  });

  it("leave out what the server did not tell, or told as no time", () => {
    assert.equal(timings(success({})).length, 2);
    assert.deepEqual(timings(success({ serviceFinishTime: "1700000000000" })).slice(2), [
      "serviceFinishTime: 2023-11-14 22:13:20.000 UTC",
    ]);
    for (const digits of ["-1", "1.5", "1e12", "9223372036854775807"]) {
      const exchange = success({ serviceStartTime: digits, serviceFinishTime: digits });
      assert.equal(timings(exchange).length, 2, digits);
      assert.deepEqual(notices(exchange), []);
    }
  });

  it("do not reckon with a server that finished before it started", () => {
    const [start, finish] = [sentAt + 60, sentAt + 20].map(String) as [string, string];
    const exchange = success({ serviceStartTime: start, serviceFinishTime: finish });
    assert.deepEqual(
      timings(exchange).map((line) => line.split(":")[0]),
      ["Sent", "Answer after", "serviceStartTime", "serviceFinishTime", "Clock skew"],
    );
  });

  for (const [ms, words] of [
    [0.04, "0.0 ms"],
    [9.96, "10.0 ms"],
    [12.6, "13 ms"],
    [9_999, "9999 ms"],
    [10_000, "10 seconds"],
    [119_000, "119 seconds"],
    [120_000, "2 minutes"],
    [7_100_000, "118 minutes"],
    [7_200_000, "2 hours"],
    [172_800_000, "2 days"],
  ] as const) {
    it(`tell ${ms} ms as ${words}`, () => {
      assert.equal(timings(success({}, { durationMs: ms }))[1], `Answer after: ${words}`);
    });
  }
});

describe("the notice of the server's clock", () => {
  for (const [ms, notice] of [
    [90_000, "The server's clock is 90 seconds ahead of this machine's."],
    [-90_000, "The server's clock is 90 seconds behind this machine's."],
    [2_001, "The server's clock is 2001 ms ahead of this machine's."],
    [-3 * 86_400_000, "The server's clock is 3 days behind this machine's."],
    [2_000, undefined],
    [-2_000, undefined],
    [0, undefined],
  ] as const) {
    it(`is ${notice === undefined ? "not there" : "there"} at ${ms} ms`, () => {
      assert.deepEqual(notices(skewed(ms)), notice === undefined ? [] : [notice]);
    });
  }

  it("does not take a slow way for a wrong clock", () => {
    assert.deepEqual(notices(skewed(0, 20_000)), []);
  });

  for (const [ahead, notice] of [
    [90_000, "The server's clock is 90 seconds ahead of this machine's."],
    [-90_000, "The server's clock is 90 seconds behind this machine's."],
  ] as const) {
    it(`comes from the wire, too (${ahead} ms)`, () =>
      withServer(
        async (simulator) => {
          const exchange = await concludeAt(simulator.url);
          assert.deepEqual(notices(exchange), [notice]);
          assert.equal(toneOf(recordOf(exchange)), "success");
        },
        { now: () => Date.now() + ahead },
      ));
  }
});
