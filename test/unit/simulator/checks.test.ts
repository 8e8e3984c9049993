import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { Simulator } from "../../../src/simulator/simulator";
import { type Changes, conclude, concludePath, engagementLines, withSimulator } from "./setup";

interface Refusal {
  readonly name: string;
  readonly changes: Changes | ((simulator: Simulator) => Changes);
  readonly status: number;
  readonly exceptionCode: string;
  readonly message: string | ((simulator: Simulator) => string);
}

const served =
  "This simulator serves POST /engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1.";
const agentPaths = [
  "POST /engagement/api/agent/acme_sql_001h/v1/createAutomatedAgentSession",
  "POST /engagement/api/agent/acme_sql_001h/v1/logoff",
  "POST /engagement/api/agent/acme_sql_001h/v1/setActivityStatus",
  "POST /engagement/api/agent/acme_sql_001h/v1/requestAssignment",
  "POST /engagement/api/agent/acme_sql_001h/v1/getMessages",
  "POST /engagement/api/agent/acme_sql_001h/v1/retrieveAgentsAndQueues",
  "POST /engagement/api/agent/acme_sql_001h/v1/assignmentAcknowledgement",
  "POST /engagement/api/agent/acme_sql_001h/v1/postMessage",
  "POST /engagement/api/agent/acme_sql_001h/v1/setInteractionStatus",
  "POST /engagement/api/agent/acme_sql_001h/v1/setEngagementProperty",
  "POST /engagement/api/agent/acme_sql_001h/v1/modifyProperties",
  "GET /engagement/api/agent/acme_sql_001h/v1/rerouteAvailability",
  "POST /engagement/api/agent/acme_sql_001h/v1/rerouteEngagement",
  "POST /engagement/api/agent/acme_sql_001h/v1/concludeChat",
  "POST /engagement/api/agent/acme_sql_001h/v1/releaseChat",
];
const servedAll = `This simulator serves GET /services/rest/crossChannelServices/latest/serviceSettings/1, POST /services/rest/crossChannelServices/latest/agentTokens, ${agentPaths.map((path) => `${path}?pool=297:1`).join(", ")}.`;
const members =
  "The body must be a JSON object with the members of concludeChat: engagementId, sequenceNumber, timeCreated.";
const badRequest = { status: 400, exceptionCode: "BAD_REQUEST" };
const accessDenied = { status: 403, exceptionCode: "ACCESS_DENIED" };
const notFound = { status: 404, exceptionCode: "UNKNOWN_EXCEPTION" };
const checkPath = "Check the site and the operation in the path, letter by letter.";
const quotePool = "Put ?pool=297:1 behind the path; in a shell, quote the URL.";
const range = "must be an integer from 0 to 9223372036854775807, written as digits.";

