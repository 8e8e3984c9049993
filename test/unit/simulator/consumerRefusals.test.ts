import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { ConsumerOperationName } from "../../../src/chat/operations";
import { consume, type ConsumerChanges, consumerOf } from "./consumerSetup";
import { basic, withSimulator } from "./setup";

interface Refusal {
  readonly name: string;
  readonly operation: ConsumerOperationName;
  readonly changes: ConsumerChanges;
  readonly status: number;
  /** Undefined for the site, which has none. */
  readonly exceptionCode?: string;
  readonly message: string;
}

const site = "acme_sql_001h";
const root = `/engagement/api/consumer/${site}/v1`;
const sitePath = "/services/rest/crossChannelServices/latest/establishSessions";
const post = `To customers this simulator serves POST ${root}/postMessage?pool=297:1.`;
const all = `To customers this simulator serves POST ${sitePath}, POST ${root}/requestEngagement?pool=297:1, POST ${root}/getMessages?pool=297:1, POST ${root}/postMessage?pool=297:1, POST ${root}/activity?pool=297:1, POST ${root}/concludeEngagement?pool=297:1, GET ${root}/getQueueStats?pool=297:1, GET ${root}/getEngagementQueue.`;
const checkPath = "Check the site and the operation in the path, letter by letter.";
const poolMust = "The query must hold the pool of the site: ?pool=297:1.";
const putPool = "Put ?pool=297:1 behind the path; in a shell, quote the URL.";
const badRequest = { status: 400, exceptionCode: "BAD_REQUEST" };
const accessDenied = { status: 403, exceptionCode: "ACCESS_DENIED" };
const notFound = { status: 404, exceptionCode: "UNKNOWN_EXCEPTION" };
const tokenMust = "It must be Bearer, a blank, and a channelToken of this simulator.";
const getToken = "Get a token with establishSessions, and send it as it came.";
const sessionMust = "SessionId must be the sessionId of a requestEngagement to this simulator.";
const getSession = "Send requestEngagement, and then the sessionId of its answer.";
const statsMembers =
  "The query must hold request: a JSON object with the members of getQueueStats, encoded for a URL: queueId, chatProactiveAvailableType.";

/** The query of getQueueStats with this JSON, or with no request at all. */
function stats(request?: unknown): ConsumerChanges {
  const json = typeof request === "string" ? request : JSON.stringify(request);
  return {
    query: `?pool=297:1${request === undefined ? "" : `&request=${encodeURIComponent(json)}`}`,
  };
}

