import { npm } from "../../test/host/npm";
import { repo } from "../../test/host/paths";
import type { Level } from "./level";

/** The levels that look at the code without running it. Each counts as one test. */
export const staticLevels: readonly Level[] = [
  scriptLevel("types", "TypeScript, three projects: host, page, tests"),
  scriptLevel("lint", "ESLint, the walls between folders included"),
  scriptLevel("format", "Prettier"),
  scriptLevel("deadcode", "knip: unused files, exports and dependencies"),
  scriptLevel("openapi", "Redocly, its strictest rules, on the OpenAPI document", "openapi:lint"),
];

/** With these Redocly reports nothing and looks for no newer version: tests reach loopback only. */
const offline = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };

/** A level that is a script of package.json, of the same name by default; its output is shown where it fails. */
function scriptLevel(id: string, title: string, script = id): Level {
  return {
    id,
    title,
    hasNames: false,
    run: async () => {
      const args = ["run", "--silent", script];
      const env = { ...process.env, ...offline };
      const { code, output } = await npm(args, { cwd: repo, output: "collect", env });
      if (code === 0) {
        return { passed: 1, failed: 0, skipped: 0 };
      }
      console.log(output.trimEnd());
      return { passed: 0, failed: 1, skipped: 0 };
    },
  };
}
