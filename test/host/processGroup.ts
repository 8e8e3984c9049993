import { execFileSync, spawn, type SpawnOptions } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { livingProcesses } from "./processTable";

/** A started program together with all that it starts, to be ended as one. */
export interface ProcessGroup {
  readonly pid: number;
  /** Its exit code, 128 + n after signal n, once the first process has ended. Rejects when it could not be started. */
  readonly ended: Promise<number>;
  /** What it has written so far, where `output` was "collect". */
  output(): string;
  /** Sends the signal to every process of the group. */
  signal(signal: NodeJS.Signals): void;
  /** Asks all to end, insists after 10 s, and resolves when none is left. */
  stop(): Promise<void>;
}

/** Where to run, and what becomes of the program's output. */
export interface GroupOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** "show": on this terminal; "collect": kept for `output()`; a number: an open file. */
  readonly output?: "show" | "collect" | number;
  /** Runs the command through the system's shell, which Windows needs for .cmd files. */
  readonly shell?: boolean;
}

const isWindows = process.platform === "win32";
const patienceMs = 10_000;
const running = new Set<ProcessGroup>();
let stopping = false;

/** Starts a program as a process group of its own. Groups that still run when this process exits are told to end. */
export function startGroup(
  command: string,
  args: readonly string[],
  { cwd, env, output = "show", shell = false }: GroupOptions = {},
): ProcessGroup {
  const sink = output === "show" ? "inherit" : output === "collect" ? "pipe" : output;
  const options: SpawnOptions = {
    stdio: ["ignore", sink, sink],
    detached: !isWindows,
    shell,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  };
  const child = spawn(command, args, options);
  const pid = child.pid ?? 0;
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    const settle = (code: number | null, signal: NodeJS.Signals | null) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    };
    child.once(output === "collect" ? "close" : "exit", settle);
  });
  const group: ProcessGroup = {
    pid,
    ended,
    output: () => Buffer.concat(chunks).toString("utf8"),
    signal: (signal) => {
      signalGroup(pid, signal);
    },
    stop: async () => {
      signalGroup(pid, "SIGTERM");
      if (!(await waitUntilGone(pid))) {
        signalGroup(pid, "SIGKILL");
        await waitUntilGone(pid);
      }
      running.delete(group);
    },
  };
  running.add(group);
  const forget = () => {
    if (!isAlive(pid)) {
      running.delete(group);
    }
  };
  ended.then(forget, forget);
  return group;
}

/** Runs a program to its end. `code` is its exit code, `output` what it wrote where that was collected. */
export async function runGroup(
  command: string,
  args: readonly string[],
  options: GroupOptions = {},
): Promise<{ code: number; output: string }> {
  const group = startGroup(command, args, options);
  const code = await group.ended;
  return { code, output: group.output() };
}

/** Ends every group this process has started. */
async function stopAllGroups(): Promise<void> {
  await Promise.all([...running].map((group) => group.stop()));
}

/**
 * Makes Ctrl-C, a kill, a closed terminal and a closed pipe end every group before this process exits.
 * @param exitCode what to exit with; the shell's 128 + n where it is not given
 * @param alsoStop ends what was started and is not in a group
 */
export function stopGroupsOnSignals({
  exitCode,
  alsoStop,
}: { exitCode?: number; alsoStop?: () => Promise<void> } = {}): void {
  const stop = (code: number) => {
    // A terminal sends Ctrl-C to all of us, and a parent may hand it on: one of them is enough.
    if (!stopping) {
      stopping = true;
      void Promise.allSettled([stopAllGroups(), alsoStop?.()]).then(() => {
        process.exit(exitCode ?? code);
      });
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      stop(128 + constants.signals[signal]);
    });
  }
  process.stdout.on("error", () => {
    stop(128 + constants.signals.SIGPIPE);
  });
}

/** Whether a signal has come: what ends from then on was meant to end. */
export function isStopping(): boolean {
  return stopping;
}

process.on("exit", () => {
  for (const group of running) {
    group.signal("SIGTERM");
  }
});

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    if (isWindows) {
      const force = signal === "SIGKILL" ? ["/F"] : [];
      execFileSync("taskkill", ["/PID", String(pid), "/T", ...force], { stdio: "ignore" });
    } else {
      process.kill(-pid, signal);
    }
  } catch {
    // Nobody is left in the group, which is what was wanted.
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) {
    return false;
  }
  if (process.platform === "linux") {
    return livingProcesses().some((entry) => entry.group === pid);
  }
  try {
    return process.kill(isWindows ? pid : -pid, 0);
  } catch {
    return false;
  }
}

async function waitUntilGone(pid: number): Promise<boolean> {
  for (const end = Date.now() + patienceMs; isAlive(pid);) {
    if (Date.now() > end) {
      return false;
    }
    await delay(50);
  }
  return true;
}
