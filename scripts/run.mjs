// The front door: `node scripts/run.mjs <name> …args` works on a fresh clone, before anything is installed.
// It is plain JavaScript for that reason, and only sees to it that scripts/<name>.ts can run.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { basename, dirname, join } from "node:path";
import { setInterval } from "node:timers";
import { fileURLToPath } from "node:url";

const repo = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = "", ...args] = process.argv.slice(2);
const leastNode = [20, 19];

/** The signal that asked for an end, while the child is given time to come to it. */
let stopping;
/** The child that signals are handed to. */
let child;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => stop(signal));
}
if (process.env["npm_lifecycle_event"]) {
  // A kill of npm ends the shell between npm and us, which passes nothing on.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop("SIGTERM"), 500).unref();
}

process.exitCode = await main();

function stop(signal) {
  stopping ??= signal;
  child?.kill(signal);
}

async function main() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1])) {
    console.error(
      `Node ${leastNode.join(".")} or later is needed, this is ${process.versions.node}. ` +
        "Install a current one (nodejs.org, nvm, fnm …) and run the same command again.",
    );
    return 1;
  }
  const script = join(repo, "scripts", `${name}.ts`);
  if (!/^[a-z]+$/.test(name) || !existsSync(script)) {
    console.error("Usage: node scripts/run.mjs start|test|check|simulator|watch|openapi …options");
    return 1;
  }
  const reason = reasonToInstall();
  if (reason) {
    const failed = await install(reason);
    if (failed) {
      return failed;
    }
  }
  return run(process.execPath, ["--import", "tsx", script, ...args]);
}

/** Why node_modules does not hold what package-lock.json asks for; undefined when it does. */
function reasonToInstall() {
  const wanted = packagesOf(join(repo, "package-lock.json"));
  // npm writes this file last, so that a broken-off installation has none.
  const installed = packagesOf(join(repo, "node_modules", ".package-lock.json"));
  if (!installed) {
    return "node_modules is not there yet";
  }
  for (const [path, entry] of Object.entries(wanted ?? {})) {
    const found = installed[path];
    // The optional ones are binaries of other systems.
    const isMissing = found === undefined && path !== "" && !entry.optional;
    const isOther =
      found && (found.version !== entry.version || found.integrity !== entry.integrity);
    if (isMissing || isOther) {
      return `node_modules differs from package-lock.json (${path})`;
    }
  }
  return undefined;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}

async function install(reason) {
  console.log(`Installing packages with npm ci: ${reason}. This takes about half a minute.`);
  const begin = Date.now();
  const npmCli = process.env["npm_execpath"] ?? "";
  const npmArgs = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const code =
    basename(npmCli) === "npm-cli.js"
      ? await run(process.execPath, [npmCli, ...npmArgs])
      : await run("npm", npmArgs, { shell: process.platform === "win32" });
  const seconds = ((Date.now() - begin) / 1000).toFixed(0);
  if (code) {
    console.error(`npm ci did not succeed (after ${seconds} s), see above.`);
  } else {
    console.log(`Packages installed in ${seconds} s.`);
  }
  return code;
}

/** Runs a command in the foreground. Resolves to its exit code, 128 + n for signal n as shells do. */
function run(command, commandArgs, options = {}) {
  if (stopping) {
    return 128 + constants.signals[stopping];
  }
  return new Promise((resolve) => {
    child = spawn(command, commandArgs, { cwd: repo, stdio: "inherit", ...options });
    child.once("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
