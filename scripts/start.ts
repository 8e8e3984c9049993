// `npm start`: VS Code with the extension as it is built from here.
import { rmSync } from "node:fs";
import { repo } from "../test/host/paths";
import { runGroup, stopGroupsOnSignals } from "../test/host/processGroup";
import { Unavailable } from "../test/host/unavailable";
import { findDesktop, openDesktopWindow, stopDesktopWindow } from "./start/desktopWindow";
import type { Desktop } from "./start/desktopWindow";
import { copyOfExample } from "./start/exampleFolder";
import { readStartOptions, usage, type StartOptions } from "./start/options";
import { openServerWindow } from "./start/serverWindow";

const options = readStartOptions(process.argv.slice(2));
if (options === "help") {
  console.log(usage);
} else if (options instanceof Error) {
  console.error(`${options.message}\n\n${usage}`);
  process.exitCode = 1;
} else {
  try {
    process.exitCode = await start(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function start(asked: StartOptions): Promise<number> {
  // Ctrl-C is the usual end of it and no failure.
  const begin = Date.now();
  stopGroupsOnSignals({ exitCode: 0, alsoStop: () => stopDesktopWindow(asked.data, begin) });
  if (asked.fresh) {
    rmSync(asked.data, { recursive: true, force: true });
  }
  console.log("Building the extension.");
  const build = await runGroup(process.execPath, ["esbuild.mjs"], { cwd: repo });
  if (build.code !== 0) {
    throw new Error("The extension could not be built, see above.");
  }
  const folder = asked.folder ?? copyOfExample(asked.data);
  const desktop = asked.kind === "server" ? undefined : await desktopIfAny(asked);
  return desktop ? openDesktopWindow(desktop, asked, folder) : openServerWindow(asked, folder);
}

/** The desktop VS Code; undefined, with a line about why, where the server build takes its place. */
async function desktopIfAny({ kind }: StartOptions): Promise<Desktop | undefined> {
  try {
    return await findDesktop();
  } catch (error) {
    if (kind === "desktop" || !(error instanceof Unavailable)) {
      throw error;
    }
    console.log(`${error.message} VS Code opens in the browser.`);
    return undefined;
  }
}
