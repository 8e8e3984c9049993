import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { createChatClient, type HandMadeContext } from "../../../src/chat/client";
import { credentialHeaders, type Credentials } from "../../../src/chat/credentials";
import { allOperations, type OperationId } from "../../../src/chat/operations";
import { fetch } from "../../fakes/realFetch";
import { assertNoSecret, sessionId, verdictOf } from "./setup";

const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
const password = "correct horse: battery staple";

/** One operation for each way of saying as whom a call is made, with the secret that it is made with. */
const calls: readonly {
  readonly operation: OperationId;
  readonly credentials: Credentials;
  readonly secret: string;
}[] = [
  {
    operation: "concludeChat",
    credentials: { accountId: "12", sessionId },
    secret: sessionId,
  },
  {
    operation: "getMessages",
    credentials: { accountId: "12", sessionId },
    secret: sessionId,
  },
  ...(["serviceSettings", "agentTokens", "consumer/establishSessions"] as const).map(
    (operation) => ({
      operation,
      credentials: { userName: "ada", password, applicationContext: "test" },
      secret: password,
    }),
  ),
  {
    operation: "createAutomatedAgentSession",
    credentials: { sessionToken: "token.of-the.agent0815" },
    secret: "token.of-the.agent0815",
  },
  {
    operation: "consumer/requestEngagement",
    credentials: { channelToken: "token.of-the.customer0815" },
    secret: "token.of-the.customer0815",
  },
  {
    operation: "consumer/postMessage",
    credentials: { consumerSessionId: "session-of-a-customer-0815" },
    secret: "session-of-a-customer-0815",
  },
];

/** Where a redirect may point to; A is the port of the server that was asked, B that of another one. */
const targets = {
  "another port": "http://127.0.0.1:B/x?token=SECRET&b=2",
  "another port, with user info": "http://SECRET:pw@127.0.0.1:B/",
  "another scheme": "https://127.0.0.1:A/x;jsessionid=SECRET?a",
  "another scheme and port": "https://127.0.0.1:B/#SECRET",
  "another host": "http://localhost:B/",
  "another host, by no scheme": "//localhost:B/x?SECRET",
  "another host, by a look-alike": "http:\\\\127.0.0.1:B\\?s=SECRET",
  "the same origin": "http://127.0.0.1:A/engagement/other?s=SECRET",
  "the same origin, by a path": "/engagement/other?s=SECRET",
} as const;

/** A port of 127.0.0.1 until the server is closed. */
async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Two servers: one that answers everything with a redirect, and one that nobody is to connect to. */
async function withServers(
  test: (servers: {
    readonly origin: string;
    readonly place: (target: string) => string;
    redirect: { status: number; location: string };
    readonly requests: readonly IncomingMessage[];
    readonly connections: () => number;
  }) => Promise<void>,
): Promise<void> {
  const requests: IncomingMessage[] = [];
  const redirect = { status: 0, location: "" };
  const asked = createServer((request, response) => {
    requests.push(request);
    request.resume();
    response.writeHead(redirect.status, { Location: redirect.location, "Set-Cookie": "a=b" });
    response.end("moved");
  });
  let connections = 0;
  const bystander = createTcpServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const [a, b] = [await listening(asked), await listening(bystander)];
  try {
    await test({
      origin: `http://127.0.0.1:${a}`,
      place: (target) => target.replace(":A", `:${a}`).replace(":B", `:${b}`),
      ...{ redirect, requests },
      connections: () => connections,
    });
  } finally {
    asked.closeAllConnections();
    asked.close();
    bystander.close();
  }
}

function contextOf(origin: string, credentials: Credentials): HandMadeContext {
  return {
    server: { origin, fqSiteName: "acme_sql_001h", pool: "297:1" },
    ...{ credentials, timeoutMs: 20_000, maxBytes: 1024 * 1024 },
  };
}

describe("credentials", () => {
  for (const status of [301, 302, 303, 307, 308]) {
    for (const { operation, credentials, secret } of calls) {
      it(`of ${operation} go nowhere that ${status} points to`, () =>
        withServers(async ({ origin, place, redirect, requests, connections }) => {
          for (const [name, target] of Object.entries(targets)) {
            const before = requests.length;
            redirect.status = status;
            redirect.location = place(target).replace("SECRET", encodeURIComponent(secret));
            const context = contextOf(origin, credentials);
            const { exchange } = await client.send(operation, { json: "{}" }, context);
            assert.equal(requests.length, before + 1, `${name}: it is asked once`);
            const { headers, url = "" } = requests.at(-1) ?? {};
            for (const { header } of credentialHeaders(credentials).headers) {
              assert.equal(
                headers?.[header[0].toLowerCase()],
                header[1],
                "they do go to the origin",
              );
            }
            assert.ok(!url.includes(secret));
            const { result } = exchange;
            assert.ok(!result.ok);
            const { failure } = result.error;
            assert.ok(failure.kind === "redirected", `${name}: ${failure.kind}`);
            assert.equal(failure.status, status);
            assert.ok(failure.location);
            assert.ok(verdictOf(exchange).explanation.includes(failure.location), "it says where");
            if (target.includes("SECRET")) {
              assert.match(failure.location, /•••/, name);
            }
            assertNoSecret(exchange, secret);
          }
          assert.equal(connections(), 0, "nobody connected to the other server");
        }));
    }
  }

  it("of every operation are of a way that is tried here", () => {
    const tried = new Set(calls.map(({ operation }) => allOperations[operation].credentials));
    for (const { name, credentials } of Object.values(allOperations)) {
      assert.ok(credentials === "none" || tried.has(credentials), name);
    }
  });
});

describe("the address of a call", () => {
  const odd = [
    "../",
    "..%2F",
    "?",
    "#",
    "%2F",
    " ",
    "ü€🙂",
    ";",
    "\\",
    "@",
    ":80/",
    "\ud800",
    "&a=b",
    "\r\n",
  ];

  for (const part of odd) {
    it(`has the origin and path of the profile, with ${JSON.stringify(part)} in the pool`, () => {
      for (const pool of [part, `${part}evil.example`, `297:1${part}`, part.repeat(20)]) {
        const { url } = client.preview(
          "concludeChat",
          {},
          {
            ...contextOf("https://chat.example.com:8084", { accountId: "12", sessionId }),
            server: { origin: "https://chat.example.com:8084", fqSiteName: "acme", pool },
          },
        );
        const { origin, pathname, search, hash, username } = new URL(url);
        assert.equal(origin, "https://chat.example.com:8084");
        assert.equal(pathname, "/engagement/api/agent/acme/v1/concludeChat");
        assert.deepEqual([hash, username], ["", ""]);
        const query = new URLSearchParams(search);
        assert.deepEqual(
          [...query.keys()],
          ["pool"],
          "the pool is one parameter, and the only one",
        );
        assert.equal(query.get("pool"), pool.replace(/\p{Surrogate}/gu, "\ufffd"));
      }
    });
  }
});
