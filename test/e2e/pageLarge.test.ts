import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { OpenPage } from "./page/harness";
import { usePage } from "./page/harness";
import { answerBody, current, flat, row, searchField, withAnswer } from "./page/parts";

/** What the page notes while a test runs; `told` and `shown` in ms on its own clock. */
interface Noted {
  longTasks: number[];
  told: number;
  shown: number;
}

/** A kind of body of 20 MB, made in the page: no driver could hand it over as bytes. */
type Kind = "messages" | "oneLongString" | "messagesOnLines" | "broken";

/**
 * Tells the page a body of 20 MB as the host does: its text as bytes, apart from the view. Resolves
 * when the page has read all of it.
 */
async function tellLarge(page: Page, kind: Kind): Promise<void> {
  await page.evaluate(
    async ([shown, wanted]) => {
      const noted: Noted = { longTasks: [], told: 0, shown: 0 };
      (window as unknown as { noted: Noted }).noted = noted;
      const bytes = 20_000_000;
      const items: string[] = [];
      if (wanted !== "oneLongString") {
        let size = 0;
        for (let index = 0; size < bytes; index += 1) {
          const item =
            `{"messageType":"Chat","sequenceNumber":${index},"engagementId":9007199254740993,` +
            `"engagementIdString":"9007199254740993","from":{"name":"Customer ${index}","role":"CONSUMER"},` +
            `"text":"Grüße aus Köln, line ${index}","big":1e400,"tags":["a",{"note":null,"zero":-0}]}`;
          items.push(item);
          size += item.length + 1;
        }
      }
      const separator = wanted === "messagesOnLines" ? ",\n" : ",";
      const end = wanted === "broken" ? ",}" : "}";
      const text =
        wanted === "oneLongString"
          ? `{"before":1,"simPadding":"${"x".repeat(bytes - 5_000_000)}needle${"y".repeat(5_000_000)}"}`
          : `{"messages":[${items.join(separator)}],"last":9223372036854775807${end}`;
      const body = {
        text: "",
        language: wanted === "broken" ? "text" : "json",
        byteLength: text.length,
        ...(wanted === "broken" && {
          fault: { message: "Quoted object key expected", line: 1, column: text.length },
        }),
      };
      const message = {
        type: "render",
        view: { ...shown, exchangeId: `large-${wanted}`, answer: { headers: [], body } },
        canGoBack: false,
        answerText: new TextEncoder().encode(text).buffer,
      };
      await new Promise((resolve) => setTimeout(resolve, 0));
      new PerformanceObserver((list) => {
        noted.longTasks.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: "longtask" });
      noted.told = performance.now();
      await new Promise<void>((resolve) => {
        const watch = (): void => {
          const part = document.querySelector("[data-body=answer]");
          const about = part?.querySelector(".about")?.textContent ?? "";
          if (about.includes("MB") && part?.querySelector(".row, .line")) {
            noted.shown ||= performance.now();
          }
          if (noted.shown > 0 && !about.includes("reading the rest")) {
            resolve();
          } else {
            requestAnimationFrame(watch);
          }
        };
        window.postMessage(message, "*", [message.answerText]);
        requestAnimationFrame(watch);
      });
    },
    [withAnswer(""), kind] as const,
  );
}

/** Says how long the page was busy at once, and until it showed something, in the test's report. */
async function report(page: Page, step: string): Promise<number> {
  const { longTasks, told, shown } = await page.evaluate(async () => {
    const { noted } = window as unknown as { noted: Noted };
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
    const copy = { ...noted, longTasks: [...noted.longTasks] };
    noted.longTasks.length = 0;
    return copy;
  });
  const longest = Math.round(Math.max(0, ...longTasks));
  process.stdout.write(
    `        ${step}: longest task ${longest} ms; shown after ${Math.round(shown - told)} ms\n`,
  );
  return longest;
}

/** No machine is so slow that a task of more is not a freeze. */
const freezeMs = 3_000;