const refusals: readonly Refusal[] = [
  {
    name: "a path of another form",
    changes: { path: "/" },
    ...notFound,
    message: `POST / came. ${servedAll} The path is none of these. ${checkPath}`,
  },
  {
    name: "an unknown site",
    changes: { path: "/engagement/api/agent/acme/v1/concludeChat?pool=297:1" },
    ...notFound,
    message: `POST /engagement/api/agent/acme/v1/concludeChat?pool=297:1 came. ${served} The site is 'acme' instead of 'acme_sql_001h'. ${checkPath}`,
  },
  {
    name: "an unknown operation",
    changes: { path: "/engagement/api/agent/acme_sql_001h/v1/joinChat?pool=297:1" },
    ...notFound,
    message: `POST /engagement/api/agent/acme_sql_001h/v1/joinChat?pool=297:1 came. ${servedAll} The operation 'joinChat' is not served. ${checkPath}`,
  },
  {
    name: "an operation in other letter case",
    changes: { path: "/engagement/api/agent/acme_sql_001h/v1/concludechat?pool=297:1" },
    ...notFound,
    message: `POST /engagement/api/agent/acme_sql_001h/v1/concludechat?pool=297:1 came. ${served} The operation is 'concludechat' instead of 'concludeChat'. ${checkPath}`,
  },
  {
    name: "a slash behind the operation",
    changes: { path: "/engagement/api/agent/acme_sql_001h/v1/concludeChat/?pool=297:1" },
    ...notFound,
    message: `POST /engagement/api/agent/acme_sql_001h/v1/concludeChat/?pool=297:1 came. ${served} The operation is 'concludeChat/' instead of 'concludeChat'. ${checkPath}`,
  },
  {
    name: "another method",
    changes: (simulator) => ({ method: "PUT", path: concludePath(simulator) }),
    status: 405,
    exceptionCode: "UNKNOWN_EXCEPTION",
    message: `PUT /engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1 came. ${served} The method is PUT instead of POST. Send the request with POST.`,
  },
  {
    name: "a missing pool",
    changes: { path: "/engagement/api/agent/acme_sql_001h/v1/concludeChat" },
    ...notFound,
    message: `POST /engagement/api/agent/acme_sql_001h/v1/concludeChat came. The query must hold the pool of the site: ?pool=297:1. The query holds no pool. ${quotePool}`,
  },
  {
    name: "another pool",
    changes: { path: "/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:2" },
    ...notFound,
    message: `POST /engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:2 came. The query must hold the pool of the site: ?pool=297:1. The pool is '297:2' instead of '297:1'. ${quotePool}`,
  },
  {
    name: "two pools",
    changes: { path: "/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1&pool=297:1" },
    ...notFound,
    message: `POST /engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297:1&pool=297:1 came. The query must hold the pool of the site: ?pool=297:1. The query holds 2 pools. ${quotePool}`,
  },
  {
    name: "a missing session",
    changes: { headers: { "X-JSESSIONID": undefined } },
    ...accessDenied,
    message:
      "The request came without the header X-JSESSIONID. This simulator has the session node0abc123 ready. Send the header X-JSESSIONID: node0abc123, or the session of a sign-in.",
  },
  {
    name: "a wrong session, without repeating it",
    changes: { headers: { "X-JSESSIONID": "node0secret" } },
    ...accessDenied,
    message:
      "The header X-JSESSIONID came with 11 characters, which are not repeated here. This simulator has the session node0abc123 ready. It has 11 characters. They differ from character 6 on, and are no other session of this simulator. Set this session in the profile or sign in, and send the request again.",
  },
  {
    name: "a missing account",
    changes: { headers: { "X-AID": undefined } },
    ...accessDenied,
    message:
      "The request came without the header X-AID. X-AID must be 12, the account of the session. Send the header X-AID: 12.",
  },
  {
    name: "a wrong account",
    changes: { headers: { "X-AID": "13" } },
    ...accessDenied,
    message:
      "The header X-AID is '13'. X-AID must be 12, the account of the session. The account does not belong to the session. Send the header X-AID: 12.",
  },
  {
    name: "a missing Content-Type",
    changes: { headers: { "Content-Type": undefined } },
    ...badRequest,
    message:
      "The request came without the header Content-Type. Content-Type must be application/json; charset=utf-8. Send the header Content-Type: application/json; charset=utf-8.",
  },
  {
    name: "another media type",
    changes: { headers: { "Content-Type": "text/plain; charset=utf-8" } },
    ...badRequest,
    message:
      "The header Content-Type is 'text/plain; charset=utf-8'. Content-Type must be application/json; charset=utf-8. The media type is 'text/plain'. Send the header Content-Type: application/json; charset=utf-8.",
  },
  {
    name: "a missing charset",
    changes: { headers: { "Content-Type": "application/json" } },
    ...badRequest,
    message:
      "The header Content-Type is 'application/json'. Content-Type must be application/json; charset=utf-8. The charset is missing. Send the header Content-Type: application/json; charset=utf-8.",
  },
  {
    name: "another charset",
    changes: { headers: { "Content-Type": "application/json; charset=iso-8859-1" } },
    ...badRequest,
    message:
      "The header Content-Type is 'application/json; charset=iso-8859-1'. Content-Type must be application/json; charset=utf-8. The charset is 'iso-8859-1'. Send the header Content-Type: application/json; charset=utf-8.",
  },
  {
    name: "an empty body",
    changes: { body: " \n" },
    ...badRequest,
    message: `The request came with an empty body. ${members} Send the JSON object as the body.`,
  },
  {
    name: "a body that is not UTF-8",
    changes: { body: Buffer.from('{"engagementId":1000,"note":"ü"}', "latin1") },
    ...badRequest,
    message:
      "The body came with 32 bytes that are not UTF-8. The body must be JSON in UTF-8, as Content-Type says. Encode the body as UTF-8.",
  },
  {
    name: "a body that is not JSON",
    changes: { body: '{\n  "engagementId": 1000,\n}' },
    ...badRequest,
    message: `The body is not JSON: it begins with '{\n  "engagementId": 1000,\n}'. ${members} The first fault is at line 3, column 1: Quoted object key expected. Correct the body there.`,
  },
  {
    name: "an array",
    changes: { body: "[1000]" },
    ...badRequest,
    message: `The body is an array. ${members} Send a JSON object as the body.`,
  },
  {
    name: "a bare number",
    changes: { body: "1000" },
    ...badRequest,
    message: `The body is a number. ${members} Send a JSON object as the body.`,
  },
  {
    name: "a missing required member",
    changes: { body: '{"sequenceNumber":1}' },
    ...badRequest,
    message:
      'The body came without the member engagementId. engagementId is required: The engagement to conclude. Add "engagementId" with an integer to the body.',
  },
  ...(
    [
      ['"1000"', 'a string: "1000"', undefined],
      ["null", "null: null", undefined],
      ["true", "a boolean: true", undefined],
      ["{}", "an object: {}", undefined],
      ["1e3", "1e3", "It has a fraction or an exponent."],
      ["1000.0", "1000.0", "It has a fraction or an exponent."],
      ["-1", "-1", "It is negative."],
      ["9223372036854775808", "9223372036854775808", "It is larger than an int64 can be."],
    ] as const
  ).flatMap(([json, shown, difference]) =>
    ["engagementId", "sequenceNumber", "timeCreated"].map((member) => ({
      name: `${json} as ${member}`,
      changes: {
        body: `{${member === "engagementId" ? "" : '"engagementId":1000,'}"${member}":${json}}`,
      },
      ...badRequest,
      message: [
        `The member ${member} is ${shown}.`,
        `${member} ${range}`,
        difference,
        `Send ${member} as a JSON number of digits only, without quotes.`,
      ]
        .filter((part) => part !== undefined)
        .join(" "),
    })),
  ),
];

