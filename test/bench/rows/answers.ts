import type { Frame } from "playwright-core";
import { startBenchServer } from "../server";
import { median, medianMs, ms, rowOf, type Row } from "../table";
import { namesFunctions, openBenchWindow, signInTo, type BenchWindow } from "../window";

const goals = [
  { megabytes: 1, blockMs: 50 },
  { megabytes: 5, blockMs: 80 },
  { megabytes: 20, blockMs: 100 },
] as const;

const rounds = 5;

/** When the rows of an answer were there, in the page of the panel: text of the size to ms since 1970. */
interface PageNotes {
  readonly seen: [about: string, at: number][];
}

/** Runs in every frame: notes when the rows of an answer of another size are in the page and drawn. */
function noteRows(): void {
  if ("benchNotes" in globalThis) {
    return;
  }
  const notes: PageNotes = { seen: [] };
  (globalThis as unknown as { benchNotes: PageNotes }).benchNotes = notes;
  let last = "";
  const look = (): void => {
    const body = document.querySelector("[data-body=answer]");
    const about = body?.querySelector(".about")?.textContent ?? "";
    if (about !== "" && about !== last && body?.querySelector(".row")) {
      last = about;
      // After the frame that draws them.
      requestAnimationFrame(() => setTimeout(() => notes.seen.push([about, Date.now()])));
    }
  };
  // VS Code writes the page into its frame by document.write: no listener and no observer outlives that.
  setInterval(look, 16);
}

/** What one answer cost. */
interface Figures {
  readonly blockMs: number[];
  readonly visibleMs: number[];
}

/** Concludes by the command against answers of 1, 5 and 20 MB, and looks at host and page. */
export async function answers(vsixes: readonly string[]): Promise<readonly Row[]> {
  const server = await startBenchServer();
  const window = await openBenchWindow(vsixes, noteRows);
  try {
    await window.driver.run("goOn");
    await signInTo(window, server.place);
    const figures = new Map<number, Figures>(
      goals.map(({ megabytes }): [number, Figures] => [megabytes, { blockMs: [], visibleMs: [] }]),
    );
    // The first opens the panel.
    for (let round = -1; round < rounds; round += 1) {
      for (const { megabytes } of goals) {
        await server.order({ kind: "large", megabytes });
        const conclude = "engagementDesk.concludeEngagement";
        const course = await window.driver.run("command", conclude, ["4711"], 2500);
        const visibleAt = await rowsVisibleAt(window, course.begunAt);
        if (round >= 0) {
          figures.get(megabytes)?.blockMs.push(course.longestBlockMs);
          // It shows another size than the answer before, so that its rows are told from those.
          figures.get(megabytes)?.visibleMs.push(visibleAt - course.begunAt);
        }
      }
    }
    return [...rowsOf(figures), await scrolling(window)];
  } finally {
    await window.close();
    server.stop();
  }
}

function rowsOf(figures: ReadonlyMap<number, Figures>): Row[] {
  return goals.flatMap(({ megabytes, blockMs: limit }) => {
    const { blockMs, visibleMs } = figures.get(megabytes) ?? { blockMs: [], visibleMs: [] };
    return [
      rowOf(
        `longest block of the host, answer of ${megabytes} MB`,
        `≤ ${limit} ms`,
        medianMs(blockMs),
        median(blockMs) <= limit,
      ),
      rowOf(
        `first rows visible, answer of ${megabytes} MB, from the command on`,
        "≤ 1 s",
        medianMs(visibleMs),
        median(visibleMs) <= 1000,
      ),
    ];
  });
}

async function rowsVisibleAt(window: BenchWindow, begunAt: number): Promise<number> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const frame = await panelFrame(window);
    // A frame whose page VS Code wrote anew may have lost what ran in it before.
    await frame?.evaluate(namesFunctions);
    await frame?.evaluate(noteRows);
    const seen =
      (await frame?.evaluate(
        () => (globalThis as unknown as { benchNotes?: PageNotes }).benchNotes?.seen,
      )) ?? [];
    // The rows of the beginning come first, with other words about the size.
    const first = seen.find(([, at]) => at > begunAt);
    if (first) {
      return first[1];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const isOpen = (await panelFrame(window)) !== undefined;
  throw new Error(`the rows of an answer did not show in a minute; panel open: ${isOpen}`);
}

/** The frame that holds the page of the panel. */
async function panelFrame({ page }: BenchWindow): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    const has = await frame
      .evaluate(() => document.querySelector("[data-body=answer]") !== null)
      .catch(() => false);
    if (has) {
      return frame;
    }
  }
  return undefined;
}

/** Turns the wheel over the panel, which shows 20 MB, for a while; how long the frames take. */
async function scrolling(window: BenchWindow): Promise<Row> {
  const frame = await panelFrame(window);
  if (!frame) {
    throw new Error("the panel is gone");
  }
  const element = await frame.frameElement();
  const box = await element.boundingBox();
  if (!box) {
    throw new Error("the panel is not shown");
  }
  await window.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await frame.evaluate(namesFunctions);
  const frames = frame.evaluate(
    () =>
      new Promise<{ times: number[]; moved: number }>((resolve) => {
        const times: number[] = [];
        const from = document.scrollingElement?.scrollTop ?? 0;
        let last = performance.now();
        const end = last + 3000;
        const draw = (at: number): void => {
          times.push(at - last);
          last = at;
          if (at < end) {
            requestAnimationFrame(draw);
          } else {
            const moved = Math.abs((document.scrollingElement?.scrollTop ?? 0) - from);
            resolve({ times: times.slice(1), moved });
          }
        };
        requestAnimationFrame(draw);
      }),
  );
  for (let turn = 0; turn < 60; turn += 1) {
    await window.page.mouse.wheel(0, 300);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  const { times, moved } = await frames;
  return rowOf(
    "panel scrolls with 20 MB in it, time between frames",
    "it scrolls",
    `median ${ms(median(times))}, longest ${ms(Math.max(...times))}, ${times.length} frames in 3 s, moved ${moved.toFixed(0)} px`,
    moved > 0 || times.length > 60 ? Math.max(...times) < 250 : false,
  );
}
