import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExchangeView } from "../../src/panel/view";
import { usePage } from "./page/harness";
import { answerBody, current, flat, row, rows, searchField, withAnswer } from "./page/parts";
import { broken, success } from "./page/views";
import { until } from "./until";

describe("bodies on the panel's page", function () {
  this.timeout(60_000);
  const onPage = usePage();

  describe("a body of JSON", () => {
    const text =
      '{"id":9007199254740993,"id":9223372036854775807,"big":1e400,"zero":-0,"__proto__":{"x":[1.0,{"deep":null}]},"end":true}';
    const view = withAnswer(text);

    it("shows digits, repeated members and odd names exactly as they came", () =>
      onPage(view, async (_open, page) => {
        assert.deepEqual(await rows(page), [
          "{",
          '"id": 9007199254740993,',
          '"id": 9223372036854775807,',
          '"big": 1e400,',
          '"zero": -0,',
          '"__proto__": {',
          '"x": […] 2 elements',
          "},",
          '"end": true',
          "}",
        ]);
        await answerBody(page).getByRole("button", { name: "Expand all" }).click();
        assert.deepEqual((await rows(page)).slice(6, 12), [
          '"x": [',
          "1.0,",
          "{",
          '"deep": null',
          "}",
          "]",
        ]);
        await answerBody(page).getByRole("button", { name: "Collapse all" }).click();
        assert.equal((await rows(page))[5], '"__proto__": {…}, 1 member');
      }));

    it("folds by mouse", () =>
      onPage(view, async (_open, page) => {
        await row(page, "4/0").click();
        await row(page, "4/0/0").waitFor();
        await row(page, "4").click();
        assert.equal(await row(page, "4").getAttribute("aria-expanded"), "false");
        assert.equal(await row(page, "4/0/0").count(), 0);
      }));

    it("folds and moves by keyboard, as VS Code's trees do", () =>
      onPage(view, async (_open, page) => {
        const focused = () => flat(page.locator("[role=treeitem]:focus > .text"));
        await page.locator('[data-body=answer] [role=treeitem][tabindex="0"]').focus();
        const press = async (...keys: readonly string[]): Promise<string> => {
          for (const key of keys) {
            await page.keyboard.press(key);
          }
          return focused();
        };
        assert.equal(await press("ArrowDown"), '"id": 9007199254740993,');
        assert.equal(await press("End"), '"end": true');
        assert.equal(await press("ArrowUp"), '"x": […] 2 elements');
        assert.equal(await press("ArrowRight"), '"x": [');
        assert.equal(await press("ArrowRight"), "1.0,");
        assert.equal(await press("ArrowDown", "Enter", "ArrowRight"), '"deep": null');
        assert.equal(await press("ArrowLeft"), "{");
        assert.equal(await press(" "), "{…} 1 member");
        assert.equal(await press("ArrowLeft", "ArrowLeft"), '"x": […] 2 elements');
        assert.equal(await press("Home", "ArrowLeft"), "{…} 6 members");
        assert.equal(
          await page.locator("[data-body=answer] [tabindex='0'][role=treeitem]").count(),
          1,
        );
      }));

    it("is a tree to a screen reader: level, place, whether it is open", () =>
      onPage(view, async (_open, page) => {
        const attributes = await row(page, "4").evaluate((element) => [
          element.role,
          element.ariaLevel,
          element.ariaPosInSet,
          element.ariaSetSize,
          element.ariaExpanded,
        ]);
        assert.deepEqual(attributes, ["treeitem", "2", "5", "6", "true"]);
        assert.equal(await page.getByRole("tree", { name: "Answer body" }).count(), 1);
      }));

    it("copies values and paths by mouse and keyboard", () =>
      onPage(
        withAnswer('{"a":{"b c":"x\\ty"},"n":9007199254740993}'),
        async ({ messages }, page) => {
          await row(page, "0/0").hover();
          await page.getByRole("button", { name: "Copy value" }).click();
          await page.getByRole("button", { name: "Copy path" }).click();
          await row(page, "1").focus();
          await page.keyboard.press("Control+c");
          await page.keyboard.press("Tab");
          await page.keyboard.press("Tab");
          await page.keyboard.press("Enter");
          const copied = (await messages()).map((message) =>
            "text" in message ? message.text : "",
          );
          assert.deepEqual(copied, ["", "x\ty", '$.a["b c"]', "9007199254740993", "$.n"]);
        },
      ));

    it("shows 200 children at once, and more when asked", () =>
      onPage(withAnswer(JSON.stringify([...Array(450).keys()])), async (_open, page) => {
        const more = page.locator(".row.more");
        assert.equal(await flat(more), "Show 200 more (201–450 of 450)");
        await more.click();
        assert.equal(await flat(more), "Show 50 more (401–450 of 450)");
        await more.focus();
        await page.keyboard.press("Enter");
        assert.equal(await flat(page.locator("[role=treeitem]:focus > .text")), "400,");
        assert.equal((await rows(page)).length, 452);
      }));

    it("cuts a very long value until it is asked for", () =>
      onPage(withAnswer(JSON.stringify({ long: "x".repeat(5_000) })), async (_open, page) => {
        const value = page.locator("[data-body=answer] .value");
        assert.equal((await value.innerText()).length, 2_000);
        await page.getByText("show all 5,002 characters").click();
        assert.equal((await value.innerText()).length, 5_002);
      }));

    it("is shown as it came when wanted", () =>
      onPage(view, async (_open, page) => {
        await answerBody(page).getByText("Raw").click();
        const code = page.locator("[data-body=answer] .code");
        await until("the text as it came", async () => (await code.innerText()) === text);
        await answerBody(page).getByText("Raw").click();
        await row(page, "5").waitFor();
      }));

    it("of a megabyte is there at once, and is searched and unfolded without freezing", () => {
      const items = Array.from({ length: 9_000 }, (_, index) => ({
        engagementId: index,
        name: `Customer ${index}`,
        tags: ["a", "b", { note: "x".repeat(40) }],
      }));
      const big = JSON.stringify({ items });
      assert.ok(big.length > 1_000_000);
      return onPage(withAnswer(big), async (_open, page) => {
        const started = Date.now();
        await row(page, "0/0").waitFor();
        await answerBody(page).getByRole("button", { name: "Expand all" }).click();
        await row(page, "0/0/2/2/0").waitFor();
        await searchField(page).fill("Customer 8999");
        await page.getByText("1 of 1", { exact: true }).waitFor();
        await row(page, "0/8999/1").waitFor();
        await answerBody(page).getByText("Raw").click();
        await page.getByText("1 found", { exact: true }).waitFor();
        assert.ok(Date.now() - started < 20_000, `${Date.now() - started} ms`);
      });
    });
  });

  describe("a body that is not JSON", () => {
    it("is shown with line numbers, its fault marked and named", () =>
      onPage(broken, async (_open, page) => {
        assert.match(await flat(answerBody(page)), /Line 5, column 5: Quoted object key expected/);
        const faulty = page.locator(".line.faulty");
        assert.equal(await faulty.getAttribute("data-line"), "5");
        assert.equal(await page.locator(".line").count(), 15);
        assert.equal(await page.locator(".fault-mark").innerText(), "}");
      }));

    it("is scrolled to its fault when it is long, and the verdict stays in sight", () => {
      const text = Array.from({ length: 3_000 }, (_, index) => `line ${index + 1}`).join("\n");
      const fault = { message: "Value expected", line: 2_500, column: 3 };
      const body = { text, language: "text", byteLength: text.length, fault } as const;
      const view: ExchangeView = { ...broken, answer: { headers: [], body } };
      return onPage(view, async (_open, page) => {
        await page.waitForFunction(() => {
          const line = document.querySelector(".faulty")?.getBoundingClientRect();
          const box = document.querySelector(".raw")?.getBoundingClientRect();
          return line && box && line.top >= box.top && line.bottom <= box.bottom;
        });
        assert.equal(await page.evaluate(() => window.scrollY), 0);
        assert.equal(await page.locator(".fault-mark").innerText(), "n");
      });
    });
  });

  describe("the search", () => {
    it("finds in bodies, headers and facts, counts, and opens what hides a match", () =>
      onPage(success, async (_open, page) => {
        await page.keyboard.press("Control+f");
        await page.keyboard.type("json");
        const count = page.locator(".search-count");
        assert.equal(await count.innerText(), "1 of 2");
        await page.waitForFunction(() => {
          const details = document.querySelector<HTMLDetailsElement>("[data-section=headers]");
          return details?.open;
        });
        assert.equal(await current(page), "json");
        await page.keyboard.press("Enter");
        assert.equal(await count.innerText(), "2 of 2");
        await page.keyboard.press("Shift+Enter");
        await page.keyboard.press("Shift+Enter");
        assert.equal(await count.innerText(), "2 of 2");
        await page.getByRole("button", { name: "Next match (Enter)" }).click();
        assert.equal(await count.innerText(), "1 of 2");
        await searchField(page).press("Escape");
        assert.equal(await searchField(page).inputValue(), "");
        assert.equal(await current(page), "");
        await searchField(page).fill("no such thing");
        assert.equal(await count.innerText(), "No results");
      }));

    it("unfolds the tree down to a match, also behind the first 200", () => {
      const items = Array.from({ length: 300 }, (_, id) => ({ a: { b: { id } } }));
      return onPage(withAnswer(JSON.stringify({ items })), async (_open, page) => {
        await searchField(page).fill("299");
        await row(page, "0/299/0/0/0").waitFor();
        assert.equal(await current(page), "299");
        const inSight = await row(page, "0/299/0/0/0").evaluate((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return top > 0 && bottom < window.innerHeight;
        });
        assert.equal(inSight, true);
      });
    });

    it("marks again what was folded and unfolded", () =>
      onPage(withAnswer('{"a":{"b":77}}'), async (_open, page) => {
        await searchField(page).fill("77");
        assert.equal(await current(page), "77");
        await row(page, "0").click();
        assert.equal(await current(page), "");
        await row(page, "0").click();
        assert.equal(await current(page), "77");
      }));
  });
});
