import { startBenchServer } from "../server";
import { median, ms, quantile, rowOf, type Row } from "../table";
import { openBenchWindow, signInTo } from "../window";

const pairs = 220;
const bulkSize = 1000;
const atOnce = 8;

/** One conclude and a thousand of them, by our path and by bare requests to the same server. */
export async function concluding(vsixes: readonly string[]): Promise<readonly Row[]> {
  const from = 100_000;
  const server = await startBenchServer({ holdMs: 1000 });
  const ids = (first: number, count: number): string[] =>
    Array.from({ length: count }, (_, index) => String(from + first + index));
  const window = await openBenchWindow(vsixes);
  try {
    await window.driver.run("goOn");
    const [ours = [], client = [], bare = []] = [0, 1, 2].map((way) => ids(way * pairs, pairs));
    const times = await window.driver.run(
      "concludes",
      server.place,
      ours.map((id, index) => ({ ours: id, client: client[index] ?? "", bare: bare[index] ?? "" })),
    );
    await signInTo(window, server.place);
    const [first, second, third] = [0, 1, 2].map((part) => 3 * pairs + part * bulkSize);
    await server.order({ kind: "engagements", from: from + (first ?? 0), count: bulkSize });
    await window.driver.run("untilRows", bulkSize);
    const bareBefore = await window.driver.run(
      "bareLoop",
      server.place,
      ids(second ?? 0, bulkSize),
      atOnce,
    );
    const course = await window.driver.run("bulk", ids(first ?? 0, bulkSize));
    const bareAfter = await window.driver.run(
      "bareLoop",
      server.place,
      ids(third ?? 0, bulkSize),
      atOnce,
    );
    const bareMs = (bareBefore + bareAfter) / 2;
    const throughput = bareMs / course.lastedMs;
    const added = median(times.ours) - median(times.bare);
    const ratio = median(times.ours) / median(times.bare);
    return [
      rowOf(
        `conclude, our whole path ÷ bare node:http, ${times.ours.length} in turns`,
        "median ≤ 1.5 ×, added ≤ 1 ms",
        `${ms(median(times.ours))} ÷ ${ms(median(times.bare))} = ${ratio.toFixed(2)} ×, ${ms(added)} added (95 %: ${ms(quantile(times.ours, 0.95))} and ${ms(quantile(times.bare, 0.95))})`,
        ratio <= 1.5 && added <= 1,
      ),
      rowOf(
        "of which our client alone, with nothing stored",
        "",
        `${ms(median(times.client))} = ${(median(times.client) / median(times.bare)).toFixed(2)} ×`,
      ),
      rowOf(
        "of which beside the call: session, number, journal (twice)",
        "",
        `${ms(median(times.session))}, ${ms(median(times.number))}, ${ms(median(times.journal))}`,
      ),
      rowOf(
        `bulk conclude of ${bulkSize}, ${atOnce} at a time, throughput ÷ bare loop`,
        "≥ 0.8 ×",
        `${perSecond(course.lastedMs)} ÷ ${perSecond(bareMs)} = ${throughput.toFixed(2)} ×`,
        throughput >= 0.8,
      ),
      rowOf(
        "tree updates while it runs",
        "≤ 10 a second",
        `${course.treeUpdates} in ${(course.lastedMs / 1000).toFixed(1)} s, at most ${course.mostTreeUpdatesInASecond} in a second`,
        course.mostTreeUpdatesInASecond <= 10,
      ),
      rowOf(
        "longest block of the host while it runs",
        "≤ 100 ms",
        ms(course.longestBlockMs),
        course.longestBlockMs <= 100,
      ),
    ];
  } finally {
    await window.close();
    server.stop();
  }
}

function perSecond(msForAll: number): string {
  return `${(bulkSize / (msForAll / 1000)).toFixed(0)}/s`;
}
