import { parseArgs } from "node:util";
import { stopGroupsOnSignals } from "../../test/host/processGroup";
import type { Level } from "./level";
import { runLevels } from "./runLevels";

const options = {
  only: { type: "string" },
  grep: { type: "string" },
  desktop: { type: "boolean", default: process.platform !== "linux" },
  help: { type: "boolean", default: false },
} as const;

/**
 * The command line of `npm test` and `npm run check`: reads the options, runs the levels, sets the exit code.
 * @param command as people type it
 */
export async function main(command: string, levels: readonly Level[]): Promise<void> {
  const asked = readOptions();
  if (typeof asked === "string" || asked.help) {
    console.log(typeof asked === "string" ? `${asked}\n` : "");
    console.log(usage(command, levels));
    process.exitCode = typeof asked === "string" ? 1 : 0;
    return;
  }
  const ids = (asked.only ?? "").split(",").filter((id) => id !== "");
  const unknown = ids.filter((id) => !levels.some((level) => isMeant(level, id)));
  if (unknown.length > 0) {
    console.log(`There is no level ${unknown.join(", ")}.\n\n${usage(command, levels)}`);
    process.exitCode = 1;
    return;
  }
  const chosen = levels
    .filter((level) => ids.length === 0 || ids.some((id) => isMeant(level, id)))
    .filter((level) => asked.grep === undefined || level.hasNames);
  stopGroupsOnSignals();
  const grep = asked.grep === undefined ? {} : { grep: asked.grep };
  const passed = await runLevels(chosen, { desktop: asked.desktop, ...grep });
  process.exitCode = passed ? 0 : 1;
}

function readOptions() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** "host" means host-newest and host-oldest. */
function isMeant(level: Level, id: string): boolean {
  return level.id === id || level.id.startsWith(`${id}-`);
}

function usage(command: string, levels: readonly Level[]): string {
  const width = Math.max(...levels.map((level) => level.id.length));
  const list = levels.map((level) => `  ${level.id.padEnd(width)}  ${level.title}`);
  return `Usage: ${command} -- [options]

Options
  --only LEVELS  only these, with commas between; "host" means both host levels
  --grep TEXT    only tests whose full name contains this text; levels without names are left out
  --desktop      host levels in a downloaded desktop VS Code (env VSCODE_EXECUTABLE names another);
                 without it they run in the server build, which exists on Linux only
  --help         this text

Levels
${list.join("\n")}

A level that cannot run on this machine says why and counts as skipped, and as failed when CI=true.`;
}
