import { parentPort } from "node:worker_threads";
import { readLargeJson } from "./largeJson";
import { readArrival, type Arrival } from "./reading";

// The thread of readingThread.ts: one arrival comes, one reading goes.
parentPort?.once("message", (arrival: Arrival) => {
  const { answer, result } = readArrival(arrival, readLargeJson);
  parentPort?.postMessage({ answer, result });
});
