import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fc from "fast-check";
import type { SentRequest } from "../../../../src/chat/exchange";
import { copyOf } from "../../../../src/exchanges/copies/copy";
import type { RecordedRequest } from "../../../../src/simulator/recording";
import { concludeAt, sessionId, withServer } from "../../chat/setup";

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in bash, with nothing in its environment but what is given. */
function bash(script: string, variables: Record<string, string> = {}): Promise<Run> {
  const env = { PATH: process.env["PATH"], ...variables };
  return new Promise((resolve) => {
    // Without --norc bash reads a person's own file, since the pipes of Node look like a remote shell's.
    execFile(
      "bash",
      ["--norc", "-c", script],
      { env, timeout: 20_000 },
      (error, stdout, stderr) => {
        resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
  });
}

/** What reaches the operation: curl and fetch differ in headers of the transport only. */
function essenceOf({ method, url, headers, bytes }: RecordedRequest): unknown {
  const told = ["content-type", "accept", "user-agent", "x-aid", "x-jsessionid"];
  return {
    method,
    url,
    headers: headers
      .map(([name, value]): [string, string] => [name.toLowerCase(), value])
      .filter(([name]) => told.includes(name))
      .sort(),
    body: bytes.toString("latin1"),
  };
}

const curlForBash = (request: SentRequest): string => copyOf("curlBash", request);

const options = { engagements: [9223372036854775807n] };
const sent: SentRequest = {
  method: "POST",
  url: "http://127.0.0.1:1/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1",
  headers: [
    ["Content-Type", "application/json; charset=utf-8"],
    ["X-AID", "12"],
    ["X-JSESSIONID", "•••"],
  ],
  body: '{"engagementId":1000}',
};

/** Windows has no bash that is sure to reach this machine's sockets. */
const itInBash = process.platform === "win32" ? it.skip : it;

describe("the copy for bash", () => {
  it("writes one command of several lines, with a variable for the session", () => {
    assert.equal(
      curlForBash(sent),
      `curl --request POST 'http://127.0.0.1:1/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1' \\
  --header 'Content-Type: application/json; charset=utf-8' \\
  --header 'X-AID: 12' \\
  --header 'X-JSESSIONID: '"\${X_JSESSIONID:?set it to the session id}" \\
  --data-raw '{"engagementId":1000}'`,
    );
  });

  itInBash("asks for what the header Authorization was, by who gets it", async () => {
    for (const [url, hint] of [
      [
        "https://acme.example.com/services/rest/crossChannelServices/latest/agentTokens",
        "Basic and the base64 of user name, colon and password",
      ],
      [
        sent.url.replace("concludeChat", "createAutomatedAgentSession"),
        "Bearer and the token of agentTokens",
      ],
    ] as const) {
      const command = curlForBash({ ...sent, url, headers: [["Authorization", "•••"]] });
      assert.ok(command.includes(`'Authorization: '"\${AUTHORIZATION:?set it to ${hint}}"`));
      const { status, stderr } = await bash(command);
      assert.notEqual(status, 0);
      assert.ok(stderr.includes(`AUTHORIZATION: set it to ${hint}`), stderr);
    }
  });

  itInBash("sends a GET without a body", () =>
    withServer(async (simulator) => {
      const path = "/services/rest/crossChannelServices/latest/serviceSettings/1";
      const command = curlForBash({
        ...{ method: "GET", url: simulator.url + path, body: "" },
        headers: [["Authorization", "•••"]],
      });
      const run = await bash(`${command} --silent`, { AUTHORIZATION: "Basic YWRhOng=" });
      assert.equal(run.status, 0, run.stderr);
      const [request] = simulator.requests;
      assert.ok(request);
      assert.deepEqual([request.method, request.url, request.body], ["GET", path, ""]);
      const names = request.headers.map(([name]) => name.toLowerCase());
      assert.ok(names.includes("authorization"));
      assert.ok(!names.includes("content-type") && !names.includes("content-length"));
    }),
  );

  for (const secret of [sessionId, `a"b'c\\d$e\`f!g&h;i|j<k>*?~#%`]) {
    itInBash(`sends the same request again with the session ${secret}`, () =>
      withServer(
        async (simulator) => {
          const exchange = await concludeAt(simulator.url, {
            body: { engagementId: 9223372036854775807n, sequenceNumber: 1n, timeCreated: 5n },
            credentials: { accountId: "12", sessionId: secret },
          });
          const command = curlForBash(exchange.request);
          assert.ok(!command.includes(secret));
          const run = await bash(`${command} --silent`, { X_JSESSIONID: secret });
          assert.equal(run.status, 0, run.stderr);
          const [ours, theirs, ...others] = simulator.requests;
          assert.ok(ours && theirs && others.length === 0);
          assert.deepEqual(essenceOf(theirs), essenceOf(ours));
          assert.match(run.stdout, /9223372036854775807 was concluded before/);
        },
        { ...options, sessionId: secret },
      ),
    );
  }

  for (const variables of [{}, { X_JSESSIONID: "" }]) {
    itInBash(`sends nothing with the variables ${JSON.stringify(variables)}`, () =>
      withServer(async (simulator) => {
        const url = sent.url.replace("http://127.0.0.1:1", simulator.url);
        const run = await bash(`${curlForBash({ ...sent, url })}; echo went on`, variables);
        assert.notEqual(run.status, 0);
        assert.match(run.stderr, /X_JSESSIONID: set it to the session id/);
        assert.equal(run.stdout, "");
        await simulator.close();
        assert.equal(simulator.requests.length, 0);
      }),
    );
  }

  itInBash("leaves whatever stands in site, pool, account and body data", () =>
    withServer(async (simulator) => {
      const awkward = `'"$(printf x)\`id\`$HOME\\!*?[a]{b,c}&;|<>#~`;
      const server = { origin: simulator.url, fqSiteName: awkward, pool: `${awkward}\r\n:1` };
      const credentials = { accountId: awkward, sessionId };
      const { request } = await concludeAt(simulator.url, { server, credentials });
      const body = `@${awkward}\n\n${awkward}\t é`;
      const run = await bash(`${curlForBash({ ...request, body })} --silent`, {
        X_JSESSIONID: sessionId,
      });
      assert.equal(run.status, 0, run.stderr);
      const [ours, theirs] = simulator.requests;
      assert.ok(ours && theirs);
      assert.equal(theirs.url, ours.url);
      assert.equal(theirs.body, body);
      assert.deepEqual(
        theirs.headers.filter(([name]) => name === "X-AID"),
        [["X-AID", awkward]],
      );
    }),
  );

  itInBash("is one command for bash, whatever the parts", async () => {
    const text = fc
      .string({ unit: fc.constantFrom(..."'\"\\$`\n !{}[]()*?;&|<>#~=aé".split("")) })
      .filter((part) => part !== "•••");
    await fc.assert(
      fc.asyncProperty(text, text, text, async (url, header, body) => {
        const command = curlForBash({
          method: "POST",
          url,
          headers: [
            ["X-A", header],
            ["X-JSESSIONID", "•••"],
          ],
          body,
        });
        const print = `curl() { printf '%s\\0' "$@"; }\n${command}`;
        const run = await bash(print, { X_JSESSIONID: header === "" ? "x" : header });
        assert.deepEqual(run.stdout.split("\0"), [
          ...["--request", "POST", ...(/[[\]{}]/.test(url) ? ["--globoff"] : []), url],
          ...["--header", header.trim() === "" ? "X-A;" : `X-A: ${header}`],
          ...["--header", `X-JSESSIONID: ${header === "" ? "x" : header}`],
          ...["--data-raw", body, ""],
        ]);
        assert.equal(run.stderr, "");
      }),
      { numRuns: 60 },
    );
  }).timeout(20_000);
});
