import * as esbuild from "esbuild";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { largeAnswerBytes, readArrival, type ReadAside } from "../../../src/chat/reading";
import { readInThread } from "../../../src/chat/readingThread";
import type { Exchange } from "../../../src/chat/exchange";
import type { Fault } from "../../../src/simulator/faults";
import { assertNoSecret, concludeAt, sessionId, withServer } from "./setup";

const limits = { maxBytes: 8_000_000 };

/** A body of somewhat more than a number of bytes, awkward in every way that matters. */
function largeBody(bytes: number, end = ""): string {
  const item = `{"id":9007199254740993,"idString":"9007199254740992","text":"Grüße 😀 \\u00e9","echo":"${sessionId}","token":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdef"}`;
  const items = Array.from({ length: Math.ceil(bytes / item.length) }, () => item).join(",");
  return `{"chatConcludeEngagementResult":{"engagementId":1000,"engagementIdString":"1000"},"chatSystemError":null,"clientSendTime":1,"serviceStartTime":5,"serviceFinishTime":5,"sessionId":"${sessionId}","clientId":939,"sequenceNumber":2,"items":[${items}]${end}}`;
}

function raw(body: string | Uint8Array, status = 200, type = "application/json"): Fault {
  return { kind: "raw", status, headers: [["Content-Type", type]], body };
}

describe("a large answer", () => {
  let folder = "";
  let bundle = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "large-answers-"));
    bundle = join(folder, "reading.cjs");
    await esbuild.build({
      entryPoints: ["src/chat/readingMain.ts"],
      ...{ outfile: bundle, bundle: true, platform: "node", format: "cjs", target: "node20" },
    });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The same call with the answer read here, and read aside by what is given. */
  async function bothWays(
    fault: Fault,
    aside: () => ReadAside,
    maxBytes = limits.maxBytes,
  ): Promise<{ here: Exchange; aside: Exchange; askedAside: number }> {
    return withServer(async (simulator) => {
      simulator.always("concludeChat", fault);
      let askedAside = 0;
      const readAside: ReadAside = (arrival) => {
        askedAside += 1;
        return aside()(arrival);
      };
      const here = await concludeAt(simulator.url, { maxBytes });
      const there = await concludeAt(simulator.url, { maxBytes, readAside });
      return { here, aside: there, askedAside };
    });
  }

  const said = ({ answer, result }: Exchange): unknown => ({
    // The server says when it answered.
    answer: answer && { ...answer, headers: answer.headers.filter(([name]) => name !== "date") },
    ...(result.ok
      ? { envelope: result.envelope }
      : {
          failure: result.error.failure,
          message: result.error.message,
          cause: String(result.error.cause),
        }),
  });

  const bodies: Readonly<Record<string, Fault>> = {
    "a success, its session and tokens masked": raw(largeBody(2_000_000)),
    "a success in another charset": raw(
      Buffer.from(largeBody(600_000).replaceAll("😀", ""), "latin1"),
      200,
      "application/json;charset=iso-8859-1",
    ),
    "JSON with a fault at its end": raw(largeBody(600_000, ",}")),
    "bytes that are not UTF-8": raw(Buffer.from(largeBody(600_000), "latin1")),
    "a refusal": raw(`{"exceptionCode":"CONFLICT","message":"${"x".repeat(400_000)}"}`, 409),
    "a page of a proxy": raw(`<html>${"<p>x</p>".repeat(60_000)}</html>`, 200, "text/html"),
    "an object that is no envelope": raw(`{"a":"${"x".repeat(400_000)}"}`),
  };
  for (const [name, fault] of Object.entries(bodies)) {
    it(`is read in its thread as it is read here: ${name}`, async () => {
      const { here, aside, askedAside } = await bothWays(fault, () => readInThread(bundle));
      assert.equal(askedAside, 1);
      assert.deepEqual(said(aside), said(here));
      assertNoSecret(aside);
    }).timeout(30_000);
  }

  it("is read in its thread as it is read here: the beginning of one beyond the limit", async () => {
    const { here, aside, askedAside } = await bothWays(
      raw(largeBody(2_000_000)),
      () => readInThread(bundle),
      1_000_000,
    );
    assert.equal(askedAside, 1);
    assert.deepEqual(said(aside), said(here));
    assert.equal(aside.answer?.byteLength, 1_000_000);
    assertNoSecret(aside);
  }).timeout(30_000);

  it("begins beyond the threshold, and whatever is smaller is read here", async () => {
    const asked: number[] = [];
    const note = (): ReadAside => (arrival) => {
      asked.push(arrival.answer.bytes.length);
      return Promise.resolve(readArrival(arrival));
    };
    await bothWays({ kind: "large", bytes: largeAnswerBytes }, note);
    await bothWays({ kind: "large", bytes: largeAnswerBytes + 1 }, note);
    assert.deepEqual(asked, [largeAnswerBytes + 1]);
  });

  it("is read here when the thread cannot start, breaks, or ends without a word", async () => {
    const breaks = join(folder, "breaks.cjs");
    const ends = join(folder, "ends.cjs");
    await writeFile(breaks, "throw new Error('broken');");
    await writeFile(ends, "");
    for (const file of [join(folder, "missing.cjs"), breaks, ends]) {
      const { here, aside, askedAside } = await bothWays(raw(largeBody(400_000)), () =>
        readInThread(file),
      );
      assert.equal(askedAside, 1, file);
      assert.deepEqual(said(aside), said(here), file);
    }
  }).timeout(30_000);

  it("leaves the caller's thread free while it is read", async () => {
    let ticks = 0;
    const reading = readInThread(bundle)({
      form: { requiredMembers: [] },
      answer: {
        status: 200,
        statusText: "OK",
        headers: [["content-type", "application/json"]],
        bytes: Buffer.from(largeBody(4_000_000)),
      },
      secrets: [],
    });
    const ticker = setInterval(() => (ticks += 1), 1);
    await reading;
    clearInterval(ticker);
    assert.ok(ticks > 0);
  }).timeout(30_000);
});
