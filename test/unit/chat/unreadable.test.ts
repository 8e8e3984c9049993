import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import type { UnreadableFault } from "../../../src/chat/failure";
import type { Fault } from "../../../src/simulator/faults";
import { exchangeView } from "../../../src/ui/exchangeView";
import {
  assertFails,
  callWithFault,
  recordOf,
  sessionId,
  verdictOf,
  type ExpectedFailure,
} from "./setup";

const advice =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";
const healthy =
  '{"chatConcludeEngagementResult":{"engagementId":1000,"engagementIdString":"1000"},"chatSystemError":null}';

/** HTTP 200 with a body that is declared as JSON, and further headers. */
function json(body: string | Uint8Array, headers: Record<string, string> = {}): Fault {
  return {
    kind: "raw",
    status: 200,
    headers: Object.entries({ "Content-Type": "application/json;charset=utf-8", ...headers }),
    body,
  };
}

function unreadable(
  fault: UnreadableFault,
  headline: string,
  explanation: string,
  changes: Partial<ExpectedFailure> = {},
): ExpectedFailure {
  return {
    failure: { kind: "unreadable", status: 200, fault },
    effect: "unknown",
    headline: `Unknown outcome for engagement 1000: ${headline}`,
    explanation,
    advice,
    ...changes,
  };
}

function notJson(message: string, line: number, column: number): ExpectedFailure {
  return unreadable(
    { reason: "json", fault: { message, line, column } },
    "the answer is not valid JSON",
    `Line ${line}, column ${column}: ${message}. The answer is shown as it came.`,
  );
}

function lacking(missing: string | undefined): ExpectedFailure {
  return unreadable(
    { reason: "shape", missing },
    "the answer is not the one expected",
    missing === undefined
      ? "It is JSON, but not an object, which the documented answer of a success is."
      : `It is JSON, but lacks ${missing}, which the documented answer of a success has.`,
  );
}

function wrongType(contentType: string | undefined): ExpectedFailure {
  return unreadable(
    { reason: "contentType", contentType },
    "the answer is not JSON",
    `The content type is ${contentType ?? "missing"} instead of application/json: a proxy or a sign-in page may have answered.`,
    { advice: `Check host and port of the profile. ${advice}` },
  );
}

const empty = unreadable(
  { reason: "empty" },
  "the answer is empty",
  "The status tells success, but the body has no bytes.",
);

function undecompressed(code: string): ExpectedFailure {
  return unreadable(
    { reason: "compression", code },
    "the answer could not be decompressed",
    `Decompression failed (${code}).`,
  );
}

