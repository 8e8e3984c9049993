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
    await memento.update(asideKey, value);
    await memento.update(key, undefined);
    onSetAside({ key, asideKey });
  }
  return parsed;
}
