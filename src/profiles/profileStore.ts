import { isDeepStrictEqual } from "node:util";
import type { Memento } from "vscode";
import { Emitter, type Event } from "../util/event";
import { parseProfile, type Profile } from "./profile";
import { inTurn, readStored, type SetAside } from "./storage";

/** All profiles, and the one that this window works with. Replaced whole on each change. */
export interface Profiles {
  /** In the order of their names. */
  readonly all: readonly Profile[];
  readonly active: Profile | undefined;
}

/** Where profiles are kept. */
export interface ProfileStorage {
  /** Shared by all windows: one key a profile. */
  readonly global: Memento;
  /** Belongs to this window: which profile is active. */
  readonly window: Memento;
  readonly onSetAside: (what: SetAside) => void;
}

const keyPrefix = "profile/";
const activeKey = "activeProfile";

/**
 * The profiles. What is stored is read anew at every change, since other windows change it too. The
 * simulator's is held in memory only: it ends with its simulator.
 */
export class ProfileStore {
  readonly #onDidChange = new Emitter<Profiles>();
  #current: Profiles = { all: [], active: undefined };
  #inMemory: readonly Profile[] = [];

  private constructor(private readonly storage: ProfileStorage) {}

  /** Reads what is stored; entries that cannot be read are set aside and reported. */
  static async load(storage: ProfileStorage): Promise<ProfileStore> {
    const store = new ProfileStore(storage);
    await store.#setUnreadableAside();
    store.#current = store.#read(storage.window.get<unknown>(activeKey));
    return store;
  }

  get current(): Profiles {
    return this.#current;
  }

  get onDidChange(): Event<Profiles> {
    return this.#onDidChange.event;
  }

  /** Takes over what other windows changed; fires only when something differs. */
  async reload(): Promise<void> {
    await this.#setUnreadableAside();
    const next = this.#read(this.#current.active?.id);
    if (!isDeepStrictEqual(next, this.#current)) {
      this.#set(next);
    }
  }

  /** Whether a profile exists at this moment, also when another window has just removed it. */
  has(id: string): boolean {
    return this.find(id) !== undefined;
  }

  /** Adds a profile or replaces the one with the same id. */
  async save(profile: Profile): Promise<void> {
    if (profile.isSimulator) {
      this.#inMemory = [...this.#inMemory.filter(({ id }) => id !== profile.id), profile];
      this.#set(this.#read(this.#current.active?.id));
    } else {
      await this.#write(profile.id, () => profile);
    }
  }

  /**
   * Replaces a stored profile. False, and nothing is stored, when it was removed meanwhile, in this
   * or another window.
   */
  async update(profile: Profile): Promise<boolean> {
    let isThere = false;
    await this.#write(profile.id, () => {
      isThere = this.has(profile.id);
      return isThere ? profile : undefined;
    });
    return isThere;
  }

  /** Removes a profile. Its secrets and engagements are the caller's to remove. */
  async remove(id: string): Promise<void> {
    this.#inMemory = this.#inMemory.filter((profile) => profile.id !== id);
    await this.#write(id, () => undefined);
  }

  /** Makes a profile the active one of this window. */
  async activate(id: string | undefined): Promise<void> {
    // The simulator's profile is not there after a reload: the window comes back to its own then.
    if (!this.#inMemory.some((profile) => profile.id === id)) {
      await this.storage.window.update(activeKey, id);
    }
    this.#set(this.#read(id));
  }

  /** The profile with that id as it is at this moment, also when another window has just changed it. */
  find(id: string): Profile | undefined {
    const key = keyPrefix + id;
    return (
      this.#inMemory.find((profile) => profile.id === id) ??
      readEntry(key, this.storage.global.get<unknown>(key))
    );
  }

  /** Stores what `decide` says when its turn has come; undefined removes. */
  #write(id: string, decide: () => Profile | undefined): Promise<void> {
    return inTurn(this.storage.global, async () => {
      const written = this.storage.global.update(keyPrefix + id, decide());
      this.#set(this.#read(this.#current.active?.id));
      await written;
    });
  }

  #read(activeId: unknown): Profiles {
    const { global } = this.storage;
    const stored = global
      .keys()
      .map((key) => readEntry(key, global.get<unknown>(key)))
      .filter((profile) => profile !== undefined);
    const all = [...stored, ...this.#inMemory].sort((a, b) => a.name.localeCompare(b.name));
    return { all, active: all.find(({ id }) => id === activeId) };
  }

  #setUnreadableAside(): Promise<void> {
    const { global, onSetAside } = this.storage;
    return inTurn(global, async () => {
      const keys = global.keys().filter((key) => key.startsWith(keyPrefix));
      await Promise.all(
        keys.map((key) => readStored(global, key, (value) => readEntry(key, value), onSetAside)),
      );
    });
  }

  #set(next: Profiles): void {
    this.#current = next;
    this.#onDidChange.fire(next);
  }
}

/** The profile stored under a key; undefined for other keys, and for what is no profile of that key. */
function readEntry(key: string, value: unknown): Profile | undefined {
  const profile = key.startsWith(keyPrefix) ? parseProfile(value) : undefined;
  return profile && keyPrefix + profile.id === key ? profile : undefined;
}
