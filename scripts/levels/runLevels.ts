import { Unavailable } from "../../test/host/unavailable";
import type { Counts, Level, LevelOptions } from "./level";

/** How one level ended, for the table at the end. */
interface Finished {
  readonly level: Level;
  readonly counts: Counts;
  readonly note: string;
  readonly seconds: string;
}

const nothing: Counts = { passed: 0, failed: 0, skipped: 0 };

/** How much of a failure's message is said again at the end, in lines. */
const shownLines = 12;

/** Where the levels run. */
interface Surroundings {
  /** Takes one line or several. */
  readonly print: (text: string) => void;
  /** Whether a level that cannot run is a failure. */
  readonly isHosted: boolean;
}

const thisTerminal: Surroundings = {
  print: (text) => {
    console.log(text);
  },
  isHosted: process.env["CI"] === "true",
};

/**
 * Runs levels in order, each whatever came of those before it, and prints a table whose last line is
 * `N passed, N failed, N skipped`. A level this machine cannot run counts as skipped, and as failed when CI=true.
 * @returns whether nothing failed and something passed
 */
export async function runLevels(
  levels: readonly Level[],
  options: LevelOptions,
  surroundings = thisTerminal,
): Promise<boolean> {
  const { print } = surroundings;
  const finished: Finished[] = [];
  for (const [index, level] of levels.entries()) {
    print(`\n━━ ${level.id} (${index + 1} of ${levels.length}): ${level.title}`);
    const result = await runLevel(level, options, surroundings);
    print(`   ${describe(result)}`);
    if (result.counts.failed > 0 && index < levels.length - 1) {
      print("   The levels after it run all the same.");
    }
    finished.push(result);
  }
  printFailures(finished, print);
  print("");
  const width = Math.max(...levels.map((level) => level.id.length));
  for (const result of finished) {
    print(`${result.level.id.padEnd(width)}  ${describe(result)}`);
  }
  const total = (key: "passed" | "failed" | "skipped") =>
    finished.reduce((sum, { counts }) => sum + counts[key], 0);
  const [passed, failed, skipped] = [total("passed"), total("failed"), total("skipped")];
  print(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 && passed > 0;
}

/** Says once more what failed: the place where it happened may be thousands of lines above. */
function printFailures(finished: readonly Finished[], print: Surroundings["print"]): void {
  for (const { level, counts } of finished) {
    for (const { title, message } of counts.failures ?? []) {
      const lines = message.split("\n").slice(0, shownLines);
      print(["", `✗ ${level.id}: ${title}`, ...lines.map((line) => `    ${line}`)].join("\n"));
    }
  }
}

async function runLevel(
  level: Level,
  options: LevelOptions,
  { print, isHosted }: Surroundings,
): Promise<Finished> {
  const begin = Date.now();
  let counts: Counts;
  let note = "";
  try {
    counts = await level.run(options);
    if (counts.passed + counts.failed + counts.skipped === 0) {
      note = options.grep === undefined ? "there is no test" : "no test has that text in its name";
      counts = options.grep === undefined ? { ...nothing, failed: 1 } : nothing;
    }
  } catch (error) {
    if (error instanceof Unavailable) {
      note = `cannot run here: ${error.message}`;
      counts = isHosted ? { ...nothing, failed: 1 } : { ...nothing, skipped: 1 };
    } else {
      print(error instanceof Error ? (error.stack ?? error.message) : String(error));
      note = "broke off, see above";
      counts = { ...nothing, failed: 1 };
    }
  }
  return { level, counts, note, seconds: ((Date.now() - begin) / 1000).toFixed(1) };
}

function describe({ counts, note, seconds }: Finished): string {
  const { passed, failed, skipped } = counts;
  const mark = failed > 0 ? "✗" : passed > 0 ? "✓" : "–";
  const text = `${mark} ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`;
  return note === "" ? text : `${text}; ${note}`;
}
