import type { Memento } from "vscode";
import { readStored, type SetAside } from "../profiles/storage";
import { Emitter, type Event } from "../util/event";
import {
  transition,
  type Engagement,
  type EngagementEvent,
  type EngagementState,
} from "./engagement";
import { parseEngagements, storedForm } from "./storedEngagements";

/** Where engagements are kept. */
export interface EngagementStorage {
  readonly global: Memento;
  readonly onSetAside: (what: SetAside) => void;
  readonly now: () => number;
}

const keyOf = (profileId: string): string => `engagements/${profileId}`;

/** The engagements of every profile, as far as they are known. */
export class EngagementStore {
  readonly #onDidChange = new Emitter<string>();
  readonly #byProfile = new Map<string, readonly Engagement[]>();
  readonly #inMemoryOnly = new Set<string>();

  constructor(private readonly storage: EngagementStorage) {}

  /** Fires with the id of the profile whose engagements changed. */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  /**
   * Reads the stored engagements of a profile. A request that was under way when VS Code ended has
   * an unknown outcome.
   */
  async load(profileId: string): Promise<void> {
    if (this.#byProfile.has(profileId)) {
      return;
    }
    const stored = await readStored(
      this.storage.global,
      keyOf(profileId),
      parseEngagements,
      this.storage.onSetAside,
    );
    if (!this.#byProfile.has(profileId)) {
      this.#set(profileId, stored ?? []);
    }
  }

  /** The engagements of a profile in the order in which they became known. */
  list(profileId: string): readonly Engagement[] {
    return this.#byProfile.get(profileId) ?? [];
  }

  /** One engagement, if it is known. */
  find(profileId: string, id: bigint): Engagement | undefined {
    return this.list(profileId).find((engagement) => engagement.id === id);
  }

  /** Applies an event and keeps the outcome; resolves when it is stored. */
  async apply(profileId: string, id: bigint, event: EngagementEvent): Promise<EngagementState> {
    const before = this.list(profileId);
    const known = before.find((engagement) => engagement.id === id);
    const after = transition(id, known, event, this.storage.now());
    this.#set(
      profileId,
      known ? before.map((item) => (item === known ? after : item)) : [...before, after],
    );
    await this.#persist(profileId);
    return after.state;
  }

  /** Forgets one engagement; nothing is sent. */
  async remove(profileId: string, id: bigint): Promise<void> {
    this.#set(
      profileId,
      this.list(profileId).filter((engagement) => engagement.id !== id),
    );
    await this.#persist(profileId);
  }

  /** Forgets all engagements of a profile. */
  async removeAll(profileId: string): Promise<void> {
    this.#byProfile.delete(profileId);
    await this.storage.global.update(keyOf(profileId), undefined);
    this.#onDidChange.fire(profileId);
  }

  /** Begins a profile's list anew and keeps it in memory only: it ends with its simulator. */
  startInMemory(profileId: string): void {
    this.#inMemoryOnly.add(profileId);
    this.#set(profileId, []);
  }

  #set(profileId: string, engagements: readonly Engagement[]): void {
    this.#byProfile.set(profileId, engagements);
    this.#onDidChange.fire(profileId);
  }

  async #persist(profileId: string): Promise<void> {
    if (!this.#inMemoryOnly.has(profileId)) {
      await this.storage.global.update(keyOf(profileId), storedForm(this.list(profileId)));
    }
  }
}
