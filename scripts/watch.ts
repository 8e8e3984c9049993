// `npm run watch`: builds the bundles, and again whenever a source changes; what F5 waits for.
import { repo } from "../test/host/paths";
import { runGroup, stopGroupsOnSignals } from "../test/host/processGroup";

stopGroupsOnSignals();
const { code } = await runGroup(process.execPath, ["esbuild.mjs", "--watch"], { cwd: repo });
process.exitCode = code;
