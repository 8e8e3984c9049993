import { Ajv, type ValidateFunction } from "ajv";
import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { harOf } from "../../../src/exchanges/har";
import type { KeptRecord } from "../../../src/exchanges/history/storedExchange";
import { recordOf, sessionId, webToken, withServer } from "./records";

const require = createRequire(import.meta.url);
const product = { name: "Engagement Desk", version: "1.2.3" };
const conclude = { json: '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}' };

/** The HAR schemas as their authors publish them, in draft 6. */
function harValidator(): ValidateFunction {
  const addFormats = require("ajv-formats") as (ajv: Ajv) => unknown;
  const schemas = require("har-schema") as Readonly<Record<string, object>>;
  // They use words of their own, such as `min` and `optional`.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json") as object);
  ajv.addSchema(Object.values(schemas));
  const validate = ajv.getSchema("har.json");
  assert.ok(validate);
  return validate;
}

interface Pair {
  readonly name: string;
  readonly value: string;
}

interface Entry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly comment: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly Pair[];
    readonly queryString: readonly Pair[];
    readonly postData?: {
      readonly mimeType: string;
      readonly text: string;
      readonly comment?: string;
    };
    readonly bodySize: number;
    readonly comment?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly Pair[];
    readonly content: {
      readonly size: number;
      readonly mimeType: string;
      readonly text?: string;
      readonly comment?: string;
    };
    readonly redirectURL: string;
    readonly bodySize: number;
    readonly _error?: string;
  };
  readonly timings: Readonly<Record<string, number | string>>;
}

/** The entries of a HAR, which must be valid. */
function entriesOf(...records: readonly KeptRecord[]): readonly Entry[] {
  const har = JSON.parse(harOf(records, product)) as {
    readonly log: { readonly version: string; readonly creator: object; readonly entries: Entry[] };
  };
  const validate = harValidator();
  assert.ok(validate(har), JSON.stringify(validate.errors, null, 2));
  assert.equal(har.log.version, "1.2");
  assert.deepEqual(har.log.creator, product);
  return har.log.entries;
}

function entryOf(record: KeptRecord): Entry {
  const [entry, ...others] = entriesOf(record);
  assert.ok(entry && others.length === 0);
  return entry;
}

