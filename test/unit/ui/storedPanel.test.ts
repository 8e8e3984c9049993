import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExchangeView } from "../../../src/panel/view";
import { parseStoredPanel, storedForm, type PanelContent } from "../../../src/ui/storedPanel";

const profile = {
  name: "ACME",
  site: "acme",
  origin: "https://chat.example.com",
  pool: "297:1",
  isSimulator: false,
  isProduction: true,
};

const view: ExchangeView = {
  kind: "exchange",
  exchangeId: "e1",
  title: "Conclude engagement 1",
  profile,
  verdict: { tone: "success", headline: "Engagement 1 is concluded", explanation: "", advice: "" },
  notices: [],
  result: [],
  timings: [],
  answer: { headers: [], body: { text: "{}", language: "json", byteLength: 2 } },
  request: { line: "POST x", headers: [], body: { text: "", language: "json", byteLength: 0 } },
  isSending: false,
  canSendAgain: true,
};

function afterReload(content: PanelContent): PanelContent | undefined {
  return parseStoredPanel(JSON.parse(JSON.stringify(storedForm(content))));
}

describe("the panel's stored content", () => {
  it("is the same after a reload, with the id to send again to its last digit", () => {
    const target = {
      profileId: "p1",
      engagementId: 9_223_372_036_854_775_807n,
      act: "release",
    } as const;
    const content = { view, profileId: "p1", target, remedy: "signIn" } as const;
    assert.deepEqual(afterReload(content), content);
  });

  it("is not under way after a reload, since nobody waits for the answer", () => {
    const kept = afterReload({ view: { ...view, isSending: true } });
    assert.deepEqual(kept, { view });
  });

  it("knows no remedy that it does not know", () => {
    const stored = { version: 2, view, remedy: "toString" };
    assert.deepEqual(parseStoredPanel(stored), { view });
  });

  it("sends nothing again that it does not know", () => {
    for (const target of [
      { profileId: "p1", engagementId: "1", act: "toString" },
      { profileId: "p1", engagementId: "1" },
      { profileId: "p1", engagementId: "-1", act: "conclude" },
      { engagementId: "1", act: "conclude" },
      null,
    ]) {
      assert.deepEqual(parseStoredPanel({ version: 2, view, target }), { view });
    }
  });

  it("is empty, and no fault, when another version of the extension stored it", () => {
    for (const version of [1, 3]) {
      const stored = { version, view: { kind: "exchange" }, target: 7 };
      assert.deepEqual(parseStoredPanel(stored), { view: { kind: "empty" } });
    }
  });

  it("is the same for a list of outcomes and for nothing", () => {
    const list = { view: { kind: "bulk", title: "x", profile, rows: [] } } as const;
    assert.deepEqual(afterReload(list), list);
    assert.deepEqual(afterReload({ view: { kind: "empty" } }), { view: { kind: "empty" } });
  });

  it("leaves a very long body out and says so", () => {
    const text = "x".repeat(600_000);
    const body = { text, language: "text", byteLength: text.length } as const;
    const kept = afterReload({ view: { ...view, answer: { headers: [], body } } });
    assert.ok(kept?.view.kind === "exchange");
    assert.deepEqual(kept.view.answer?.body, { text: "", language: "text", byteLength: 600_000 });
    assert.match(kept.view.notices[0] ?? "", /too long to be kept/);
  });

  it("is nothing when something else was stored", () => {
    for (const value of [
      null,
      7,
      {},
      { version: "2", view },
      { view },
      { version: 2 },
      { version: 2, view: { kind: "movie" } },
      { version: 2, view: { kind: "exchange" } },
      { version: 2, view: { ...view, notices: "none" } },
      { version: 2, view: { kind: "bulk", rows: 3 } },
    ]) {
      assert.equal(parseStoredPanel(value), undefined, JSON.stringify(value));
    }
  });
});
