import { join } from "node:path";
import { readResults, type TestResults } from "../mocha/results";
import { dist } from "./paths";

/** Which tests of the host suite to run, and in which VS Code. */
export interface HostRunOptions {
  readonly version: string;
  /** Only tests whose full name contains this text. */
  readonly grep?: string;
}

/** What came of one run of the host suite. */
export interface HostRun {
  /** What the suite itself wrote; undefined when it never came to its end. */
  readonly results: TestResults | undefined;
  /** Why the run does not count as passed although no test failed; undefined when it does. */
  readonly problem: string | undefined;
}

/** The bundled suite, as `node esbuild.mjs --tests` leaves it. */
export const bundledSuite = join(dist, "test", "host", "index.cjs");

/** Longest time a whole run may take before it counts as hanging. */
export const hostRunLimitMs = 300_000;

/** What the suite reads: the file for its results, and which tests to run. */
export function suiteEnvironment(
  resultsFile: string,
  grep: string | undefined,
): Record<string, string> {
  return { HOST_TEST_RESULTS: resultsFile, HOST_TEST_GREP: grep ?? "" };
}

/**
 * Judges a run. The exit code alone proves nothing: an extension host that died reports 0 too. Only the file proves
 * that tests ran, and only a code of 0 that VS Code came to a good end afterwards.
 */
export function judge(resultsFile: string, code: number, trouble?: string): HostRun {
  const results = readResults(resultsFile);
  if (!results) {
    const why = trouble ?? `the extension host ended with ${code}`;
    return { results, problem: `the suite wrote no results: ${why}` };
  }
  if (trouble !== undefined) {
    return { results, problem: trouble };
  }
  if (code !== 0 && results.failed === 0 && results.passed > 0) {
    return { results, problem: `all tests passed, yet VS Code ended with ${code}` };
  }
  return { results, problem: undefined };
}
