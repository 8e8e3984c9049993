// The benchmark: npm run bench. It judges no run: a figure that misses its goal is printed as such.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packagedVsix } from "../e2e/drivers/packagedVsix";
import { repo } from "../host/paths";
import { packageBenchExtensions } from "./extensions";
import { report } from "./report";
import { activation } from "./rows/activation";
import { answers } from "./rows/answers";
import { concluding } from "./rows/concluding";
import { idling } from "./rows/idling";
import { manyEngagements } from "./rows/many";
import { sizes } from "./rows/sizes";
import { markdownTable, type Row } from "./table";

const id = "engagement-desk.engagement-desk";
/** Names of parts to run, all by default: activation, sizes, answers, concluding, many, idling. */
const chosen = process.argv.slice(2);

const vsix = await packagedVsix();
const { driver, empty } = await packageBenchExtensions();
const parts: Readonly<Record<string, () => Promise<readonly Row[]> | readonly Row[]>> = {
  activation: async () => (await activation([vsix, driver, ...empty], id)).rows,
  sizes: () => sizes(vsix),
  answers: () => answers([vsix, driver]),
  concluding: () => concluding([vsix, driver]),
  many: () => manyEngagements([vsix, driver]),
  idling: () => idling([vsix, driver, ...empty], [driver, ...empty], id),
};
const rows: Row[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) {
    continue;
  }
  try {
    rows.push(...(await part()));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    rows.push({ figure: name, goal: "", measured: `could not be measured: ${why}`, isMet: false });
  }
  console.log(`\n${markdownTable(rows)}`);
}
if (chosen.length === 0) {
  writeFileSync(join(repo, "docs", "benchmarks.md"), report(rows));
}
