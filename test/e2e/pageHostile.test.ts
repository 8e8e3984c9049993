import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { Page } from "playwright-core";
import type { ToPanel } from "../../src/panel/protocol";
import { usePage, useTimelinePage } from "./page/harness";
import {
  assertShown,
  nothingDone,
  play,
  vocabularyOf,
  watch,
  type Vocabulary,
} from "./page/hostilePages";
import { hostileTexts } from "./page/hostileTexts";
import {
  hostileExchange,
  hostileOutcomes,
  hostileTimeline,
  textsFrom,
  type Next,
} from "./page/hostileViews";
import type { Script } from "./page/inPage";
import { current, searchField, withAnswer } from "./page/parts";
import { success } from "./page/views";

const harmless = ["a", "two words", "1000", "a line\nanother one", "x".repeat(60)];

/** High enough for all rows of a timeline to be in the document. */
const high = { height: 6_000 };

/** Texts of any characters, hostile ones as they are, in pieces and inside of others. */
const anyText = (() => {
  const hostile = fc.constantFrom(...hostileTexts);
  const piece = fc.tuple(hostile, fc.nat(80), fc.nat(80)).map(([text, one, other]) => {
    return text.slice(Math.min(one, other), Math.max(one, other) + 1);
  });
  const units = fc.nat(0xffff).map((code) => String.fromCharCode(code));
  const plain = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.string({ unit: units, maxLength: 12 }),
    fc.constantFrom("<", ">", '"', "'", "`", "&", "=", "/", "\\", "\0", "\n", "]]>", "-->"),
  );
  const mixed = fc.array(fc.oneof(hostile, piece, plain), { minLength: 1, maxLength: 4 });
  // A place for nothing would not be there at all.
  return mixed.map((parts) => `x${parts.join("")}`);
})();

/** Enough for the places of a view, mostly without repetition. */
const manyTexts = fc.array(anyText, { minLength: 30, maxLength: 60 });

/** One script for each text: it stands in another place in each. */
function turns(make: (next: Next) => Script, texts: readonly string[]): Script[] {
  return texts.map((_, index) => make(textsFrom(texts, index)));
}

async function assertHarmless(
  page: Page,
  scripts: readonly Script[],
  vocabulary: Vocabulary,
): Promise<void> {
  const looks = await play(page, scripts);
  for (const [index, script] of scripts.entries()) {
    assertShown(script, looks[index], vocabulary);
  }
}

