import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Idle, Memory } from "./tasks";

const counted = { timers: 0, shortTimers: 0 };

/** Counts the timers that code from a folder starts from here on. */
export function watchTimers(folder: string): void {
  const count = (ms: unknown): void => {
    // 30: the timer is often started far below the code of the extension, in fs or http of Node.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 30;
    const stack = new Error().stack ?? "";
    Error.stackTraceLimit = limit;
    if (stack.includes(folder)) {
      counted.timers += 1;
      counted.shortTimers += Number(ms ?? 0) < 1000 ? 1 : 0;
    }
  };
  const { setTimeout: once, setInterval: repeat } = globalThis;
  globalThis.setTimeout = Object.assign((...args: Parameters<typeof once>) => {
    count(args[1]);
    return once(...args);
  }, once);
  globalThis.setInterval = ((handler: () => void, ms?: number, ...rest: unknown[]) => {
    count(ms);
    return repeat(
      (...given: []) => {
        // Each round of an interval is a timer that runs out.
        counted.timers += 1;
        counted.shortTimers += (ms ?? 0) < 1000 ? 1 : 0;
        handler(...given);
      },
      ms,
      ...rest,
    );
  }) as typeof repeat;
}

/** See {@link Tasks.idle}. */
export async function idle(ms: number): Promise<Idle> {
  const before = { ...counted };
  const start = performance.now();
  const cpu = process.cpuUsage();
  await delay(ms);
  const { user, system } = process.cpuUsage(cpu);
  return {
    timers: counted.timers - before.timers,
    shortTimers: counted.shortTimers - before.shortTimers,
    cpuPercent: (user + system) / 10 / (performance.now() - start),
  };
}

/** See {@link Tasks.memory}. */
export async function memory(): Promise<Memory> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let round = 0; round < 5; round += 1) {
    collect();
    await delay(200);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, resident: rss };
}
