import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { Agent, type ClientRequest } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { createChatClient } from "../../../src/chat/client";
import {
  Connections,
  type ConnectionLimits,
  type TlsMaterial,
} from "../../../src/chat/connections";
import type { CallResult } from "../../../src/chat/exchange";
import { createFetch } from "../../../src/ui/areas/calling";
import { selfSigned } from "../../fixtures/tls/selfSigned";
import {
  eventually,
  jsonAnswer,
  startRawServer,
  type RawRequest,
  type RawServer,
} from "./rawServer";
import { body, sessionId } from "./setup";

const success = '{"chatConcludeEngagementResult":{"engagementId":1000}}';

const answer = ({ socket }: RawRequest): void => {
  socket.write(jsonAnswer(success));
};

/** So long that no test is over sooner: only what a test does ends idleness. */
const never = 600_000;

interface Caller {
  readonly connections: Connections;
  readonly conclude: (origin: string, changes?: CallChanges) => Promise<CallResult>;
}

interface CallChanges {
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  readonly tls?: TlsMaterial;
}

function setup(limits: ConnectionLimits = { idleMs: never }): Caller {
  const connections = new Connections(limits);
  const client = createChatClient({ fetch: createFetch(connections), userAgent: "test" });
  return {
    connections,
    conclude: async (origin, changes) => {
      const { exchange } = await client.call("concludeChat", body, {
        server: { origin, fqSiteName: "acme", pool: "297:1" },
        credentials: { accountId: "12", sessionId },
        timeoutMs: 20_000,
        maxBytes: 1024 * 1024,
        ...changes,
      });
      return exchange.result;
    },
  };
}

/** Runs a test with a server and a client of its own. */
async function withRawServer(
  test: (server: RawServer, caller: Caller) => Promise<void>,
  { limits, treat = answer }: { limits?: ConnectionLimits; treat?: typeof answer } = {},
): Promise<void> {
  const server = await startRawServer(treat);
  const caller = setup(limits);
  try {
    await test(server, caller);
  } finally {
    caller.connections.dispose();
    await server.close();
  }
}