const withoutSession: readonly Refusal[] = [
  {
    name: "an unknown operation",
    operation: "postMessage",
    changes: { path: `${root}/hello` },
    ...notFound,
    message: `POST ${root}/hello?pool=297:1 came. ${all} The operation 'hello' is not served. ${checkPath}`,
  },
  {
    name: "an unknown site",
    operation: "postMessage",
    changes: { path: "/engagement/api/consumer/acme/v1/postMessage" },
    ...notFound,
    message: `POST /engagement/api/consumer/acme/v1/postMessage?pool=297:1 came. ${post} The site is 'acme' instead of '${site}'. ${checkPath}`,
  },
  {
    name: "an operation in other letter case",
    operation: "postMessage",
    changes: { path: `${root}/postmessage` },
    ...notFound,
    message: `POST ${root}/postmessage?pool=297:1 came. ${post} The operation is 'postmessage' instead of 'postMessage'. ${checkPath}`,
  },
  {
    name: "a path that ends too early",
    operation: "postMessage",
    changes: { path: "/engagement/api/consumer/" },
    ...notFound,
    message: `POST /engagement/api/consumer/?pool=297:1 came. ${all} The path is none of these. ${checkPath}`,
  },
  {
    name: "another method",
    operation: "postMessage",
    changes: { method: "PUT" },
    status: 405,
    exceptionCode: "UNKNOWN_EXCEPTION",
    message: `PUT ${root}/postMessage?pool=297:1 came. ${post} The method is PUT instead of POST. Send the request with POST.`,
  },
  {
    name: "statistics asked for by POST",
    operation: "getQueueStats",
    changes: { method: "POST" },
    status: 405,
    exceptionCode: "UNKNOWN_EXCEPTION",
    message: `POST ${root}/getQueueStats?pool=297:1 came. To customers this simulator serves GET ${root}/getQueueStats?pool=297:1. The method is POST instead of GET. Send the request with GET.`,
  },
  {
    name: "a missing pool",
    operation: "postMessage",
    changes: { query: "" },
    ...notFound,
    message: `POST ${root}/postMessage came. ${poolMust} The query holds no pool. ${putPool}`,
  },
  {
    name: "another pool",
    operation: "postMessage",
    changes: { query: "?pool=297:2" },
    ...notFound,
    message: `POST ${root}/postMessage?pool=297:2 came. ${poolMust} The pool is '297:2' instead of '297:1'. ${putPool}`,
  },
  {
    name: "two pools",
    operation: "getEngagementQueue",
    changes: { query: "?pool=297:1&pool=297:1" },
    ...notFound,
    message: `GET ${root}/getEngagementQueue?pool=297:1&pool=297:1 came. ${poolMust} The query holds 2 pools. ${putPool}`,
  },
  {
    name: "a wrong pool where none is needed",
    operation: "getEngagementQueue",
    changes: { query: "?pool=297:2" },
    ...notFound,
    message: `GET ${root}/getEngagementQueue?pool=297:2 came. ${poolMust} The pool is '297:2' instead of '297:1'. ${putPool}`,
  },
  {
    name: "a missing token",
    operation: "requestEngagement",
    changes: {},
    ...accessDenied,
    message: `The request came without the header Authorization. ${tokenMust} ${getToken}`,
  },
  {
    name: "another kind of authorization",
    operation: "requestEngagement",
    changes: { headers: { Authorization: "Basic c2VjcmV0" } },
    ...accessDenied,
    message: `The header Authorization came with 14 characters, which are not repeated here. ${tokenMust} It does not begin with 'Bearer '. ${getToken}`,
  },
  {
    name: "an unknown token, without repeating it",
    operation: "requestEngagement",
    changes: { headers: { Authorization: "Bearer secret" } },
    ...accessDenied,
    message: `The header Authorization came with 13 characters, which are not repeated here. ${tokenMust} The token was not issued to a customer since this simulator was started. ${getToken}`,
  },
  ...(["getMessages", "postMessage", "activity", "concludeEngagement"] as const).flatMap(
    (operation): readonly Refusal[] => [
      {
        name: "a missing session",
        operation,
        changes: {},
        ...accessDenied,
        message: `The request came without the header SessionId. ${sessionMust} ${getSession}`,
      },
      {
        name: "an unknown session, without repeating it",
        operation,
        changes: { headers: { SessionId: "secret" } },
        ...accessDenied,
        message: `The header SessionId came with 6 characters, which are not repeated here. ${sessionMust} They are no consumer session of this simulator. ${getSession}`,
      },
    ],
  ),
  {
    name: "statistics of nothing",
    operation: "getQueueStats",
    changes: stats(),
    ...badRequest,
    message: `The query came without the parameter request. ${statsMembers} Put request= and the encoded JSON object into the query, once.`,
  },
  {
    name: "two requests in the query",
    operation: "getQueueStats",
    changes: { query: "?pool=297:1&request=%7B%7D&request=%7B%7D" },
    ...badRequest,
    message: `The query came with the parameter request 2 times. ${statsMembers} Put request= and the encoded JSON object into the query, once.`,
  },
  {
    name: "a request in the query that is no JSON",
    operation: "getQueueStats",
    changes: stats("{"),
    ...badRequest,
    message: `The query parameter request is not JSON: it begins with '{'. ${statsMembers} The first fault is at line 1, column 2: Quoted object key or end of object '}' expected but reached end of input. Correct the query parameter request there.`,
  },
  {
    name: "a request in the query that is an array",
    operation: "getQueueStats",
    changes: stats([]),
    ...badRequest,
    message: `The query parameter request is an array. ${statsMembers} Send a JSON object as the query parameter request.`,
  },
  {
    name: "statistics without a queue",
    operation: "getQueueStats",
    changes: stats({ chatProactiveAvailableType: "AGENTS" }),
    ...badRequest,
    message:
      'The query parameter request came without the member queueId. queueId is required: The queue to count for. Add "queueId" with an integer to the query parameter request.',
  },
  {
    name: "a queue without a request",
    operation: "getEngagementQueue",
    changes: { query: "" },
    ...badRequest,
    message:
      "The query came without the parameter request. The query must hold request: a JSON object with the members of getEngagementQueue, encoded for a URL: interfaceId, interfaceName, productId, categoryId, organizationId, customFields. Put request= and the encoded JSON object into the query, once.",
  },
  ...(
    [
      ["no array", { name: "a" }, 'The member customFields is an object: {"name":"a"}.', undefined],
      [
        "a text",
        ["a"],
        "The member customFields is an array whose element 1 is a string.",
        "It is no object.",
      ],
      [
        "a field without a name",
        [{}],
        "The member customFields is an array whose element 1 is an object.",
        "Its name is no text.",
      ],
      [
        "a value without a type",
        [{ name: "a" }, { name: "b", value: 1 }],
        "The member customFields is an array whose element 2 is an object.",
        "It has a value and no type.",
      ],
      [
        "an unknown type",
        [{ name: "a", type: "TEXT", value: "b" }],
        "The member customFields is an array whose element 1 is an object.",
        'Its type is "TEXT", which is none of BOOLEAN, DATE, DATETIME, INTEGER, LONG, STRING, DECIMAL.',
      ],
    ] as const
  ).map(([name, customFields, came, differs]): Refusal => ({
    name: `custom fields with ${name}`,
    operation: "getEngagementQueue",
    changes: { query: `?request=${encodeURIComponent(JSON.stringify({ customFields }))}` },
    ...badRequest,
    message: [
      came,
      "customFields must be an array of objects, each with a name, and with a type where it has a value.",
      ...(differs === undefined ? [] : [differs]),
      "Send customFields as an array of objects with name, type and value.",
    ].join(" "),
  })),
  {
    name: "a wrong password",
    operation: "establishSessions",
    changes: { headers: { Authorization: basic("agent", "secret") } },
    status: 401,
    message:
      "The header Authorization came with 22 characters, which are not repeated here. It must be Basic with user name and password of an account of this simulator: agent. The password is another than the account's. Send user name and password of such an account.",
  },
  {
    name: "a missing application context",
    operation: "establishSessions",
    changes: { headers: { "OSvC-CREST-Application-Context": undefined } },
    status: 400,
    message:
      "The request came without the header OSvC-CREST-Application-Context. It must be a text of 1 to 40 characters that says what the call is for. Send the header OSvC-CREST-Application-Context with such a text.",
  },
  {
    name: "another method at the site",
    operation: "establishSessions",
    changes: { method: "GET" },
    status: 405,
    message: `GET ${sitePath} came. To customers this simulator serves POST ${sitePath}. The method is GET instead of POST. Send the request with POST.`,
  },
  {
    name: "another path at the site",
    operation: "establishSessions",
    changes: { path: `${sitePath}/` },
    status: 404,
    message: `POST ${sitePath}/ came. To customers this simulator serves POST ${sitePath}. The path is '${sitePath}/' instead of '${sitePath}'. ${checkPath}`,
  },
  {
    name: "an empty body at the site",
    operation: "establishSessions",
    changes: { body: "" },
    status: 400,
    message:
      "The request came with an empty body. The body must be a JSON object with the members of establishSessions: sessionInformation. Send the JSON object as the body.",
  },
  {
    name: "session information that is a number",
    operation: "establishSessions",
    changes: { body: '{"sessionInformation":1}' },
    status: 400,
    message:
      "The member sessionInformation is a number: 1. sessionInformation must be an object, or a text that holds one as JSON. Send sessionInformation as an object.",
  },
  {
    name: "session information in a text that is no JSON",
    operation: "establishSessions",
    changes: { body: '{"sessionInformation":"firstName"}' },
    status: 400,
    message:
      'The member sessionInformation is a string: "firstName". sessionInformation must be an object, or a text that holds one as JSON. The text is not JSON: at line 1, column 1: JSON value expected. Send sessionInformation as an object.',
  },
  {
    name: "a custom field without a type, in session information that is a text",
    operation: "establishSessions",
    changes: {
      body: JSON.stringify({ sessionInformation: '{"customFields":[{"name":"c$a","value":1}]}' }),
    },
    status: 400,
    message:
      "The member customFields is an array whose element 1 is an object. customFields must be an array of objects, each with a name, and with a type where it has a value. It has a value and no type. Send customFields as an array of objects with name, type and value.",
  },
  {
    name: "a queue that is a text",
    operation: "establishSessions",
    changes: { body: '{"sessionInformation":{"queueId":"1"}}' },
    status: 400,
    message:
      'The member queueId is a string: "1". queueId must be an integer from 0 to 9223372036854775807, written as digits. Send queueId as a JSON number of digits only, without quotes.',
  },
];

