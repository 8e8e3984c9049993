import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import type { Exchange, SentRequest } from "../../../src/chat/exchange";
import type { OperationId } from "../../../src/chat/operations";
import { documentPartsOf, lackOf } from "../../../src/documents/exchangeDocument";
import { readRequestDocument } from "../../../src/documents/requestDocument";
import { writeRequestDocument } from "../../../src/documents/writeDocument";
import type { ExchangeRecord } from "../../../src/exchanges/exchangeRecord";
import { cleanUpAll } from "../engagements/setup";
import { documentOf, setupDocuments } from "./callsSetup";

const webToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJrZXIifQ.bWFya2Vyc2lnbmF0dXJl";

/** The document that an exchange makes, as text. */
const written = (record: ExchangeRecord) => writeRequestDocument(documentPartsOf(record));

/** A request with what differs from one sending to the next set aside. */
function withoutNumbers({ request }: Exchange): SentRequest {
  const body = request.body
    .replace(/("sequenceNumber"\s*:\s*)\d+/g, "$1N")
    .replace(/("timeCreated"\s*:\s*)\d+/g, "$1T");
  return { ...request, body };
}

async function setup() {
  const parts = await setupDocuments();
  /** Sends, makes a document of the exchange and sends that. */
  const sentTwice = async (
    operation: OperationId,
    members: Readonly<Record<string, unknown>> = {},
  ) => {
    const first = await parts.answered(operation, members);
    const text = written(first.record);
    const { document, problems } = readRequestDocument(text);
    assert.ok(document, text);
    const second = await parts.send(document);
    assert.ok(second.kind === "answered", second.kind);
    return { first: first.record, second: second.record, text, document, problems };
  };
  return { ...parts, sentTwice };
}

