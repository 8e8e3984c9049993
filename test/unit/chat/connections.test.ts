import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { NetworkReason } from "../../../src/chat/failure";
import { describeFailure } from "../../../src/ui/failureText";
import { concludeScene } from "../../fakes/scene";
import {
  assertFails,
  assertNoSecret,
  callWithFault,
  concludeAt,
  sessionId,
  withServer,
  type ExpectedFailure,
} from "./setup";

const unknownAdvice =
  "The request may or may not have been carried out: check the engagement on the site before you send it again.";

function network(
  reason: NetworkReason,
  code: string,
  maybeSent: boolean,
): ExpectedFailure["failure"] {
  return { kind: "network", reason, code, maybeSent };
}

const closed: ExpectedFailure = {
  failure: network("reset", "ECONNRESET", true),
  effect: "unknown",
  headline: "Unknown outcome for engagement 1000: the connection was closed",
  explanation: "The server at ORIGIN closed the connection before an answer came (ECONNRESET).",
  advice: unknownAdvice,
};

/** A TCP server that treats its connections as told, and counts them. */
async function withTcpServer(
  treat: (socket: Socket) => void,
  test: (origin: string, connections: () => number) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => {
      treat(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    await test(`http://127.0.0.1:${port}`, () => sockets.length);
  } finally {
    sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("a connection that cannot be made", () => {
  it("is told when nobody listens", () =>
    withServer(async (simulator) => {
      await simulator.close();
      const exchange = await concludeAt(simulator.url);
      assertFails(
        { exchange, requests: simulator.requests.length },
        {
          failure: network("refusedConnection", "ECONNREFUSED", false),
          effect: "notDone",
          headline: "Could not conclude engagement 1000: the connection was refused",
          explanation: "Nothing listens at ORIGIN (ECONNREFUSED). Nothing was sent.",
          advice: "Check host and port of the profile, and whether the server runs.",
          requests: 0,
        },
      );
      assert.equal(exchange.answer, undefined);
    }));

  it("is told when nobody listens at any address of localhost", () =>
    withServer(async (simulator) => {
      await simulator.close();
      const exchange = await concludeAt(`http://localhost:${simulator.port}`);
      assert.ok(!exchange.result.ok);
      assert.deepEqual(
        exchange.result.error.failure,
        network("refusedConnection", "ECONNREFUSED", false),
      );
    }));

  it("is told when the host has no address", async () => {
    // A label of 64 characters is refused by the resolver itself: no query leaves the machine.
    const exchange = await concludeAt(`https://${"x".repeat(64)}.invalid`);
    assertFails(
      { exchange, requests: 0 },
      {
        failure: network("unknownHost", "ENOTFOUND", false),
        effect: "notDone",
        headline: "Could not conclude engagement 1000: the host is not known",
        explanation: "The name in ORIGIN could not be resolved (ENOTFOUND). Nothing was sent.",
        advice: "Check the spelling of the host, your network and your VPN.",
        requests: 0,
      },
    );
  });
});

describe("a connection that breaks", () => {
  it("is told before the headers", async () => {
    assertFails(await callWithFault({ kind: "drop", at: "beforeHeaders" }), closed);
  });

  it("is told within the headers", async () => {
    assertFails(await callWithFault({ kind: "drop", at: "inHeaders" }), closed);
  });

  it("is told within a chunked body, with what arrived", async () => {
    const call = await callWithFault({ kind: "drop", at: "inBody" });
    const { answer } = call.exchange;
    assert.match(answer?.body ?? "", /^\{\n {2}"chatConcludeEngagementResult": \{/);
    const receivedBytes = answer?.byteLength ?? 0;
    assert.ok(receivedBytes > 100);
    assertFails(call, {
      failure: {
        kind: "unreadable",
        status: 200,
        fault: { reason: "truncated", receivedBytes, announcedBytes: undefined },
      },
      effect: "unknown",
      headline: "Unknown outcome for engagement 1000: the answer broke off",
      explanation: `${receivedBytes} bytes arrived before the connection was closed.`,
      advice: unknownAdvice,
    });
  });

  it("is told when less arrives than was announced", async () => {
    const call = await callWithFault({ kind: "truncated" });
    const { answer } = call.exchange;
    const receivedBytes = answer?.byteLength ?? 0;
    const announcedBytes = Number(answer?.headers.find(([name]) => name === "content-length")?.[1]);
    assert.equal(receivedBytes, Math.ceil(announcedBytes / 2));
    assertFails(call, {
      failure: {
        kind: "unreadable",
        status: 200,
        fault: { reason: "truncated", receivedBytes, announcedBytes },
      },
      effect: "unknown",
      headline: "Unknown outcome for engagement 1000: the answer broke off",
      explanation: `${receivedBytes} of ${announcedBytes} bytes arrived before the connection was closed.`,
      advice: unknownAdvice,
    });
  });

  it("is told of an error's body, too", async () => {
    await withTcpServer(
      (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 50\r\n\r\n{"a"'),
      async (origin) => {
        const { result } = await concludeAt(origin);
        assert.ok(!result.ok);
        assert.deepEqual(result.error.failure, {
          kind: "unreadable",
          status: 403,
          fault: { reason: "truncated", receivedBytes: 4, announcedBytes: 50 },
        });
      },
    );
  });

  it("does not compare compressed with decompressed bytes", async () => {
    await withTcpServer(
      (socket) =>
        socket.end(
          "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 50\r\n\r\n\x1f\x8b",
          "latin1",
        ),
      async (origin) => {
        const { result } = await concludeAt(origin);
        assert.ok(!result.ok && result.error.failure.kind === "unreadable");
        assert.deepEqual(result.error.failure.fault, {
          reason: "truncated",
          receivedBytes: 0,
          announcedBytes: undefined,
        });
      },
    );
  });
});

describe("a server that does not speak HTTP", () => {
  it("is told with the system's code", () =>
    withTcpServer(
      (socket) => socket.end("220 mail.example.invalid ESMTP\r\n"),
      async (origin, connections) => {
        const exchange = await concludeAt(origin);
        assertFails(
          { exchange, requests: connections() },
          {
            failure: network("other", "HPE_INVALID_CONSTANT", true),
            effect: "unknown",
            headline: "Unknown outcome for engagement 1000: the connection failed",
            explanation: "The system reported HPE_INVALID_CONSTANT for ORIGIN.",
            advice: unknownAdvice,
          },
        );
      },
    ));

  it("does not bring the session it echoes into the error", () =>
    withTcpServer(
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nX-Echo\u0001: ${sessionId}\r\n\r\n`),
      async (origin) => {
        const exchange = await concludeAt(origin);
        assert.ok(!exchange.result.ok);
        assertNoSecret(exchange);
      },
    ));
});

describe("the sentence for the simulator", () => {
  it("says that it is not running", () => {
    assert.deepEqual(
      describeFailure(
        { kind: "network", reason: "refusedConnection", code: "ECONNREFUSED", maybeSent: false },
        { ...concludeScene, origin: "http://127.0.0.1:8085", isSimulator: true },
      ),
      {
        headline: "Could not conclude engagement 1000: the simulator is not running",
        explanation: "Nothing listens at http://127.0.0.1:8085 (ECONNREFUSED). Nothing was sent.",
        advice: "Start the simulator and send again.",
        remedy: "startSimulator",
      },
    );
  });
});