/** Waits until a connection is idle: the call itself is over a moment sooner. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function succeeds(
  { conclude }: Caller,
  origin: string,
  changes?: CallChanges,
): Promise<void> {
  const result = await conclude(origin, changes);
  assert.ok(result.ok, JSON.stringify(result.ok || result.error.failure));
  await settled();
}

describe("connections", () => {
  it("are used again while a burst of calls goes on", () =>
    withRawServer(async (server, caller) => {
      for (let calls = 1; calls <= 5; calls += 1) {
        await succeeds(caller, server.origin);
      }
      assert.deepEqual(
        server.requests.map(({ before }) => before),
        [0, 1, 2, 3, 4],
      );
      assert.equal(server.connections(), 1);
    }));

  it("are as many as calls are under way, and then used again", () =>
    withRawServer(async (server, caller) => {
      const eight = Array.from({ length: 8 }, () => succeeds(caller, server.origin));
      await Promise.all(eight);
      assert.equal(server.connections(), 8);
      await Promise.all(Array.from({ length: 8 }, () => succeeds(caller, server.origin)));
      assert.equal(server.connections(), 8);
      assert.equal(server.requests.length, 16);
    }));

  it("that wait for an answer hinder no other call", () =>
    withRawServer(async (server, caller) => {
      server.treat(() => undefined);
      const held = new AbortController();
      const poll = caller.conclude(server.origin, { signal: held.signal });
      await eventually(() => server.requests.length === 1, "the held request");
      server.treat(answer);
      await succeeds(caller, server.origin);
      await succeeds(caller, server.origin);
      assert.equal(server.connections(), 2);
      held.abort();
      assert.ok(!(await poll).ok);
    }));

  it("are closed when they idled for the limit", () =>
    withRawServer(
      async (server, caller) => {
        await succeeds(caller, server.origin);
        await eventually(() => server.open() === 0, "the idle connection to be closed");
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 2);
      },
      { limits: { idleMs: 20 } },
    ));

  it("are not used again after the limit, though timers stood still as on a machine that slept", () => {
    let now = 1_000_000;
    return withRawServer(
      async (server, caller) => {
        await succeeds(caller, server.origin);
        now += never - 1;
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 1);
        now += never;
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 2);
        await eventually(() => server.open() === 1, "the old connection to be closed");
      },
      { limits: { idleMs: never, now: () => now } },
    );
  });

  it("are not used again when the clock was set back", () => {
    let now = 1_000_000;
    return withRawServer(
      async (server, caller) => {
        await succeeds(caller, server.origin);
        now -= 1;
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 2);
      },
      { limits: { idleMs: never, now: () => now } },
    );
  });

  for (const hint of ["timeout=0", "timeout=1", "max=100, timeout=1"]) {
    it(`are not used again when the server says ${hint}`, () =>
      withRawServer(
        async (server, caller) => {
          await succeeds(caller, server.origin);
          await eventually(() => server.open() === 0, "the connection to be closed");
          await succeeds(caller, server.origin);
          assert.equal(server.connections(), 2);
        },
        {
          treat: ({ socket }) => socket.write(jsonAnswer(success, [`Keep-Alive: ${hint}`])),
        },
      ));
  }

  it("are given up a second before the server says it will", () => {
    let now = 1_000_000;
    return withRawServer(
      async (server, caller) => {
        await succeeds(caller, server.origin);
        now += 3999;
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 1);
        now += 4000;
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 2);
      },
      {
        limits: { idleMs: never, now: () => now },
        treat: ({ socket }) => socket.write(jsonAnswer(success, ["Keep-Alive: timeout=5"])),
      },
    );
  });

  it("are not used again when the server says that it closes them", () =>
    withRawServer(
      async (server, caller) => {
        await succeeds(caller, server.origin);
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 2);
      },
      { treat: ({ socket }) => socket.write(jsonAnswer(success, ["Connection: close"])) },
    ));

  it("are not used again after the server closed them", () =>
    withRawServer(async (server, caller) => {
      await succeeds(caller, server.origin);
      server.requests[0]?.socket.end();
      await eventually(() => server.open() === 0, "both sides to close");
      await succeeds(caller, server.origin);
      assert.equal(server.connections(), 2);
    }));

  it("are not used again when bytes came that nobody asked for", () =>
    withRawServer(async (server, caller) => {
      await succeeds(caller, server.origin);
      server.requests[0]?.socket.write(jsonAnswer('{"chatSystemError":{"message":"stale"}}'));
      await eventually(() => server.open() === 0, "the connection to be closed");
      await succeeds(caller, server.origin);
      assert.equal(server.connections(), 2);
    }));

  for (const [what, changes] of [
    ["ran out of time", { timeoutMs: 50 }],
    ["was larger than allowed", { maxBytes: 10 }],
  ] as const) {
    it(`are not used again after a call that ${what}`, () =>
      withRawServer(
        async (server, caller) => {
          assert.ok(!(await caller.conclude(server.origin, changes)).ok);
          await eventually(() => server.open() === 0, "the connection to be closed");
          server.treat(answer);
          await succeeds(caller, server.origin);
          assert.equal(server.connections(), 2);
        },
        { treat: ({ socket }) => socket.write(jsonAnswer(success).slice(0, -5)) },
      ));
  }

  it("are all closed when they are disposed of, and none is kept from then on", () =>
    withRawServer(async (server, caller) => {
      await succeeds(caller, server.origin);
      server.treat(() => undefined);
      const held = caller.conclude(server.origin);
      await eventually(() => server.requests.length === 2, "the held request");
      caller.connections.dispose();
      const result = await held;
      assert.ok(!result.ok && result.error.failure.kind === "network");
      await eventually(() => server.open() === 0, "all connections to be closed");
      server.treat(answer);
      await succeeds(caller, server.origin);
      await eventually(() => server.open() === 0, "the new connection to be closed");
    }));

  it("do not keep the process, nor any timer that does", () =>
    withRawServer(async (server, caller) => {
      const timers = (): number =>
        process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      const before = timers();
      await succeeds(caller, server.origin);
      assert.equal(server.open(), 1);
      assert.ok(timers() <= before);
    }));
});

describe("a connection that the server closes while the next request is on its way", () => {
  for (const [how, close] of [
    ["closes", (socket: Socket) => socket.end()],
    ["resets", (socket: Socket) => socket.resetAndDestroy()],
  ] as const) {
    it(`is told as perhaps carried out, and nothing is sent again (the server ${how} it)`, () =>
      withRawServer(async (server, caller) => {
        await succeeds(caller, server.origin);
        // The client learns of it only after it has sent: nothing is read between these lines.
        const socket = server.requests[0]?.socket;
        assert.ok(socket);
        close(socket);
        const result = await caller.conclude(server.origin);
        assert.ok(!result.ok);
        assert.deepEqual(result.error.failure, {
          kind: "network",
          reason: "reset",
          code: "ECONNRESET",
          maybeSent: true,
        });
        assert.equal(server.connections(), 1);
        await succeeds(caller, server.origin);
        assert.equal(server.connections(), 2);
      }));
  }

  it("is told as perhaps carried out when the request had arrived", () =>
    withRawServer(async (server, caller) => {
      await succeeds(caller, server.origin);
      server.treat(({ socket }) => socket.destroy());
      const result = await caller.conclude(server.origin);
      assert.ok(!result.ok && result.error.failure.kind === "network");
      assert.deepEqual(
        [result.error.failure.reason, result.error.failure.maybeSent],
        ["reset", true],
      );
      assert.deepEqual(
        server.requests.map(({ before }) => before),
        [0, 1],
      );
    }));
});

describe("connections behind another agent", () => {
  it("are used again all the same, as with VS Code's, which knows of no keeping", () =>
    withRawServer(async (server, caller) => {
      /** Hands every request on to ours a moment later, as VS Code's does when no proxy is set. */
      class Before extends Agent {
        constructor(readonly ours: Agent) {
          super();
        }

        addRequest(request: ClientRequest, options: object): void {
          setImmediate(() => {
            (this.ours as Before).addRequest(request, options);
          });
        }
      }
      const { connections } = caller;
      const original = connections.optionsFor.bind(connections);
      connections.optionsFor = (...args) => {
        const options = original(...args);
        return { ...options, agent: new Before(options.agent as Agent) };
      };
      await succeeds(caller, server.origin);
      await succeeds(caller, server.origin);
      assert.equal(server.connections(), 1);
    }));
});

