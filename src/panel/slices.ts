/** Work that can be left and taken up again wherever it yields. */
export type Sliced<T> = Generator<undefined, T, undefined>;

/** How work is cut in slices. */
export interface Slicing {
  /** How long one slice lasts, in ms. */
  readonly sliceMs: number;
  /** Calls a function a little later, after whatever else waits has had its turn. */
  readonly later: (next: () => void) => void;
  /** Once aborted, the work is taken up no more. */
  readonly signal: AbortSignal;
}

/** Does the work in one go. */
export function inOneGo<T>(work: Sliced<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) {
      return step.value;
    }
  }
}

/**
 * Does the work slice by slice, the first at once: what one slice is enough for is done when this
 * returns. `onDone` gets the result, unless the work was given up.
 */
export function inSlices<T>(
  work: Sliced<T>,
  { sliceMs, later, signal }: Slicing,
  onDone: (result: T) => void,
): void {
  const slice = (): void => {
    const end = performance.now() + sliceMs;
    while (!signal.aborted) {
      const step = work.next();
      if (step.done === true) {
        onDone(step.value);
        return;
      }
      if (performance.now() >= end) {
        later(slice);
        return;
      }
    }
  };
  slice();
}
