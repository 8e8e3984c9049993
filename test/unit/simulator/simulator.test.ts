import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { assumptions } from "../../../src/simulator/assumptions";
import { type Simulator, startSimulator } from "../../../src/simulator/simulator";
import { conclude, concludePath, healthyBody, requestText, sendRaw, withSimulator } from "./setup";

describe("startSimulator", () => {
  it("has the same site, pool, account, session and engagements each time", () =>
    withSimulator({}, (simulator) => {
      assert.deepEqual(
        {
          url: simulator.url,
          site: simulator.site,
          pool: simulator.pool,
          accountId: simulator.accountId,
          sessionId: simulator.sessionId,
          ids: simulator.engagements.map(({ id }) => id),
        },
        {
          url: `http://127.0.0.1:${simulator.port}`,
          site: "simulator_250100_sql_001h",
          pool: "297:1",
          accountId: "12",
          sessionId: "node0simulator00000000000001",
          ids: [1000n, 1001n, 1002n, 1003n, 1004n],
        },
      );
      return Promise.resolve();
    }));

  it("rejects with Node's code when the port is taken", () =>
    withSimulator({}, async ({ port }) => {
      await assert.rejects(startSimulator({ port }), { code: "EADDRINUSE" });
    }));

  it("puts no clock but its own into an answer", () =>
    withSimulator({}, async (simulator) => {
      assert.equal((await conclude(simulator)).headers.date, undefined);
    }));

  it("marks everything it assumed, and nothing as documented", () => {
    for (const [name, { evidence }] of Object.entries(assumptions)) {
      assert.match(evidence, /^(?:assumed|sampleClient)$/, name);
    }
  });
});

describe("requests", () => {
  it("records method, target, headers and body as they were sent", () =>
    withSimulator({ now: () => 5 }, async (simulator) => {
      await conclude(simulator, { headers: { "x-cASe": "a  b", "X-AID": undefined } });
      const [request, ...others] = simulator.requests;
      assert.ok(request);
      assert.equal(others.length, 0);
      assert.equal(request.operation, "concludeChat");
      assert.equal(request.method, "POST");
      assert.equal(request.url, concludePath(simulator));
      assert.equal(request.body, healthyBody);
      assert.equal(request.bytes.toString(), healthyBody);
      assert.equal(request.receivedAt, 5);
      assert.equal(request.status, 403);
      assert.deepEqual(
        request.headers.filter(([name]) => /^x-/i.test(name)),
        [
          ["X-JSESSIONID", simulator.sessionId],
          ["x-cASe", "a  b"],
        ],
      );
    }));

  it("records what is no operation, too", () =>
    withSimulator({}, async (simulator) => {
      await conclude(simulator, { method: "GET", path: "/favicon.ico", body: "" });
      const [request] = simulator.requests;
      assert.deepEqual(
        [request?.operation, request?.url, request?.status],
        [undefined, "/favicon.ico", 404],
      );
    }));

  it("keeps the last thousand", function () {
    // A thousand connections take their time on a busy machine.
    this.timeout(60_000);
    return withSimulator({}, async (simulator) => {
      await conclude(simulator, { path: "/first" });
      for (let sent = 0; sent < 1000; sent += 50) {
        await Promise.all(
          Array.from({ length: 50 }, () => conclude(simulator, { path: "/later" })),
        );
      }
      assert.equal(simulator.requests.length, 1000);
      assert.ok(simulator.requests.every(({ url }) => url === "/later"));
    });
  });
});

describe("waitFor", () => {
  it("gives the request before it is answered", () =>
    withSimulator({}, async (simulator) => {
      simulator.next("concludeChat", { kind: "hang" });
      const coming = simulator.waitFor("concludeChat");
      const socket = sendRaw(simulator);
      const request = await coming;
      assert.equal(request.body, healthyBody);
      assert.equal(request.status, undefined);
      socket.destroy();
    }));

  it("does not give a request that came earlier, nor one that is no operation", () =>
    withSimulator({}, async (simulator) => {
      await conclude(simulator);
      const coming = simulator.waitFor("concludeChat");
      await conclude(simulator, { path: "/" });
      await conclude(simulator, { body: '{"engagementId":1001}' });
      assert.equal((await coming).body, '{"engagementId":1001}');
    }));

  it("rejects when the simulator is closed, before or after", async () => {
    const simulator = await startSimulator();
    const waiting = simulator.waitFor("concludeChat");
    await simulator.close();
    const closed = { message: "The simulator was closed while concludeChat was waited for" };
    await assert.rejects(waiting, closed);
    await assert.rejects(simulator.waitFor("concludeChat"), closed);
  });
});