describe("the pages, shown hostile texts", function () {
  this.timeout(120_000);
  const onPage = usePage();
  const onTimeline = useTimelinePage();

  it("have more than 200 of them to show, each once", () => {
    assert.ok(hostileTexts.length > 200);
    assert.equal(new Set(hostileTexts).size, hostileTexts.length);
  });

  it("take none for markup where an exchange or several outcomes are shown", () =>
    onPage({ kind: "empty" }, async (_open, page) => {
      const makers = [hostileExchange, hostileOutcomes];
      const vocabulary = await vocabularyOf(
        page,
        makers.flatMap((make) => turns(make, harmless)),
      );
      const doings = watch(page);
      await assertHarmless(
        page,
        makers.flatMap((make) => turns(make, hostileTexts)),
        vocabulary,
      );
      assert.deepEqual(doings, nothingDone);
    }));

  it("take none for markup on a timeline, whoever wrote it", () =>
    onTimeline(async (_open, page) => {
      const vocabulary = await vocabularyOf(page, turns(hostileTimeline, harmless));
      const doings = watch(page);
      await assertHarmless(page, turns(hostileTimeline, hostileTexts), vocabulary);
      assert.deepEqual(doings, nothingDone);
    }, high));

  it("take no text of any characters for markup", () =>
    onPage({ kind: "empty" }, async (_open, page) => {
      const makers = [hostileExchange, hostileOutcomes];
      const vocabulary = await vocabularyOf(
        page,
        makers.flatMap((make) => turns(make, harmless)),
      );
      const doings = watch(page);
      await fc.assert(
        fc.asyncProperty(manyTexts, (texts) =>
          assertHarmless(
            page,
            makers.map((make) => make(textsFrom(texts, 0))),
            vocabulary,
          ),
        ),
        { numRuns: 40, endOnFailure: true },
      );
      assert.deepEqual(doings, nothingDone);
    }));

  it("take no text of any characters for markup on a timeline", () =>
    onTimeline(async (_open, page) => {
      const vocabulary = await vocabularyOf(page, turns(hostileTimeline, harmless));
      const doings = watch(page);
      await fc.assert(
        fc.asyncProperty(manyTexts, (texts) =>
          assertHarmless(page, [hostileTimeline(textsFrom(texts, 0))], vocabulary),
        ),
        { numRuns: 40, endOnFailure: true },
      );
      assert.deepEqual(doings, nothingDone);
    }, high));

  it("show members by their names, which are names only, and what is unfolded of them", () =>
    onPage({ kind: "empty" }, async (_open, page) => {
      const members = hostileTexts.map((text) => [JSON.stringify(text), JSON.stringify([text])]);
      const text = `{${members.map((pair) => pair.join(":")).join()}}`;
      const script = {
        steps: [
          { tell: { type: "render", view: withAnswer(text), canGoBack: false } },
          { click: '[data-key="answer-expand"]' },
          { click: ".row.more" },
        ],
        places: {
          '[data-body="answer"] .key': members.map(([key = ""]) => key),
          '[data-body="answer"] .value': hostileTexts.map((value) => JSON.stringify(value)),
        },
      };
      const doings = watch(page);
      const [look] = await play(page, [script]);
      assert.deepEqual(look?.places, script.places);
      assert.deepEqual([look.inherited, doings], [[], nothingDone]);
    }));

  it("find what is searched for as it was typed", () =>
    onPage({ kind: "empty" }, async ({ render }, page) => {
      const doings = watch(page);
      for (const text of hostileTexts.filter((_, index) => index % 23 === 0)) {
        const [typed = ""] = text.trim().split(/\p{Cc}/u);
        await render({ ...success, title: `before ${typed} behind` });
        await searchField(page).fill(typed);
        assert.equal(await current(page), typed);
      }
      assert.deepEqual(doings, nothingDone);
    }));

  it("take up what was kept of them, whatever it says", async () => {
    const names = hostileTexts.filter((text) => text.length < 15);
    const named = (value: string): string =>
      `{${names.map((name) => `${JSON.stringify(name)}:${value}`).join()}}`;
    const folds = `{"base":"<b>","opened":${JSON.stringify(names)},"shown":[["__proto__",[0]]]}`;
    const [draft = ""] = hostileTexts;
    const view = `{"sections":${named("true")},"raw":${named("true")},"folds":${named(folds)}}`;
    await onPage({ kind: "empty" }, async (_open, page) => {
      const scripts = turns(hostileExchange, harmless);
      const vocabulary = await vocabularyOf(page, scripts);
      const keys = ["__proto__", ...harmless].map((key) => `exchange:${key}`);
      const views = keys.map((key) => `[${JSON.stringify(key)},${view}]`).join();
      await reloadWith(page, `{"__proto__":{"polluted":1},"views":[${views}]}`);
      await assertHarmless(page, scripts, vocabulary);
    });
    await onTimeline(async (_open, page) => {
      const scripts = turns(hostileTimeline, harmless).map(({ steps, places }) => ({
        steps: steps.slice(0, 2),
        places: { h1: places["h1"] ?? [], "textarea @value": [draft] },
      }));
      const vocabulary = await vocabularyOf(page, scripts);
      const kept = { profileId: draft, stream: draft, draft, lineId: draft, open: names };
      await reloadWith(page, JSON.stringify({ ...kept, place: { key: draft, offset: -1e9 } }));
      await assertHarmless(page, scripts, vocabulary);
    }, high);
  });

  it("draw nothing of a message that is not whole", () =>
    onPage(success, async ({ tell }, page) => {
      const whole = { type: "render", view: success, canGoBack: true };
      const broken: readonly unknown[] = [
        ...[null, [], "render", { type: "render" }, { ...whole, view: { kind: "exchange" } }],
        { ...whole, view: { ...success, title: { toString: "<b>" } } },
        { ...whole, view: { ...success, notices: "<b>" } },
        { ...whole, view: { ...success, verdict: { ...success.verdict, tone: "toString" } } },
        { ...whole, answerText: "<b>" },
      ];
      const before = await page.locator("#app").innerHTML();
      for (const message of broken) {
        await tell(message as ToPanel);
      }
      assert.equal(await page.locator("#app").innerHTML(), before);
    }));

  it("would be noticed if they did: each thing that may not happen, planted on purpose", async () => {
    const seen: Record<string, unknown> = {};
    const test = onPage({ kind: "empty" }, async (_open, page) => {
      const scripts = turns(hostileOutcomes, harmless);
      const vocabulary = await vocabularyOf(page, scripts);
      const [script] = scripts;
      assert.ok(script);
      const doings = watch(page);
      const isPlanted = Promise.all(
        ["planted.png", "planted.css"].map((name) => page.waitForRequest(`**/${name}`)),
      );
      seen["markup"] = await page.evaluate(plantAll);
      await isPlanted;
      await page.evaluate(() => {
        alert("planted");
      });
      const look = async () => (await play(page, [{ ...script, steps: [] }]))[0];
      const planted = await look();
      assert.throws(() => {
        assertShown(script, planted, vocabulary);
      });
      seen["words"] = planted?.vocabulary.filter((word) => !vocabulary.words.has(word)).sort();
      seen["addresses"] = planted?.addresses.filter((place) => !vocabulary.addresses.has(place));
      seen["inherited"] = planted?.inherited;
      seen["doings"] = {
        requests: doings.requests.map((url) => new URL(url).pathname).sort(),
        dialogs: doings.dialogs,
        navigations: doings.navigations.map((url) => new URL(url).hash),
        windows: doings.windows,
      };
      await assert.rejects(assertHarmless(page, [{ ...script, steps: [] }], vocabulary));
    });
    const broken = await test.then(() => "", String);
    for (const directive of ["require-trusted-types-for", "img-src"]) {
      assert.match(broken, new RegExp(directive));
    }
    assert.deepEqual(seen, {
      markup: Array.from({ length: 7 }, () => "TypeError"),
      words: ["a", "a[href]", "h1[onplanted]", "img", "img[src]"],
      addresses: [
        "img[src=/planted.png]",
        "a[href=javascript:alert(1)]",
        "link[href=/planted.css]",
      ],
      inherited: ["planted"],
      doings: {
        requests: ["/planted.css", "/planted.png"],
        dialogs: ["planted"],
        navigations: ["#planted"],
        windows: ["about:blank"],
      },
    });
  });
});

