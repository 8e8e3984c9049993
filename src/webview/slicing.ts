import type { Slicing } from "../panel/slices";

/** Long enough that slicing costs little, short enough that nobody notices it. */
const sliceMs = 25;

/** How the page cuts long work, so that it scrolls and answers meanwhile. */
export function slicing(signal: AbortSignal): Slicing {
  return { sliceMs, later, signal };
}

/** By a message to itself: timers wait longer, and a second in a page that nobody sees. */
function later(next: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    next();
  };
  port2.postMessage(undefined);
}
