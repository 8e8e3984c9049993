import { basename, delimiter, join } from "node:path";
import { runGroup, type GroupOptions } from "./processGroup";

/** Where npm runs; `nodeHome` names another Node (a folder with bin/node) that npm and its install scripts use. */
export interface NpmOptions extends GroupOptions {
  readonly nodeHome?: string;
}

/** Runs npm to its end, the one that runs us where there is one. */
export function npm(
  args: readonly string[],
  { nodeHome, env = process.env, ...options }: NpmOptions = {},
): Promise<{ code: number; output: string }> {
  const cli = process.env["npm_execpath"] ?? "";
  const node = nodeHome === undefined ? process.execPath : join(nodeHome, "bin", "node");
  const path =
    nodeHome === undefined
      ? {}
      : {
          PATH: `${join(nodeHome, "bin")}${delimiter}${env["PATH"] ?? ""}`,
          npm_config_nodedir: nodeHome,
        };
  const all = { ...options, env: { ...env, ...path } };
  return basename(cli) === "npm-cli.js"
    ? runGroup(node, [cli, ...args], all)
    : runGroup("npm", args, { ...all, shell: process.platform === "win32" });
}
