import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { type OperationName, operations } from "../../../src/chat/operations";
import { canBefall, type Fault } from "../../../src/simulator/faults";
import { namedFaults } from "../../../src/simulator/namedFaults";
import type { Simulator } from "../../../src/simulator/simulator";
import { call, healthyBody, type Received, sessionLines, tokenOf, withSimulator } from "./setup";

const names = Object.values(operations).map(({ name }) => name);
const ofSite = names.filter((name) => operations[name].place === "site");
const ofChatServer = names.filter((name) => operations[name].place === "chatServer");

const bodies: Readonly<Partial<Record<OperationName, string>>> = {
  createAutomatedAgentSession: '{"sequenceNumber":3}',
  logoff: '{"forceLogoff":true,"sequenceNumber":3}',
  setActivityStatus: '{"status":"AVAILABLE","subTypeId":1,"sequenceNumber":3}',
  requestAssignment:
    '{"assignmentRequested":true,"idleSessionCount":1,"maxSessionCount":1,"sequenceNumber":3}',
  assignmentAcknowledgement:
    '{"engagementId":1000,"action":"NONE","actionType":"MANUAL","assignmentType":"LEAD","sequenceNumber":3}',
  postMessage:
    '{"body":"Hello","destinationId":1001,"destinationType":"ENGAGEMENT","messageType":"CHAT","sequenceNumber":3}',
  setInteractionStatus:
    '{"clientId":939,"engagementId":1001,"mode":"RESPONDING","sequenceNumber":3}',
  setEngagementProperty:
    '{"engagementId":1001,"type":"USER","name":"QUESTION","value":"Why?","sequenceNumber":3}',
  modifyProperties: '{"engagementId":1001,"sequenceNumber":3}',
  retrieveAgentsAndQueues:
    '{"id":1,"includeAgentInformation":false,"includeQueueInformation":true,"includeQueueStatistics":true,"sequenceNumber":3}',
  rerouteAvailability: '{"engagementId":1001}',
  rerouteEngagement: '{"engagementId":1002,"sequenceNumber":3}',
  concludeChat: healthyBody,
  releaseChat: '{"engagementId":1003,"sequenceNumber":3}',
};

/** A hold that no test waits for long. */
const options = { holdMs: 20 };

/** Sends an operation as a client that does everything right. */
async function callWell(simulator: Simulator, operation: OperationName): Promise<Received> {
  const headers: Record<string, string> =
    operations[operation].credentials === "bearer"
      ? { Authorization: `Bearer ${await tokenOf(simulator)}` }
      : {};
  if (operation === "releaseChat") {
    await call(simulator, "concludeChat", { body: '{"engagementId":1003}' });
  }
  const body = bodies[operation];
  return call(simulator, operation, { headers, ...(body === undefined ? {} : { body }) });
}

function withFault(
  operation: OperationName,
  fault: Fault,
  test: (answer: Received, simulator: Simulator) => void,
): Promise<void> {
  return withSimulator({ ...options, now: () => 5 }, async (simulator) => {
    simulator.next(operation, fault);
    test(await callWell(simulator, operation), simulator);
  });
}

for (const operation of names) {
  describe(`${operation} of the simulator`, () => {
    it("is healthy again after a fault, recorded and waited for", () =>
      withSimulator(options, async (simulator) => {
        simulator.next(operation, { kind: "status", status: 503 });
        const coming = simulator.waitFor(operation);
        assert.equal((await callWell(simulator, operation)).status, 503);
        assert.equal((await callWell(simulator, operation)).status, 200);
        const own = simulator.requests.filter((request) => request.operation === operation);
        assert.deepEqual(
          own.map(({ method, status }) => [method, status]),
          [
            [operations[operation].method, 503],
            [operations[operation].method, 200],
          ],
        );
        assert.equal(await coming, own[0]);
      }));

    it("has a standing fault of its own, which no other operation has", () =>
      withSimulator(options, async (simulator) => {
        simulator.always(operation, { kind: "status", status: 503 });
        for (const other of names) {
          // Signing in needs a token: while there is none to get, it is left out.
          if (operation === "agentTokens" && other === "createAutomatedAgentSession") {
            continue;
          }
          if (other !== "logoff" || operation === "logoff") {
            assert.equal((await callWell(simulator, other)).status === 503, other === operation);
          }
        }
      }));

    it("can be broken in the way of the documentation's example", () =>
      withFault(operation, { kind: "brokenJson" }, ({ status, text }) => {
        assert.equal(status, 200);
        assert.match(text, /,\n *\}/);
        assert.throws(() => JSON.parse(text) as unknown, SyntaxError);
        const members = new RegExp(operations[operation].requiredMembers.join("|"));
        assert.match(text, members);
      }));

    it("can answer with nothing, with a cut connection, and padded", () =>
      withSimulator({ ...options, now: () => 5 }, async (simulator) => {
        simulator.next(
          operation,
          { kind: "drop", at: "beforeHeaders" },
          { kind: "large", bytes: 5000 },
        );
        await assert.rejects(callWell(simulator, operation), { code: "ECONNRESET" });
        const { status, bytes } = await callWell(simulator, operation);
        assert.deepEqual([status, bytes.length], [200, 5000]);
      }));
  });
}

