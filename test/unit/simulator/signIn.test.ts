import { describe, it } from "mocha";
import assert from "node:assert/strict";
import {
  assertRefused,
  call,
  conclude,
  createSession,
  override,
  type Received,
  sessionLines,
  signIn,
  statusIn,
  textIn,
  tokenOf,
  withSimulator,
} from "./setup";

const accounts = [
  { userName: "ada", password: "one", accountId: "12" },
  { userName: "bob", password: "two", accountId: "13" },
];
const ready = "node0simulator00000000000001";
const expectedBearer = "It must be Bearer, a blank, and a token of this simulator.";
const getToken = "Get a token with agentTokens, and send it as it came.";

describe("createAutomatedAgentSession of the simulator", () => {
  it("begins a session that works for its account", () =>
    withSimulator({ now: () => 5 }, async (simulator) => {
      const answer = await createSession(
        simulator,
        await tokenOf(simulator),
        '{"logonOverride":false,"messageDataMap":{"a":"b"},"sequenceNumber":9223372036854775807,"timeCreated":7}',
      );
      assert.equal(answer.status, 200);
      assert.equal(
        answer.text,
        `{
  "chatSystemError": null,
  "clientSendTime": 7,
  "serviceStartTime": 5,
  "serviceFinishTime": 5,
  "sessionId": "node0simulator00000000000002",
  "clientId": 940,
  "clientIdString": "940",
  "sequenceNumber": 9223372036854775807,
  "sequenceNumberString": "9223372036854775807"
}`,
      );
      const sessionId = textIn(answer, "sessionId");
      const concluded = await conclude(simulator, { headers: { "X-JSESSIONID": sessionId } });
      assert.equal(concluded.status, 200);
      assert.equal(textIn(concluded, "sessionId"), sessionId);
      assert.equal(textIn(concluded, "clientIdString"), "940");
    }));

  it("leaves out what it would echo when the request holds none", () =>
    withSimulator({}, async (simulator) => {
      const answer = await createSession(simulator, await tokenOf(simulator));
      assert.deepEqual(Object.keys(JSON.parse(answer.text) as object), [
        "chatSystemError",
        "serviceStartTime",
        "serviceFinishTime",
        "sessionId",
        "clientId",
        "clientIdString",
      ]);
    }));

  it("refuses an account that is signed in, and changes nothing", () =>
    withSimulator({}, async (simulator) => {
      const first = await signIn(simulator);
      for (const body of ["{}", '{"logonOverride":false}']) {
        assertRefused(
          await createSession(simulator, await tokenOf(simulator), body),
          400,
          "BAD_REQUEST",
          'Account 12 asked for a session. An account has one session at a time. The account is signed in already. Send "logonOverride": true to cut that session off, or log it off before signing in.',
        );
      }
      assert.deepEqual(sessionLines(simulator), [`${ready} 12 alive`, `${first} 12 alive`]);
    }));

  it("cuts the earlier session off with logonOverride", () =>
    withSimulator({}, async (simulator) => {
      const first = await signIn(simulator, 0, override);
      const second = await signIn(simulator, 0, override);
      assert.notEqual(first, second);
      assert.deepEqual(sessionLines(simulator), [
        `${ready} 12 alive`,
        `${first} 12 takenOver`,
        `${second} 12 alive`,
      ]);
      assertRefused(
        await conclude(simulator, { headers: { "X-JSESSIONID": first } }),
        403,
        "ACCESS_DENIED",
        "The header X-JSESSIONID came with a session of this simulator. The session must be alive. Its account signed in again with logonOverride, which cut it off. Sign in to have a session that is alive.",
      );
      assert.equal(await statusIn(simulator, second, 1000), 200);
    }));

  it("lets each account have a session of its own", () =>
    withSimulator({ accounts }, async (simulator) => {
      const ofAda = await signIn(simulator, 0);
      const ofBob = await signIn(simulator, 1, override);
      assert.equal(await statusIn(simulator, ofAda, 1000, "12"), 200);
      assert.equal(await statusIn(simulator, ofBob, 1001, "13"), 200);
      assertRefused(
        await conclude(simulator, { headers: { "X-JSESSIONID": ofBob, "X-AID": "12" } }),
        403,
        "ACCESS_DENIED",
        "The header X-AID is '12'. X-AID must be 13, the account of the session. The account does not belong to the session. Send the header X-AID: 13.",
      );
    }));

  it("begins one session when two connections ask at the same time", () =>
    withSimulator({}, async (simulator) => {
      const token = await tokenOf(simulator);
      const answers = await Promise.all([
        createSession(simulator, token),
        createSession(simulator, token),
      ]);
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
    }));

  it("takes the ids that it is told to", () =>
    withSimulator({ sessionIdOf: (count) => `marker-session-${count}` }, async (simulator) => {
      assert.equal(await signIn(simulator, 0, override), "marker-session-1");
      assert.equal(await signIn(simulator, 0, override), "marker-session-2");
      assert.equal(simulator.sessionId, ready);
    }));

  it("fails, and keeps the session there is, when an id is told twice", () =>
    withSimulator({ sessionIdOf: () => "marker-session" }, async (simulator) => {
      const token = await tokenOf(simulator);
      await createSession(simulator, token);
      const answer = await createSession(simulator, token, override);
      assertRefused(
        answer,
        500,
        "INTERNAL_SERVER_ERROR",
        "The simulator itself failed, not the request: The id of sign-in 2 is that of an earlier session",
      );
      assert.equal(await statusIn(simulator, "marker-session", 1000), 200);
    }));

  for (const [name, Authorization, differs] of [
    ["another scheme", "Basic YTpi", "It does not begin with 'Bearer '."],
    ["a token without its scheme", "eyJhbGciOiJub25lIn0.e30.", "It does not begin with 'Bearer '."],
    ["the scheme in other letter case", "bearer abc", "It does not begin with 'Bearer '."],
    ["the scheme alone", "Bearer", "It does not begin with 'Bearer '."],
    [
      "an unknown token",
      "Bearer eyJhbGciOiJub25lIn0.e30.c2VjcmV0",
      "The token was not issued since this simulator was started.",
    ],
  ] as const) {
    it(`refuses ${name}, without repeating it`, () =>
      withSimulator({}, async (simulator) => {
        assertRefused(
          await call(simulator, "createAutomatedAgentSession", { headers: { Authorization } }),
          403,
          "ACCESS_DENIED",
          `The header Authorization came with ${Authorization.length} characters, which are not repeated here. ${expectedBearer} ${differs} ${getToken}`,
        );
        assert.equal(simulator.sessions.length, 1);
      }));
  }

  it("refuses a missing token", () =>
    withSimulator({}, async (simulator) => {
      assertRefused(
        await call(simulator, "createAutomatedAgentSession"),
        403,
        "ACCESS_DENIED",
        `The request came without the header Authorization. ${expectedBearer} ${getToken}`,
      );
    }));

  it("refuses a token of another simulator", () =>
    withSimulator({ accounts }, (other) =>
      withSimulator({}, async (simulator) => {
        const foreign = await tokenOf(other, 1);
        assert.equal((await createSession(simulator, foreign)).status, 403);
      }),
    ));

  it("refuses a token used for another account, and takes it for its own", () =>
    withSimulator({ accounts }, async (simulator) => {
      const Authorization = `Bearer ${await tokenOf(simulator, 1)}`;
      const as = (accountId: string): Promise<Received> =>
        call(simulator, "createAutomatedAgentSession", {
          headers: { Authorization, "X-AID": accountId },
        });
      assertRefused(
        await as("12"),
        403,
        "ACCESS_DENIED",
        "The header X-AID is '12'. X-AID must be 13, the account of the token, or be left out. The token belongs to another account. Get a token with user name and password of the account.",
      );
      assert.equal((await as("13")).status, 200);
    }));

  const members =
    "The body must be a JSON object with the members of createAutomatedAgentSession: logonOverride, messageDataMap, sequenceNumber, timeCreated.";
  const asMap = "Send messageDataMap as a JSON object with a string for each name.";
  const mapExpected = "messageDataMap must be an object in which each member is a string.";
  for (const [body, message] of [
    ["", `The request came with an empty body. ${members} Send the JSON object as the body.`],
    ["[]", `The body is an array. ${members} Send a JSON object as the body.`],
    ...[
      ['"true"', 'a string: "true"'],
      ["1", "a number: 1"],
      ["null", "null: null"],
    ].map(
      ([json, shown]) =>
        [
          `{"logonOverride":${json}}`,
          `The member logonOverride is ${shown}. logonOverride must be true or false. Send logonOverride as true or false, without quotes.`,
        ] as const,
    ),
    ...[
      ['"a"', 'a string: "a"'],
      ['["a"]', 'an array: ["a"]'],
      ["7", "a number: 7"],
    ].map(
      ([json, shown]) =>
        [
          `{"messageDataMap":${json}}`,
          `The member messageDataMap is ${shown}. ${mapExpected} ${asMap}`,
        ] as const,
    ),
    [
      '{"messageDataMap":{"a":"b","c":1}}',
      `The member messageDataMap is an object. ${mapExpected} Its member 'c' is a number: 1. ${asMap}`,
    ],
    [
      '{"messageDataMap":{"c":null}}',
      `The member messageDataMap is an object. ${mapExpected} Its member 'c' is null: null. ${asMap}`,
    ],
    [
      '{"sequenceNumber":-1}',
      "The member sequenceNumber is -1. sequenceNumber must be an integer from 0 to 9223372036854775807, written as digits. It is negative. Send sequenceNumber as a JSON number of digits only, without quotes.",
    ],
  ] as const) {
    it(`refuses and explains the body ${body === "" ? "that is empty" : body}`, () =>
      withSimulator({}, async (simulator) => {
        const answer = await createSession(simulator, await tokenOf(simulator), body);
        assertRefused(answer, 400, "BAD_REQUEST", message);
        assert.equal(simulator.sessions.length, 1);
      }));
  }

  it("asks for the media type of the chat server, and for the pool", () =>
    withSimulator({}, async (simulator) => {
      const Authorization = `Bearer ${await tokenOf(simulator)}`;
      const untyped = await call(simulator, "createAutomatedAgentSession", {
        headers: { Authorization, "Content-Type": "application/json" },
      });
      assert.match(textIn(untyped, "message"), /The charset is missing\./);
      const unpooled = await call(simulator, "createAutomatedAgentSession", {
        headers: { Authorization },
        path: `/engagement/api/agent/${simulator.site}/v1/createAutomatedAgentSession`,
      });
      assert.equal(unpooled.status, 404);
      assert.match(textIn(unpooled, "message"), /The query holds no pool\./);
    }));
});
