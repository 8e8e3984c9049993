import assert from "node:assert/strict";
import type {
  ImportedRequest,
  ImportProblem,
  ImportReading,
} from "../../../../src/documents/import/imported";

/** The one request of a text that can be read. */
export function only(reading: ImportReading): ImportedRequest {
  assert.ok(reading.ok, JSON.stringify(reading));
  assert.equal(reading.requests.length, 1);
  return reading.requests[0];
}

/** The problem of a text that cannot be read. */
export function problemOf(reading: ImportReading): ImportProblem {
  assert.ok(!reading.ok, JSON.stringify(reading));
  return reading.problem;
}

/** The example of Oracle's page on concludeChat, letter by letter. */
export const documented = `curl -X POST https://chat_rest_server_domain.com/engagement/api/agent/day001_221100_sql_001h/v1/concludeChat?pool=297:1 -H 'Content-Type: application/json; charset=UTF-8' -H 'X-JSESSIONID: node01h8m13tljpm7ns8nayp0pid91' -d ' -H 'X-AID: 12' {"timeCreated" :1618317020415, "sequenceNumber" : 2,  "engagementId": 1000}'`;
