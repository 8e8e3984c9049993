import { join } from "node:path";
import type { Message } from "../chat/messages";
import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";
import type { Engagement, EngagementEvent, JournalEntry } from "./engagement";
import type { StreamId } from "./journal";
import { JournalFolder } from "./journalFolder";
import { MemoryJournal } from "./memoryJournal";
import { ProfileEngagements } from "./profileEngagements";

type CallSent = Extract<EngagementEvent, { kind: "callSent" }>;

/** What the store is made of. */
export interface EngagementStoreParts {
  /** The folder that all windows of the machine share. */
  readonly root: string;
  readonly now: () => number;
  /**
   * Whether a profile still exists: nothing is stored for one that was removed meanwhile, in this
   * or another window. Without it every profile is taken to exist.
   */
  readonly isKnown?: (profileId: string) => boolean;
  /** Told of what the disk refused beside what was asked for, which goes on. */
  readonly onError: (error: unknown) => void;
}

/** Entries that came to a stream of a profile. */
export interface AppendedEntries {
  readonly profileId: string;
  readonly stream: StreamId;
  readonly entries: readonly JournalEntry[];
}

/**
 * The engagements of every profile, as far as they are known: what the journals of this machine come
 * to. A profile is opened before it is looked at; from then on it shows what all windows append.
 */
export class EngagementStore implements Disposable {
  readonly #onDidChange = new Emitter<string>();
  readonly #onDidAppend = new Emitter<AppendedEntries>();
  readonly #profiles = new Map<string, ProfileEngagements>();

  constructor(private readonly parts: EngagementStoreParts) {}

  /** Fires with the id of the profile whose engagements or entries changed. */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  /** Fires with entries that come to a stream after opening, whichever window appended them. */
  get onDidAppend(): Event<AppendedEntries> {
    return this.#onDidAppend.event;
  }

  /**
   * Reads what is known of a profile and follows it from here on. May be called again.
   * @throws JournalError
   */
  async open(profileId: string): Promise<void> {
    await this.#profile(profileId).open();
  }

  /** The engagements of a profile in the order in which they became known, ended ones included. */
  list(profileId: string): readonly Engagement[] {
    return this.#profiles.get(profileId)?.list() ?? [];
  }

  /** One engagement, if it is known. */
  find(profileId: string, id: bigint): Engagement | undefined {
    return this.#profiles.get(profileId)?.find(id);
  }

  /** What happened to an engagement, or to the session, in order. */
  entries(profileId: string, stream: StreamId): readonly JournalEntry[] {
    return this.#profiles.get(profileId)?.entries(stream) ?? [];
  }

  /** How many messages came of each type that has no role. */
  unknownTypes(profileId: string): ReadonlyMap<string, number> {
    return this.#profiles.get(profileId)?.unknownTypes() ?? new Map<string, number>();
  }

  /** How many stored lines of a profile could not be read and are skipped. */
  unreadableLines(profileId: string): number {
    return this.#profiles.get(profileId)?.unreadableLines ?? 0;
  }

  /**
   * Notes that something happened; resolves with the engagement when it is stored. Undefined for
   * the session's stream, when the profile is gone, and when the engagement was forgotten before its
   * answer came. What the disk refuses although it has happened is kept in memory, and
   * {@link EngagementStoreParts.onError} is told.
   * @throws JournalError when what was about to be done could not be stored
   */
  async append(
    profileId: string,
    stream: StreamId,
    event: EngagementEvent,
  ): Promise<Engagement | undefined> {
    const profile = await this.#opened(profileId);
    return profile?.append(stream, event);
  }

  /**
   * Notes that a request is about to leave. False: another request for the engagement is under way,
   * here or in another window, or the profile is gone; nothing may be sent then.
   * @throws JournalError
   */
  async claim(profileId: string, id: bigint, sent: CallSent): Promise<boolean> {
    const profile = await this.#opened(profileId);
    return (await profile?.claim(id, sent)) ?? false;
  }

  /** Notes messages, each where it belongs and in their order; heartbeats are not kept. */
  async applyMessages(profileId: string, messages: readonly Message[]): Promise<void> {
    if (this.#isGone(profileId)) {
      return;
    }
    const profile = this.#profile(profileId);
    // The server will not say them again: what cannot be opened cannot keep them from being shown.
    await profile.open().catch(this.parts.onError);
    await profile.applyMessages(messages);
  }

  /**
   * Forgets one engagement in all windows; nothing is sent.
   * @throws JournalError
   */
  async remove(profileId: string, id: bigint): Promise<void> {
    await this.#profile(profileId).forget([id]);
  }

  /**
   * Forgets the engagements of a profile that have ended.
   * @throws JournalError
   */
  async removeEnded(profileId: string): Promise<void> {
    const profile = this.#profile(profileId);
    await profile.open();
    const ended = profile.list().filter(({ state }) => state.kind === "ended");
    await profile.forget(ended.map(({ id }) => id));
  }

  /**
   * Forgets all that is known of a profile, its session's stream included.
   * @throws JournalError
   */
  async removeAll(profileId: string): Promise<void> {
    await this.#profile(profileId).forgetAll();
  }

  /** Begins a profile's list anew and keeps it in memory only: it ends with its simulator. */
  startInMemory(profileId: string): void {
    this.#profiles.get(profileId)?.dispose();
    this.#profiles.set(profileId, this.#follow(profileId, new MemoryJournal()));
    this.#onDidChange.fire(profileId);
  }

  dispose(): void {
    for (const profile of this.#profiles.values()) {
      profile.dispose();
    }
    this.#onDidChange.dispose();
    this.#onDidAppend.dispose();
  }

  #isKnown(profileId: string): boolean {
    return this.parts.isKnown?.(profileId) ?? true;
  }

  #isGone(profileId: string): boolean {
    return !this.#profiles.get(profileId)?.isInMemory && !this.#isKnown(profileId);
  }

  async #opened(profileId: string): Promise<ProfileEngagements | undefined> {
    if (this.#isGone(profileId)) {
      return undefined;
    }
    const profile = this.#profile(profileId);
    await profile.open();
    return profile;
  }

  #profile(profileId: string): ProfileEngagements {
    const known = this.#profiles.get(profileId);
    if (known) {
      return known;
    }
    const journal = new JournalFolder({
      path: join(this.parts.root, folderName(profileId)),
      isWanted: () => this.#isKnown(profileId),
      onError: this.parts.onError,
    });
    const made = this.#follow(profileId, journal);
    this.#profiles.set(profileId, made);
    return made;
  }

  #follow(profileId: string, journal: JournalFolder | MemoryJournal): ProfileEngagements {
    const { now, onError } = this.parts;
    // Whoever is told must not keep what happened from being stored, nor a request from being sent.
    const tell = (fire: () => void): void => {
      try {
        fire();
      } catch (error) {
        onError(error);
      }
    };
    return new ProfileEngagements(journal, {
      now,
      onError,
      onDidChange: () => {
        tell(() => {
          this.#onDidChange.fire(profileId);
        });
      },
      onDidAppend: (stream, entries) => {
        tell(() => {
          this.#onDidAppend.fire({ profileId, stream, entries });
        });
      },
    });
  }
}

/** A profile's id as a name that means the same on every file system. */
function folderName(profileId: string): string {
  return encodeURIComponent(profileId).replace(/[.*]/g, (sign) => {
    return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
