import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { allOperations } from "../../../src/chat/operations";
import type { Simulator } from "../../../src/simulator/simulator";
import { customerToken } from "./consumerSetup";
import { conclude, concludePath, engagementLines, healthyBody, withSimulator } from "./setup";

const mebibyte = 1024 * 1024;

/** Writes lines of a request on a connection of its own; nothing is added to them. */
function write({ port }: Simulator, ...lines: readonly string[]): Socket {
  const socket = connect(port, "127.0.0.1");
  // A connection that the simulator cuts is what some tests wait for.
  socket.on("error", () => undefined);
  socket.write(lines.join("\r\n"));
  return socket;
}

/** All that comes on a connection until it ends. */
async function allOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  // Not `once`, which an error before the end would make reject.
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(chunks).toString("latin1");
}

/** Sends whatever a page may send and gives status, headers and text. */
function send(
  { port }: Simulator,
  { method, path, headers, body = "" }: PageRequest,
): Promise<{ readonly status: number; readonly names: readonly string[]; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port, method, path, headers, agent: false },
      (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        incoming.on("end", () => {
          const names = Object.keys(incoming.headers);
          resolve({ status: incoming.statusCode ?? 0, names, text });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe("the simulator's port", () => {
  it("is there on this machine's loopback address, and on no other of its addresses", () =>
    withSimulator({}, async ({ port, url }) => {
      assert.equal(url, `http://127.0.0.1:${port}`);
      const reached = connect(port, "127.0.0.1");
      await once(reached, "connect");
      assert.equal(reached.remoteAddress, "127.0.0.1");
      reached.destroy();
      const others = Object.values(networkInterfaces())
        .flatMap((addresses) => addresses ?? [])
        // A link-local address needs its zone, which is no matter here.
        .filter(({ address }) => address !== "127.0.0.1" && !address.startsWith("fe80"))
        .map(({ address }) => address);
      // All of 127.0.0.0/8 is this machine, and a server on 0.0.0.0 would be there, too.
      for (const address of [...others, "127.0.0.2", "::1"]) {
        const socket = connect(port, address);
        const [error] = (await once(socket, "error").catch((cause: unknown) => [cause])) as [Error];
        assert.match(error.message, /ECONNREFUSED|EADDRNOTAVAIL|EHOSTUNREACH|ENETUNREACH/, address);
        socket.destroy();
      }
    }));
});

describe("the header Host", () => {
  for (const host of [
    "rebound.example.invalid:PORT",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost",
    "localhost.:PORT",
    "127.0.0.1.example.invalid:PORT",
    "localhost.example.invalid:PORT",
    "127.0.0.1:PORT@example.invalid",
    "example.invalid@127.0.0.1:PORT",
    "127.0.0.1:PORT, rebound.example.invalid",
    "0.0.0.0:PORT",
    "[::ffff:127.0.0.1]:PORT",
    "2130706433:PORT",
    " ",
  ]) {
    it(`${JSON.stringify(host)} is refused before anything else is looked at`, () =>
      withSimulator({}, async (simulator) => {
        const Host = host.replace("PORT", simulator.port.toString());
        const answer = await conclude(simulator, { headers: { Host } });
        assert.equal(answer.status, 403);
        assert.match(answer.text, /^The header Host is .*This simulator answers to 127/);
        assert.ok(engagementLines(simulator).includes("1000 active"));
      }));
  }

  it("is refused when it comes twice, or not at all", () =>
    withSimulator({}, async (simulator) => {
      const own = `Host: 127.0.0.1:${simulator.port}`;
      const rest = ["Content-Length: 0", "Connection: close", "", ""];
      const line = `POST ${concludePath(simulator)} HTTP/1.1`;
      const twice = await allOf(write(simulator, line, own, "Host: example.invalid", ...rest));
      assert.match(twice, /^HTTP\/1\.1 40[03] /);
      const none = await allOf(write(simulator, line.replace("1.1", "1.0"), ...rest));
      assert.match(none, /^HTTP\/1\.1 403 .*The header Host is missing\./s);
    }));
});

describe("a page in a browser", () => {
  const foreign = "https://shop.example.invalid";
  const pageRequests: readonly (readonly [string, (simulator: Simulator) => PageRequest])[] = [
    [
      "a form's text/plain POST, for which no browser asks first",
      (simulator) => ({
        method: "POST",
        path: concludePath(simulator),
        headers: { Origin: foreign, "Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site" },
        body: healthyBody,
      }),
    ],
    [
      "the same without Origin, as some browsers send it",
      (simulator) => ({
        method: "POST",
        path: concludePath(simulator),
        headers: { "Content-Type": "text/plain", "Sec-Fetch-Site": "cross-site" },
        body: healthyBody,
      }),
    ],
    [
      "a page of another port of this machine",
      (simulator) => ({
        method: "POST",
        path: concludePath(simulator),
        headers: { "Sec-Fetch-Site": "same-site" },
        body: healthyBody,
      }),
    ],
    [
      "a picture or a script, which come without Origin",
      () => ({
        method: "GET",
        path: "/",
        headers: { "Sec-Fetch-Site": "Cross-Site", "Sec-Fetch-Mode": "no-cors" },
      }),
    ],
    [
      "the question before a call with headers of its own",
      (simulator) => ({
        method: "OPTIONS",
        path: concludePath(simulator),
        headers: {
          Origin: foreign,
          "Access-Control-Request-Method": "POST",
          "Access-Control-Request-Headers": "x-jsessionid,x-aid",
          "Access-Control-Request-Private-Network": "true",
        },
      }),
    ],
  ];
  for (const [name, pageRequest] of pageRequests) {
    it(`is refused: ${name}`, () =>
      withSimulator({}, async (simulator) => {
        const { status, names, text } = await send(simulator, pageRequest(simulator));
        assert.equal(status, 403);
        assert.match(text, /a page in a browser sent this request/);
        assert.deepEqual(
          names.filter((header) => header.startsWith("access-control")),
          [],
        );
        assert.ok(engagementLines(simulator).includes("1000 active"));
      }));
  }

  it("gets no permission with any answer, however an operation is asked", () =>
    withSimulator({}, async (simulator) => {
      for (const { name, path, side } of Object.values(allOperations)) {
        for (const method of ["GET", "POST", "OPTIONS", "HEAD"]) {
          const target =
            path ?? `/engagement/api/${side}/${simulator.site}/v1/${name}?pool=${simulator.pool}`;
          const { names } = await send(simulator, { method, path: target, headers: {} });
          assert.ok(!names.some((header) => header.startsWith("access-control")), target);
        }
      }
    }));

  it("may be one whose address was typed, or one of the simulator's own", () =>
    withSimulator({}, async (simulator) => {
      for (const site of ["none", "same-origin"]) {
        const answer = await conclude(simulator, { headers: { "Sec-Fetch-Site": site } });
        assert.notEqual(answer.status, 403, answer.text);
      }
    }));
});

describe("a body that is too long", () => {
  it("is refused by its announced length, before it is sent", () =>
    withSimulator({}, async (simulator) => {
      const socket = write(
        simulator,
        `POST ${concludePath(simulator)} HTTP/1.1`,
        `Host: 127.0.0.1:${simulator.port}`,
        "Content-Length: 1000000000000",
        "Expect: 100-continue",
        "",
        "",
      );
      const text = await allOf(socket);
      assert.match(text, /^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/s);
      assert.match(text, /The body came with 1000000000000 bytes\./);
    }));

  it("is asked for when it is not, as Expect wants it", () =>
    withSimulator({}, async (simulator) => {
      const socket = write(
        simulator,
        `POST ${concludePath(simulator)} HTTP/1.1`,
        `Host: 127.0.0.1:${simulator.port}`,
        "Content-Type: application/json; charset=utf-8",
        `X-JSESSIONID: ${simulator.sessionId}`,
        `X-AID: ${simulator.accountId}`,
        `Content-Length: ${healthyBody.length}`,
        "Expect: 100-continue",
        "Connection: close",
        "",
        "",
      );
      const [first] = (await once(socket, "data")) as [Buffer];
      assert.match(first.toString(), /^HTTP\/1\.1 100 Continue/);
      socket.write(healthyBody);
      assert.match(await allOf(socket), /^HTTP\/1\.1 200 OK/);
    }));

  it("without an end gets 413, and its connection is closed with little of it read", () =>
    withSimulator({}, async (simulator) => {
      const socket = write(
        simulator,
        `POST ${concludePath(simulator)} HTTP/1.1`,
        `Host: 127.0.0.1:${simulator.port}`,
        "Transfer-Encoding: chunked",
        "",
        "",
      );
      const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
      let sent = 0;
      let isOver = false;
      socket.once("close", () => {
        isOver = true;
      });
      const feed = (): void => {
        while (!isOver && sent < 400 * mebibyte && socket.writable && socket.write(chunk)) {
          sent += chunk.length;
        }
      };
      socket.on("drain", feed);
      feed();
      assert.match(await allOf(socket), /^HTTP\/1\.1 413 .*\r\nConnection: close\r\n/s);
      assert.ok(sent < 100 * mebibyte, `${sent} bytes went out`);
      const [record] = simulator.requests;
      assert.deepEqual([record?.status, record?.bytes.length], [413, 0], "nothing of it is kept");
      assert.equal((await conclude(simulator)).status, 200, "the next is served");
    }));

  it("of a page is refused as a page's, and as little of it read", () =>
    withSimulator({}, async (simulator) => {
      const body = "x".repeat(2 * mebibyte);
      const answer = await conclude(simulator, { body, headers: { Origin: "null" } });
      assert.equal(answer.status, 403);
    }));

  it("is not needed to fill the memory: what is kept of requests is limited, too", () =>
    withSimulator({}, async (simulator) => {
      const body = "x".repeat(mebibyte);
      for (let count = 0; count < 40; count += 1) {
        await conclude(simulator, { body, path: `/${count}` });
      }
      assert.equal(simulator.requests.length, 32);
      assert.equal(simulator.requests.at(-1)?.url, "/39");
    }));
});

describe("customers without end", () => {
  it("get as many engagements as the simulator may keep, and then a clear refusal", () =>
    withSimulator({ maxEngagements: 7 }, async (simulator) => {
      const token = await customerToken(simulator);
      const ask = () =>
        send(simulator, {
          method: "POST",
          path: `/engagement/api/consumer/${simulator.site}/v1/requestEngagement?pool=${simulator.pool}`,
          headers: {
            "Content-Type": "application/json; charset=utf-8",
            Authorization: `Bearer ${token}`,
          },
          body: "{}",
        });
      assert.deepEqual([(await ask()).status, (await ask()).status], [200, 200]);
      const { status, text } = await ask();
      assert.equal(status, 503);
      assert.equal(
        text,
        "There are 7 engagements already. This simulator keeps no more of them, those that are over included. Restart it to begin anew.\n",
      );
      assert.equal(simulator.engagements.length, 7);
    }));
});

describe("a request that is too much otherwise", () => {
  it("has more headers than 16 KiB, and gets 431", () =>
    withSimulator({}, async (simulator) => {
      const socket = write(
        simulator,
        `POST ${concludePath(simulator)} HTTP/1.1`,
        `Host: 127.0.0.1:${simulator.port}`,
        `X-Long: ${"x".repeat(20_000)}`,
        "",
        "",
      );
      assert.match(await allOf(socket), /^HTTP\/1\.1 431 /);
      assert.equal(simulator.requests.length, 0);
    }));

  for (const [name, ...lines] of [
    ["never ends its headers", "X-Slow: 1"],
    ["never sends its body", "Content-Length: 10", "", "1"],
    ["sends its body a byte at a time", "Content-Length: 1000", "", "1"],
  ] as const) {
    it(`${name}, and gets 408 when its time is over`, () =>
      withSimulator({ requestLimitMs: 300 }, async (simulator) => {
        const socket = write(
          simulator,
          `POST ${concludePath(simulator)} HTTP/1.1`,
          `Host: 127.0.0.1:${simulator.port}`,
          ...lines,
        );
        const drip = name.includes("byte") ? setInterval(() => socket.write("1"), 20) : undefined;
        const text = await allOf(socket);
        clearInterval(drip);
        assert.match(text, /^HTTP\/1\.1 408 /);
        assert.equal(simulator.requests.length, 0);
      }));
  }

  it("is not one that is answered late: a poll is held longer than a request may take", () =>
    withSimulator({ requestLimitMs: 200, holdMs: 1500 }, async (simulator) => {
      const poll = await send(simulator, {
        method: "POST",
        path: concludePath(simulator).replace("concludeChat", "getMessages"),
        headers: {
          "Content-Type": "application/json; charset=utf-8",
          "X-JSESSIONID": simulator.sessionId,
          "X-AID": simulator.accountId,
        },
        body: "{}",
      });
      assert.equal(poll.status, 200, poll.text);
    }));
});
