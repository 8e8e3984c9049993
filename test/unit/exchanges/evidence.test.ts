import { describe, it } from "mocha";
import assert from "node:assert/strict";
import { evidenceOf, type Evidence } from "../../../src/exchanges/evidence/evidence";
import { recordOf, sessionId, webToken, withServer } from "./records";

const conclude = { json: '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}' };

function written(changes: Partial<Evidence>): string {
  return evidenceOf({
    title: "Engagement 1000",
    records: [],
    outcomeOf: ({ exchange }) => `It came to ${exchange.result.ok ? "a success" : "a refusal"}.`,
    product: { name: "Engagement Desk", version: "1.2.3" },
    writtenAt: Date.parse("2026-03-04T05:06:07.089Z"),
    offsetMinutesAt: () => 330,
    ...changes,
  });
}

describe("evidenceOf", () => {
  it("begins with what it is about, by what and when it was written, and that secrets are masked", () => {
    const [title, , said] = written({}).split("\n");
    assert.equal(title, "# Engagement 1000");
    assert.equal(
      said,
      "Written by Engagement Desk 1.2.3 at 2026-03-04T05:06:07.089Z (UTC+05:30). Credentials are masked: ••• stands for each. What customers and agents wrote is not masked.",
    );
  });

  it("names the place that was called, and that a simulator is no Oracle server", () =>
    withServer(async (simulator) => {
      const record = await recordOf(simulator, "concludeChat", conclude);
      const real = { ...record, profile: { ...record.profile, isSimulator: false } };
      const where = `chat server ${simulator.url}, site ${simulator.site.replaceAll("_", "\\_")}, pool 297:1 in the profile`;
      const text = written({ records: [record, record, real] });
      const environment = text.split("## Environment\n\n")[1]?.split("\n\n")[0];
      assert.equal(
        environment,
        `- ${where} (the built-in simulator, which is no Oracle server)\n- ${where} (test site)`,
      );
    }));

  it("has a row for each call, with times, status, exception code and sequence number", () =>
    withServer(async (simulator) => {
      const done = await recordOf(simulator, "concludeChat", conclude);
      const again = await recordOf(simulator, "concludeChat", conclude);
      simulator.next("releaseChat", { kind: "drop", at: "beforeHeaders" });
      const lost = await recordOf(simulator, "releaseChat", { json: '{"engagementId":1000}' });
      const { result } = done.exchange;
      assert.ok(result.ok);
      const { serviceStartTime = "", serviceFinishTime = "" } = result.envelope;
      const rows = written({ records: [lost, again, done] })
        .split("\n")
        .filter((line) => /^\| \d/.test(line))
        .map((line) => line.slice(2, -2).split(" | "));
      const sent = (ms: number): string => `${new Date(ms).toISOString()} (UTC+05:30)`;
      assert.deepEqual(rows[0], [
        "1",
        sent(done.exchange.sentAt),
        `${Math.round(done.exchange.durationMs)} ms`,
        "concludeChat",
        "1000",
        "200 OK",
        "",
        new Date(Number(serviceStartTime)).toISOString(),
        new Date(Number(serviceFinishTime)).toISOString(),
        "2",
      ]);
      assert.deepEqual(rows[1]?.slice(3), [
        "concludeChat",
        "1000",
        "400 Bad Request",
        "BAD\\_REQUEST",
        "",
        "",
        "2",
      ]);
      assert.deepEqual(rows[2]?.slice(3), ["releaseChat", "1000", "no answer", "", "", "", ""]);
    }));

  it("takes the server's times as they are written, and tells of a number that came back changed", () =>
    withServer(async (simulator) => {
      const body = JSON.stringify({
        serviceStartTime: "2026-03-04T05:06:07+01:00",
        serviceFinishTime: 99_999,
        sequenceNumber: 3,
      });
      simulator.next("concludeChat", { kind: "brokenJson", text: body });
      const text = written({ records: [await recordOf(simulator, "concludeChat", conclude)] });
      assert.match(
        text,
        /\| 2026-03-04T05:06:07\+01:00 \| 1970-01-01T00:01:39\.999Z \| 2 sent, 3 answered \|\n/,
      );
    }));

  it("shows request and answer laid out, with each digit as it was", () =>
    withServer(async (simulator) => {
      const json = '{"engagementId":9223372036854775807,"timeCreated":1.50}';
      const text = written({ records: [await recordOf(simulator, "concludeChat", { json })] });
      assert.ok(
        text.includes(
          '```json\n{\n  "engagementId": 9223372036854775807,\n  "timeCreated": 1.50\n}\n```',
        ),
      );
      assert.match(text, /^### 1\. concludeChat, engagement 1000\n\nIt came to a refusal\.\n\n/m);
      assert.match(text, /```http\nPOST http:.*\/concludeChat\?pool=297:1\nContent-Type: /);
      assert.match(text, /X-JSESSIONID: •••\n```/);
      assert.match(text, /```http\nHTTP 400 Bad Request\n/);
      assert.match(text, /\n {2}"exceptionCode": "BAD_REQUEST",\n/);
    }));

  it("says so where no answer arrived, and where no body was sent", () =>
    withServer(async (simulator) => {
      simulator.next("rerouteAvailability", { kind: "drop", at: "beforeHeaders" });
      const record = await recordOf(simulator, "rerouteAvailability", {
        json: '{"engagementId":1000}',
      });
      const [, section = ""] = written({ records: [record] }).split("### 1.");
      assert.match(section, /```\n\nNo body\.\n\nNo answer arrived\.\n$/);
    }));

  it("keeps a body within its block, whatever backticks are in it", () =>
    withServer(async (simulator) => {
      const json = "````\n# no heading\n```";
      const text = written({ records: [await recordOf(simulator, "concludeChat", { json })] });
      assert.ok(text.includes(`\`\`\`\`\`text\n${json}\n\`\`\`\`\`\n`));
    }));

  it("keeps the server's words from becoming table cells or markup", () =>
    withServer(async (simulator) => {
      const exceptionCode = "A | B\n# <b>`x`";
      simulator.next("concludeChat", { kind: "status", status: 400, exceptionCode });
      const text = written({ records: [await recordOf(simulator, "concludeChat", conclude)] });
      assert.ok(text.includes("| A \\| B \\# \\<b\\>\\`x\\` |"), text);
    }));

  it("cuts a long body, and says how long it is", () =>
    withServer(async (simulator) => {
      simulator.next("concludeChat", { kind: "large", bytes: 200_000 });
      const record = await recordOf(simulator, "concludeChat", conclude);
      const length = record.exchange.answer?.body.length ?? 0;
      const text = written({ records: [record] });
      assert.ok(text.length < 110_000);
      assert.match(
        text,
        new RegExp(`these are the first 100000 of ${length} characters\\. An export as HAR`),
      );
    }));

  it("says of a body of which the history kept the beginning only how much that is", () =>
    withServer(async (simulator) => {
      const record = await recordOf(simulator, "concludeChat", conclude);
      const text = written({ records: [{ ...record, cut: { request: 5_000_000 } }] });
      const kept = `Only the first ${conclude.json.length} of 5000000 bytes were kept.`;
      assert.ok(text.includes(`\`\`\`\n\n${kept}\n\nAnswer:`), text);
    }));

  it("takes an engagement's timeline in, one heading below its own", () => {
    const timeline = "# Engagement 1000\n\n- State: active\n\n## Timeline\n\n- `2026` Hello\n";
    const text = written({ timeline });
    assert.ok(
      text.includes(
        "\n\n## Engagement 1000\n\n- State: active\n\n### Timeline\n\n- `2026` Hello\n\n## ",
      ),
      text,
    );
  });

  it("shows no secret, whether the client masked it or it only looks like one", () =>
    withServer(async (simulator) => {
      const json = JSON.stringify({
        engagementId: 1000,
        note: webToken,
        sessionId: "plainMarker",
        other: `it is ${sessionId}`,
      });
      const text = written({
        title: webToken,
        outcomeOf: () => webToken,
        records: [
          await recordOf(simulator, "concludeChat", { json, headers: [["X-Trace", webToken]] }),
          await recordOf(simulator, "rerouteAvailability", { json }),
        ],
      });
      for (const secret of [webToken, "bWFya2Vyc2lnbmF0dXJl", "plainMarker", sessionId]) {
        assert.ok(!text.includes(secret), secret);
      }
    }));
});
