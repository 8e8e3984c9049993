import { describe, it } from "mocha";
import assert from "node:assert/strict";
import {
  assertRefused,
  call,
  conclude,
  createSession,
  override,
  sessionLines,
  signIn,
  statusIn,
  tokenOf,
  withSimulator,
} from "./setup";

const accounts = [
  { userName: "ada", password: "one", accountId: "12" },
  { userName: "bob", password: "two", accountId: "13" },
];
const ready = "node0simulator00000000000001";

describe("the ready session", () => {
  it("stands apart: no sign-in is refused for it, and none ends it", () =>
    withSimulator({}, async (simulator) => {
      await signIn(simulator);
      await signIn(simulator, 0, override);
      assert.equal(await statusIn(simulator, simulator.sessionId, 1000), 200);
    }));

  it("is the account's sign-in when it counts", () =>
    withSimulator({ readySession: "counts" }, async (simulator) => {
      const token = await tokenOf(simulator);
      assert.equal((await createSession(simulator, token)).status, 400);
      assert.equal((await createSession(simulator, token, override)).status, 200);
      assert.equal(await statusIn(simulator, simulator.sessionId, 1000), 403);
    }));

  it("counts for its own account only", () =>
    withSimulator({ readySession: "counts", accounts }, async (simulator) => {
      assert.equal(sessionLines(simulator)[0], `${ready} 12 alive`);
      const ofBob = await signIn(simulator, 1);
      assert.equal(await statusIn(simulator, ofBob, 1000, "13"), 200);
    }));

  it("belongs to the account it is told to, which the default agent has, too", () =>
    withSimulator({ accountId: "77", sessionId: "node0abc" }, (simulator) => {
      assert.deepEqual(sessionLines(simulator), ["node0abc 77 alive"]);
      assert.deepEqual(simulator.accounts, [
        { userName: "agent", password: "simulator", accountId: "77" },
      ]);
      return Promise.resolve();
    }));

  it("belongs to the first account unless told otherwise", () =>
    withSimulator({ accounts: accounts.toReversed() }, (simulator) => {
      assert.deepEqual(sessionLines(simulator), [`${ready} 13 alive`]);
      assert.equal(simulator.accountId, "13");
      return Promise.resolve();
    }));

  it("is not told any more, nor is any other, when it is not alive", () =>
    withSimulator({}, async (simulator) => {
      await signIn(simulator);
      await call(simulator, "logoff", { body: '{"forceLogoff":true}' });
      assertRefused(
        await conclude(simulator, { headers: { "X-JSESSIONID": undefined } }),
        403,
        "ACCESS_DENIED",
        "The request came without the header X-JSESSIONID. X-JSESSIONID must be a session of this simulator that is alive. Sign in, and send the session that this gives.",
      );
      assertRefused(
        await conclude(simulator, { headers: { "X-JSESSIONID": "node0secret" } }),
        403,
        "ACCESS_DENIED",
        "The header X-JSESSIONID came with 11 characters, which are not repeated here. X-JSESSIONID must be a session of this simulator that is alive. They are no session of this simulator. Sign in, and send the session that this gives.",
      );
    }));
});

describe("logoff of the simulator", () => {
  for (const forced of [true, false]) {
    it(`ends the session with forceLogoff ${forced}`, () =>
      withSimulator({ now: () => 5 }, async (simulator) => {
        const sessionId = await signIn(simulator);
        const headers = { "X-JSESSIONID": sessionId };
        const answer = await call(simulator, "logoff", {
          headers,
          body: `{"forceLogoff":${forced},"sequenceNumber":2,"timeCreated":7}`,
        });
        assert.equal(answer.status, 200);
        assert.equal(
          answer.text,
          `{
  "chatLogoffResult": {},
  "chatSystemError": null,
  "clientSendTime": 7,
  "serviceStartTime": 5,
  "serviceFinishTime": 5,
  "sessionId": "${sessionId}",
  "clientId": 940,
  "clientIdString": "940",
  "sequenceNumber": 2,
  "sequenceNumberString": "2"
}`,
        );
        for (const later of [
          await conclude(simulator, { headers }),
          await call(simulator, "logoff", { headers, body: '{"forceLogoff":true}' }),
        ]) {
          assertRefused(
            later,
            403,
            "ACCESS_DENIED",
            "The header X-JSESSIONID came with a session of this simulator. The session must be alive. It was logged off. Sign in to have a session that is alive.",
          );
        }
        assert.deepEqual(sessionLines(simulator), [
          `${ready} 12 alive`,
          `${sessionId} 12 loggedOff`,
        ]);
      }));
  }

  it("lets the account sign in again without logonOverride", () =>
    withSimulator({}, async (simulator) => {
      const headers = { "X-JSESSIONID": await signIn(simulator) };
      await call(simulator, "logoff", { headers, body: '{"forceLogoff":true}' });
      assert.equal(await statusIn(simulator, await signIn(simulator), 1000), 200);
    }));

  for (const [body, message] of [
    [
      "{}",
      'The body came without the member forceLogoff. forceLogoff is required: Whether the existing session is logged off by force. Add "forceLogoff" with true or false to the body.',
    ],
    [
      '{"forceLogoff":"true"}',
      'The member forceLogoff is a string: "true". forceLogoff must be true or false. Send forceLogoff as true or false, without quotes.',
    ],
  ] as const) {
    it(`refuses and explains the body ${body}, and ends nothing`, () =>
      withSimulator({}, async (simulator) => {
        assertRefused(await call(simulator, "logoff", { body }), 400, "BAD_REQUEST", message);
        assert.equal(await statusIn(simulator, simulator.sessionId, 1000), 200);
      }));
  }

  it("needs the account of the session", () =>
    withSimulator({}, async (simulator) => {
      const answer = await call(simulator, "logoff", {
        headers: { "X-AID": "13" },
        body: '{"forceLogoff":true}',
      });
      assert.equal(answer.status, 403);
      assert.deepEqual(sessionLines(simulator), [`${ready} 12 alive`]);
    }));
});

describe("endSessions", () => {
  it("ends every session that is alive, and lets accounts sign in again", () =>
    withSimulator({}, async (simulator) => {
      const first = await signIn(simulator);
      const second = await signIn(simulator, 0, override);
      simulator.endSessions();
      assert.deepEqual(sessionLines(simulator), [
        `${ready} 12 ended`,
        `${first} 12 takenOver`,
        `${second} 12 ended`,
      ]);
      assertRefused(
        await conclude(simulator),
        403,
        "ACCESS_DENIED",
        "The header X-JSESSIONID came with a session of this simulator. The session must be alive. It was ended. Sign in to have a session that is alive.",
      );
      assert.equal(await statusIn(simulator, await signIn(simulator), 1000), 200);
    }));
});