describe("the consumer side of the simulator refuses", () => {
  for (const { name, operation, changes, status, exceptionCode, message } of withoutSession) {
    it(`${operation}: ${name}`, () =>
      withSimulator({ site }, async (simulator) => {
        const answer = await consume(simulator, operation, changes);
        const expected =
          exceptionCode === undefined ? { detail: message } : { exceptionCode, message };
        assert.deepEqual(answer.json, expected);
        assert.equal(answer.status, status);
        assert.equal(answer.headers.get("content-type"), "application/json;charset=utf-8");
        assert.equal(answer.headers.get("allow"), status === 405 ? expectedMethod(message) : null);
      }));
  }

  for (const [name, operation, body, message] of [
    [
      "a message without a text",
      "postMessage",
      {},
      'The body came without the member body. body is required: The text of the message. Add "body" with a string to the body.',
    ],
    [
      "a text that is a number",
      "postMessage",
      { body: 1 },
      "The member body is a number: 1. body must be a string. Send body as a JSON string.",
    ],
    [
      "an activity without a mode",
      "activity",
      {},
      'The body came without the member mode. mode is required: LISTENING while the customer does not type, RESPONDING while typing. Add "mode" with one of LISTENING, RESPONDING to the body.',
    ],
    [
      "an activity of an agent",
      "activity",
      { mode: "RESEARCHING" },
      'The member mode is a string: "RESEARCHING". mode must be one of LISTENING, RESPONDING. Send mode as one of these, in the same letter case.',
    ],
    [
      "a time that is none",
      "concludeEngagement",
      { clientRequestTime: "yesterday" },
      'The member clientRequestTime is a string: "yesterday". clientRequestTime must be a time such as 2025-10-09T10:55:00+02:00. Send clientRequestTime as such a text, or leave it out.',
    ],
    [
      "a transaction that is a text",
      "getMessages",
      { clientTransactionId: "2" },
      'The member clientTransactionId is a string: "2". clientTransactionId must be an integer from 0 to 9223372036854775807, written as digits. Send clientTransactionId as a JSON number of digits only, without quotes.',
    ],
  ] as const) {
    it(`${operation}: ${name}`, () =>
      withSimulator({ site }, async (simulator) => {
        const consumer = await consumerOf(simulator);
        const answer = await consumer.call(operation, body);
        assert.deepEqual(answer.json, { exceptionCode: "BAD_REQUEST", message });
        assert.equal(answer.status, 400);
      }));
  }

  it("postMessage: a body that is not UTF-8", () =>
    withSimulator({ site }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      const body = Uint8Array.from(Buffer.from('{"body":"Gr\u00fc\u00dfe"}', "latin1"));
      const answer = await consumer.call("postMessage", {}, { body });
      assert.deepEqual(
        [answer.status, answer.json["message"]],
        [
          400,
          "The body came with 16 bytes that are not UTF-8. The body must be JSON in UTF-8. Encode the body as UTF-8.",
        ],
      );
    }));

  it("postMessage: another media type", () =>
    withSimulator({ site }, async (simulator) => {
      const consumer = await consumerOf(simulator);
      const headers = { "Content-Type": "text/plain; charset=utf-8" };
      const answer = await consumer.call("postMessage", { body: "Hello" }, { headers });
      assert.deepEqual(
        [answer.status, answer.json["message"]],
        [
          400,
          "The header Content-Type is 'text/plain; charset=utf-8'. Content-Type must be application/json; charset=utf-8. The media type is 'text/plain'. Send the header Content-Type: application/json; charset=utf-8.",
        ],
      );
    }));
});

function expectedMethod(message: string): string | undefined {
  return /Send the request with (?<method>[A-Z]+)\./.exec(message)?.groups?.["method"];
}
