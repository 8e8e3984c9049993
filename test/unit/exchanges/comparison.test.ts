import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { comparisonText } from "../../../src/exchanges/comparison";
import type { KeptRecord } from "../../../src/exchanges/history/storedExchange";
import { recordOf, type RecordChanges } from "./history/setup";

const aside = { showsTimes: false };
const shown = { showsTimes: true };

/** Lines as one text. */
const lines = (...texts: readonly string[]): string => `${texts.join("\n")}\n`;

/** The answer's body as it is compared, of a record whose answer is the given text. */
function answerText(answerBody: string, options = aside): string {
  const text = comparisonText(recordOf("a", { answerBody }), options);
  return text.slice(text.indexOf("200 OK")).split("\n").slice(4, -1).join("\n");
}

describe("comparisonText", () => {
  it("writes request and answer one below the other, times and sequence numbers set aside", () => {
    assert.equal(
      comparisonText(recordOf("a"), aside),
      lines(
        "POST https://chat.example.com/concludeChat?pool=297:1",
        "content-type: application/json",
        "X-JSESSIONID: •••",
        "",
        "{",
        '  "engagementId": 1000,',
        '  "sequenceNumber": "‹number›",',
        '  "timeCreated": "‹time›"',
        "}",
        "",
        "200 OK",
        "content-type: application/json;charset=utf-8",
        "date: ‹time›",
        "",
        "{",
        '  "ChatConcludeEngagementResult": {',
        '    "engagementId": 1000',
        "  },",
        '  "sequenceNumber": "‹number›"',
        "}",
      ),
    );
  });

  it("shows times and sequence numbers when it is told to", () => {
    assert.equal(
      comparisonText(recordOf("a"), shown),
      lines(
        "POST https://chat.example.com/concludeChat?pool=297:1",
        "content-type: application/json",
        "X-JSESSIONID: •••",
        "",
        "{",
        '  "engagementId": 1000,',
        '  "sequenceNumber": 2,',
        '  "timeCreated": 1618317020415',
        "}",
        "",
        "200 OK",
        "content-type: application/json;charset=utf-8",
        "date: Sun, 22 Nov 2026 10:00:00 GMT",
        "",
        "{",
        '  "ChatConcludeEngagementResult": {',
        '    "engagementId": 1000',
        "  },",
        '  "sequenceNumber": 2',
        "}",
      ),
    );
  });

  it("is the same for two exchanges that differ in nothing but time and number", () => {
    const at = (number: number): RecordChanges => ({
      sentAt: number,
      requestBody: `{"engagementId":1000,"sequenceNumber":${number},"timeCreated":${number}}`,
      answerBody: `{"a":{"createdTime":${number},"createdTimeString":"${number}","sequenceNumberString":"${number}"},"serviceStartTime":${number},"serviceFinishTime":${number},"clientSendTime":${number},"clientRequestTime":"${number}"}`,
    });
    const [one, other] = [recordOf("a", at(9)), recordOf("b", at(1_618_317_020_415))];
    assert.equal(comparisonText(one, aside), comparisonText(other, aside));
    assert.notEqual(comparisonText(one, shown), comparisonText(other, shown));
  });

  it("keeps every digit, and members that only look like a time", () => {
    const body = '{"id":9223372036854775807,"x":1.0,"y":1e2,"time":5,"createdTime":null}';
    assert.equal(
      answerText(body),
      [
        "{",
        '  "id": 9223372036854775807,',
        '  "x": 1.0,',
        '  "y": 1e2,',
        '  "time": 5,',
        '  "createdTime": null',
        "}",
      ].join("\n"),
    );
  });

  it("sets nothing aside that stands within a text", () => {
    const body = String.raw`{"text":"he said \"createdTime\": 5, \\","createdTime":-7}`;
    assert.equal(
      answerText(body),
      [
        "{",
        String.raw`  "text": "he said \"createdTime\": 5, \\",`,
        '  "createdTime": "‹time›"',
        "}",
      ].join("\n"),
    );
  });

  it("leaves what is no JSON as it is, with times in it set aside all the same", () => {
    assert.equal(answerText('<p "createdTime":5>\n  here'), '<p "createdTime":"‹time›">\n  here');
    assert.equal(answerText('{"a":1,"createdTime":5'), '{"a":1,"createdTime":"‹time›"');
    assert.equal(answerText('{"a":1,"createdTime":5', shown), '{"a":1,"createdTime":5');
  });

  it("says that nothing arrived, and why", () => {
    const record = recordOf("a", {
      isUnanswered: true,
      failure: { kind: "network", reason: "reset", code: "ECONNRESET", maybeSent: true },
    });
    assert.ok(comparisonText(record, aside).endsWith("}\n\nNo answer: network (ECONNRESET)\n"));
    const timeout = { kind: "timeout", timeoutMs: 5 } as const;
    const other = recordOf("a", { isUnanswered: true, failure: timeout });
    assert.ok(comparisonText(other, aside).endsWith("\n\nNo answer: timeout\n"));
  });

  it("says that a body was cut", () => {
    const record: KeptRecord = {
      ...recordOf("a", { answerBody: '{"a":"begi' }),
      cut: { answer: 2_000_000 },
    };
    assert.ok(
      comparisonText(record, aside).endsWith(
        '\n{"a":"begi\n‹cut: the whole body has 2000000 bytes›\n',
      ),
    );
  });

  it("copes with megabytes of text and of members", () => {
    const long = `{"text":"${String.raw`x\"`.repeat(1_000_000)}","createdTime":5}`;
    assert.ok(answerText(long).endsWith('"createdTime": "‹time›"\n}'));
    const many = `[${Array.from({ length: 50_000 }, () => '{"createdTime":1}').join()}]`;
    assert.equal(answerText(many).split("‹time›").length, 50_001);
  });
});
