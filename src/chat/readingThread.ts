import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Arrival, ReadAside } from "./reading";

type ReadingAside = Awaited<ReturnType<ReadAside>>;

/**
 * Reads in a thread of its own, which ends with the reading: large answers are rare, and secrets
 * are not to stay anywhere. Rejects when the thread cannot be started, breaks, or ends early.
 *
 * @param file the bundle of `readingMain.ts`
 */
export function readInThread(file: string): ReadAside {
  return async (arrival) => {
    // Nothing of this process is its business: neither variables nor flags.
    const worker = new Worker(file, { env: {}, execArgv: [] });
    try {
      const reading = await answerOf(worker, arrival);
      // Taking the text over took a while: what is made of it takes its own turn.
      return await setImmediate(reading);
    } finally {
      void worker.terminate();
    }
  };
}

function answerOf(worker: Worker, arrival: Arrival): Promise<ReadingAside> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("messageerror", reject);
    worker.on("error", reject);
    worker.once("exit", (code) => {
      reject(new Error(`The thread that reads answers ended with code ${code}`));
    });
    worker.postMessage(arrival);
  });
}