describe("the simulator's checks", () => {
  const options = { site: "acme_sql_001h", sessionId: "node0abc123", engagements: [1000n] };

  for (const { name, changes, status, exceptionCode, message } of refusals) {
    it(`refuse and explain ${name}`, () =>
      withSimulator(options, async (simulator) => {
        const answer = await conclude(
          simulator,
          typeof changes === "function" ? changes(simulator) : changes,
        );
        assert.deepEqual(JSON.parse(answer.text), { exceptionCode, message });
        assert.equal(answer.status, status);
        assert.equal(answer.headers["content-type"], "application/json;charset=utf-8");
        assert.deepEqual(engagementLines(simulator), ["1000 active"]);
        assert.equal(simulator.requests[0]?.status, status);
      }));
  }

  for (const [name, changes] of [
    ["the charset in capitals", { headers: { "Content-Type": "application/json; charset=UTF-8" } }],
    [
      "the charset without a blank",
      { headers: { "Content-Type": "application/json;charset=utf-8" } },
    ],
    ["the charset in quotes", { headers: { "Content-Type": 'Application/JSON; Charset="utf-8"' } }],
    ["members it does not know", { body: '{"engagementId":1000,"reason":"done"}' }],
    [
      "an escaped colon in the pool",
      { path: "/engagement/api/agent/acme_sql_001h/v1/concludeChat?pool=297%3A1" },
    ],
    ["the host name localhost", { headers: { Host: "localhost:PORT" } }],
    ["its own origin", { headers: { Origin: "http://127.0.0.1:PORT" } }],
    ["its own origin by name", { headers: { Origin: "http://localhost:PORT" } }],
  ] satisfies [string, Changes][]) {
    it(`tolerate ${name}`, () =>
      withSimulator(options, async (simulator) => {
        const answer = await conclude(simulator, withPort(changes, simulator.port));
        assert.equal(answer.status, 200, answer.text);
      }));
  }

  it("name the method to use when another came", () =>
    withSimulator(options, async (simulator) => {
      const answer = await conclude(simulator, { method: "PUT" });
      assert.equal(answer.headers.allow, "POST");
    }));

  it("refuse a name that was made to point at this machine", () =>
    withSimulator(options, async (simulator) => {
      const answer = await conclude(simulator, { headers: { Host: "rebound.example.invalid" } });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers["content-type"], "text/plain; charset=utf-8");
      const address = `127.0.0.1:${simulator.port}`;
      assert.equal(
        answer.text,
        `The header Host is rebound.example.invalid. This simulator answers to ${address} and localhost:${simulator.port} only. Use the address http://${address}.\n`,
      );
    }));

  for (const origin of ["https://shop.example.invalid", "null", "http://127.0.0.1"]) {
    it(`refuse a page of the origin ${origin}, even when a fault is due`, () =>
      withSimulator(options, async (simulator) => {
        simulator.next("concludeChat", { kind: "systemError" });
        const answer = await conclude(simulator, { headers: { Origin: origin } });
        assert.equal(answer.status, 403);
        assert.equal(
          answer.text,
          `The header Origin is ${origin}: a page in a browser sent this request. This simulator serves programs, and pages of its own origin http://127.0.0.1:${simulator.port}. Send the request from a program, without the header Origin.\n`,
        );
        assert.deepEqual(engagementLines(simulator), ["1000 active"]);
      }));
  }

  it("read a body of 1 MiB and refuse one byte more", () =>
    withSimulator(options, async (simulator) => {
      const bodyOf = (bytes: number): string => '{"engagementId":1000}'.padEnd(bytes, " ");
      const tooLong = await conclude(simulator, { body: bodyOf(1024 * 1024 + 1) });
      assert.equal(tooLong.status, 413);
      assert.equal(
        tooLong.text,
        "The body came with 1048577 bytes. This simulator reads at most 1048576 bytes of body. Send a body that is shorter.\n",
      );
      assert.equal((await conclude(simulator, { body: bodyOf(1024 * 1024) })).status, 200);
    }));
});

function withPort(changes: Changes, port: number): Changes {
  return JSON.parse(JSON.stringify(changes).replaceAll("PORT", port.toString())) as Changes;
}
