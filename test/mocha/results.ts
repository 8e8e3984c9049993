import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type Mocha from "mocha";

/** What came of one run of mocha. */
export interface TestResults {
  readonly passed: number;
  /** Failed tests and failed hooks. */
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly TestResult[];
}

interface TestResult {
  readonly title: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly ms?: number;
  readonly message?: string;
}

/** Runs a mocha whose files are loaded and tells what came of it; never rejects because of a failed test. */
export function runMocha(mocha: Mocha): Promise<TestResults> {
  const tests: TestResult[] = [];
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      resolve({ passed: passes, failed: failures, skipped: pending, tests });
    });
    runner.on("pass", (test) => {
      tests.push({ title: test.fullTitle(), state: "passed", ms: test.duration ?? 0 });
    });
    runner.on("fail", (test, error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tests.push({ title: test.fullTitle(), state: "failed", message });
    });
    runner.on("pending", (test) => {
      tests.push({ title: test.fullTitle(), state: "skipped" });
    });
  });
}

/** Writes results in one step, so that a reader sees all of them or none. */
export function writeResults(file: string, results: TestResults): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, JSON.stringify(results, null, 1));
  renameSync(`${file}.tmp`, file);
}

/** The results in a file; undefined when the run never came to write it. */
export function readResults(file: string): TestResults | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as TestResults;
  } catch {
    return undefined;
  }
}

/** The tests of a run that failed. */
export function failuresOf(results: TestResults): { title: string; message: string }[] {
  return results.tests
    .filter(({ state }) => state === "failed")
    .map(({ title, message = "" }) => ({ title, message }));
}
