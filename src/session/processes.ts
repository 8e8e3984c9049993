import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

/** Names a process so that others can tell whether it still runs. */
export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
  /** When it started, in a unit of its system; where the system tells. Pids are used again. */
  readonly started?: string;
}

/** The mark of this process. */
export async function markOfThisProcess(): Promise<ProcessMark> {
  const started = await startOf(process.pid);
  return { host: hostname(), pid: process.pid, ...(started !== undefined && { started }) };
}

/** Whether a process runs: undefined when it belongs to another machine, so that nobody here can tell. */
export async function isRunning(mark: ProcessMark): Promise<boolean | undefined> {
  if (mark.host !== hostname()) {
    return undefined;
  }
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    // Without the right to signal it, it is there all the same.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") {
      return false;
    }
  }
  const started = mark.started === undefined ? undefined : await startOf(mark.pid);
  return started === undefined || started === mark.started;
}

/** The start of a process in clock ticks since the system started; Linux tells it. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets, with anything in it; the start is the 22nd.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
