import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hasDisplay } from "../../test/host/desktop";
import { isStopping } from "../../test/host/processGroup";
import { freePort, startServer } from "../../test/host/vscodeServer";
import { linkExtension } from "./linkExtension";
import type { StartOptions } from "./options";
import { startSettings } from "./settings";

const usualPort = 8485;

/**
 * Serves a VS Code with the extension at a printed address until it is stopped.
 * @returns the exit code
 */
export async function openServerWindow(options: StartOptions, folder: string): Promise<number> {
  const root = join(options.data, "server");
  linkExtension(root);
  const server = await startServer({
    root,
    port: await choosePort(options.port),
    settings: startSettings,
    overwritesSettings: false,
    idleSeconds: 0,
  });
  const address = server.urlOf(folder);
  console.log(`VS Code ${server.version}, the server build, is ready.`);
  console.log(`\nOpen ${address}\n`);
  if (options.opensBrowser && hasDisplay()) {
    openInBrowser(address);
  }
  console.log("Press Ctrl-C to stop.");
  const code = await server.ended;
  if (isStopping()) {
    return 0;
  }
  await server.stop();
  console.error(
    `The server of VS Code has ended by itself (${code}). The end of its log:\n` +
      readFileSync(server.logFile, "utf8").slice(-2000),
  );
  return 1;
}

/** The same port at each start where that can be: what the browser remembers, secrets too, belongs to it. */
async function choosePort(asked: number | undefined): Promise<number> {
  try {
    return await freePort(asked ?? usualPort);
  } catch {
    if (asked !== undefined) {
      throw new Error(`Port ${asked} is taken. Choose another with --port.`);
    }
    const port = await freePort();
    console.log(
      `Port ${usualPort} is taken, so this window is at ${port}; it starts with no secrets.`,
    );
    return port;
  }
}

function openInBrowser(address: string): void {
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  // The browser is the user's own and outlives us.
  const child = spawn(opener, [address], { stdio: "ignore", detached: true });
  child.on("error", () => {
    console.log("No browser could be opened from here.");
  });
  child.unref();
}
