/** Lets time pass: the system's own, or a test's. */
export interface Timers {
  /** Runs `act` once after so many milliseconds, unless the function it gives is called before. */
  after(ms: number, act: () => void): () => void;
}

/** The timers of the system. */
export const systemTimers: Timers = {
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