describe("secure connections", () => {
  it("are used again only by calls with the same material", async () => {
    const pair = selfSigned();
    const sockets = new Set<TLSSocket>();
    const server = createServer(pair, (_, response) => {
      response.writeHead(200, { "Content-Type": "application/json" }).end(success);
    });
    server.on("secureConnection", (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const caller = setup();
    try {
      const { port } = server.address() as AddressInfo;
      const origin = `https://127.0.0.1:${port}`;
      const tls = { authorities: [pair.cert] };
      await succeeds(caller, origin, { tls });
      await succeeds(caller, origin, { tls: { ...tls } });
      assert.equal(sockets.size, 1);
      const untrusting = await caller.conclude(origin);
      assert.ok(!untrusting.ok && untrusting.error.failure.kind === "network");
      assert.equal(untrusting.error.failure.reason, "certificate");
      assert.equal(untrusting.error.failure.maybeSent, false);
      await succeeds(caller, origin, { tls: { authorities: [pair.cert, pair.cert] } });
      assert.equal(sockets.size, 2);
    } finally {
      caller.connections.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("are not begun with material that cannot be read", async () => {
    const caller = setup();
    const tls = { clientCertificate: { cert: "no certificate", key: "no key" } };
    const result = await caller.conclude("https://127.0.0.1:9", { tls });
    assert.ok(!result.ok && result.error.failure.kind === "network");
    assert.equal(result.error.failure.maybeSent, false);
    caller.connections.dispose();
  });
});
