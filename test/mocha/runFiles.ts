// Runs mocha over the *.test.ts files of a folder: node --import tsx test/mocha/runFiles.ts --results FILE FOLDER
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import Mocha from "mocha";
import { stopGroupsOnSignals } from "../host/processGroup";
import { runMocha, writeResults } from "./results";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    results: { type: "string" },
    timeout: { type: "string", default: "10000" },
    grep: { type: "string" },
  },
});
const [folder = ""] = positionals;

stopGroupsOnSignals();
const mocha = new Mocha({
  timeout: Number(values.timeout),
  forbidOnly: process.env["CI"] === "true",
});
if (values.grep !== undefined) {
  mocha.fgrep(values.grep);
}
const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
for (const file of files.filter((name) => name.endsWith(".test.ts")).sort()) {
  mocha.addFile(resolve(join(folder, file)));
}
await mocha.loadFilesAsync();
const results = await runMocha(mocha);
process.exitCode = results.failed > 0 ? 1 : 0;

// A server, socket or timer that a test left open is a defect: without this the run would never end.
setTimeout(() => {
  console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(", ")}`);
  process.exit(1);
}, 10_000).unref();

if (values.results !== undefined) {
  writeResults(values.results, results);
}
