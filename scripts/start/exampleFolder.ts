import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { exampleWorkspace, repo } from "../../test/host/paths";

/** A copy of the example folder to play in; what was changed in it at an earlier start stays. */
export function copyOfExample(data: string): string {
  const examples = join(repo, "examples");
  const copy = join(data, "example");
  const source = existsSync(examples) ? examples : exampleWorkspace;
  cpSync(source, copy, { recursive: true, force: false });
  return copy;
}
