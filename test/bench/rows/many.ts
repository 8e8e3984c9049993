import { startBenchServer } from "../server";
import { median, medianMs, ms, rowOf, type Row } from "../table";
import { openBenchWindow, signInTo } from "../window";

const count = 10_000;

/** 10,000 engagements in the tree, and 10,000 messages in one answer. */
export async function manyEngagements(vsixes: readonly string[]): Promise<readonly Row[]> {
  const server = await startBenchServer({ holdMs: 1000 });
  const window = await openBenchWindow(vsixes);
  const { driver } = window;
  try {
    await driver.run("goOn");
    await signInTo(window, server.place);
    const from = 1_000_000;
    await server.order({ kind: "engagements", from, count });
    const arriving = await driver.run("untilRows", count);
    // What it leads to is over before the next is measured.
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const quiet = await driver.run("command", "engagementDesk.retryNow", [], 5000);
    await server.order({ kind: "lines", from, engagements: 200, count });
    const lines = await driver.run("command", "engagementDesk.retryNow", [], 8000);
    await server.order({ kind: "engagements", from: from + count, count: 1 });
    const oneMore = await driver.run("command", "engagementDesk.retryNow", [], 5000);
    const tree = await driver.run("drawTree", 9);
    const both = tree.childrenMs.map((each, index) => each + (tree.itemsMs[index] ?? 0));
    return [
      rowOf(
        `one refresh with ${count + 1} engagements, our code (${tree.rows} rows, the others under “more”)`,
        "≤ 50 ms host time",
        `${medianMs(both)}, of which ${ms(median(tree.childrenMs))} for the list`,
        median(both) <= 50,
      ),
      rowOf(
        "longest block of the host when one engagement comes to them, VS Code's own part included",
        "≤ 50 ms",
        `${ms(oneMore.longestBlockMs)}; when nothing comes ${ms(quiet.longestBlockMs)}`,
        oneMore.longestBlockMs <= 50,
      ),
      rowOf(
        `longest block of the host, ${count} messages in one answer, an engagement each`,
        "≤ 100 ms",
        `${ms(arriving.longestBlockMs)} (next ${arriving.blocksMs.slice(1, 4).map(ms).join(", ")}); all in ${(arriving.lastedMs / 1000).toFixed(1)} s`,
        arriving.longestBlockMs <= 100,
      ),
      rowOf(
        `the same for ${count} lines of chat in 200 engagements`,
        "≤ 100 ms",
        `${ms(lines.longestBlockMs)} (next ${lines.blocksMs.slice(1, 4).map(ms).join(", ")})`,
        lines.longestBlockMs <= 100,
      ),
    ];
  } finally {
    await window.close();
    server.stop();
  }
}
