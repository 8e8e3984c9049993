import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { TimelineHeader, TimelineRow } from "../../../src/panel/timelineView";
import { timelineMarkdown } from "../../../src/ui/timelineMarkdown";

const at = Date.parse("2026-03-04T05:06:07.089Z");
const header: TimelineHeader = {
  title: "Engagement 1000",
  customer: "Ada *Lindgren*",
  question: "Where is\nmy order?",
  state: { text: "active", tone: "success", since: at, isPending: false },
  queue: "Orders",
  profile: {
    name: "Test",
    site: "acme",
    origin: "https://chat.example",
    pool: "297:1",
    isSimulator: false,
    isProduction: false,
  },
  acts: [],
  answerLine: { kind: "none" },
};

function row(some: Partial<TimelineRow>): TimelineRow {
  return {
    key: "0",
    at,
    side: "customer",
    kind: "line",
    title: "Ada",
    tone: "plain",
    hasRaw: false,
    ...some,
  };
}

/** The line of one row. */
function lineOf(some: Partial<TimelineRow>): string {
  return (
    timelineMarkdown([row(some)], header)
      .split("## Timeline\n\n")[1]
      ?.trimEnd() ?? ""
  );
}

describe("timelineMarkdown", () => {
  it("holds the header's facts and every row with its exact time", () => {
    const rows = [
      row({ text: "Hello", serverAt: at - 89 }),
      row({ kind: "call", side: "desk", title: "Conclude", detail: "done after 80 ms" }),
      row({ kind: "activity", title: "Ada is typing", run: { count: 4, until: at + 911 } }),
    ];
    assert.equal(
      timelineMarkdown(rows, header),
      [
        "# Engagement 1000",
        "",
        "- Customer: Ada \\*Lindgren\\*",
        "- Question: Where is my order?",
        "- State: active, since 2026-03-04T05:06:07.089Z",
        "- Queue: Orders",
        "- Profile: Test, acme, 297:1",
        "",
        "## Timeline",
        "",
        "- `2026-03-04T05:06:07.089Z` **Ada** (server time 2026-03-04T05:06:07.000Z)",
        "",
        "  > Hello",
        "",
        "- `2026-03-04T05:06:07.089Z` Conclude (done after 80 ms)",
        "- `2026-03-04T05:06:07.089Z` Ada is typing (4 times until 2026-03-04T05:06:08.000Z)",
        "",
      ].join("\n"),
    );
  });

  it("keeps what people wrote as text, whatever Markdown or HTML it looks like", () => {
    const text = "# no heading\n- no item\n1. none\n<img src=x> [a](b) `c` *d* _e_ | ~f~ &amp; \\";
    assert.equal(
      lineOf({ text }),
      [
        "- `2026-03-04T05:06:07.089Z` **Ada**",
        "",
        "  > \\# no heading\\",
        "  > \\- no item\\",
        "  > 1\\. none\\",
        "  > \\<img src=x\\> \\[a\\](b) \\`c\\` \\*d\\* \\_e\\_ \\| \\~f\\~ \\&amp; \\\\",
      ].join("\n"),
    );
  });

  it("masks what looks like a token or a session id, wherever it stands", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMiJ9.c2lnbmF0dXJl-_x";
    const secrets = [token, "node01h8m13tljpm7ns8nayp0pid91", "node0abc12345.node0"];
    for (const secret of secrets) {
      const line = lineOf({ title: secret, text: `it is ${secret}, yes`, detail: secret });
      assert.ok(!line.includes(secret.slice(0, 12)), line);
      assert.match(line, /it is •••, yes/);
    }
    assert.match(lineOf({ text: '{"sessionId":"abc"}' }), /"sessionId":\s*"•••"/);
    assert.match(
      lineOf({ text: "node0 is a host, eyJ no token" }),
      /node0 is a host, eyJ no token/,
    );
  });
});
