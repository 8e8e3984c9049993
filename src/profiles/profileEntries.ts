import type { Memento } from "vscode";
import { Emitter, type Event } from "../util/event";
import { inTurn, readStored, type SetAside } from "./storage";

/** Where values that belong to profiles are kept. */
export interface EntryStorage {
  /** Shared by all windows: one key a profile. */
  readonly global: Memento;
  readonly onSetAside: (what: SetAside) => void;
}

/**
 * Values of one kind, one a profile, read anew at each use, since other windows change them too. What
 * `parse` does not know counts as none, and is set aside before something is stored in its place.
 */
export class ProfileEntries<T> {
  readonly #onDidChange = new Emitter<string>();

  constructor(
    private readonly storage: EntryStorage,
    private readonly kind: "authorities" | "clientCertificate",
    private readonly parse: (value: unknown) => T | undefined,
    private readonly storedForm: (value: T) => unknown,
  ) {}

  /** Fires with a profile's id when this window changed its value. */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  get(profileId: string): T | undefined {
    const value = this.storage.global.get<unknown>(this.#keyOf(profileId));
    return value === undefined ? undefined : this.parse(value);
  }

  /** Stores what `decide` makes of the present value when its turn has come; undefined removes. */
  async change(
    profileId: string,
    decide: (present: T | undefined) => T | undefined,
  ): Promise<void> {
    const { global, onSetAside } = this.storage;
    const key = this.#keyOf(profileId);
    await inTurn(global, async () => {
      const next = decide(await readStored(global, key, this.parse, onSetAside));
      await global.update(key, next === undefined ? undefined : this.storedForm(next));
    });
    this.#onDidChange.fire(profileId);
  }

  /** Removes the value of a profile, readable or not. */
  async remove(profileId: string): Promise<void> {
    const { global } = this.storage;
    await inTurn(global, async () => {
      await global.update(this.#keyOf(profileId), undefined);
    });
    this.#onDidChange.fire(profileId);
  }

  /** Sets aside what cannot be read, and removes what belongs to no profile. */
  async tidy(isKnown: (profileId: string) => boolean): Promise<void> {
    const { global, onSetAside } = this.storage;
    const prefix = this.#keyOf("");
    await inTurn(global, async () => {
      for (const key of global.keys().filter((name) => name.startsWith(prefix))) {
        if (isKnown(key.slice(prefix.length))) {
          await readStored(global, key, this.parse, onSetAside);
        } else {
          await global.update(key, undefined);
        }
      }
    });
  }

  #keyOf(profileId: string): string {
    return `${this.kind}/${profileId}`;
  }
}