describe("next, always and reset", () => {
  const statusOf = async (simulator: Simulator): Promise<number> =>
    (await conclude(simulator, { body: '{"engagementId":1}' })).status;

  it("use queued faults in order, then the standing one", () =>
    withSimulator({ engagements: [1n] }, async (simulator) => {
      simulator.always("concludeChat", { kind: "status", status: 503 });
      simulator.next(
        "concludeChat",
        { kind: "status", status: 501 },
        { kind: "status", status: 502 },
      );
      simulator.next("concludeChat", { kind: "status", status: 504 });
      const statuses = [];
      for (let sent = 0; sent < 5; sent += 1) {
        statuses.push(await statusOf(simulator));
      }
      assert.deepEqual(statuses, [501, 502, 504, 503, 503]);
    }));

  it("use a queued fault once", () =>
    withSimulator({ engagements: [1n] }, async (simulator) => {
      simulator.next("concludeChat", { kind: "status", status: 501 });
      assert.deepEqual([await statusOf(simulator), await statusOf(simulator)], [501, 200]);
    }));

  it("return to health", () =>
    withSimulator({ engagements: [1n] }, async (simulator) => {
      simulator.always("concludeChat", { kind: "status", status: 503 });
      simulator.next("concludeChat", { kind: "status", status: 501 });
      simulator.reset();
      assert.equal(await statusOf(simulator), 200);
    }));

  it("leave requests alone that are no operation", () =>
    withSimulator({ engagements: [1n] }, async (simulator) => {
      simulator.next("concludeChat", { kind: "status", status: 501 });
      assert.equal((await conclude(simulator, { path: "/" })).status, 404);
      assert.equal(await statusOf(simulator), 501);
    }));
});

describe("onDidAnswer", () => {
  it("fires with the status answered, and without one when the connection was cut", () =>
    withSimulator({}, async (simulator) => {
      simulator.next("concludeChat", { kind: "drop", at: "beforeHeaders" });
      for (const expected of [undefined, 200]) {
        const answered = new Promise((resolve) => {
          simulator.onDidAnswer(({ status }) => {
            resolve(status);
          });
        });
        await conclude(simulator).catch(() => undefined);
        assert.equal(await answered, expected);
      }
    }));
});

describe("a client that leaves", function () {
  // Generous, for a machine that is busy with other things.
  this.timeout(30_000);

  it("does no harm within its request, nor within the answer", () =>
    withSimulator({}, async (simulator) => {
      const early = connect(simulator.port, "127.0.0.1");
      early.write(
        `POST ${concludePath(simulator)} HTTP/1.1\r\nHost: 127.0.0.1:${simulator.port}\r\nContent-Length: 99\r\n\r\n{`,
        () => early.destroy(),
      );
      await once(early, "close");
      simulator.next("concludeChat", { kind: "large", bytes: 20_000_000 });
      const late = sendRaw(simulator);
      const answered = new Promise((resolve) => simulator.onDidAnswer(resolve));
      await once(late, "data");
      late.destroy();
      await answered;
      const { status } = await conclude(simulator, { body: '{"engagementId":1001}' });
      assert.equal(status, 200);
      assert.equal(simulator.requests.length, 2, "half a request is not recorded");
    }));
});

describe("requests sent one behind the other on a connection", () => {
  it("are cut together when one is to be cut", () =>
    withSimulator({}, async (simulator) => {
      simulator.next("concludeChat", { kind: "hang" }, { kind: "drop", at: "beforeHeaders" });
      const socket = sendRaw(simulator);
      const ended = once(socket, "close");
      socket.write(requestText(simulator));
      await ended;
      assert.equal(simulator.requests.length, 2);
      assert.equal((await conclude(simulator)).status, 200);
    }));

  it("are answered in order, even when the later one is done first", () =>
    withSimulator({}, async (simulator) => {
      simulator.next("concludeChat", { kind: "delay", ms: 20 }, { kind: "truncated" });
      const socket = sendRaw(simulator);
      socket.write(requestText(simulator));
      const chunks: Buffer[] = [];
      for await (const chunk of socket) {
        chunks.push(chunk as Buffer);
      }
      const text = Buffer.concat(chunks).toString();
      assert.match(text, /^HTTP\/1.1 400 Bad Request\r\n.*HTTP\/1.1 200 OK\r\n/s);
    }));
});

describe("close", () => {
  it("cuts requests that hang, before the headers and in the body", async () => {
    const simulator = await startSimulator();
    simulator.next("concludeChat", { kind: "hang" }, { kind: "hang", at: "inBody" });
    const silent = simulator.waitFor("concludeChat");
    const first = conclude(simulator);
    await silent;
    const socket = sendRaw(simulator);
    const [head] = (await once(socket, "data")) as [Buffer];
    assert.match(head.toString(), /^HTTP\/1.1 200 OK\r\n/);
    // A hanging request holds nobody else up.
    assert.equal((await conclude(simulator, { body: '{"engagementId":1001}' })).status, 200);
    const ended = once(socket, "close");
    await Promise.all([simulator.close(), assert.rejects(first, { code: "ECONNRESET" }), ended]);
  });

  it("leaves no timer of a delay behind", async () => {
    const timers = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const simulator = await startSimulator();
    simulator.next("concludeChat", { kind: "delay", ms: 600_000 });
    const before = timers();
    const coming = simulator.waitFor("concludeChat");
    const answering = conclude(simulator);
    await coming;
    assert.equal(timers(), before + 1);
    await Promise.all([simulator.close(), assert.rejects(answering, { code: "ECONNRESET" })]);
    assert.ok(timers() <= before);
  });

  it("may be called again, and frees the port", async () => {
    const simulator = await startSimulator();
    await Promise.all([simulator.close(), simulator.close()]);
    await simulator.close();
    await assert.rejects(conclude(simulator), { code: "ECONNREFUSED" });
    const successor = await startSimulator({ port: simulator.port });
    assert.equal(successor.port, simulator.port);
    await successor.close();
  });

  it("leaves what was recorded to be read", async () => {
    const simulator = await startSimulator();
    await conclude(simulator);
    await simulator.close();
    assert.equal(simulator.requests.length, 1);
    assert.equal(simulator.engagements[0]?.state, "wrapUp");
  });
});
