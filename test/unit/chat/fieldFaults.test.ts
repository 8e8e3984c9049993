import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { bodyFaults, type FieldFault, fieldFault, kindOf } from "../../../src/chat/fieldFaults";
import type { FieldFact } from "../../../src/chat/fields";
import { operations } from "../../../src/chat/operations";
import { isJsonObject, readJson } from "../../../src/util/json";

type Case = readonly [json: string, fault: FieldFault | undefined];

const common = { required: false, meaning: "", evidence: "documented" } as const;
const values = ["LISTENING", "RESPONDING"];

function given(kind: string): FieldFault {
  return { kind: "type", given: kind };
}

function member(
  path: readonly (string | number)[],
  fault: FieldFault | { readonly kind: "missing" },
): FieldFault {
  return { kind: "member", path, fault };
}

function integer(
  problem: "notDigits" | "negative" | "tooLarge" | "tooSmall",
  digits: string,
): FieldFault {
  return { kind: "integer", problem, digits };
}

const sessionInformation: readonly Case[] = [
  ["{}", undefined],
  ['{"queueId":1,"firstName":"Ada","somethingElse":1}', undefined],
  ['{"queueId":"1"}', member(["queueId"], given("a string"))],
  ['{"queueId":-1}', member(["queueId"], integer("negative", "-1"))],
  ['{"auxillaryData":{"os":7}}', member(["auxillaryData", "os"], given("a number"))],
  [
    '{"customFields":[{"name":"c$a"},{"value":1}]}',
    member(["customFields", 1, "name"], { kind: "missing" }),
  ],
];

const suites: readonly (readonly [name: string, field: FieldFact, cases: readonly Case[]])[] = [
  [
    "int64",
    { ...common, type: "int64" },
    [
      ["0", undefined],
      ["9007199254740993", undefined],
      ["9223372036854775807", undefined],
      ["9223372036854775808", integer("tooLarge", "9223372036854775808")],
      ["-1", integer("negative", "-1")],
      ["1.0", integer("notDigits", "1.0")],
      ["1e3", integer("notDigits", "1e3")],
      ["-1.5", integer("notDigits", "-1.5")],
      ['"1"', given("a string")],
      ["null", given("null")],
      ["true", given("a boolean")],
      ["[1]", given("an array")],
      ["{}", given("an object")],
    ],
  ],
  [
    "int32",
    { ...common, type: "int32" },
    [
      ["2147483647", undefined],
      ["-2147483648", undefined],
      ["2147483648", integer("tooLarge", "2147483648")],
      ["-2147483649", integer("tooSmall", "-2147483649")],
      ["1.5", integer("notDigits", "1.5")],
      ["1E2", integer("notDigits", "1E2")],
      ['"1"', given("a string")],
      ["null", given("null")],
    ],
  ],
  [
    "boolean",
    { ...common, type: "boolean" },
    [
      ["true", undefined],
      ["false", undefined],
      ["1", given("a number")],
      ['"true"', given("a string")],
      ["null", given("null")],
    ],
  ],
  [
    "string",
    { ...common, type: "string" },
    [
      ['""', undefined],
      ['"$now"', undefined],
      ["7", given("a number")],
      ["null", given("null")],
    ],
  ],
  [
    "enum",
    { ...common, type: "enum", values },
    [
      ['"LISTENING"', undefined],
      ['"listening"', { kind: "value", given: "listening" }],
      ['""', { kind: "value", given: "" }],
      ["0", given("a number")],
      ["null", given("null")],
    ],
  ],
  [
    "an enum whose list is open",
    { ...common, type: "enum", values, isOpen: true },
    [
      ['"RESPONDING"', undefined],
      ['"RESEARCHING"', { kind: "value", given: "RESEARCHING" }],
    ],
  ],
  [
    "stringMap",
    { ...common, type: "stringMap" },
    [
      ["{}", undefined],
      ['{"a":"b","c":""}', undefined],
      ['{"a":"b","c":1}', member(["c"], given("a number"))],
      ['{"a":{"b":"c"}}', member(["a"], given("an object"))],
      ['{"a":null}', member(["a"], given("null"))],
      ['["a"]', given("an array")],
      ['"a"', given("a string")],
      ["12", given("a number")],
    ],
  ],
  [
    "clientTime",
    { ...common, type: "clientTime" },
    [
      ['"2025-10-09T10:55:00+02:00"', undefined],
      ["1760000000000", undefined],
      ["null", undefined],
      ['"yesterday"', { kind: "time", given: "yesterday" }],
      ["true", given("a boolean")],
      ["{}", given("an object")],
    ],
  ],
  [
    "customFields",
    { ...common, type: "customFields" },
    [
      ["[]", undefined],
      ['[{"name":"c$a"}]', undefined],
      ['[{"name":"c$a","type":"LONG","value":12}]', undefined],
      ['[{"name":"c$a","type":"DATE"}]', undefined],
      ["{}", given("an object")],
      ["[7]", member([0], given("a number"))],
      ['[{"name":"c$a"},{"name":7}]', member([1, "name"], given("a number"))],
      ['[{"type":"LONG"}]', member([0, "name"], { kind: "missing" })],
      ['[{"name":"c$a","value":12}]', member([0, "type"], { kind: "missing" })],
      ['[{"name":"c$a","type":"long"}]', member([0, "type"], { kind: "value", given: "long" })],
      ['[{"name":"c$a","type":null}]', member([0, "type"], given("null"))],
    ],
  ],
  [
    "sessionInformation",
    { ...common, type: "sessionInformation" },
    [
      ...sessionInformation,
      ...sessionInformation.map(([json, fault]): Case => [JSON.stringify(json), fault]),
      ["1", given("a number")],
      ["[]", given("an array")],
      ["null", given("null")],
      ['"firstName"', given("a string")],
      ['"[]"', given("a string")],
      ['""', given("a string")],
    ],
  ],
];