/** Loads a page anew that has kept something. */
async function reloadWith(page: Page, kept: string): Promise<void> {
  await page.evaluate((state) => {
    // The page keeps its own state when it goes.
    window.addEventListener("pagehide", () => {
      sessionStorage.setItem("state", state);
    });
  }, kept);
  await page.reload();
}

/** Does what a page may not do; says how each way to make markup or scripts of a text failed. To be run within the page. */
function plantAll(): string[] {
  const h1 = document.querySelector("h1");
  const [image, link, sheet] = [
    document.createElement("img"),
    document.createElement("a"),
    document.createElement("link"),
  ];
  image.src = "/planted.png";
  link.href = "javascript:alert(1)";
  sheet.rel = "stylesheet";
  sheet.href = "/planted.css";
  h1?.append(image, link, sheet);
  h1?.setAttribute("onplanted", "alert(1)");
  Object.assign(Object.prototype, { planted: 1 });
  location.hash = "planted";
  open("about:blank");
  const ways = [
    () => (document.body.innerHTML = "<b>planted</b>"),
    () => {
      document.body.insertAdjacentHTML("beforeend", "<b>planted</b>");
    },
    () => h1?.setAttribute("onclick", "alert(1)"),
    () => (document.createElement("script").src = "/planted.js"),
    () => (document.createElement("script").textContent = "alert(1)"),
    () => (document.createElement("iframe").srcdoc = "<b>planted</b>"),
    () => new DOMParser().parseFromString("<b>planted</b>", "text/html"),
  ];
  return ways.map((way) => {
    try {
      way();
      return "done";
    } catch (error) {
      return (error as Error).name;
    }
  });
}
