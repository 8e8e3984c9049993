import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readAnswer } from "../../../src/chat/answer";
import {
  allOperations,
  consumerOperations,
  isOperationId,
  operations,
  type OperationId,
} from "../../../src/chat/operations";
import { responseMembers } from "../../../src/chat/operations/response";
import { fieldFault } from "../../../src/chat/fieldFaults";
import { isJsonObject, readJson, writeJson } from "../../../src/util/json";

const ids = Object.keys(allOperations).filter(isOperationId);

describe("The descriptors of the operations", () => {
  it("are those of the reference: 15 of the agent, 7 of the consumer, 3 of the site", () => {
    const count = (part: object, place: string) =>
      Object.values(part as typeof allOperations).filter((one) => one.place === place).length;
    assert.equal(count(operations, "chatServer"), 15);
    assert.equal(count(consumerOperations, "chatServer"), 7);
    assert.equal(count(allOperations, "site"), 3);
    assert.equal(ids.length, 25);
  });

  it("stand under the name that they tell of themselves", () => {
    for (const id of ids) {
      const { name, side } = allOperations[id];
      assert.equal(id, side === "agent" ? name : `consumer/${name}`);
    }
  });

  it("either list a refusal or say that there are statuses nobody has seen", () => {
    for (const id of ids) {
      const { hasUnseenStatuses = false, statuses } = allOperations[id];
      const refusals = Object.keys(statuses).filter((status) => status.startsWith("4"));
      assert.ok(hasUnseenStatuses || refusals.length > 0, id);
      assert.ok(hasUnseenStatuses || 200 in statuses, id);
    }
  });

  it("know every member that they require of an answer", () => {
    for (const id of ids) {
      const { requiredMembers, resultMember } = allOperations[id];
      const known = Object.keys(responseMembers(allOperations[id]));
      for (const name of [
        ...requiredMembers,
        ...(resultMember === undefined ? [] : [resultMember]),
      ]) {
        assert.ok(known.includes(name), `${id}: ${name}`);
      }
    }
  });

  it("have chatSystemError and a result in answers with an envelope, and neither in flat ones", () => {
    for (const id of ids) {
      const { resultMember, response } = allOperations[id];
      const names = Object.keys(responseMembers(allOperations[id]));
      if (response.shape === "envelope") {
        assert.deepEqual(names.slice(0, 2), [resultMember, "chatSystemError"], id);
      } else if (response.shape === "flat") {
        assert.ok(resultMember === undefined && !names.includes("chatSystemError"), id);
      }
    }
  });

  it("have samples that fit their members", () => {
    for (const id of ids) {
      for (const [name, field] of Object.entries(allOperations[id].body)) {
        if (field.sample !== undefined) {
          const reading = readJson(writeJson(field.sample));
          assert.ok(reading.ok);
          assert.equal(fieldFault(field, reading.value), undefined, `${id}: ${name}`);
        }
      }
    }
  });

  it("make answers unreadable that a consumer's client cannot go on with", () => {
    const failureOf = (id: OperationId, body: string) => {
      const answer = {
        status: 200,
        statusText: "OK",
        headers: [["content-type", "application/json"]],
        bytes: Buffer.from(body),
      } as const;
      const { result } = readAnswer(allOperations[id], answer);
      return "failure" in result && isJsonObject(result.failure) ? result.failure : undefined;
    };
    const lacking = (missing: string) => ({
      kind: "unreadable",
      status: 200,
      fault: { reason: "shape", missing },
    });
    assert.deepEqual(failureOf("consumer/establishSessions", "{}"), lacking("channelToken"));
    assert.deepEqual(failureOf("consumer/requestEngagement", "{}"), lacking("sessionId"));
    assert.equal(failureOf("consumer/postMessage", "{}"), undefined);
    assert.equal(failureOf("consumer/getMessages", "{}"), undefined);
  });
});
