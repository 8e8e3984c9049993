import { readdirSync, readFileSync } from "node:fs";

/** One living process, as /proc tells it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly name: string;
  /** In ticks since the machine started: tells a process from a later one with the same id. */
  readonly startTime: string;
}

/** Every living process of a Linux machine; a zombie, which has ended and only waits for its parent, is left out. */
export function livingProcesses(): ProcessEntry[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readEntry(Number(pid)))
    .filter((entry) => entry !== undefined);
}

/** A process and all that descend from it, living ones only. */
export function processTree(root: number): ProcessEntry[] {
  const all = livingProcesses();
  const tree = all.filter((entry) => entry.pid === root);
  // The list grows while it is walked: children of children are found too.
  for (const { pid } of tree) {
    tree.push(...all.filter((entry) => entry.parent === pid));
  }
  return tree;
}

function readEntry(pid: number): ProcessEntry | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined; // It has ended since the folder was listed.
  }
  // "pid (name) state parent group …", and the name may hold blanks and brackets.
  const end = line.lastIndexOf(")");
  const fields = line.slice(end + 2).split(" ");
  const [state, parent, group] = fields;
  return state === "Z" || state === "X"
    ? undefined
    : {
        pid,
        parent: Number(parent),
        group: Number(group),
        name: line.slice(line.indexOf("(") + 1, end),
        startTime: fields[19] ?? "",
      };
}
