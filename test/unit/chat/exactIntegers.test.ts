import { describe, it } from "mocha";
import assert from "node:assert/strict";
import fc from "fast-check";
import { copyOf } from "../../../src/exchanges/copies/copy";
import { exchangeView } from "../../../src/ui/exchangeView";
import { maxInt64, parseInt64 } from "../../../src/util/int64";
import { concludeAt, recordOf, withServer } from "./setup";

const int64 = fc.bigInt(0n, maxInt64);
const corners = [0n, 1n, 9007199254740991n, 9007199254740993n, 9223372036854775806n, maxInt64];

/** Sends three numbers, typed as text, and follows each to every place where it is seen. */
async function assertExact(
  engagementId: string,
  sequenceNumber: string,
  timeCreated: string,
): Promise<void> {
  const typed = parseInt64(` ${engagementId}\t`);
  assert.ok(typed.ok);
  const body = {
    engagementId: typed.value,
    sequenceNumber: BigInt(sequenceNumber),
    timeCreated: BigInt(timeCreated),
  };
  const wire = `{"engagementId":${engagementId},"sequenceNumber":${sequenceNumber},"timeCreated":${timeCreated}}`;
  await withServer(
    async (simulator) => {
      const exchange = await concludeAt(simulator.url, { body });
      assert.equal(simulator.requests[0]?.body, wire);
      assert.equal(simulator.engagements[0]?.id.toString(), engagementId);
      assert.ok(exchange.result.ok);
      const { envelope } = exchange.result;
      assert.deepEqual(envelope.result, [
        ["engagementId", engagementId],
        ["engagementIdString", engagementId],
      ]);
      assert.equal(envelope.sequenceNumber, sequenceNumber);
      assert.equal(envelope.clientSendTime, timeCreated);
      assert.deepEqual(envelope.twinDifferences, []);

      const view = exchangeView({ ...recordOf(exchange), engagementId: typed.value }, false);
      assert.equal(view.title, `Conclude engagement ${engagementId}`);
      assert.equal(view.verdict.headline, `Engagement ${engagementId} is concluded`);
      assert.deepEqual(view.result, [
        { name: "engagementId", value: engagementId },
        { name: "engagementIdString", value: engagementId },
      ]);
      assert.equal(view.request.body.text, wire);
      for (const text of [
        `"engagementId": ${engagementId},`,
        `"sequenceNumber": ${sequenceNumber},`,
        `"clientSendTime": ${timeCreated},`,
      ]) {
        assert.ok(view.answer?.body.text.includes(text), text);
      }
      assert.ok(copyOf("curlBash", exchange.request).includes(`'${wire}'`));
    },
    { engagements: [typed.value] },
  );
}

describe("int64", () => {
  for (const corner of corners) {
    it(`${corner} arrives unchanged everywhere`, () =>
      assertExact(corner.toString(), corner.toString(), corner.toString()));
  }

  it("arrives unchanged everywhere, whatever its value", async () => {
    await fc.assert(
      fc.asyncProperty(int64, int64, int64, (id, sequenceNumber, time) =>
        assertExact(id.toString(), sequenceNumber.toString(), time.toString()),
      ),
      { numRuns: 60 },
    );
  }).timeout(20_000);
});
