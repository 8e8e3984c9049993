import { readdirSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import { runMocha, writeResults } from "../../mocha/results";
import { suiteLineMark } from "../suiteLine";

/**
 * What VS Code calls as `extensionTestsPath`, in the desktop and in the server build alike: runs every *.test.cjs
 * beside this file and writes what came of it to the file that env HOST_TEST_RESULTS names. Rejects when a test failed
 * or none ran.
 */
export async function run(): Promise<void> {
  // The launcher hears all consoles of the workbench; the mark tells it which lines are ours.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    console.log(format(...args).replace(/^/gm, suiteLineMark));
  };
  const mocha = new Mocha({
    timeout: 30_000,
    color: false,
    forbidOnly: process.env["CI"] === "true",
  });
  const text = process.env["HOST_TEST_GREP"];
  if (text !== undefined && text !== "") {
    mocha.fgrep(text);
  }
  const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.cjs"));
  for (const name of files.sort()) {
    mocha.addFile(join(__dirname, name));
  }
  const results = await runMocha(mocha);
  const file = process.env["HOST_TEST_RESULTS"];
  if (file !== undefined) {
    writeResults(file, results);
  }
  if (results.failed > 0 || results.passed === 0) {
    throw new Error(`${results.passed} passed, ${results.failed} failed`);
  }
}
