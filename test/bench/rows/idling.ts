import { openContainer } from "../../e2e/drivers/sideBar";
import type { Idle, Memory } from "../driver/tasks";
import { startBenchServer } from "../server";
import { bytes, median, rowOf, type Row } from "../table";
import { openBenchWindow, signInTo } from "../window";

const idleMs = 20_000;
const rounds = 3;

/** What the hosts with and without the extension cost while nobody does anything. */
export async function idling(
  withOurs: readonly string[],
  without: readonly string[],
  id: string,
): Promise<readonly Row[]> {
  const server = await startBenchServer({ holdMs: 30_000 });
  try {
    const ours = await measure(withOurs, id, server);
    const empty = await measure(without, undefined, server);
    const cpu = median(ours.idles.map(({ cpuPercent }) => cpuPercent));
    const emptyCpu = median(empty.idles.map(({ cpuPercent }) => cpuPercent));
    const short = Math.max(...ours.idles.map(({ shortTimers }) => shortTimers));
    const heap = middle(ours.memories, "heap") - middle(empty.memories, "heap");
    const resident = middle(ours.memories, "resident") - middle(empty.memories, "resident");
    return [
      rowOf(
        "idle, signed in, view hidden: calls held at the server",
        "1",
        `${ours.held} held, at most ${ours.most} at once`,
        ours.held === 1 && ours.most === 1,
      ),
      rowOf(
        "idle: timers under 1 s that our code starts",
        "0",
        `${short} in 20 s (of ${Math.max(...ours.idles.map(({ timers }) => timers))} timers)`,
        short === 0,
      ),
      rowOf(
        `idle: processor of the host, ours − empty, median of ${rounds} × 20 s`,
        "< 0.5 %",
        `${cpu.toFixed(2)} % − ${emptyCpu.toFixed(2)} % = ${(cpu - emptyCpu).toFixed(2)} %`,
        cpu - emptyCpu < 0.5,
      ),
      rowOf(
        `idle: memory over a host with empty extensions, median of ${rounds} fresh hosts`,
        "≤ 15 MB",
        `heap ${bytes(heap)}, resident ${bytes(resident)}`,
        heap <= 15_000_000 && resident <= 15_000_000,
      ),
    ];
  } finally {
    server.stop();
  }
}

interface Measured {
  readonly idles: readonly Idle[];
  readonly memories: readonly Memory[];
  readonly held: number;
  readonly most: number;
}

async function measure(
  vsixes: readonly string[],
  id: string | undefined,
  server: Awaited<ReturnType<typeof startBenchServer>>,
): Promise<Measured> {
  const window = await openBenchWindow(vsixes);
  const idles: Idle[] = [];
  const memories: Memory[] = [];
  let polls = { held: 0, most: 0 };
  try {
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) {
        await window.reload();
      }
      if (id !== undefined) {
        await window.driver.run("watchTimers", id);
      }
      await window.driver.run("goOn");
      if (id !== undefined && round === 0) {
        await signInTo(window, server.place);
        await openContainer(window.page, "Explorer");
        // The views were shown while it was signed in: a fresh host has them hidden from its start.
        await window.reload();
        await window.driver.run("watchTimers", id);
        await window.driver.run("goOn");
      }
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      idles.push(await window.driver.run("idle", idleMs));
      polls = await server.polls();
      memories.push(await window.driver.run("memory"));
    }
    return { idles, memories, ...polls };
  } finally {
    await window.close();
  }
}

function middle(memories: readonly Memory[], what: keyof Memory): number {
  return median(memories.map((memory) => memory[what]));
}
