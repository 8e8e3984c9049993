import type { Memento } from "vscode";
import { inTurn, readStored, type SetAside } from "../profiles/storage";
import { Emitter, type Event } from "../util/event";
import {
  settledBy,
  transition,
  type Engagement,
  type EngagementEvent,
  type EngagementState,
} from "./engagement";
import { parseEngagements, storedForm } from "./storedEngagements";

/** Where engagements are kept. */
export interface EngagementStorage {
  /** Shared by all windows, which all see what each of them stores. */
  readonly global: Memento;
  readonly onSetAside: (what: SetAside) => void;
  readonly now: () => number;
  /**
   * Whether a profile still exists: nothing is stored for one that was removed meanwhile, in this
   * or another window. Without it every profile is taken to exist.
   */
  readonly isKnown?: (profileId: string) => boolean;
}

const keyOf = (profileId: string): string => `engagements/${profileId}`;

/**
 * The engagements of every profile, as far as they are known. They are read anew from storage at
 * each use, because other windows change them too.
 */
export class EngagementStore {
  readonly #onDidChange = new Emitter<string>();
  readonly #inMemory = new Map<string, readonly Engagement[]>();

  constructor(private readonly storage: EngagementStorage) {}

  /** Fires with the id of the profile whose engagements changed. */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  /** Sets a stored list that cannot be read aside and reports it; until then it counts as empty. */
  async load(profileId: string): Promise<void> {
    if (this.#read(profileId) === undefined) {
      await inTurn(this.storage.global, () => this.#setAside(profileId));
    }
  }

  /** Has whoever shows a profile's engagements look again: another window may have changed them. */
  async refresh(profileId: string): Promise<void> {
    await this.load(profileId);
    this.#onDidChange.fire(profileId);
  }

  /** The engagements of a profile in the order in which they became known. */
  list(profileId: string): readonly Engagement[] {
    const now = this.storage.now();
    return (this.#read(profileId) ?? []).map((engagement) => settledBy(engagement, now));
  }

  /** One engagement, if it is known. */
  find(profileId: string, id: bigint): Engagement | undefined {
    return this.list(profileId).find((engagement) => engagement.id === id);
  }

  /**
   * Applies an event; resolves when the outcome is stored. Undefined when nothing was: see
   * {@link transition}, or the profile is gone.
   */
  async apply(
    profileId: string,
    id: bigint,
    event: EngagementEvent,
  ): Promise<EngagementState | undefined> {
    let outcome: Engagement | undefined;
    await this.#change(profileId, (before) => {
      const known = before.find((engagement) => engagement.id === id);
      const after = transition(id, known, event, this.storage.now());
      outcome = after;
      return (
        after &&
        (known ? before.map((item) => (item === known ? after : item)) : [...before, after])
      );
    });
    return outcome?.state;
  }

  /** Forgets one engagement; nothing is sent. */
  async remove(profileId: string, id: bigint): Promise<void> {
    await this.#change(profileId, (before) =>
      before.some((engagement) => engagement.id === id)
        ? before.filter((engagement) => engagement.id !== id)
        : undefined,
    );
  }

  /** Forgets all engagements of a profile. */
  async removeAll(profileId: string): Promise<void> {
    if (this.#inMemory.has(profileId)) {
      // It stays in memory: what comes too late must not be stored.
      this.startInMemory(profileId);
      return;
    }
    await inTurn(this.storage.global, () => this.#store(profileId, undefined));
  }

  /** Begins a profile's list anew and keeps it in memory only: it ends with its simulator. */
  startInMemory(profileId: string): void {
    this.#inMemory.set(profileId, []);
    this.#onDidChange.fire(profileId);
  }

  /** Changes a list when its turn has come; `change` answers undefined to leave it as it is. */
  async #change(
    profileId: string,
    change: (before: readonly Engagement[]) => readonly Engagement[] | undefined,
  ): Promise<void> {
    const inMemory = this.#inMemory.get(profileId);
    if (inMemory) {
      this.#inMemory.set(profileId, change(inMemory) ?? inMemory);
      this.#onDidChange.fire(profileId);
      return;
    }
    await inTurn(this.storage.global, async () => {
      if (this.#read(profileId) === undefined) {
        await this.#setAside(profileId);
      }
      const after = this.#isKnown(profileId) ? change(this.#read(profileId) ?? []) : undefined;
      if (after) {
        await this.#store(profileId, storedForm(after));
      }
    });
  }

  /** A profile's engagements as they are stored; undefined when they cannot be read. */
  #read(profileId: string): readonly Engagement[] | undefined {
    const inMemory = this.#inMemory.get(profileId);
    if (inMemory) {
      return inMemory;
    }
    const stored = this.storage.global.get<unknown>(keyOf(profileId));
    return stored === undefined ? [] : parseEngagements(stored);
  }

  async #setAside(profileId: string): Promise<void> {
    const { global, onSetAside } = this.storage;
    await readStored(global, keyOf(profileId), parseEngagements, onSetAside);
  }

  async #store(profileId: string, value: unknown): Promise<void> {
    const stored = this.storage.global.update(keyOf(profileId), value);
    this.#onDidChange.fire(profileId);
    await stored;
  }

  #isKnown(profileId: string): boolean {
    return this.storage.isKnown?.(profileId) ?? true;
  }
}
