import type { Disposable } from "../util/disposable";

/** The time and its passing. */
export interface Clock {
  /** The time of day, ms since 1970; it may jump, after a sleep for one. */
  now(): number;
  /** Does something after a while, in ms, unless it is disposed of before. */
  after(ms: number, task: () => void): Disposable;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};
