import { join } from "node:path";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { hostCache } from "./paths";
import { Unavailable } from "./unavailable";

const firstByteLimitMs = 20_000;

/** Whether a window can be shown: always on macOS and Windows, with an X or Wayland server elsewhere. */
export function hasDisplay(): boolean {
  const { DISPLAY: x, WAYLAND_DISPLAY: wayland } = process.env;
  const isUnixDesktop = (x !== undefined && x !== "") || (wayland !== undefined && wayland !== "");
  return process.platform === "darwin" || process.platform === "win32" || isUnixDesktop;
}

/**
 * The executable of a desktop VS Code, downloaded into the cache on first use (about 150 MB). Gives up after 20 s
 * without a byte; throws `Unavailable` with the reason.
 * @param version such as "1.100.0", or "stable" for the newest
 */
export async function downloadDesktop(
  version: string,
  report: (line: string) => void = console.log,
): Promise<string> {
  let stalled: () => void = () => undefined;
  const stall = new Promise<never>((_resolve, reject) => {
    stalled = () => {
      reject(new Error(`no answer in ${firstByteLimitMs / 1000} s`));
    };
  });
  let timer = setTimeout(stalled, firstByteLimitMs);
  let lastTenth = 0;
  const progress = {
    error: () => undefined,
    report: (step: { stage: string; bytesSoFar?: number; totalBytes?: number }) => {
      clearTimeout(timer);
      timer = setTimeout(stalled, step.stage === "downloading" ? 60_000 : firstByteLimitMs);
      const { bytesSoFar = 0, totalBytes = 0 } = step;
      const tenth = totalBytes > 0 ? Math.floor((10 * bytesSoFar) / totalBytes) : 0;
      if (tenth > lastTenth) {
        lastTenth = tenth;
        report(`  downloading VS Code ${version}: ${tenth * 10} %`);
      }
    },
  };
  const cachePath = join(hostCache, "desktop");
  const download = downloadAndUnzipVSCode({ version, cachePath, reporter: progress });
  download.catch(() => undefined); // Its end after a stall interests nobody.
  try {
    return await Promise.race([download, stall]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Unavailable(`Desktop VS Code ${version} could not be downloaded: ${why}.`);
  } finally {
    clearTimeout(timer);
  }
}