for (const [name, field, cases] of suites) {
  describe(`fieldFault of ${name}`, () => {
    for (const [json, fault] of cases) {
      it(`${fault === undefined ? "takes" : "faults"} ${json}`, () => {
        assert.deepEqual(fieldFault(field, valueOf(json)), fault);
      });
    }
  });
}

describe("kindOf", () => {
  for (const [json, kind] of [
    ["null", "null"],
    ["[]", "an array"],
    ["{}", "an object"],
    ["1e400", "a number"],
    ['"1"', "a string"],
    ["false", "a boolean"],
  ] as const) {
    it(`calls ${json} ${kind}`, () => {
      assert.equal(kindOf(valueOf(json)), kind);
    });
  }
});

describe("bodyFaults", () => {
  const { body: fields } = operations.requestAssignment;

  function faultsOf(json: string): ReturnType<typeof bodyFaults> {
    const body = valueOf(json);
    assert.ok(isJsonObject(body));
    return bodyFaults(fields, body);
  }

  it("has none for a body with what is required", () => {
    const body = '{"assignmentRequested":true,"idleSessionCount":0,"maxSessionCount":1}';
    assert.deepEqual(faultsOf(body), []);
  });

  it("tells what is missing, what does not fit and what is not described, in that order", () => {
    const body = '{"agent":1,"sequenceNumber":"2","maxSessionCount":1,"idleSessionCount":null}';
    assert.deepEqual(faultsOf(body), [
      { name: "assignmentRequested", kind: "missing" },
      { name: "idleSessionCount", kind: "field", fault: given("null") },
      { name: "sequenceNumber", kind: "field", fault: given("a string") },
      { name: "agent", kind: "unknownMember" },
    ]);
  });

  it("takes no name of an object's prototype for a member", () => {
    assert.deepEqual(bodyFaults({}, { toString: 1 }), [
      { name: "toString", kind: "unknownMember" },
    ]);
    const required: FieldFact = { ...common, type: "string", required: true };
    assert.deepEqual(bodyFaults({ valueOf: required }, {}), [{ name: "valueOf", kind: "missing" }]);
  });
});

function valueOf(json: string): unknown {
  const reading = readJson(json);
  assert.ok(reading.ok);
  return reading.value;
}
