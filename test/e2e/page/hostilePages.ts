import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { playInPage, type Look, type Script } from "./inPage";

/** What a page did that a page may not do, as it was noticed from outside. */
interface Doings {
  /** Addresses that were asked for. */
  readonly requests: string[];
  /** What `alert` and its kin said. */
  readonly dialogs: string[];
  /** Addresses that the page, or a frame in it, went to. */
  readonly navigations: string[];
  /** Windows that were opened. */
  readonly windows: string[];
}

/** Notes from here on what a page does. */
export function watch(page: Page): Doings {
  const doings: Doings = { requests: [], dialogs: [], navigations: [], windows: [] };
  page.on("request", (request) => doings.requests.push(request.url()));
  page.on("dialog", (dialog) => {
    doings.dialogs.push(dialog.message());
    dialog.dismiss().catch(() => undefined);
  });
  page.on("framenavigated", (frame) => doings.navigations.push(frame.url()));
  page.context().on("page", (opened) => doings.windows.push(opened.url()));
  return doings;
}

/** What a page does that was left alone. */
export const nothingDone: Doings = { requests: [], dialogs: [], navigations: [], windows: [] };

/** Does what scripts say, in batches, and gives what the page was like after each. */
export async function play(page: Page, scripts: readonly Script[]): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (let from = 0; from < scripts.length; from += scriptsAtOnce) {
    const batch = JSON.stringify(scripts.slice(from, from + scriptsAtOnce));
    looks.push(...(JSON.parse(await page.evaluate(playInPage, batch)) as Look[]));
  }
  return looks;
}

const scriptsAtOnce = 25;

/** What pages are made of while they show these scripts. */
export async function vocabularyOf(page: Page, scripts: readonly Script[]): Promise<Vocabulary> {
  const looks = await play(page, scripts);
  return {
    words: new Set(looks.flatMap(({ vocabulary }) => vocabulary)),
    addresses: new Set(looks.flatMap(({ addresses }) => addresses)),
  };
}

/** Elements, attributes, classes and addresses of pages that show harmless texts. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/** Holds what a page was like against what it was to show, and against what it is made of otherwise. */
export function assertShown(
  { places }: Script,
  look: Look | undefined,
  { words, addresses }: Vocabulary,
): void {
  assert.ok(look);
  const untimed = Object.entries(look.places).map(([place, texts]): [string, readonly string[]] => [
    place,
    isTimed(place) ? texts.map((text) => text.replace(/, [^,]*$/, "")) : texts,
  ]);
  assert.deepEqual(
    {
      places: Object.fromEntries(untimed),
      foreign: look.vocabulary.filter((word) => !words.has(word)),
      handlers: look.vocabulary.filter((word) => /\[on/i.test(word)),
      addresses: look.addresses.filter((address) => !addresses.has(address)),
      inherited: look.inherited,
    },
    { places, foreign: [], handlers: [], addresses: [], inherited: [] },
  );
}

/** Whether a place ends with a time of day, which is said as it is where the browser is. */
function isTimed(place: string): boolean {
  return place === ".entry @aria-label" || place.startsWith(".spoken");
}
