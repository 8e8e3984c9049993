import { emptyIds } from "../extensions";
import { median, medianMs, ms, bytes, rowOf, type Row } from "../table";
import { openBenchWindow } from "../window";
import type { LoadedFile } from "../driver/tasks";

const rounds = 9;

/** What one run of {@link activation} found. */
export interface Activation {
  readonly rows: readonly Row[];
  readonly loaded: readonly LoadedFile[];
}

/**
 * Activates an empty extension and ours in fresh extension hosts before anything else starts, in turns
 * of which is first; another empty one goes before both, so that neither pays for what VS Code does once.
 */
export async function activation(vsixes: readonly string[], id: string): Promise<Activation> {
  const window = await openBenchWindow(vsixes);
  const [warm, empty] = emptyIds;
  const ours: number[] = [];
  const others: number[] = [];
  let loaded: readonly LoadedFile[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      if (round > 0) {
        await window.reload();
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const order = round % 2 === 0 ? [empty, id] : [id, empty];
      const times = await window.driver.run("activate", [warm, ...order]);
      ours.push(times[1 + order.indexOf(id)] ?? NaN);
      others.push(times[1 + order.indexOf(empty)] ?? NaN);
      loaded = await window.driver.run("loadedFrom", id);
      await window.driver.run("goOn");
    }
  } finally {
    await window.close();
  }
  const ratio = median(ours) / median(others);
  const over = median(ours) - median(others);
  const size = loaded.reduce((sum, file) => sum + file.bytes, 0);
  return {
    loaded,
    rows: [
      rowOf(
        `activation, ours ÷ empty, ${rounds} fresh hosts`,
        "≤ 2 ×, ≤ 25 ms over it",
        `${medianMs(ours)} ÷ ${medianMs(others)} = ${ratio.toFixed(2)} ×, ${ms(over)} over it`,
        ratio <= 2 && over <= 25,
      ),
      rowOf(
        "code loaded by activation, minified",
        "≤ 150 KB",
        `${bytes(size)} (${loaded.map(({ name, bytes: each }) => `${name} ${bytes(each)}`).join(", ")})`,
        size <= 150_000,
      ),
    ],
  };
}
