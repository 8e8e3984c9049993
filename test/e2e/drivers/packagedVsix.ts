import { join } from "node:path";
import { npm } from "../../host/npm";
import { dist, repo } from "../../host/paths";

let packaged: Promise<string> | undefined;

/** The .vsix that users get, made by `npm run package` once per run of the tests. */
export function packagedVsix(): Promise<string> {
  packaged ??= makeVsix();
  return packaged;
}

async function makeVsix(): Promise<string> {
  const { code, output } = await npm(["run", "package"], { cwd: repo, output: "collect" });
  if (code !== 0) {
    throw new Error(`npm run package ended with ${code}:\n${output}`);
  }
  return join(dist, "engagement-desk.vsix");
}
