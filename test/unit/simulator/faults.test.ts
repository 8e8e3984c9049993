import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { exceptionCodes, isExceptionCode } from "../../../src/chat/exceptionCodes";
import { type Fault, refusedWith } from "../../../src/simulator/faults";
import { namedFaults } from "../../../src/simulator/namedFaults";
import type { Simulator } from "../../../src/simulator/simulator";
import { conclude, concludeRaw, engagementLines, type Received, withSimulator } from "./setup";

const options = { engagements: [1000n], now: () => 1_700_000_000_000 };

/** Runs a test with the answer to a healthy request while a fault is due. */
function withFault(
  fault: Fault,
  test: (answer: Received, simulator: Simulator) => void,
): () => Promise<void> {
  return () =>
    withSimulator(options, async (simulator) => {
      simulator.next("concludeChat", fault);
      test(await conclude(simulator), simulator);
    });
}

function assertConcluded(simulator: Simulator, isConcluded: boolean): void {
  assert.deepEqual(engagementLines(simulator), [isConcluded ? "1000 wrapUp" : "1000 active"]);
}

describe("the simulator's faults", function () {
  // Generous, for a machine that is busy with other things.
  this.timeout(30_000);

  for (const [code, status] of Object.entries({
    ACCESS_DENIED: 403,
    BAD_REQUEST: 400,
    INTERNAL_SERVER_ERROR: 500,
    UNKNOWN_EXCEPTION: 500,
  })) {
    it(`refuse with ${code} under ${status}`, async () => {
      assert.ok(isExceptionCode(code));
      await withFault(refusedWith(code, "Because."), (answer, simulator) => {
        assert.equal(answer.status, status);
        assert.deepEqual(JSON.parse(answer.text), { exceptionCode: code, message: "Because." });
        assertConcluded(simulator, false);
      })();
    });
  }

  it("know a refusal for every exception code", () => {
    const named = [...namedFaults.values()].map(({ fault }) =>
      fault.kind === "status" ? fault.exceptionCode : undefined,
    );
    for (const code of Object.keys(exceptionCodes)) {
      assert.ok(named.includes(code), code);
    }
  });

  it(
    "answer with any status, and say that it was asked for",
    withFault({ kind: "status", status: 404 }, (answer) => {
      assert.equal(answer.status, 404);
      assert.deepEqual(JSON.parse(answer.text), {
        exceptionCode: "UNKNOWN_EXCEPTION",
        message: "This simulator was told to answer with HTTP 404.",
      });
    }),
  );

  it(
    "answer with any status, body and content type",
    withFault(
      { kind: "status", status: 503, body: "<p>Busy</p>", contentType: "text/html" },
      (answer) => {
        assert.deepEqual(
          [answer.status, answer.headers["content-type"], answer.text],
          [503, "text/html", "<p>Busy</p>"],
        );
      },
    ),
  );

  it(
    "answer with a body that has no content type",
    withFault({ kind: "status", status: 500, body: "?" }, (answer) => {
      assert.equal(answer.headers["content-type"], undefined);
    }),
  );

  it("stand in for checks too, so that any request meets them", () =>
    withSimulator(options, async (simulator) => {
      simulator.next("concludeChat", { kind: "status", status: 500 });
      const answer = await conclude(simulator, { headers: { "X-JSESSIONID": "wrong" } });
      assert.equal(answer.status, 500);
    }));

  it("wait so long before anything is done", () =>
    withSimulator({ engagements: [1000n] }, async (simulator) => {
      simulator.next("concludeChat", { kind: "delay", ms: 80 });
      const started = performance.now();
      const coming = simulator.waitFor("concludeChat");
      const answering = conclude(simulator);
      await coming;
      assertConcluded(simulator, false);
      assert.equal((await answering).status, 200);
      // Timers may fire a millisecond early.
      assert.ok(performance.now() - started >= 79);
      assertConcluded(simulator, true);
    }));

  it(
    "wait and go on with another fault",
    withFault(
      { kind: "delay", ms: 1, then: { kind: "delay", ms: 1, then: refusedWith("BAD_REQUEST") } },
      (answer, simulator) => {
        assert.equal(answer.status, 400);
        assertConcluded(simulator, false);
      },
    ),
  );

  it("do nothing when the client leaves during the delay", () =>
    withSimulator(options, async (simulator) => {
      simulator.next("concludeChat", { kind: "delay", ms: 600_000 });
      const leaving = new AbortController();
      const coming = simulator.waitFor("concludeChat");
      const left = new Promise((resolve) => simulator.onDidAnswer(resolve));
      const answering = conclude(simulator, { signal: leaving.signal });
      await coming;
      leaving.abort();
      await assert.rejects(answering, { name: "AbortError" });
      await left;
      assertConcluded(simulator, false);
    }));

  it("cut the connection before the headers, with nothing done", () =>
    withSimulator(options, async (simulator) => {
      simulator.next(
        "concludeChat",
        { kind: "drop", at: "beforeHeaders" },
        { kind: "drop", at: "beforeHeaders" },
      );
      await assert.rejects(conclude(simulator), { code: "ECONNRESET" });
      assert.equal(await concludeRaw(simulator), "");
      assert.equal(simulator.requests[0]?.status, undefined);
      assertConcluded(simulator, false);
    }));

  it("cut the connection in the headers, with the engagement concluded", () =>
    withSimulator(options, async (simulator) => {
      simulator.next("concludeChat", { kind: "drop", at: "inHeaders" });
      assert.equal(await concludeRaw(simulator), "HTTP/1.1 200 OK\r\nContent-Ty");
      assertConcluded(simulator, true);
      simulator.next("concludeChat", { kind: "drop", at: "inHeaders" });
      await assert.rejects(conclude(simulator), { code: "ECONNRESET" });
    }));

  it(
    "cut the connection in the body, with the engagement concluded",
    withFault({ kind: "drop", at: "inBody" }, (answer, simulator) => {
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["transfer-encoding"], "chunked");
      assert.match(answer.text, /^\{\n {2}"chatConcludeEngagementResult": \{/);
      assert.ok(!answer.text.includes("sequenceNumber"));
      assert.equal(answer.isComplete, false);
      assertConcluded(simulator, true);
    }),
  );

  it(
    "announce more than they send",
    withFault({ kind: "truncated" }, (answer, simulator) => {
      assert.equal(answer.status, 200);
      const announced = Number(answer.headers["content-length"]);
      assert.equal(answer.bytes.length, Math.ceil(announced / 2));
      assert.equal(answer.isComplete, false);
      assertConcluded(simulator, true);
    }),
  );

  it(
    "break the JSON as they are told to",
    withFault({ kind: "brokenJson", text: '{"a":' }, (answer, simulator) => {
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
      assert.equal(answer.text, '{"a":');
      assertConcluded(simulator, true);
    }),
  );

  it("send exactly the status, headers and bytes given", () =>
    withSimulator(options, async (simulator) => {
      simulator.next("concludeChat", {
        kind: "raw",
        status: 299,
        headers: [
          ["x-Sim", "1"],
          ["X-Sim", "2"],
          ["Content-Length", "3"],
          ["Connection", "close"],
        ],
        body: Uint8Array.of(0, 255, 65),
      });
      assert.equal(
        await concludeRaw(simulator),
        "HTTP/1.1 299 unknown\r\nx-Sim: 1\r\nX-Sim: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\u0000\u00ffA",
      );
      assertConcluded(simulator, false);
    }));

  it(
    "tell a system error with HTTP 200, in members that nobody takes for documented",
    withFault({ kind: "systemError" }, (answer, simulator) => {
      assert.equal(answer.status, 200);
      assert.deepEqual(JSON.parse(answer.text), {
        chatConcludeEngagementResult: null,
        chatSystemError: {
          simCode: "SIM_SYSTEM_ERROR",
          simText: "A system error made up by the simulator. The real members are not documented.",
        },
        clientSendTime: 1618317020415,
        serviceStartTime: 1_700_000_000_000,
        serviceFinishTime: 1_700_000_000_000,
        sessionId: "node0simulator00000000000001",
        clientId: 939,
        clientIdString: "939",
        sequenceNumber: 2,
        sequenceNumberString: "2",
      });
      assertConcluded(simulator, false);
    }),
  );

  it(
    "tell the system error given",
    withFault({ kind: "systemError", error: { exceptionCode: "X", message: "Y" } }, (answer) => {
      assert.match(answer.text, /"chatSystemError": \{\n {4}"exceptionCode": "X",/);
    }),
  );

  it(
    "redirect to another place",
    withFault(
      { kind: "redirect", status: 307, location: "https://elsewhere.example.invalid/x" },
      (answer, simulator) => {
        assert.equal(answer.status, 307);
        assert.equal(answer.headers.location, "https://elsewhere.example.invalid/x");
        assert.equal(answer.text, "");
        assertConcluded(simulator, false);
      },
    ),
  );

  it(
    "let the twin differ from the number",
    withFault({ kind: "wrongTwin" }, (answer, simulator) => {
      assert.match(answer.text, /"engagementId": 1000,\n {4}"engagementIdString": "1001"/);
      assertConcluded(simulator, true);
    }),
  );

  it(
    "let the twin be what it is told to be",
    withFault({ kind: "wrongTwin", twin: "9223372036854775807" }, (answer) => {
      assert.match(answer.text, /"engagementIdString": "9223372036854775807"/);
    }),
  );

  it(
    "send no body",
    withFault({ kind: "emptyBody" }, (answer, simulator) => {
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
      assert.equal(answer.bytes.length, 0);
      assert.ok(answer.isComplete);
      assertConcluded(simulator, true);
    }),
  );

  it(
    "send an HTML page",
    withFault({ kind: "wrongContentType" }, (answer, simulator) => {
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-type"], "text/html; charset=utf-8");
      assert.match(answer.text, /^<!DOCTYPE html>/);
      assertConcluded(simulator, false);
    }),
  );

  for (const label of ["ISO-8859-1", "UTF-16", "utf-16le", "UTF-16BE"]) {
    it(
      `encode the body in ${label} and declare it`,
      withFault({ kind: "charset", label }, (answer, simulator) => {
        assert.equal(answer.headers["content-type"], `application/json;charset=${label}`);
        const text = new TextDecoder(label, { fatal: true }).decode(answer.bytes);
        const { simNote, sessionId } = JSON.parse(text) as Record<string, unknown>;
        assert.equal(simNote, "Grüße aus Köln");
        assert.equal(sessionId, simulator.sessionId);
        assert.throws(() => JSON.parse(strictUtf8(answer.bytes)) as unknown);
        assertConcluded(simulator, true);
      }),
    );
  }

  it(
    "declare a charset that nobody knows",
    withFault({ kind: "charset", label: "x-simulated" }, (answer) => {
      assert.equal(answer.headers["content-type"], "application/json;charset=x-simulated");
      assert.match(answer.text, /Grüße aus Köln/);
    }),
  );

  it(
    "send bytes that are not UTF-8",
    withFault({ kind: "invalidUtf8" }, (answer, simulator) => {
      assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
      assert.throws(() => strictUtf8(answer.bytes), TypeError);
      assert.match(answer.bytes.toString("latin1"), /Grü/);
      assertConcluded(simulator, true);
    }),
  );

  it(
    "send an envelope of as many bytes as asked for",
    withFault({ kind: "large", bytes: 3_000_000 }, (answer, simulator) => {
      assert.equal(answer.bytes.length, 3_000_000);
      const { simPadding } = JSON.parse(answer.text) as Record<string, unknown>;
      assert.match(String(simPadding), /^x{1000}/);
      assertConcluded(simulator, true);
    }),
  );

  for (const fault of [
    { kind: "brokenJson" },
    { kind: "wrongTwin" },
    { kind: "charset", label: "x-simulated" },
    { kind: "systemError" },
  ] satisfies Fault[]) {
    it(`check the request first when they need the healthy answer (${fault.kind})`, () =>
      withSimulator(options, async (simulator) => {
        simulator.next("concludeChat", fault);
        const answer = await conclude(simulator, { headers: { "X-AID": undefined } });
        assertConcluded(simulator, false);
        if (fault.kind !== "brokenJson") {
          assert.equal(answer.status, 403);
          assert.match(answer.text, /came without the header X-AID/);
        }
      }));
  }

  it("each have a name to be asked for by", () => {
    const named = new Set([...namedFaults.values()].map(({ fault }) => fault.kind));
    // A record, so that a kind left out here does not compile.
    const kinds: Record<Fault["kind"], true> = {
      status: true,
      delay: true,
      drop: true,
      brokenJson: true,
      raw: true,
      systemError: true,
      redirect: true,
      wrongTwin: true,
      emptyBody: true,
      wrongContentType: true,
      truncated: true,
      charset: true,
      invalidUtf8: true,
      large: true,
      hang: true,
    };
    assert.deepEqual([...named].sort(), Object.keys(kinds).sort());
  });
});

function strictUtf8(bytes: Buffer): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
