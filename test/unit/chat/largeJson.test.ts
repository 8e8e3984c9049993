import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readAnswer } from "../../../src/chat/answer";
import { readLargeJson } from "../../../src/chat/largeJson";
import { operations } from "../../../src/chat/operations";

/** Numbers as servers write them, also those that a double cannot hold. */
const numbers = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom("0.25", "1.0", "1e3", "-0", "9223372036854775807"),
);

const names = fc.oneof(
  fc.constantFrom("id", "idString", "engagementId", "engagementIdString", "a", 'q"uote', "back\\"),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);

const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    numbers,
    numbers.map((digits) => JSON.stringify(digits)),
    fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text)),
    fc.constantFrom("true", "false", "null", '"\\\\"', '"\\""', "[]", "{}"),
    fc.array(tie("json"), { maxLength: 4 }).map((items) => `[ ${items.join(" ,\n")} ]`),
    members(tie("json")),
  ),
}));

/** An object whose names are all different. */
function members(values: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(names, values), { selector: ([name]) => name, maxLength: 6 })
    .map(
      (all) => `{${all.map(([name, value]) => `${JSON.stringify(name)} : ${value}`).join(",")}}`,
    );
}

describe("the text of a large answer, read for its envelope", () => {
  const { concludeChat } = operations;

  it("says the same as when every digit of it is read", () => {
    const envelope = fc
      .tuple(json, json, numbers, json)
      .map(
        ([result, chatSystemError, clientId, more]) =>
          `{"chatConcludeEngagementResult":${result},"chatSystemError":${chatSystemError},` +
          `"clientSendTime":1,"serviceStartTime":12345678901234567890,"serviceFinishTime":3,` +
          `"sessionId":"s","clientId":${clientId},"sequenceNumber":2,"more":${more}}`,
      );
    fc.assert(
      fc.property(fc.oneof(envelope, json), (body) => {
        const answer = {
          status: 200,
          statusText: "OK",
          headers: [["content-type", "application/json"]] as const,
          bytes: Buffer.from(body),
        };
        const whole = readAnswer(concludeChat, answer);
        const large = readAnswer(concludeChat, answer, readLargeJson);
        assert.deepEqual(inOrder(large.result), inOrder(whole.result), body);
      }),
      { numRuns: 2000 },
    );
  });

  it("names the pairs of a long list whose digits differ, however deep they stand", () => {
    const items = Array.from({ length: 20_000 }, (_, index) => {
      const twin = index % 10_000 === 9_999 ? "9007199254740992" : "9007199254740993";
      return `{"x":"\\"}","of":[{"id":9007199254740993,"idString":"${twin}"}]}`;
    });
    const reading = readLargeJson(`{"items":[${items.join(",")}]}`);
    assert.deepEqual(
      reading.ok && reading.twinDifferences,
      [9_999, 19_999].map((index) => ({
        member: `items[${index}].of[0].id`,
        number: "9007199254740993",
        twin: "9007199254740992",
      })),
    );
  });

  it("has a fault at the same place as a small one", () => {
    const reading = readLargeJson(`{"a":[1,2,\n 3,}`);
    assert.deepEqual(!reading.ok && [reading.fault.line, reading.fault.column], [2, 4]);
  });
});

/** The same, without the order in which differences were found. */
function inOrder(result: ReturnType<typeof readAnswer>["result"]): unknown {
  return "failure" in result
    ? result
    : {
        ...result,
        twinDifferences: [...result.twinDifferences].sort((one, other) =>
          one.member < other.member ? -1 : 1,
        ),
      };
}
