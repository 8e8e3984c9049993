import type { Locator, Page } from "playwright-core";
import type { FromTimeline } from "../../../src/panel/timelineProtocol";

/** The row of a key. */
export function entry(page: Page, key: string): Locator {
  return page.locator(`.entry[data-row="${key}"]`);
}

/** What the page told the host last. */
export async function last(
  messages: () => Promise<FromTimeline[]>,
): Promise<FromTimeline | undefined> {
  return (await messages()).at(-1);
}

/** Waits until what was measured is drawn. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          requestAnimationFrame(() => {
            resolve();
          });
        });
      }),
  );
}

/** Scrolls to a share of the whole list, from its beginning to its end. */
export async function scrollTo(page: Page, share: number): Promise<void> {
  await page.locator(".rows").evaluate((rows, to) => {
    rows.scrollTop = (rows.scrollHeight - rows.clientHeight) * to;
  }, share);
  await settled(page);
}

/** Whether the list is scrolled to its end. */
export function isAtEnd(page: Page): Promise<boolean> {
  return page
    .locator(".rows")
    .evaluate((rows) => rows.scrollHeight - rows.scrollTop - rows.clientHeight < 2);
}

/** The first row that is wholly or partly in sight, and where its top is. */
export function firstInSight(page: Page): Promise<{ readonly key: string; readonly top: number }> {
  return page.evaluate(() => {
    const edge = document.querySelector(".rows")?.getBoundingClientRect().top ?? 0;
    for (const row of document.querySelectorAll<HTMLElement>(".entry")) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > edge) {
        return { key: row.dataset["row"] ?? "", top: Math.round(top) };
      }
    }
    throw new Error("no row is in sight");
  });
}

/** Where rows in sight do not follow each other edge to edge, or the frame is not filled. */
export function gaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const frame = document.querySelector(".rows")?.getBoundingClientRect();
    const inSight = [...document.querySelectorAll<HTMLElement>(".entry")]
      .map((row) => ({ key: row.dataset["row"] ?? "", box: row.getBoundingClientRect() }))
      .filter(({ box }) => frame && box.bottom > frame.top && box.top < frame.bottom);
    const found: string[] = [];
    for (const [index, { key, box }] of inSight.entries()) {
      const before = inSight[index - 1];
      const top = before ? before.box.bottom : Math.min(frame?.top ?? 0, box.top);
      if (Math.abs(box.top - top) > 1 && (before ?? box.top > (frame?.top ?? 0))) {
        found.push(`before ${key}: ${box.top - top}`);
      }
    }
    const end = inSight.at(-1)?.box.bottom ?? 0;
    return end < (frame?.bottom ?? 0) - 1 ? [...found, "at the end"] : found;
  });
}
