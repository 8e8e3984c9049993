import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import fc from "fast-check";
import { createChatClient, type HandMadeRequest } from "../../../src/chat/client";
import type { Credentials } from "../../../src/chat/credentials";
import type { Exchange } from "../../../src/chat/exchange";
import { effectOf } from "../../../src/chat/failure";
import type { OperationId } from "../../../src/chat/operations";
import { readCurlCommand } from "../../../src/documents/import/curlCommand";
import { readHttpFile } from "../../../src/documents/import/httpFile";
import { toRequestDocument } from "../../../src/documents/import/toDocument";
import { readRequestDocument } from "../../../src/documents/requestDocument";
import { writeRequestDocument } from "../../../src/documents/writeDocument";
import { fetch } from "../../fakes/realFetch";
import { verdictOf } from "./setup";

const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
const good = "node01h8m13tljpm7ns8nayp0pid91";

/** A server that keeps every byte it got, and answers once a head and its body are there. */
async function withWire(
  test: (wire: {
    readonly origin: string;
    /** All that came since it was asked the last time, and on how many connections. */
    readonly taken: () => { readonly text: string; readonly connections: number };
  }) => Promise<void>,
): Promise<void> {
  let text = "";
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let own = "";
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      own += bytes.toString("latin1");
      text += bytes.toString("latin1");
      const [head = "", ...rest] = own.split("\r\n\r\n");
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (rest.length > 0 && rest.join("\r\n\r\n").length >= length) {
        socket.end(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        );
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await test({
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      taken: () => {
        const all = { text, connections };
        [text, connections] = ["", 0];
        return all;
      },
    });
  } finally {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  }
}

interface Place {
  readonly name: string;
  readonly operation: OperationId;
  readonly request?: (text: string) => HandMadeRequest;
  readonly credentials?: (text: string) => Credentials;
  readonly server?: (text: string) => { readonly fqSiteName?: string; readonly pool?: string };
  /** The header that cannot be sent; where there is none, every text can be sent. */
  readonly header?: string;
}

/** Every place of a request that a text gets into. */
const places: readonly Place[] = [
  {
    name: "session id",
    operation: "concludeChat",
    credentials: (sessionId) => ({ accountId: "12", sessionId }),
    header: "X-JSESSIONID",
  },
  {
    name: "account id",
    operation: "concludeChat",
    credentials: (accountId) => ({ accountId, sessionId: good }),
    header: "X-AID",
  },
  {
    name: "token",
    operation: "createAutomatedAgentSession",
    credentials: (sessionToken) => ({ sessionToken }),
    header: "Authorization",
  },
  {
    name: "customer's token",
    operation: "consumer/requestEngagement",
    credentials: (channelToken) => ({ channelToken }),
    header: "Authorization",
  },
  {
    name: "customer's session id",
    operation: "consumer/getMessages",
    credentials: (consumerSessionId) => ({ consumerSessionId }),
    header: "SessionId",
  },
  {
    name: "application context",
    operation: "agentTokens",
    credentials: (applicationContext) => ({ userName: "a", password: "b", applicationContext }),
    header: "OSvC-CREST-Application-Context",
  },
  {
    name: "header's value in a document",
    operation: "concludeChat",
    request: (text) => ({ json: "{}", headers: [["X-Trace", text]] }),
    header: "X-Trace",
  },
  {
    name: "user name",
    operation: "agentTokens",
    credentials: (userName) => ({ userName, password: "b", applicationContext: "c" }),
  },
  {
    name: "password",
    operation: "agentTokens",
    credentials: (password) => ({ userName: "a", password, applicationContext: "c" }),
  },
  { name: "pool", operation: "concludeChat", server: (pool) => ({ pool }) },
  { name: "site name", operation: "concludeChat", server: (text) => ({ fqSiteName: `s${text}` }) },
  { name: "body", operation: "concludeChat", request: (json) => ({ json }) },
  {
    name: "query",
    operation: "consumer/getQueueStats",
    credentials: () => ({}),
    request: (json) => ({ json }),
  },
];

function send(origin: string, place: Place, text: string): Promise<Exchange> {
  const { operation, request, credentials, server } = place;
  return client
    .send(operation, request?.(text) ?? { json: "{}" }, {
      server: { origin, fqSiteName: "acme", pool: "297:1", ...server?.(text) },
      credentials: credentials?.(text) ?? { accountId: "12", sessionId: good },
      ...{ timeoutMs: 20_000, maxBytes: 1024 * 1024 },
    })
    .then(({ exchange }) => exchange);
}

/** The names of the headers of the only request in a text, whose body is as long as it says. */
function headerNames(text: string): readonly string[] {
  const end = text.indexOf("\r\n\r\n");
  const [line = "", ...headers] = text.slice(0, end).split("\r\n");
  assert.match(line, /^(?:GET|POST) \/[\x21-\x7e]* HTTP\/1\.1$/);
  const length = headers.find((header) => /^content-length:/i.test(header))?.split(" ")[1] ?? "0";
  assert.equal(text.length - end - 4, Number(length), "nothing comes behind the body");
  return headers.map((header) => (header.split(":")[0] ?? "").toLowerCase()).sort();
}

/** What no header may hold. */
const isBad = (text: string): boolean => /[^\t\x20-\x7e\x80-\xff]/.test(text);

const breakers = ["\r", "\n", "\r\n", "\0", "\x01", "\x7f", "\x1b", "€", "\u010d", "\u2028", "🙂"];
const injected = "\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1\r\n\r\n";

