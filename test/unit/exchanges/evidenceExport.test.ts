import { describe, it } from "mocha";
import assert from "node:assert/strict";
import type { TimelineHeader } from "../../../src/panel/timelineView";
import { exportName, exportText, type ExportContent } from "../../../src/ui/evidence/exportText";
import { engagementTimeline } from "../../../src/ui/evidence/engagementTimeline";
import { after, asEntries, done, ended, message, sent } from "../engagements/entries";
import { recordOf, withServer } from "./records";

const product = { name: "Engagement Desk", version: "1.2.3" };
const json = '{"engagementId":1000}';
const header: TimelineHeader = {
  title: "Engagement 1000",
  acts: [],
  answerLine: { kind: "none" },
};
/** Noon, so that the date is the same wherever the test runs. */
const at = new Date(2026, 2, 4, 12).getTime();

describe("exportName", () => {
  it("names engagement and date, or the call, or how many there are", () =>
    withServer(async (simulator) => {
      const record = await recordOf(simulator, "concludeChat", { json });
      const other = { ...record, engagementId: 1001n };
      const names = ([[record], [record, record], [record, other]] as const).map((records) =>
        exportName("har", { records }, at),
      );
      assert.deepEqual(names, [
        "conclude-engagement-1000-2026-03-04.har",
        "engagement-1000-2026-03-04.har",
        "2-exchanges-2026-03-04.har",
      ]);
      const content: ExportContent = { records: [record], timeline: { rows: [], header } };
      assert.equal(exportName("md", content, at), "engagement-1000-2026-03-04.md");
    }));
});

describe("exportText", () => {
  it("is a bundle for a person with what came of each call, or an archive for programs", () =>
    withServer(async (simulator) => {
      const records = [
        await recordOf(simulator, "concludeChat", { json }),
        await recordOf(simulator, "concludeChat", { json }),
      ];
      const timeline = { header, rows: [] };
      const text = exportText("md", { records, timeline }, product, at);
      assert.match(text, /^# Engagement 1000\n/);
      assert.match(text, /\n\n## Engagement 1000\n\n\n### Timeline\n/);
      assert.match(text, /\n\nEngagement 1000 is concluded\. It is in wrap-up until /);
      assert.match(text, /\n\nCould not conclude engagement 1000: /);
      const har = JSON.parse(exportText("har", { records, timeline }, product, at)) as {
        readonly log: { readonly entries: readonly unknown[] };
      };
      assert.equal(har.log.entries.length, 2);
    }));
});

describe("engagementTimeline", () => {
  it("has the rows and the head that the engagement's panel has", () => {
    const events = [message("offer"), sent("accept", "a"), ended("accept", done, "a")];
    const engagement = after(...events);
    const entries = asEntries(events);
    const { rows, header } = engagementTimeline({ id: 1000n, entries, engagement, now: at });
    assert.equal(header.title, "Engagement 1000");
    assert.match(header.state?.text ?? "", /active/i);
    const titles = rows.map(({ title }) => title);
    const markdown = exportText("md", { records: [], timeline: { rows, header } }, product, at);
    assert.ok(titles.length >= 2);
    for (const title of titles) {
      assert.ok(markdown.includes(title), title);
    }
  });

  it("tells of a call that nobody noted an answer to", () => {
    const entries = asEntries([message("offer"), sent("accept", "a", 1000)]);
    const { rows } = engagementTimeline({ id: 1000n, entries, now: 1001 });
    assert.ok(rows.every(({ isPending }) => isPending !== true));
    assert.ok(rows.some(({ tone }) => tone === "unknown"));
  });
});