describe("faults of the site", () => {
  for (const operation of ofSite) {
    it(`have the site's shape for ${operation}`, () =>
      withFault(
        operation,
        { kind: "status", status: 401, exceptionCode: "ACCESS_DENIED" },
        ({ status, text }) => {
          assert.equal(status, 401);
          assert.deepEqual(JSON.parse(text), {
            detail: "This simulator was told to answer with HTTP 401.",
          });
        },
      ));

    it(`are refused for ${operation} when they need an envelope`, () =>
      withSimulator(options, async (simulator) => {
        const impossible: readonly Fault[] = [
          { kind: "systemError" },
          { kind: "wrongTwin" },
          { kind: "delay", ms: 1, then: { kind: "delay", ms: 1, then: { kind: "systemError" } } },
        ];
        for (const fault of impossible) {
          const error = { message: `The fault ${fault.kind} cannot befall ${operation}` };
          assert.throws(() => {
            simulator.next(operation, { kind: "status", status: 503 }, fault);
          }, error);
          assert.throws(() => {
            simulator.always(operation, fault);
          }, error);
        }
        assert.equal((await callWell(simulator, operation)).status, 200, "nothing was queued");
      }));
  }
});

describe("faults of the chat server", () => {
  for (const operation of ofChatServer) {
    it(`have an exception code for ${operation}`, () =>
      withFault(operation, { kind: "status", status: 401 }, ({ text }) => {
        assert.deepEqual(JSON.parse(text), {
          exceptionCode: "UNKNOWN_EXCEPTION",
          message: "This simulator was told to answer with HTTP 401.",
        });
      }));

    it(`let the first twin of ${operation} differ`, () =>
      withFault(operation, { kind: "wrongTwin", twin: "7" }, ({ text }) => {
        assert.equal(/\w+String": "(\d+)"/.exec(text)?.[1], "7");
      }));
  }

  it("tell a system error in place of a new session, and begin none", () =>
    withFault(
      "createAutomatedAgentSession",
      { kind: "systemError", error: { simCode: "X" } },
      ({ status, text }, simulator) => {
        assert.equal(status, 200);
        assert.deepEqual(JSON.parse(text), {
          chatSystemError: { simCode: "X" },
          serviceStartTime: 5,
          serviceFinishTime: 5,
          sequenceNumber: 3,
          sequenceNumberString: "3",
        });
        assert.equal(simulator.sessions.length, 1);
      },
    ));

  it("tell a system error in place of a logoff, and end nothing", () =>
    withFault("logoff", { kind: "systemError", error: { simCode: "X" } }, ({ text }, simulator) => {
      assert.deepEqual(JSON.parse(text), {
        chatLogoffResult: null,
        chatSystemError: { simCode: "X" },
        serviceStartTime: 5,
        serviceFinishTime: 5,
        sessionId: simulator.sessionId,
        clientId: 939,
        clientIdString: "939",
        sequenceNumber: 3,
        sequenceNumberString: "3",
      });
      assert.deepEqual(sessionLines(simulator), [`${simulator.sessionId} 12 alive`]);
    }));

  it("carry a sign-in out although its answer is lost", () =>
    withFault("createAutomatedAgentSession", { kind: "truncated" }, (answer, simulator) => {
      assert.equal(answer.isComplete, false);
      assert.equal(simulator.sessions.length, 2);
    }));

  it("all befall concludeChat, for which they are offered", () => {
    for (const [name, { fault }] of namedFaults) {
      assert.ok(canBefall("concludeChat", fault), name);
    }
  });
});