describe("the document of an exchange", () => {
  afterEach(cleanUpAll);

  const numbered = '"sequenceNumber":"$next","timeCreated":"$now"';
  const cases: readonly (readonly [string, OperationId, Readonly<Record<string, unknown>>])[] = [
    [
      "a body with every kind of value",
      "concludeChat",
      {
        body: {
          engagementId: 1000,
          note: ["a", null, true, { deep: 1.5 }, 'ä🙂\n"\\'],
          sequenceNumber: "$next",
          timeCreated: "$now",
        },
      },
    ],
    [
      "texts that look like tokens",
      "postMessage",
      {
        body: {
          body: "$$now",
          destinationId: 1000,
          destinationType: "ENGAGEMENT",
          messageType: "$$$next",
        },
      },
    ],
    [
      "a wrong and an omitted credential",
      "concludeChat",
      {
        body: { engagementId: 1000 },
        credentials: { "X-AID": "wrong", "X-JSESSIONID": "omit" },
      },
    ],
    [
      "a wrong credential beside a good one",
      "releaseChat",
      {
        body: { engagementId: 1000 },
        credentials: { "X-AID": "wrong" },
      },
    ],
    ["another pool", "concludeChat", { body: { engagementId: 1000 }, pool: "1:1" }],
    [
      "headers of one's own",
      "concludeChat",
      {
        body: { engagementId: 1000 },
        headers: { "X-Trace": "7", "Accept-Language": "de" },
      },
    ],
    [
      "headers in the place of usual ones",
      "concludeChat",
      {
        body: { engagementId: 1000 },
        headers: { accept: "text/plain", "Content-Type": "text/plain", "User-Agent": "curl/8" },
      },
    ],
    [
      "a GET with its JSON in the query",
      "rerouteAvailability",
      { body: { engagementId: 1000, note: "a&b=c +%" } },
    ],
    ["a GET with no JSON in the query", "rerouteAvailability", { bodyText: "{ not JSON & so on" }],
    ["a GET of nobody", "consumer/getQueueStats", { body: { queueId: 1 } }],
    ["a body that is no JSON", "concludeChat", { bodyText: '{ "engagementId": }' }],
    [
      "a body that repeats a member",
      "concludeChat",
      { bodyText: '{"engagementId":1,"engagementId":2}' },
    ],
    ["a body with nothing in it", "concludeChat", { bodyText: "" }],
    ["no body at all", "concludeChat", {}],
    ["a body that is no object", "concludeChat", { body: [1, "$$now"] }],
    ["a text for a body", "concludeChat", { body: "$$next" }],
    [
      "numbers that the server is to refuse",
      "concludeChat",
      {
        bodyText: '{"engagementId":1000,"sequenceNumber":-1,"timeCreated":1.5}',
      },
    ],
    ["the site", "agentTokens", { body: {} }],
    ["the site, as nobody", "agentTokens", { body: {}, credentials: { Authorization: "omit" } }],
  ];
  for (const [what, operation, members] of cases) {
    it(`sends the same request once more: ${what}`, async () => {
      const { sentTwice, simulator } = await setup();
      const { first, second, text } = await sentTwice(operation, members);
      assert.deepEqual(withoutNumbers(second.exchange), withoutNumbers(first.exchange), text);
      const [one, two] = simulator.requests.map(({ headers, method, url }) => {
        return { headers, method, url };
      });
      const withoutLength = (request = one) => ({
        ...request,
        headers: request?.headers.filter(([name]) => name.toLowerCase() !== "content-length"),
      });
      assert.deepEqual(withoutLength(two), withoutLength(one));
      assert.equal(simulator.requests.length, 2);
      assert.equal(lackOf(first), undefined);
    });
  }

  it("keeps every digit of an id", async () => {
    const { answered } = await setup();
    const { record } = await answered("concludeChat", {
      bodyText: '{"engagementId":9223372036854775807,"x":1.10,"y":1E3,"z":-0}',
    });
    const { document } = readRequestDocument(written(record));
    assert.equal(document?.json, '{"engagementId":9223372036854775807,"x":1.10,"y":1E3,"z":-0}');
  });

  it("has tokens in the place of number and time, which come out anew", async () => {
    const { sentTwice } = await setup();
    const { first, second, document } = await sentTwice("concludeChat", {
      body: {
        engagementId: 1000,
        sequenceNumber: "$next",
        timeCreated: "$now",
        deep: { sequenceNumber: 5 },
      },
    });
    assert.equal(document.json, `{"engagementId":1000,${numbered},"deep":{"sequenceNumber":5}}`);
    assert.match(first.exchange.request.body, /"sequenceNumber":1,/);
    assert.match(second.exchange.request.body, /"sequenceNumber":2,/);
  });

  it("is of a command, too", async () => {
    const { agentCalls, profile } = await setup();
    const outcome = await agentCalls.call(profile, "concludeChat", { engagementId: 1000n });
    assert.ok(outcome.kind === "answered");
    assert.equal(
      written({ exchange: outcome.exchange, profile }),
      [
        "{",
        '  "operation": "concludeChat",',
        '  "body": {',
        '    "engagementId": 1000,',
        '    "sequenceNumber": "$next",',
        '    "timeCreated": "$now"',
        "  }",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("names no pool that was the profile's when it was sent", async () => {
    const { answered, profile } = await setup();
    const { record } = await answered("concludeChat", { body: {}, pool: profile.pool });
    assert.equal(documentPartsOf(record).pool, undefined);
  });

  it("says what was masked, in the body and in headers, and does not pass it off as sent", async () => {
    const { answered } = await setup();
    for (const members of [
      { body: { engagementId: 1000, password: "hunter22" } },
      { body: { engagementId: 1000 }, headers: { "X-Api-Key": "7" } },
      { body: { engagementId: 1000 }, headers: { "X-Note": `is ${webToken}` } },
    ]) {
      const { record } = await answered("concludeChat", members);
      assert.equal(lackOf(record), "secret");
      const text = written(record);
      assert.match(text, /^\/\/ A secret stood in this request\./);
      const { document } = readRequestDocument(text);
      assert.deepEqual(document?.headers, []);
      assert.ok(!text.includes("hunter22") && !text.includes(webToken));
    }
    const { record } = await answered("rerouteAvailability", {
      body: { engagementId: 1000, sessionToken: "abc" },
    });
    assert.equal(lackOf(record), "secret");
    assert.equal(
      readRequestDocument(written(record)).document?.json,
      '{"engagementId":1000,"sessionToken":"•••"}',
    );
  });

  it("says that a body is only the beginning of what was sent", async () => {
    const { answered } = await setup();
    const { record } = await answered("concludeChat", { bodyText: '{"engagementId":1000,"no' });
    const kept = { ...record, cut: { request: 2_000_000 } };
    assert.equal(lackOf(kept), "end");
    assert.match(written(kept), /^\/\/ The body was too long to be kept/);
    assert.equal(lackOf({ ...record, cut: { answer: 2_000_000 } }), undefined);
  });

  it("is read as what was sent before it", async () => {
    const { documents, profile, answered } = await setup();
    const document = documentOf("concludeChat", {
      ...{ body: { engagementId: 1000 }, pool: "1:1", headers: { "X-Trace": "7" } },
      credentials: { "X-AID": "wrong" },
    });
    const preview = await documents.preview(profile, document);
    const { record } = await answered("concludeChat", {
      ...{ body: { engagementId: 1000 }, pool: "1:1", headers: { "X-Trace": "7" } },
      credentials: { "X-AID": "wrong" },
    });
    assert.deepEqual(preview, record.exchange.request);
    assert.deepEqual(readRequestDocument(written(record)), { document, problems: [] });
  });
});
