import type { Memento } from "vscode";
import { Emitter, type Event } from "../util/event";
import { parseProfile, type Profile } from "./profile";
import { readStored, type SetAside } from "./storage";

/** All profiles, and the one that this window works with. Replaced whole on each change. */
export interface Profiles {
  /** In the order of their names. */
  readonly all: readonly Profile[];
  readonly active: Profile | undefined;
}

/** Where profiles are kept. */
export interface ProfileStorage {
  /** Shared by all windows: one key a profile, so that two windows do not overwrite each other. */
  readonly global: Memento;
  /** Belongs to this window: which profile is active. */
  readonly window: Memento;
  readonly onSetAside: (what: SetAside) => void;
}

const keyPrefix = "profile/";
const activeKey = "activeProfile";

/** The profiles. The simulator's is held in memory only: it ends with its simulator. */
export class ProfileStore {
  readonly #onDidChange = new Emitter<Profiles>();
  #current: Profiles = { all: [], active: undefined };

  private constructor(private readonly storage: ProfileStorage) {}

  /** Reads what is stored; entries that cannot be read are set aside and reported. */
  static async load(storage: ProfileStorage): Promise<ProfileStore> {
    const store = new ProfileStore(storage);
    const keys = storage.global.keys().filter((key) => key.startsWith(keyPrefix));
    const read = await Promise.all(
      keys.map((key) => readStored(storage.global, key, parseProfile, storage.onSetAside)),
    );
    const all = read.filter((profile) => profile !== undefined);
    store.#set(all, storage.window.get<unknown>(activeKey));
    return store;
  }

  get current(): Profiles {
    return this.#current;
  }

  get onDidChange(): Event<Profiles> {
    return this.#onDidChange.event;
  }

  /** Adds a profile or replaces the one with the same id. */
  async save(profile: Profile): Promise<void> {
    if (!profile.isSimulator) {
      await this.storage.global.update(keyPrefix + profile.id, profile);
    }
    const others = this.#current.all.filter(({ id }) => id !== profile.id);
    this.#set([...others, profile], this.#current.active?.id);
  }

  /** Removes a profile. Its secrets and engagements are the caller's to remove. */
  async remove(id: string): Promise<void> {
    await this.storage.global.update(keyPrefix + id, undefined);
    this.#set(
      this.#current.all.filter((profile) => profile.id !== id),
      this.#current.active?.id,
    );
  }

  /** Makes a profile the active one of this window. */
  async activate(id: string | undefined): Promise<void> {
    await this.storage.window.update(activeKey, id);
    this.#set(this.#current.all, id);
  }

  /** The profile with that id, if it still exists. */
  find(id: string): Profile | undefined {
    return this.#current.all.find((profile) => profile.id === id);
  }

  #set(profiles: readonly Profile[], activeId: unknown): void {
    const all = [...profiles].sort((a, b) => a.name.localeCompare(b.name));
    this.#current = { all, active: all.find(({ id }) => id === activeId) };
    this.#onDidChange.fire(this.#current);
  }
}