describe("a text with what would end a header", () => {
  for (const place of places.filter(({ header }) => header !== undefined)) {
    it(`is refused as ${place.name}, in a clear sentence, and nothing is sent`, () =>
      withWire(async ({ origin, taken }) => {
        for (const text of [
          ...breakers.flatMap((part) => [`${good}${part}`, `${part}${good}`, `a${part}b`]),
          `${good}${injected}`,
        ]) {
          const exchange = await send(origin, place, text);
          assert.deepEqual(taken(), { text: "", connections: 0 }, JSON.stringify(text));
          assert.ok(!exchange.result.ok);
          const { failure } = exchange.result.error;
          assert.deepEqual(failure, { kind: "unsendable", header: place.header });
          assert.equal(effectOf(failure), "notDone");
          const { headline, explanation } = verdictOf(exchange);
          assert.match(headline, new RegExp(`the header ${place.header ?? ""} cannot be sent$`));
          assert.match(explanation, /^It holds a line break, .* Nothing was sent\.$/);
        }
      }));
  }

  it("is refused as the name of a header, whose name is told without it", () =>
    withWire(async ({ origin, taken }) => {
      for (const name of ["X-A\r\nX-Evil", "X A", "X:A", "", "X-\u00e9", "\0", "a".concat("\n")]) {
        const place: Place = {
          name: "name",
          operation: "concludeChat",
          request: () => ({ json: "{}", headers: [[name, "1"]] }),
        };
        const exchange = await send(origin, place, "");
        assert.deepEqual(taken(), { text: "", connections: 0 });
        assert.ok(!exchange.result.ok);
        assert.equal(exchange.result.error.failure.kind, "unsendable");
        assert.doesNotMatch(verdictOf(exchange).headline, /[\r\n\0]/);
      }
    }));

  for (const place of places.filter(({ header }) => header === undefined)) {
    it(`is sent as ${place.name}, where it ends nothing`, () =>
      withWire(async ({ origin, taken }) => {
        await send(origin, place, "x");
        const usual = headerNames(taken().text);
        for (const text of [...breakers, `a${injected}`, "\ud800", " HTTP/1.1\r\nHost: evil"]) {
          const { result } = await send(origin, place, text);
          assert.ok(result.ok || result.error.failure.kind !== "unsendable");
          const { text: arrived, connections } = taken();
          assert.equal(connections, 1, JSON.stringify(text));
          assert.deepEqual(headerNames(arrived), usual, JSON.stringify(text));
        }
      }));
  }

  it("of any form, in any place, never makes another header or request", function () {
    this.timeout(60_000);
    const texts = fc
      .array(
        fc.oneof(
          fc.constantFrom(...breakers, injected, ":", " ", "\t", "X-Evil: 1", "HTTP/1.1", "%0d%0a"),
          fc.string({ unit: "binary", maxLength: 4 }),
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(""));
    return withWire(async ({ origin, taken }) => {
      const usual = new Map<Place, readonly string[]>();
      for (const place of places) {
        await send(origin, place, "x");
        usual.set(place, headerNames(taken().text));
      }
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...places), texts, async (place, text) => {
          const { result } = await send(origin, place, text);
          const { text: arrived, connections } = taken();
          if (place.header !== undefined && isBad(text)) {
            assert.ok(!result.ok);
            assert.equal(result.error.failure.kind, "unsendable");
            assert.equal(connections, 0);
          } else {
            assert.equal(connections, 1);
            assert.deepEqual(headerNames(arrived), usual.get(place));
          }
        }),
        { numRuns: 300 },
      );
    });
  });
});

describe("a document", () => {
  it("never has a header that cannot be sent, whatever is written in it", () => {
    const names = fc.oneof(fc.string({ unit: "binary", maxLength: 6 }), fc.constant("X-Trace"));
    const values = fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.constantFrom(...breakers, injected),
    );
    fc.assert(
      fc.property(fc.dictionary(names, values), (headers) => {
        const text = JSON.stringify({ operation: "concludeChat", body: {}, headers });
        for (const [name, value] of readRequestDocument(text).document?.headers ?? []) {
          assert.match(name, /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/);
          assert.ok(!isBad(value));
        }
      }),
      { numRuns: 1000 },
    );
  });

  for (const [name, reading] of [
    [
      "a cURL command",
      readCurlCommand(
        `curl 'https://chat.example.com/engagement/api/agent/acme/v1/concludeChat?pool=297:1' -H $'X-Trace: 1\\r\\nX-Evil: 1' -H $'X-Nul: a\\x01b' -H 'X-Good: ok' -d '{}'`,
      ),
    ],
    [
      "an .http file",
      readHttpFile(
        "POST https://chat.example.com/engagement/api/agent/acme/v1/concludeChat?pool=297:1\nX-Trace: a\u0001b\nX-Euro: €\nX-Good: ok\n\n{}",
      ),
    ],
  ] as const) {
    it(`made of ${name} has none, either`, () => {
      assert.ok("requests" in reading, JSON.stringify(reading));
      const [request] = reading.requests;
      const conversion = toRequestDocument(request);
      assert.ok("parts" in conversion, JSON.stringify(conversion));
      const { document } = readRequestDocument(writeRequestDocument(conversion.parts));
      assert.deepEqual(document?.headers, [["X-Good", "ok"]]);
    });
  }
});
