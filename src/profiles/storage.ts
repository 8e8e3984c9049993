import type { Memento } from "vscode";

/** A stored value that could not be read, and where it was set aside. */
export interface SetAside {
  readonly key: string;
  readonly asideKey: string;
}

/**
 * Reads one stored value. What cannot be read is moved to another key, so that nothing is lost and
 * nothing stumbles over it again.
 */
export async function readStored<T>(
  memento: Memento,
  key: string,
  parse: (value: unknown) => T | undefined,
  onSetAside: (what: SetAside) => void,
): Promise<T | undefined> {
  const value = memento.get<unknown>(key);
  if (value === undefined) {
    return undefined;
  }
  const parsed = parse(value);
  if (parsed === undefined) {
    const asideKey = `setAside/${key}/${Date.now()}`;
    // Both at once: a second reader that came in between would move it a second time.
    await Promise.all([memento.update(asideKey, value), memento.update(key, undefined)]);
    onSetAside({ key, asideKey });
  }
  return parsed;
}

const lastTurns = new WeakMap<Memento, Promise<unknown>>();

/**
 * Runs changes of one Memento one after the other, each of which reads, writes and waits until it is
 * written. VS Code sends every write of the state that windows share back to the window it came
 * from, whole: whoever reads before that came back may read an older state, and would store it.
 */
export function inTurn<T>(memento: Memento, change: () => Promise<T>): Promise<T> {
  const turn = (lastTurns.get(memento) ?? Promise.resolve()).then(change);
  lastTurns.set(
    memento,
    turn.catch(() => undefined),
  );
  return turn;
}
