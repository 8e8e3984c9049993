import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { repo } from "../host/paths";
import { markdownTable, type Row } from "./table";
import { benchVersion } from "./window";

/** The page docs/benchmarks.md: what stands in the notes before and after, with the table in between. */
export function report(rows: readonly Row[]): string {
  const { version } = JSON.parse(readFileSync(join(repo, "package.json"), "utf8")) as {
    version: string;
  };
  const notes = readFileSync(join(repo, "test", "bench", "notes.md"), "utf8");
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = [
    `- machine: ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${memory} GiB of memory`,
    `- Engagement Desk ${version}; VS Code ${benchVersion} (server build, in a headless Chromium); the benchmark itself on Node ${process.versions.node}`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join("\n");
  return notes
    .replace("<!-- machine -->", () => machine)
    .replace("<!-- table -->", () => markdownTable(rows));
}