describe("harOf", () => {
  it("is told apart from what is no HAR by the schemas", () => {
    const validate = harValidator();
    assert.equal(validate({ log: { version: "1.2", creator: product, entries: [{}] } }), false);
    const bad = JSON.parse(harOf([], product)) as { log: { creator?: object } };
    delete bad.log.creator;
    assert.equal(validate(bad), false);
  });

  it("holds request and answer with their sizes, headers and times", () =>
    withServer(async (simulator) => {
      const record = await recordOf(simulator, "concludeChat", conclude);
      const { exchange } = record;
      assert.ok(exchange.answer);
      const entry = entryOf(record);
      assert.equal(entry.startedDateTime, new Date(exchange.sentAt).toISOString());
      assert.equal(entry.time, exchange.durationMs);
      const { blocked, dns, connect, ssl, send, wait, receive } = entry.timings;
      assert.deepEqual([blocked, dns, connect, ssl], [-1, -1, -1, -1]);
      assert.deepEqual([send, wait, receive], [0, exchange.durationMs, 0]);
      assert.equal(entry.comment, "concludeChat, engagement 1000");
      const { request, response } = entry;
      assert.equal(request.method, "POST");
      assert.equal(request.url, exchange.request.url);
      assert.deepEqual(request.queryString, [{ name: "pool", value: simulator.pool }]);
      assert.deepEqual(request.postData, {
        mimeType: "application/json; charset=utf-8",
        text: conclude.json,
      });
      assert.equal(request.bodySize, conclude.json.length);
      assert.ok(request.headers.some(({ name, value }) => name === "X-AID" && value === "12"));
      assert.equal(request.comment, "Masked headers: X-JSESSIONID.");
      assert.equal(response.status, 200);
      assert.equal(response.content.text, exchange.answer.body);
      assert.equal(response.content.size, exchange.answer.byteLength);
      assert.equal(response.bodySize, exchange.answer.byteLength);
      assert.match(response.content.mimeType, /^application\/json/);
      assert.equal(response.content.comment, "Credentials in the body are masked.");
      assert.equal(response._error, undefined);
    }));

  it("keeps each digit and each sign of the bodies", () =>
    withServer(
      async (simulator) => {
        const json =
          '{ "engagementId": 9223372036854775807, "sequenceNumber": 1.0, "x": "Grüße €\\u00e9" }';
        const record = await recordOf(simulator, "concludeChat", { json });
        const { request, response } = entryOf(record);
        assert.equal(request.postData?.text, json);
        assert.equal(request.bodySize, Buffer.byteLength(json));
        assert.ok(request.bodySize > json.length);
        assert.equal(response.content.text, record.exchange.answer?.body);
        assert.equal(response.content.size, record.exchange.answer?.byteLength);
      },
      { engagements: [9_223_372_036_854_775_807n] },
    ));

  it("decodes the query and has no body where none was sent", () =>
    withServer(async (simulator) => {
      const json = '{"engagementId":1000, "note":"a+b & c"}';
      const record = await recordOf(simulator, "rerouteAvailability", { json });
      const { request } = entryOf(record);
      assert.deepEqual(request.queryString, [
        { name: "pool", value: simulator.pool },
        { name: "request", value: json },
      ]);
      assert.equal(request.postData, undefined);
      assert.equal(request.bodySize, 0);
    }));

  it("has an entry for a call that no answer came to", () =>
    withServer(async (simulator) => {
      simulator.next("concludeChat", { kind: "drop", at: "beforeHeaders" });
      const network = await recordOf(simulator, "concludeChat", conclude);
      simulator.next("concludeChat", { kind: "hang", at: "beforeHeaders" });
      const timeout = await recordOf(simulator, "concludeChat", conclude, { timeoutMs: 300 });
      const signal = AbortSignal.abort();
      const cancelled = await recordOf(simulator, "concludeChat", conclude, { signal });
      const entries = entriesOf(network, timeout, cancelled);
      for (const { response, time, timings } of entries) {
        assert.equal(response.status, 0);
        assert.equal(response.content.size, 0);
        assert.equal(response.bodySize, -1);
        assert.ok(time >= 0);
        assert.equal(timings["wait"], time);
      }
      const errors = entries.map(({ response }) => response._error ?? "");
      assert.match(errors[0] ?? "", /^network: reset \(\w+\)$/);
      assert.equal(errors[1], "timeout: no whole answer within 300 ms");
      assert.equal(errors[2], "cancelled");
    }));

  it("tells of an answer that did not arrive whole", () =>
    withServer(async (simulator) => {
      simulator.next("concludeChat", { kind: "truncated" });
      const record = await recordOf(simulator, "concludeChat", conclude);
      const { response } = entryOf(record);
      assert.equal(response.status, 200);
      assert.equal(response._error, "unreadable: truncated");
      assert.match(response.content.comment ?? "", /The answer did not arrive whole\.$/);
      assert.equal(response.content.size, record.exchange.answer?.byteLength);
    }));

  it("tells of bodies of which the history kept the beginning only", () =>
    withServer(async (simulator) => {
      const record = await recordOf(simulator, "concludeChat", conclude);
      const bytes = Buffer.byteLength(record.exchange.answer?.body ?? "");
      const cut = { request: 5_000_000, answer: 6_000_000 };
      const { request, response } = entryOf({ ...record, cut });
      const kept = `Only the first ${conclude.json.length} of 5000000 bytes are kept.`;
      assert.equal(request.postData?.comment, kept);
      assert.equal(request.bodySize, 5_000_000);
      assert.equal(
        response.content.comment,
        `Credentials in the body are masked. Only the first ${bytes} of 6000000 bytes are kept.`,
      );
    }));

  it("names where a redirect leads to, without its secrets", () =>
    withServer(async (simulator) => {
      const location = "https://elsewhere.example/login?session=marker1234";
      simulator.next("concludeChat", { kind: "redirect", status: 302, location });
      const { response } = entryOf(await recordOf(simulator, "concludeChat", conclude));
      assert.equal(response.redirectURL, "https://elsewhere.example/login?session=•••");
    }));

  it("stands in the order in which the requests were sent", () =>
    withServer(async (simulator) => {
      const first = await recordOf(simulator, "rerouteAvailability", {
        json: '{"engagementId":1000}',
      });
      const { exchange } = await recordOf(simulator, "concludeChat", conclude);
      const later = { ...first, exchange: { ...exchange, sentAt: first.exchange.sentAt + 5 } };
      const names = entriesOf(later, first).map(({ comment }) => comment.split(",")[0]);
      assert.deepEqual(names, ["rerouteAvailability", "concludeChat"]);
    }));

  it("shows no secret, whether the client masked it or it only looks like one", () =>
    withServer(async (simulator) => {
      const json = JSON.stringify({
        engagementId: 1000,
        note: webToken,
        sessionId: "plainMarker",
        other: `it is ${sessionId}`,
        another: "node0marker12345678",
      });
      const headers = [["X-Trace", webToken]] as const;
      const secrets = [webToken, "bWFya2Vyc2lnbmF0dXJl", "plainMarker", sessionId, "node0marker"];
      for (const operation of ["concludeChat", "rerouteAvailability"] as const) {
        const record = await recordOf(simulator, operation, { json, headers });
        const har = harOf([record], product);
        entryOf(record);
        for (const secret of secrets) {
          assert.ok(!har.includes(secret), `${operation}: ${secret}`);
        }
      }
    }));

  it("keeps a credential that was wrong on purpose, which explains the refusal", () =>
    withServer(async (simulator) => {
      const credentialHeaders = { "X-JSESSIONID": "wrong" } as const;
      const record = await recordOf(simulator, "concludeChat", { ...conclude, credentialHeaders });
      const { request, response } = entryOf(record);
      assert.equal(response.status, 403);
      assert.equal(
        request.headers.find(({ name }) => name === "X-JSESSIONID")?.value,
        "wrong-on-purpose",
      );
    }));
});