const cases: readonly (readonly [name: string, fault: Fault, expected: ExpectedFailure])[] = [
  [
    "the documentation's broken example",
    { kind: "brokenJson" },
    notJson("Quoted object key expected", 5, 5),
  ],
  [
    "JSON that ends in a string",
    { kind: "brokenJson", text: '{\r\n\t"a": "b' },
    notJson("End of string '\"' expected but reached end of input", 2, 9),
  ],
  ["text behind the JSON", json(`${healthy}\n\n x`), notJson("Expected end of input", 3, 2)],
  [
    "a control character in a string",
    json('{"a":"\u0001"}'),
    notJson("Invalid character 'U+0001'", 1, 7),
  ],
  [
    "a number with a leading zero",
    json('{"engagementId":007}'),
    notJson("Comma ',' expected after value", 1, 18),
  ],
  ["blanks only", json(" \n"), notJson("JSON value expected but reached end of input", 2, 1)],
  [
    "arrays nested without end",
    json("[".repeat(200_000)),
    notJson("The text is nested too deeply to be read", 1, 1),
  ],
  ["an HTML page with 200", { kind: "wrongContentType" }, wrongType("text/html; charset=utf-8")],
  [
    "no content type",
    { kind: "raw", status: 200, headers: [], body: healthy },
    wrongType(undefined),
  ],
  ["JSON declared as text", json(healthy, { "Content-Type": "text/json" }), wrongType("text/json")],
  ["no body", { kind: "emptyBody" }, empty],
  [
    "204",
    { kind: "raw", status: 204, headers: [], body: "" },
    { ...empty, failure: { kind: "unreadable", status: 204, fault: { reason: "empty" } } },
  ],
  [
    "an unknown charset",
    { kind: "charset", label: "X-Simulated" },
    unreadable(
      { reason: "charset", charset: "x-simulated" },
      "the answer's charset is not known",
      "The content type names the charset “x-simulated”, which cannot be decoded. The documented charset is utf-8.",
    ),
  ],
  [
    "bytes that are not UTF-8",
    { kind: "invalidUtf8" },
    unreadable(
      { reason: "encoding", charset: "utf-8" },
      "the answer's text is damaged",
      "Some bytes are not valid utf-8; they are shown as �.",
    ),
  ],
  [
    "gzip that is none",
    json("this is no gzip", { "Content-Encoding": "gzip" }),
    undecompressed("Z_DATA_ERROR"),
  ],
  [
    "damaged gzip",
    json(damaged(gzipSync(healthy)), { "Content-Encoding": "gzip" }),
    undecompressed("Z_DATA_ERROR"),
  ],
  [
    "damaged deflate",
    json(damaged(deflateSync(healthy)), { "Content-Encoding": "deflate" }),
    undecompressed("Z_DATA_ERROR"),
  ],
  [
    "half of a brotli stream",
    json(brotliCompressSync(healthy).subarray(0, 40), { "Content-Encoding": "br" }),
    undecompressed("Z_BUF_ERROR"),
  ],
  ["an array", json("[]"), lacking(undefined)],
  ["a bare number", json("1000"), lacking(undefined)],
  ["an object of other members", json('{"ok":true}'), lacking("chatConcludeEngagementResult")],
  [
    "a result that is null without an error",
    json('{"chatConcludeEngagementResult":null,"chatSystemError":null}'),
    lacking("chatConcludeEngagementResult"),
  ],
];

/** The bytes with one bit in the middle turned. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const middle = Math.floor(copy.length / 2);
  copy[middle] = (copy[middle] ?? 0) ^ 0xff;
  return copy;
}

describe("an answer that cannot be read", () => {
  for (const [name, fault, expected] of cases) {
    it(`is told for ${name}`, async () => {
      assertFails(await callWithFault(fault), expected);
    });
  }

  it("is shown as it came, with the place of its first fault", async () => {
    const { exchange } = await callWithFault({ kind: "brokenJson" });
    const { answer } = exchangeView(recordOf(exchange), false);
    const page = join("test", "fixtures", "documentation", "response-broken.json");
    assert.deepEqual(answer?.body, {
      text: readFileSync(page, "utf8").replace(sessionId, "•••"),
      language: "text",
      byteLength: readFileSync(page).length,
      fault: { message: "Quoted object key expected", line: 5, column: 5 },
    });
  });

  it("has its fault where it is in the body as shown, behind a mask in the same line", async () => {
    const { exchange } = await callWithFault(json(`{"sessionId":"${sessionId}","a":1,}`));
    const shown = '{"sessionId":"•••","a":1,}';
    assert.equal(exchange.answer?.body, shown);
    assert.equal(
      verdictOf(exchange).explanation,
      `Line 1, column ${shown.indexOf("}") + 1}: Quoted object key expected. The answer is shown as it came.`,
    );
  });

  it("keeps its fault when the mask covers it", async () => {
    const { exchange } = await callWithFault(json('{"sessionId": oops}'));
    assert.equal(exchange.answer?.body, '{"sessionId": "•••"}');
    assert.equal(
      verdictOf(exchange).explanation,
      "Line 1, column 15: Object value expected after ':'. The answer is shown as it came.",
    );
  });

  it("is no defect of ours however deep a readable answer nests", async () => {
    for (let depth = 500; depth <= 8000; depth += 500) {
      const nested = `${"[".repeat(depth)}1${"]".repeat(depth)}`;
      const { exchange } = await callWithFault(
        json(`{"chatConcludeEngagementResult":{"deep":${nested}},"more":${nested}}`),
      );
      assert.equal(exchange.operation, "concludeChat");
    }
  });

  it("shows damaged text with replacement characters", async () => {
    const { exchange } = await callWithFault({ kind: "invalidUtf8" });
    assert.match(exchange.answer?.body ?? "", /"Gr�ße aus Köln"/);
  });
});
