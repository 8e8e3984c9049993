import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import type { AnswerLine } from "../../src/panel/timelineView";
import { faint } from "./page/contrast";
import { themes, themeValues, useTimelinePage } from "./page/harness";
import { entry, firstInSight, gaps, isAtEnd, last, scrollTo, settled } from "./page/timelineParts";
import { activeHeader, oneOfEach, rendered, timelineRow } from "./page/timelines";

const many = Array.from({ length: 10_000 }, (_, index) => timelineRow(index));

describe("the timeline's page", function () {
  this.timeout(120_000);
  const onPage = useTimelinePage();

  describe("its rows", () => {
    it("say who, what and when to the millisecond, with the whole time as a tooltip", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(oneOfEach));
        const texts = await page.locator(".entry").allInnerTexts();
        const flat = texts.map((text) => text.replace(/\s+/g, " "));
        assert.equal(flat.length, oneOfEach.length);
        assert.match(flat[0] ?? "", /2026/);
        assert.match(flat[1] ?? "", /^\d\d:30:01\.900 Accept done after 120 ms Show Answer/);
        assert.match(flat[4] ?? "", /Ada Lindgren is typing × 5, until \d\d:30:09\.123/);
        assert.match(flat[8] ?? "", /ChatCoBrowseInvitationMessage unknown type JSON/);
        const first = entry(page, "0").locator("time");
        assert.equal(await first.getAttribute("datetime"), "2026-03-04T09:30:00.123Z");
        assert.equal(
          await first.getAttribute("title"),
          "Noted 2026-03-04T09:30:00.123Z\nMade 2026-03-04T09:30:00.035Z by the server's clock",
        );
      }));

    it("show what people wrote as text, whatever it looks like", () =>
      onPage(async ({ tell }, page) => {
        const text = "<img src=x onerror=\"messages.push('hit')\"> <b>b</b>";
        await tell(rendered([timelineRow(0, { title: text, text, detail: text })]));
        assert.equal(await entry(page, "0").locator(".text").innerText(), text);
        assert.equal(await page.locator(".entry :is(img, b)").count(), 0);
      }));

    it("lead to the answer of a call", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered(oneOfEach));
        await entry(page, "1").hover();
        await entry(page, "1").getByRole("button", { name: "Show Answer" }).click();
        assert.deepEqual(await last(messages), { type: "showAnswer", exchangeId: "e1" });
      }));

    it("unfold the JSON of a message, which is asked for when it is wanted", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered(oneOfEach));
        const unknown = entry(page, "10");
        const toggle = unknown.getByRole("button", { name: "JSON" });
        assert.equal(await toggle.getAttribute("aria-expanded"), "false");
        await toggle.click();
        assert.deepEqual(await last(messages), { type: "loadRaw", key: "10" });
        await tell({ type: "raw", key: "10", text: '{\n  "x": 9007199254740993\n}' });
        assert.equal(await unknown.locator("pre").innerText(), '{\n  "x": 9007199254740993\n}');
        assert.equal(await toggle.getAttribute("aria-expanded"), "true");
        assert.equal(await toggle.evaluate((element) => element.matches(":focus")), true);
        await toggle.click();
        assert.equal(await unknown.locator("pre").count(), 0);
      }));

    it("change in place when a call has an outcome", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(oneOfEach));
        const row = timelineRow(13, { title: "You", detail: "done after 9 ms", tone: "success" });
        await entry(page, "13").focus();
        await tell({ type: "append", added: [], changed: [row] });
        assert.match(await entry(page, "13").innerText(), /done after 9 ms/);
        assert.equal(await entry(page, "13").locator(".codicon-loading").count(), 0);
        assert.equal(await entry(page, "13").evaluate((made) => made.matches(":focus")), true);
      }));

    it("take a change of a row that is told together with it", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered([]));
        const added = timelineRow(0, { detail: "sending…" });
        await tell({ type: "append", added: [added], changed: [{ ...added, detail: "not sent" }] });
        assert.match(await entry(page, "0").innerText(), /not sent/);
      }));

    it("say when nothing is noted yet", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered([]));
        assert.equal(await page.getByText("Nothing is noted yet.").isVisible(), true);
        await tell({ type: "append", added: [timelineRow(0)], changed: [] });
        assert.equal(await page.getByText("Nothing is noted yet.").isVisible(), false);
      }));
  });

  describe("with 10,000 rows", () => {
    it("keeps only a few in the document, wherever one scrolls", () =>
      onPage(async ({ tell }, page) => {
        const started = Date.now();
        await tell(rendered(many));
        await entry(page, "9999").waitFor();
        assert.equal(await isAtEnd(page), true);
        for (const share of [0, 0.37, 0.999, 0.5, 1, 0.2]) {
          await scrollTo(page, share);
          assert.ok((await page.locator(".entry").count()) < 80);
          assert.deepEqual(await gaps(page), []);
        }
        assert.ok(Date.now() - started < 20_000, `${Date.now() - started} ms`);
      }));

    it("scrolls through without a jump: what is in sight moves as far as the wheel turned", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(many));
        await scrollTo(page, 0.5);
        for (let turn = 0; turn < 12; turn += 1) {
          const before = await firstInSight(page);
          await page.locator(".rows").evaluate((rows) => {
            rows.scrollTop -= 100;
          });
          await settled(page);
          const top = await entry(page, before.key).evaluate(
            (row) => row.getBoundingClientRect().top,
          );
          assert.ok(Math.abs(top - before.top - 100) < 2, `${top} after ${before.top}`);
          assert.deepEqual(await gaps(page), []);
        }
      }));

    it("stays at the end while entries come, and where it is otherwise, counting them", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(many));
        await tell({ type: "append", added: [timelineRow(10_000)], changed: [] });
        await entry(page, "10000").waitFor();
        assert.equal(await isAtEnd(page), true);
        assert.equal(await page.locator(".to-end").isVisible(), false);

        await scrollTo(page, 0.5);
        const before = await firstInSight(page);
        await page.getByRole("button", { name: "Go to End" }).waitFor();
        const added = [timelineRow(10_001), timelineRow(10_002)];
        await tell({ type: "append", added, changed: [] });
        assert.deepEqual(await firstInSight(page), before);
        await page.getByRole("button", { name: "2 New" }).click();
        await entry(page, "10002").waitFor();
        assert.equal(await isAtEnd(page), true);
        assert.equal(await page.locator(".to-end").isVisible(), false);
      }));

    it("stays at the end when the page becomes narrower, and where it is otherwise", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(many));
        await page.setViewportSize({ width: 400, height: 700 });
        await settled(page);
        assert.equal(await isAtEnd(page), true);
        await scrollTo(page, 0.5);
        const { key } = await firstInSight(page);
        await page.setViewportSize({ width: 900, height: 900 });
        await settled(page);
        assert.equal((await firstInSight(page)).key, key);
        assert.deepEqual(await gaps(page), []);
      }));

    it("is walked through by keyboard, and leaves the focus where it was put", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(many));
        const focused = () =>
          page.evaluate(() => (document.activeElement as HTMLElement).dataset["row"]);
        const press = async (key: string): Promise<string | undefined> => {
          await page.keyboard.press(key);
          return focused();
        };
        await page.locator(".entry[tabindex='0']").focus();
        assert.equal(await focused(), "9999");
        assert.equal(await press("ArrowUp"), "9998");
        assert.equal(await press("Home"), "0");
        assert.equal(await press("ArrowUp"), "0");
        assert.equal(await press("ArrowDown"), "1");
        assert.ok(Number(await press("PageDown")) > 3);
        await scrollTo(page, 0.5);
        assert.ok(Number(await focused()) > 3, "scrolled away, it has the focus still");
        assert.equal(await press("End"), "9999");
        assert.equal(await isAtEnd(page), true);
        assert.equal(await page.locator(".entry[tabindex='0']").count(), 1);
      }));

    it("is a feed to a screen reader, which hears what is new and not what is scrolled to", () =>
      onPage(async ({ tell }, page) => {
        await tell(rendered(many));
        const feed = page.getByRole("feed", { name: "Timeline" });
        const row = feed.locator("[data-row='9999']");
        assert.deepEqual(
          await row.evaluate(({ role, ariaPosInSet, ariaSetSize }) => [
            role,
            ariaPosInSet,
            ariaSetSize,
          ]),
          ["article", "10000", "10000"],
        );
        await scrollTo(page, 0.2);
        const spoken = page.getByRole("log", { name: "New entries" });
        assert.equal(await spoken.innerText(), "");
        const more = (count: number, from: number) =>
          Array.from({ length: count }, (_, index) => timelineRow(from + index));
        await tell({ type: "append", added: more(1, 10_000), changed: [] });
        assert.match(await spoken.innerText(), /^Ada Lindgren, Line 10000/);
        await tell({ type: "append", added: more(5, 10_001), changed: [] });
        assert.match(await spoken.innerText(), /5 new entries$/);
      }));
  });

  describe("its header", () => {
    it("tells whom it is about, how it stands and where, and marks production", () =>
      onPage(async ({ tell }, page) => {
        const since = Date.now() - 125_000;
        const state = { text: "active", tone: "success", since, isPending: false } as const;
        await tell(rendered([], { ...activeHeader, state }));
        const header = (await page.locator("header").innerText()).replace(/\s+/g, " ");
        for (const part of [
          "Engagement 1000 Ada Lindgren absent",
          "Where is my order 77-1204?",
          "active for 2 min",
          "queue Orders",
          "profile Acme test",
          "SIMULATOR PRODUCTION",
          "The last attempt to send a line did nothing: HTTP 400 BAD_REQUEST.",
        ]) {
          assert.ok(header.includes(part), `${part} in ${header}`);
        }
      }));

    it("offers what can be done, keeps the focus when it changes, and counts the time on", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered([]));
        await page.getByRole("button", { name: "Conclude" }).click();
        assert.deepEqual(await last(messages), { type: "act", act: "conclude" });
        await page.getByRole("button", { name: "Copy as Markdown" }).click();
        assert.deepEqual(await last(messages), { type: "copyMarkdown" });
        const state = {
          text: "wrap-up",
          tone: "plain",
          since: Date.now(),
          isPending: false,
        } as const;
        await tell({ type: "header", header: { ...activeHeader, acts: [], state } });
        assert.equal(await page.getByRole("button", { name: "Conclude" }).count(), 0);
        assert.equal(
          await page.locator("[data-key=copy]").evaluate((made) => made.matches(":focus")),
          true,
        );
        await page.getByText(/^for [1-9]\d* s$/).waitFor();
      }));
  });

  describe("the line to answer in", () => {
    it("is sent with Enter, and leaves the field when the server has accepted it", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered([]));
        const field = page.getByRole("textbox");
        await field.fill("One");
        await field.press("Shift+Enter");
        await field.pressSequentially("two");
        await field.press("Enter");
        const sent = await last(messages);
        assert.ok(sent?.type === "send");
        assert.equal(sent.text, "One\ntwo");
        assert.equal(await field.inputValue(), "One\ntwo");
        assert.equal(await field.getAttribute("readonly"), "");
        await field.press("Enter");
        assert.equal((await messages()).filter(({ type }) => type === "send").length, 1);

        await tell({ type: "line", line: { lineId: "another", outcome: { kind: "done" } } });
        assert.equal(await field.inputValue(), "One\ntwo");
        await tell({ type: "line", line: { lineId: sent.lineId, outcome: { kind: "done" } } });
        assert.equal(await field.inputValue(), "");
        assert.equal(await field.getAttribute("readonly"), null);
        assert.equal(await field.evaluate((element) => element.matches(":focus")), true);
      }));

    it("has the focus when the page is shown, unless it is elsewhere or nothing can be said", () =>
      onPage(async ({ tell }, page) => {
        const focused = () => page.evaluate(() => document.activeElement?.tagName);
        const answerLine = { kind: "closed", why: "It is concluded." } as const;
        await tell(rendered(oneOfEach, { ...activeHeader, answerLine }));
        assert.equal(await focused(), "BODY");
        await tell(rendered(oneOfEach));
        assert.equal(await focused(), "TEXTAREA");
        await page.locator("[data-key=copy]").focus();
        await tell(rendered(oneOfEach));
        assert.equal(await focused(), "BUTTON");
      }));

    it("stays when it was not sent, with the reason", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered([]));
        const field = page.getByRole("textbox");
        await field.fill("Hello");
        await page.getByRole("button", { name: "Send" }).click();
        const sent = await last(messages);
        assert.ok(sent?.type === "send");
        const sentence = "Could not send the line: no session.";
        await tell({
          type: "line",
          line: { lineId: sent.lineId, outcome: { kind: "failed", sentence } },
        });
        assert.equal(await field.inputValue(), "Hello");
        assert.equal(await page.getByRole("alert").innerText(), sentence);
        await field.press("Enter");
        assert.equal((await messages()).filter(({ type }) => type === "send").length, 2);
        assert.equal(await page.getByRole("alert").count(), 0);
      }));

    it("is not sent while it is empty or while a word is being composed", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered([]));
        const field = page.getByRole("textbox");
        await field.press("Enter");
        await field.fill("  \n ");
        await field.press("Enter");
        await field.fill("にほん");
        await field.dispatchEvent("keydown", { key: "Enter", isComposing: true });
        assert.deepEqual(await last(messages), { type: "ready" });
      }));

    it("is closed with a sentence when nothing can be said, and what was typed stays", () =>
      onPage(async ({ tell }, page) => {
        const show = (answerLine: AnswerLine) =>
          tell({ type: "header", header: { ...activeHeader, answerLine } });
        await tell(rendered([]));
        const field = page.getByRole("textbox");
        await field.fill("Not yet sent");
        await show({ kind: "closed", why: "The engagement is concluded." });
        assert.equal(await field.isDisabled(), true);
        assert.equal(await page.getByRole("button", { name: "Send" }).isDisabled(), true);
        assert.equal(await page.getByText("The engagement is concluded.").isVisible(), true);
        assert.equal(await field.inputValue(), "Not yet sent");
        await show({ kind: "open", hint: "It may be refused." });
        assert.equal(await field.isDisabled(), false);
        assert.equal(await page.getByText("It may be refused.").isVisible(), true);
        await show({ kind: "none" });
        assert.equal(await page.getByRole("textbox").count(), 0);
      }));
  });

  describe("hidden and shown again", () => {
    it("keeps the draft, what is unfolded and the place, and tells which timeline it is", () =>
      onPage(async ({ tell, messages }, page) => {
        await tell(rendered(many));
        await page.getByRole("textbox").fill("A draft");
        await scrollTo(page, 0.5);
        const json = page.locator(".entry.customer").getByRole("button", { name: "JSON" }).nth(6);
        await json.scrollIntoViewIfNeeded();
        await json.click();
        await settled(page);
        const { key } = await firstInSight(page);
        await page.reload();
        const stored = await page.evaluate(() => sessionStorage.getItem("state"));
        const { profileId, stream } = JSON.parse(stored ?? "") as Record<string, unknown>;
        assert.deepEqual({ profileId, stream }, { profileId: "p1", stream: "1000" });
        await tell(rendered([...many, timelineRow(10_000)]));
        assert.equal(await page.getByRole("textbox").inputValue(), "A draft");
        assert.equal((await firstInSight(page)).key, key);
        assert.equal((await last(messages))?.type, "loadRaw");
        assert.equal(await page.locator("pre").count(), 1);
      }));

    it("learns what came of the line that was under way", () =>
      onPage(async ({ tell, messages }, page) => {
        const sendAndReload = async (): Promise<string> => {
          await page.getByRole("textbox").fill("Under way");
          await page.getByRole("textbox").press("Enter");
          const sent = await last(messages);
          assert.ok(sent?.type === "send");
          await page.reload();
          return sent.lineId;
        };
        const field = page.getByRole("textbox");
        await tell(rendered([]));

        let lineId = await sendAndReload();
        await tell({ ...rendered([]), line: { lineId, outcome: { kind: "sending" } } });
        assert.equal(await page.getByRole("button", { name: "Sending…" }).isDisabled(), true);
        await tell({ type: "line", line: { lineId, outcome: { kind: "done" } } });
        assert.equal(await field.inputValue(), "");

        lineId = await sendAndReload();
        await tell({ ...rendered([]), line: { lineId, outcome: { kind: "done" } } });
        assert.equal(await field.inputValue(), "");

        // Another window, or VS Code ended meanwhile: only the timeline can tell.
        await sendAndReload();
        await tell(rendered([]));
        assert.equal(await field.inputValue(), "Under way");
        assert.match(await page.getByRole("alert").innerText(), /the timeline tells whether/);
      }));
  });

  describe("its looks", () => {
    for (const theme of themes) {
      for (const width of [320, 900]) {
        it(`fit into ${width} pixels and are readable in the theme ${theme}`, () =>
          onPage(
            async ({ tell }, page) => {
              await tell(rendered(oneOfEach));
              assert.equal(
                await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
                0,
              );
              assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), 800);
              const isWide = await page
                .locator(".rows")
                .evaluate((rows) => rows.scrollWidth > rows.clientWidth);
              assert.equal(isWide, false);
              assert.deepEqual(await faint(page), []);
            },
            { theme, width, height: 800 },
          ));
      }
    }

    it("use only colours that VS Code defines", () => {
      const css = readFileSync("src/webview/timeline/timeline.css", "utf8");
      const defined = new Set(
        Object.values(themeValues).flatMap(({ variables }) => Object.keys(variables)),
      );
      const used = [...new Set(css.match(/--vscode-[\w-]+(?=[,)])/g))];
      assert.deepEqual(
        used.filter((name) => !defined.has(name)),
        [],
      );
      assert.ok(used.length > 10);
    });
  });
});
