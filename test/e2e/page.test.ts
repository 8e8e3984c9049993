import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExchangeView } from "../../src/panel/view";
import { usePage } from "./page/harness";
import { answerBody, flat, row, rows, searchField, withAnswer } from "./page/parts";
import { bulk, forbidden, json, success, warned } from "./page/views";

describe("the panel's page in a browser", function () {
  this.timeout(60_000);
  const onPage = usePage();

  describe("an exchange", () => {
    it("says the outcome in words, as whom and where, and hands it to screen readers", () =>
      onPage(success, async (_open, page) => {
        assert.equal(await page.locator("h1").innerText(), "Conclude engagement 9007199254740993");
        assert.equal(
          await flat(page.locator(".profile")),
          "Simulator · day001_221100_sql_001h · 297:1 SIMULATOR",
        );
        const said = await flat(page.locator(".verdict-region[role=status]"));
        assert.match(
          said,
          /^Engagement 9007199254740993 is concluded Succeeded The server accepted it/,
        );
        assert.match(said, /HTTP status 200 OK$/);
      }));

    it("explains a refusal: status, exception code, meaning and remedy", () =>
      onPage(forbidden, async (_open, page) => {
        const said = await flat(page.getByRole("status").first());
        assert.match(said, /Failed/);
        assert.match(said, /What to do: Set a new session/);
        assert.match(said, /HTTP status 403 Forbidden/);
        assert.match(
          said,
          /Exception code ACCESS_DENIED Authentication failed\. Check the session id/,
        );
        assert.match(await flat(page.locator(".profile")), /PRODUCTION$/);
      }));

    it("says so when no answer arrived, and then offers no body", () => {
      const { answer, status, ...rest } = success;
      assert.ok(answer && status);
      return onPage(rest, async (_open, page) => {
        assert.match(await flat(page.getByRole("status").first()), /None: no answer arrived/);
        assert.equal(await page.getByText("Open Body in Editor").count(), 0);
        assert.equal(await page.locator("[data-body=answer]").count(), 0);
      });
    });

    it("shows what to notice", () =>
      onPage(warned, async (_open, page) => {
        assert.match(await flat(page.getByLabel("Warnings")), /engagementIdString is 1001/);
      }));

    it("says that a body is empty", () => {
      const answer = { headers: [], body: { text: "", language: "text", byteLength: 0 } } as const;
      return onPage({ ...success, answer }, async (_open, page) => {
        assert.match(await flat(answerBody(page)), /0 bytes · Text The body is empty/);
      });
    });

    it("tells the host what was asked for, by mouse and by keyboard", () =>
      onPage(
        success,
        async ({ messages }, page) => {
          await page.getByRole("button", { name: "Send Again" }).click();
          await page.getByRole("button", { name: "Copy as cURL" }).press("Enter");
          await page.getByRole("button", { name: "Open Body in Editor" }).press("Space");
          await page.getByRole("button", { name: "Save Body…" }).click();
          await page.getByRole("button", { name: "Back" }).click();
          const exchangeId = "exchange-1";
          assert.deepEqual(await messages(), [
            { type: "ready" },
            { type: "sendAgain", exchangeId },
            { type: "copyAsCurl", exchangeId },
            { type: "openBody", exchangeId },
            { type: "saveBody", exchangeId },
            { type: "goBack" },
          ]);
        },
        { canGoBack: true },
      ));

    it("offers to mend a failure where the host can", () =>
      onPage({ ...success, remedy: "Set Session…" }, async ({ messages, render }, page) => {
        await page.getByRole("button", { name: "Set Session…" }).click();
        assert.deepEqual(await messages(), [
          { type: "ready" },
          { type: "remedy", exchangeId: "exchange-1" },
        ]);
        await render(success);
        assert.equal(await page.getByRole("button", { name: "Set Session…" }).count(), 0);
      }));

    it("offers no sending again where that makes no sense", () =>
      onPage({ ...success, canSendAgain: false }, async ({ render }, page) => {
        const again = page.getByRole("button", { name: "Send Again" });
        assert.equal(await again.count(), 0);
        await render(success);
        assert.equal(await again.count(), 1);
      }));

    it("cannot be sent again while it is under way, and keeps everything else as it was", () =>
      onPage(success, async ({ render, messages }, page) => {
        await row(page, "0").click();
        await render({ ...success, isSending: true });
        const sending = page.getByRole("button", { name: "Sending…" });
        assert.equal(await sending.getAttribute("disabled"), "");
        assert.equal(await row(page, "0/0").count(), 0);
        await sending.dispatchEvent("keydown", { key: "Enter" });
        assert.deepEqual(await messages(), [{ type: "ready" }]);
      }));
  });

  describe("several outcomes", () => {
    it("are counted and listed, each leading to its exchange", () =>
      onPage(bulk, async ({ messages }, page) => {
        assert.equal(
          await flat(page.getByRole("status").first()),
          "1 succeeded 1 with a warning 1 failed 2 with an unknown outcome",
        );
        const second = page.locator("tbody tr").nth(1);
        assert.equal(await flat(second), "1001 Failed The session is unknown (403)");
        await second.getByRole("button").click();
        await page.getByRole("button", { name: "9223372036854775807" }).press("Enter");
        assert.equal(await page.locator("tbody tr").nth(4).getByRole("button").count(), 0);
        assert.deepEqual((await messages()).slice(1), [
          { type: "showExchange", exchangeId: "exchange-2" },
          { type: "showExchange", exchangeId: "exchange-3" },
        ]);
      }));
  });

  it("says what to do while there is nothing to show", () =>
    onPage({ kind: "empty" }, async (_open, page) => {
      assert.match(await flat(page.locator("#app")), /^Nothing has been sent .* appears here\.$/);
      assert.equal(await page.getByRole("search").isVisible(), false);
    }));

  it("never takes text for markup", async () => {
    const hostile = `<img src=x onerror="window.messages.push('hit')"></script><script>window.messages.push('hit')</script> javascript:alert(1) &amp; \u202e`;
    const fact = { name: hostile, value: hostile, note: hostile };
    const profile = {
      ...success.profile,
      name: hostile,
      site: hostile,
      pool: hostile,
      origin: hostile,
    };
    const verdict = {
      tone: "failure",
      headline: hostile,
      explanation: hostile,
      advice: hostile,
    } as const;
    const view: ExchangeView = {
      kind: "exchange",
      exchangeId: hostile,
      title: hostile,
      profile,
      verdict,
      status: { code: 200, text: hostile },
      exceptionCode: { code: hostile, meaning: hostile, advice: hostile },
      notices: [hostile],
      result: [fact],
      timings: [fact],
      answer: { headers: [fact], body: json(JSON.stringify({ [hostile]: hostile })) },
      request: {
        line: hostile,
        headers: [fact],
        body: {
          text: hostile,
          language: "text",
          byteLength: 1,
          fault: { message: hostile, line: 1, column: 4 },
        },
      },
      isSending: false,
      canSendAgain: true,
    };
    await onPage(view, async ({ messages, render }, page) => {
      const elements = page.locator("#app img, #app script, #app a, #app iframe");
      assert.equal(await elements.count(), 0);
      assert.equal(await page.locator("h1").textContent(), hostile);
      await searchField(page).fill("<img");
      await render({
        kind: "bulk",
        title: hostile,
        profile,
        rows: [{ engagementId: hostile, tone: "failure", outcome: hostile, exchangeId: hostile }],
      });
      assert.equal(await elements.count(), 0);
      assert.deepEqual(await messages(), [{ type: "ready" }]);
    });
  });

  it("keeps folds, sections, search and place across a reload, and no text of a body", () => {
    const secretive = "nobody-keeps-this";
    const items = Array.from({ length: 60 }, (_, index) => ({ index, value: secretive }));
    const view = withAnswer(JSON.stringify({ items, last: {} }));
    return onPage(view, async ({ render }, page) => {
      await row(page, "0/3").click();
      await page.locator("[data-section=request] > summary").click();
      await searchField(page).fill("index");
      await page.evaluate(() => {
        window.scrollTo(0, 700);
      });
      const before = await rows(page);
      await page.waitForFunction(() => sessionStorage.getItem("state")?.includes('"scroll":700'));
      await page.reload();
      await render(view);
      assert.deepEqual(await rows(page), before);
      assert.equal(await page.locator("[data-section=request]").getAttribute("open"), "");
      assert.equal(await searchField(page).inputValue(), "index");
      assert.equal(await page.locator(".search-count").innerText(), "60 found");
      const place = await page.evaluate(() => window.scrollY);
      assert.ok(Math.abs(place - 700) < 10, `at ${place}`);
      const kept = await page.evaluate(() => sessionStorage.getItem("state"));
      assert.equal(kept?.includes(secretive), false);
      await render({ ...success, exchangeId: "another" });
      assert.equal(await searchField(page).inputValue(), "");
      assert.equal(await page.evaluate(() => window.scrollY), 0);
    });
  });
});
