import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { OperationName } from "../../../src/chat/operations";
import { assertRefused, call, withSimulator } from "./setup";

const status = '"status":"AVAILABLE"';

const faults: readonly [operation: OperationName, body: string, message: string][] = [
  [
    "setActivityStatus",
    '{"status":"available","subTypeId":1}',
    'The member status is a string: "available". status must be one of NONE, AVAILABLE, UNAVAILABLE. Send status as one of these, in the same letter case.',
  ],
  [
    "setActivityStatus",
    '{"subTypeId":1}',
    'The body came without the member status. status is required: The new status of the agent. Add "status" with one of its values to the body.',
  ],
  ...(
    [
      ['"1"', 'a string: "1"'],
      ["1.5", "1.5"],
      ["2147483648", "2147483648"],
    ] as const
  ).map(([json, shown]): [OperationName, string, string] => [
    "setActivityStatus",
    `{${status},"subTypeId":${json}}`,
    `The member subTypeId is ${shown}. subTypeId must be an integer from -2147483648 to 2147483647, written as digits. Send subTypeId as a JSON number of digits only, without quotes.`,
  ]),
  [
    "postMessage",
    '{"body":7,"destinationId":1,"destinationType":"ENGAGEMENT","messageType":"CHAT"}',
    "The member body is a number: 7. body must be a string. Send body as a JSON string.",
  ],
  [
    "rerouteAvailability",
    "1000",
    "The parameter request is '1000'. The parameter request must be a JSON object with the members of rerouteAvailability: engagementId. Send a JSON object, percent-encoded.",
  ],
  [
    "rerouteAvailability",
    '{"engagementId":"1000"}',
    'The member engagementId is a string: "1000". engagementId must be an integer from 0 to 9223372036854775807, written as digits. Send engagementId as a JSON number of digits only, without quotes.',
  ],
];

describe("the simulator's checks of members", () => {
  for (const [operation, body, message] of faults) {
    it(`refuse and explain ${body} for ${operation}`, () =>
      withSimulator({}, async (simulator) => {
        assertRefused(await call(simulator, operation, { body }), 400, "BAD_REQUEST", message);
      }));
  }

  it("refuse and explain a missing parameter", () =>
    withSimulator({}, async (simulator) => {
      const path = `/engagement/api/agent/${simulator.site}/v1/rerouteAvailability?pool=297:1`;
      const answer = await call(simulator, "rerouteAvailability", { path });
      assertRefused(
        answer,
        400,
        "BAD_REQUEST",
        "The query came without the parameter request. The parameter request must be a JSON object with the members of rerouteAvailability: engagementId. Add &request= with the JSON object, percent-encoded, to the query.",
      );
    }));

  for (const subTypeId of ["0", "-2147483648", "2147483647"]) {
    it(`take ${subTypeId} for an int32`, () =>
      withSimulator({}, async (simulator) => {
        const body = `{${status},"subTypeId":${subTypeId}}`;
        assert.equal((await call(simulator, "setActivityStatus", { body })).status, 200);
      }));
  }
});
