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
  // vsce writes its warnings, and goes on; npm's own are "npm warn" and about its configuration.
  const warnings = output.split("\n").filter((line) => /\bWARNING\b|▲/.test(line));
  if (warnings.length > 0) {
    throw new Error(`npm run package warns:\n${warnings.join("\n")}`);
  }
  return join(dist, "engagement-desk.vsix");
}
