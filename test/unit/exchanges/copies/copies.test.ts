import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createChatClient } from "../../../../src/chat/client";
import type { SentRequest } from "../../../../src/chat/exchange";
import { copyFormats, copyOf, type CopyFormat } from "../../../../src/exchanges/copies/copy";
import type { RecordedRequest } from "../../../../src/simulator/recording";
import type { Simulator } from "../../../../src/simulator/simulator";
import { sessionId, withServer } from "../../chat/setup";
import { fetch } from "../../../fakes/realFetch";

interface Run {
  readonly status: number;
  readonly output: string;
}

interface Sent {
  readonly request: SentRequest;
  /** The values of masked headers, by name. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Runs a program with nothing in its environment but what is given. */
function run(
  file: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Run> {
  const env = { PATH: process.env["PATH"], HOME: cwd, ...variables };
  return new Promise((done) => {
    execFile(file, args, { env, cwd, timeout: 60_000 }, (error, stdout, stderr) => {
      done({
        status: error === null ? 0 : typeof error.code === "number" ? error.code : 1,
        output: stdout + stderr,
      });
    });
  });
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "copies-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const awkward = `'it"s' $HOME \`id\` $(id) %PATH% !! ^& \\ \\n \n\r\n\t {x} }} [é ü 😀 ’] # // @a <b> ;|~*?`;
const basic = `Basic ${Buffer.from("ada:p\u00e4ss").toString("base64")}`;

/** The real client sends one request of each kind; the simulator keeps what came. */
async function sendAll(simulator: Simulator): Promise<readonly Sent[]> {
  const client = createChatClient({ fetch, userAgent: "engagement-desk/0.0.0" });
  const limits = { timeoutMs: 20_000, maxBytes: 1024 * 1024 };
  const server = { origin: simulator.url, fqSiteName: "acme_sql_001h", pool: "297:1" };
  const session = { ...limits, server, credentials: { accountId: "12", sessionId } };
  const calls = [
    await client.call(
      "concludeChat",
      { engagementId: 9223372036854775807n, sequenceNumber: 1n, timeCreated: 5n },
      session,
    ),
    await client.call(
      "postMessage",
      {
        body: awkward,
        destinationId: 1000n,
        destinationType: "ENGAGEMENT",
        messageType: "BROWSER",
      },
      session,
    ),
    await client.call("rerouteAvailability", { engagementId: 9007199254740993n }, session),
  ];
  const site = await client.call(
    "serviceSettings",
    {},
    {
      ...limits,
      server: { origin: simulator.url },
      credentials: { userName: "ada", password: "p\u00e4ss", applicationContext: "test" },
    },
  );
  return [
    ...calls.map(({ exchange }) => ({
      request: exchange.request,
      secrets: { "X-JSESSIONID": sessionId },
    })),
    { request: site.exchange.request, secrets: { Authorization: basic } },
  ];
}

/** What reaches the operation: method, target, the headers that the client sent, and the bytes. */
function essenceOf({ method, url, headers, bytes }: RecordedRequest): unknown {
  const told = [
    ...["content-type", "accept", "user-agent", "x-aid", "x-jsessionid", "authorization"],
    "osvc-crest-application-context",
  ];
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

const environment = { X_JSESSIONID: sessionId, AUTHORIZATION: basic };

/** Sends every copy; placeholders are filled from the environment, or from the tool's own. */
type Sender = (copies: readonly string[], isFilled: boolean, folder: string) => Promise<Run>;

const senders: Partial<Record<CopyFormat, Sender>> = {
  curlBash: (copies, isFilled, folder) =>
    run(
      "bash",
      ["--norc", "-c", copies.map((copy) => `${copy} --silent || exit 1`).join("\n")],
      isFilled ? {} : environment,
      folder,
    ),
  nodeFetch: async (copies, isFilled, folder) => {
    let last: Run = { status: 1, output: "nothing ran" };
    for (const copy of copies) {
      await writeFile(join(folder, "copy.mjs"), copy);
      last = await run(process.execPath, ["copy.mjs"], isFilled ? {} : environment, folder);
      if (last.status !== 0) {
        break;
      }
    }
    return last;
  },
  http: async (copies, isFilled, folder) => {
    await writeFile(join(folder, "copies.http"), copies.join("\n"));
    if (!isFilled) {
      const environments = JSON.stringify({ test: environment });
      await writeFile(join(folder, "http-client.private.env.json"), environments);
    }
    return run(
      process.execPath,
      [
        resolve("node_modules/httpyac/bin/httpyac.js"),
        ...["send", "copies.http", "--all", ...(isFilled ? [] : ["--env", "test"])],
      ],
      {},
      folder,
    );
  },
};

/** Windows has no bash that is sure to reach this machine's sockets. */
const itOnUnix = process.platform === "win32" ? it.skip : it;

describe("copyOf, sent by the real program", () => {
  for (const [format, send] of Object.entries(senders)) {
    for (const isFilled of [true, false]) {
      const how = isFilled ? "with credentials" : "with placeholders that the environment fills";
      itOnUnix(`${format} is the same request ${how}`, () =>
        withServer(
          async (simulator) => {
            const sent = await sendAll(simulator);
            const originals = [...simulator.requests];
            const copies = sent.map(({ request, secrets }) =>
              copyOf(format as CopyFormat, request, isFilled ? secrets : {}),
            );
            for (const copy of copies) {
              assert.equal(copy.includes(sessionId) || copy.includes(basic), isFilled);
            }
            const { status, output } = await inFolder((folder) => send(copies, isFilled, folder));
            const received = simulator.requests.slice(originals.length);
            assert.deepEqual(received.map(essenceOf), originals.map(essenceOf), output);
            // httpYac fails when the simulator refuses, as it refuses the unknown engagement.
            assert.ok(format === "http" || status === 0, output);
          },
          { engagements: [9223372036854775807n, 1000n] },
        ),
      ).timeout(120_000);
    }
  }

  for (const format of ["http", "nodeFetch"] as const) {
    itOnUnix(`${format} sends nothing while a placeholder is empty`, () =>
      withServer(async (simulator) => {
        const [sent] = await sendAll(simulator);
        assert.ok(sent);
        const before = simulator.requests.length;
        const { status, output } = await inFolder(async (folder) => {
          await writeFile(join(folder, "a.http"), copyOf(format, sent.request));
          await writeFile(join(folder, "a.mjs"), copyOf(format, sent.request));
          return format === "http"
            ? run(
                process.execPath,
                [resolve("node_modules/httpyac/bin/httpyac.js"), "send", "a.http", "--all"],
                {},
                folder,
              )
            : run(process.execPath, ["a.mjs"], {}, folder);
        });
        assert.notEqual(status, 0);
        assert.match(output, /X_JSESSIONID/);
        assert.equal(simulator.requests.length, before);
      }),
    ).timeout(60_000);
  }

  for (const format of ["curlBash", "nodeFetch"] as const) {
    itOnUnix(`${format} keeps the bytes of a body that is not JSON`, () =>
      withServer(async (simulator) => {
        const body = `@file ${awkward}\n\n${awkward}\u2028 {{x}}\n`;
        const request: SentRequest = {
          method: "POST",
          url: `${simulator.url}/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1`,
          headers: [["Content-Type", "text/plain; charset=utf-8"]],
          body,
        };
        const { output } = await inFolder(
          (folder) =>
            senders[format]?.([copyOf(format, request)], true, folder) ??
            Promise.reject(new Error()),
        );
        assert.equal(simulator.requests.length, 1, output);
        assert.deepEqual(simulator.requests[0]?.bytes, Buffer.from(body));
      }),
    ).timeout(60_000);
  }
});

const sent: SentRequest = {
  method: "POST",
  url: "http://127.0.0.1:1/engagement/api/agent/acme/v1/concludeChat?pool=297:1",
  headers: [["X-JSESSIONID", "•••"]],
  body: '{"a":"{{require(1)}}"}',
};

describe("copyOf", () => {
  it("describes every form that there is", () => {
    for (const format of Object.keys(copyFormats)) {
      assert.ok(copyOf(format as CopyFormat, sent).includes("X_JSESSIONID"), format);
    }
  });

  it("takes a secret by the name of its header in any case, and no other", () => {
    const copy = copyOf("nodeFetch", sent, { "x-jsessionid": "node01secret" });
    assert.ok(copy.includes("node01secret") && !copy.includes("process.env"));
    assert.ok(copyOf("nodeFetch", sent, { Authorization: "x" }).includes("X_JSESSIONID"));
  });

  it("lets nothing in a .http file be run as JavaScript, and says what it changed", () => {
    const copy = copyOf("http", { ...sent, headers: [["X-Trace", "{{require(1)}}"]] });
    assert.ok(!copy.includes("{{"));
    assert.ok(copy.includes('{"a":"{\\u007brequire(1)}}"}'));
    assert.match(copy, /^# In the body two braces/m);
    assert.match(copyOf("http", { ...sent, body: "x {{y}}\n# z" }), /^# Lines of the body/m);
  });

  it("runs nothing that stands in the name of a masked header", async () => {
    const copy = copyOf("curlBash", { ...sent, headers: [["X-`echo x`$(y)", "•••"]] });
    const { output } = await inFolder((folder) =>
      run(
        "bash",
        ["--norc", "-c", `curl() { printf '%s\\n' "$@"; }\n${copy}`],
        { X__ECHO_X___Y_: "v" },
        folder,
      ),
    );
    assert.ok(output.includes("X-`echo x`$(y): v"), output);
  });
});
