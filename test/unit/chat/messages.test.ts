import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { messageRoles, messageTypes, readMessages, roleOf } from "../../../src/chat/messages";
import { maxInt64 } from "../../../src/util/int64";

/** The documented example of getMessages, member for member. */
const documented = `{ "getResponseTypes": [ { "ChatActivitySignal": {
    "engagementId": 1000, "engagementIdString": "1000", "clientId": 40, "clientIdString": "40",
    "mode": "RESPONDING", "sneakPreviewState": "DISABLED", "sneakPreviewInterval": 3000, "sneakPreview": null, "sneakPreviewFocus": false,
    "destinationId": 1000, "destinationIdString": "1000", "destinationType": "ENGAGEMENT",
    "senderId": 40, "senderIdString": "40", "senderType": "END_USER", "messageType": "ACTIVITY_SIGNAL", "visibility": "ALL",
    "createdTime": 1760000003000, "createdTimeString": "1760000003000", "sequenceNumber": 217, "sequenceNumberString": "217" } } ],
  "sessionId": "node0abc123", "sequenceNumber": 4, "sequenceNumberString": "4" }`;

/** The only message of an answer with one element. */
function only(element: string): NonNullable<ReturnType<typeof readMessages>>[number] {
  const [message, ...rest] = readMessages(`{"getResponseTypes": [${element}]}`) ?? [];
  assert.ok(message);
  assert.deepEqual(rest, []);
  return message;
}

describe("messages of getMessages", () => {
  it("are read from the documented example", () => {
    const [message] = readMessages(documented) ?? [];
    const { raw, ...facts } = message ?? { raw: "" };
    assert.deepEqual(facts, {
      type: "ChatActivitySignal",
      role: "activity",
      engagementId: 1000n,
      createdTime: 1760000003000,
      clientId: "40",
      senderType: "END_USER",
      mode: "RESPONDING",
    });
    assert.match(raw, /"sneakPreviewInterval":3000/);
  });

  it("tell a heartbeat from everything else", () => {
    assert.equal(only('{"ChatGetTimeout": {}}').role, "heartbeat");
  });

  it("keep an id of 19 digits exact, from the twin or from the number", () => {
    for (const member of [
      `"engagementId": ${maxInt64}, "engagementIdString": "${maxInt64}"`,
      `"engagementId": ${maxInt64}`,
      `"engagementIdString": "${maxInt64}"`,
      `"engagementId": ${maxInt64}, "engagementIdString": ""`,
      `"engagementId": "${maxInt64}"`,
      `"engagementId": {"value": ${maxInt64}}`,
    ]) {
      assert.equal(only(`{"Whatever": {${member}}}`).engagementId, maxInt64, member);
    }
  });

  it("of an unknown type have no role and still name their engagement", () => {
    const message = only('{"AssignmentOfTomorrow": {"engagementId": 7}}');
    assert.equal(message.type, "AssignmentOfTomorrow");
    assert.equal(message.role, undefined);
    assert.equal(message.engagementId, 7n);
    assert.equal(message.raw, '{"AssignmentOfTomorrow":{"engagementId":7}}');
  });

  it("name their engagement however deep it is wrapped", () => {
    const nested = '{"X": {"offer": {"list": [{"engagement": {"engagementIdString": "12"}}]}}}';
    assert.equal(only(nested).engagementId, 12n);
  });

  it("name their engagement as the destination, where that is one", () => {
    const to = (type: string): string =>
      `{"X": {"destinationType": "${type}", "destinationId": 12}}`;
    assert.equal(only(to("ENGAGEMENT")).engagementId, 12n);
    assert.equal(only(to("QUEUE")).engagementId, undefined);
  });

  it("get the role that the user gave their type", () => {
    const body = '{"getResponseTypes": [{"Ring": {"engagementId": 1}}]}';
    assert.equal(readMessages(body, { Ring: "offer" })?.[0]?.role, "offer");
    assert.equal(roleOf("ChatPostMessage", { ChatPostMessage: "notice" }), "notice");
  });

  it("are not given a role by a type that is named like a member of every object", () => {
    assert.equal(roleOf("constructor"), undefined);
    assert.equal(roleOf("toString", {}), undefined);
  });

  it("carry the pool of a change of configuration", () => {
    const message = only(
      '{"ChatConfigChangeNotification": {"name": "CHAT_CLUSTER_POOL_ID", "value": "298:1"}}',
    );
    assert.equal(message.role, "poolChange");
    assert.equal(message.pool, "298:1");
    assert.equal(message.name, undefined);
  });

  it("read the older protocol's enums and times", () => {
    const message = only(
      '{"ChatDisconnectNotification": {"reason": {"value": "END_USER_CONCLUDED"}, "createdTime": "2025-10-09T08:53:20Z"}}',
    );
    assert.equal(message.reason, "END_USER_CONCLUDED");
    assert.equal(message.createdTime, Date.parse("2025-10-09T08:53:20Z"));
  });

  it("are kept whatever an element looks like", () => {
    for (const element of ["null", "7", '"text"', "[]", "{}", '{"A": 1}', '{"A": {}, "B": {}}']) {
      assert.equal(only(element).role, undefined, element);
    }
    assert.equal(only('{"A": 1}').type, "A");
    assert.equal(only('{"A": {"x": 1}, "B": {}}').type, "");
  });

  it("are none where the answer has no collection", () => {
    for (const body of ["", "{}", "[]", '{"getResponseTypes": {}}', "<html>"]) {
      assert.equal(readMessages(body), undefined, body);
    }
  });

  it("come out one for one, whatever the server sends", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (elements) => {
        const messages = readMessages(JSON.stringify({ getResponseTypes: elements }));
        assert.equal(messages?.length, elements.length);
        assert.ok(messages.every(({ role }) => role === undefined || messageRoles.includes(role)));
      }),
    );
  });
});

describe("the vocabulary of getMessages", () => {
  it("calls documented only what the documentation names", () => {
    const named = Object.keys(messageTypes).filter(
      (type) => messageTypes[type]?.evidence === "documented",
    );
    assert.deepEqual(named.sort(), [
      "ChatActivitySignal",
      "ChatConfigChangeNotification",
      "ChatGetTimeout",
    ]);
  });

  it("marks the simulator's own names so that nobody takes them for Oracle's", () => {
    for (const [type, { evidence }] of Object.entries(messageTypes)) {
      assert.equal(type.startsWith("Sim"), evidence === "simulator", type);
    }
  });
});