describe("a body of 20 MB on the panel's page", function () {
  this.timeout(120_000);
  const onPage = usePage();
  const onLarge = (kind: Kind, test: (open: OpenPage, page: Page) => Promise<void>) =>
    onPage(withAnswer("{}"), async (open, page) => {
      await tellLarge(page, kind);
      assert.ok((await report(page, `${kind} opens`)) < freezeMs);
      await test(open, page);
    });

  it("is a tree with every digit, that folds, unfolds and shows its last element", () =>
    onLarge("messages", async (_open, page) => {
      assert.equal(await flat(row(page, "1").locator(".value")), "9223372036854775807");
      await row(page, "0/0").click();
      assert.equal(await flat(row(page, "0/0/2").locator(".value")), "9007199254740993");
      assert.equal(await flat(row(page, "0/0/6").locator(".value")), "1e400");
      await row(page, "0").click();
      await row(page, "0/0").waitFor({ state: "detached" });
      await row(page, "0").click();
      await row(page, "0/0").waitFor();
      await answerBody(page).getByRole("button", { name: "Expand all" }).click();
      await row(page, "0/100/7/1/1").waitFor();
      assert.ok((await report(page, "folding")) < freezeMs);
    }));

  it("is searched as a whole, and a match far down is shown", () =>
    onLarge("messages", async (_open, page) => {
      await searchField(page).fill("Customer 71234");
      await page.getByText("1 of 1", { exact: true }).waitFor();
      assert.equal(await current(page), "Customer 71234");
      await row(page, "0/71234").waitFor();
      assert.ok((await report(page, "search for one")) < freezeMs);
      await searchField(page).fill("engagement");
      await page.getByText("1 of 10,000+", { exact: true }).waitFor();
      assert.ok((await report(page, "search for many")) < freezeMs);
      await searchField(page).fill('":');
      await page.getByText("No results", { exact: true }).waitFor();
      assert.ok((await report(page, "search for what is between values")) < freezeMs);
    }));

  it("is shown as it came, though it is one line, and searched there", () =>
    onLarge("messages", async (_open, page) => {
      await answerBody(page).getByText("Raw").click();
      await page.locator("[data-body=answer] .line").first().waitFor();
      assert.match(
        await flat(page.locator("[data-body=answer] .more-lines")),
        /^Show 1\d\d,\d{3} more of 20,\d{3},\d{3} characters$/,
      );
      await searchField(page).fill("Customer 71234");
      await page.getByText("1 of 1", { exact: true }).waitFor();
      assert.equal(await current(page), "Customer 71234");
      await page.locator("[data-body=answer] .more-lines").first().click();
      assert.ok((await report(page, "raw")) < freezeMs);
    }));

  it("is shown as it came, line by line", () =>
    onLarge("messagesOnLines", async (_open, page) => {
      await answerBody(page).getByText("Raw").click();
      await searchField(page).fill("Customer 71234");
      await page.getByText("1 of 1", { exact: true }).waitFor();
      assert.equal(await current(page), "Customer 71234");
      await page.locator("[data-body=answer] .line[data-line='71235']").waitFor();
      assert.ok((await report(page, "raw lines")) < freezeMs);
    }));

  it("may be one string, of which the part is shown that was found", () =>
    onLarge("oneLongString", async (_open, page) => {
      await searchField(page).fill("needle");
      await page.getByText("1 of 1", { exact: true }).waitFor();
      assert.equal(await current(page), "needle");
      const value = row(page, "1").locator(".value");
      assert.match(await value.innerText(), /^x{2000}needley{2000}$/);
      await row(page, "1").getByText("show from the beginning").click();
      assert.equal((await value.innerText()).length, 100_000);
      await row(page, "1").getByText("100,000 more of 20,000,008 characters").click();
      assert.equal((await value.innerText()).length, 200_000);
      assert.ok((await report(page, "long string")) < freezeMs);
    }));

  it("shows its beginning until the rest is there, and keeps the place and what was folded", () =>
    onPage(withAnswer("{}"), async ({ tell }, page) => {
      const items = Array.from({ length: 2_000 }, (_, index) => `{"index":${index},"of":[{}]}`);
      const text = `{"messages":[${items.join(",")}],"last":9223372036854775807}`;
      const view = { ...withAnswer(text), exchangeId: "begun" };
      assert.ok(view.answer);
      const body = { ...view.answer.body, text: text.slice(0, 30_000) };
      const begun = { ...view, answer: { ...view.answer, body } };
      await tell({ type: "render", view: begun, canGoBack: false, isBeginning: true });
      await answerBody(page).getByText("reading the rest…").waitFor();
      await row(page, "0/1").click();
      await row(page, "0/1/0").waitFor();
      // What is cut off must not be taken for the whole.
      await row(page, "0").hover();
      await row(page, "0").getByRole("button", { name: "Copy path" }).waitFor();
      assert.equal(await row(page, "0").getByRole("button", { name: "Copy value" }).count(), 0);
      await row(page, "0/90").scrollIntoViewIfNeeded();
      // The page is told of the scrolling with the next frame.
      const place = await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            requestAnimationFrame(() =>
              setTimeout(() => {
                resolve(window.scrollY);
              }),
            );
          }),
      );
      assert.ok(place > 0);
      await tell({ type: "render", view, canGoBack: false });
      await row(page, "1").waitFor();
      assert.equal(await flat(row(page, "1").locator(".value")), "9223372036854775807");
      assert.equal(await row(page, "0/1").getAttribute("aria-expanded"), "true");
      assert.equal(await page.evaluate(() => window.scrollY), place);
      assert.equal(await answerBody(page).getByText("reading the rest…").count(), 0);
    }));

  it("that is no JSON is shown where its fault is", () =>
    onLarge("broken", async (_open, page) => {
      assert.equal(await page.locator(".fault-mark").innerText(), "}");
    }));

  it("is not sent or read again while the same is shown", () =>
    onLarge("messages", async ({ tell }, page) => {
      const view = { ...withAnswer(""), exchangeId: "large-messages", isSending: true };
      await tell({ type: "render", view, canGoBack: false, answerText: "kept" });
      await page.getByRole("button", { name: "Sending…" }).waitFor();
      assert.equal(await flat(row(page, "1").locator(".value")), "9223372036854775807");
      assert.ok((await report(page, "again")) < freezeMs);
    }));
});
