import type { SecretStorage } from "vscode";
import type { Profile } from "../profiles/profile";
import type { Disposable } from "../util/disposable";
import { Briefly } from "../util/briefly";
import { Emitter, type Event } from "../util/event";
import { EndNotes, readEndNote, type EndNote, type SessionEnd } from "./endNotes";
import { GuardedSecrets } from "./guardedSecrets";
import { keyOf, type SessionFolders } from "./sessionFolders";

/** A session id with the place it belongs to. A secret: not to be kept or shown. */
export interface Session {
  readonly sessionId: string;
  /** Where it may be sent. A profile whose host was changed does not get it. */
  readonly origin: string;
  /** When it was set, ms since 1970. */
  readonly since: number;
}

/** What is known of a profile's session, for the profile's present origin. */
export type SessionLook =
  | { readonly kind: "none" }
  | { readonly kind: "live"; readonly session: Session }
  | {
      readonly kind: "ended";
      /** When it was set, ms since 1970. */
      readonly since: number;
      /** When its end was noted, ms since 1970. */
      readonly endedAt: number;
      readonly how: SessionEnd;
      /** The operation and what the server answered, in its words; holds no secret. */
      readonly why?: string;
    };

/** How often a watched session's note is looked for, in ms. */
const watchMs = 1000;

/**
 * The agent sessions, one a profile, stored in SecretStorage and nowhere else. What was read is used for a second at
 * most, so that a burst of calls reads it once: to VS Code that is a message to the workbench and back.
 * That a session ended is noted in its folder, where all windows see it: a session id that was noted
 * as ended is not given to anybody, unless a person sets it again.
 */
export class SessionStore implements Disposable {
  readonly #onDidChange = new Emitter<string>();
  readonly #subscription: Disposable;
  readonly #kept: GuardedSecrets<Session>;
  readonly #read = new Briefly<string, Promise<Session | undefined>>();
  readonly #notes: EndNotes;
  /** The notes that are not written yet, or could not be. */
  readonly #unwritten = new Map<string, EndNote>();

  constructor(
    secrets: SecretStorage,
    folders: SessionFolders,
    private readonly now: () => number = Date.now,
  ) {
    this.#notes = new EndNotes(folders);
    this.#kept = new GuardedSecrets(secrets, "session", parseSession);
    this.#subscription = secrets.onDidChange(({ key }) => {
      const profileId = this.#kept.profileOf(key);
      if (profileId !== undefined) {
        this.#read.delete(profileId);
        this.#onDidChange.fire(profileId);
      }
    });
  }

  /**
   * Fires with a profile's id when its session was set, removed or ended in this window; when another
   * window did it, as soon as SecretStorage tells or, of an end, while the profile is watched.
   */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  /**
   * What is known of a profile's session; reads it anew.
   * @throws SecretStorageError
   */
  async look(profile: Profile): Promise<SessionLook> {
    return this.#lookAt(profile, await this.#kept.get(profile.id));
  }

  /**
   * The session of a profile, if there is one for the profile's present origin that did not end. What was read
   * less than a second ago is not read again: another window may have changed it since.
   * @throws SecretStorageError
   */
  async get(profile: Profile): Promise<Session | undefined> {
    const look = await this.#lookAt(profile, await this.#sessionOf(profile.id));
    return look.kind === "live" ? look.session : undefined;
  }

  /**
   * Keeps a session id for a profile's present origin. One that was noted as ended gets another
   * chance: the chat server may have refused it for an account id that was mistyped.
   * @throws SecretStorageError
   */
  async set(profile: Profile, sessionId: string): Promise<void> {
    const session: Session = { sessionId, origin: profile.origin, since: this.now() };
    this.#unwritten.delete(keyOf(session));
    // Where no note can be deleted none could be written either.
    await this.#notes.clear(session).catch(() => undefined);
    await this.#whileUnread(profile.id, () => this.#kept.set(profile.id, session));
  }

  /**
   * Notes for all windows that this very session ended; a session that was set since is not touched.
   * Rejects when the note cannot be written: then this window alone knows.
   */
  async end(profile: Profile, session: Session, how: SessionEnd, why?: string): Promise<void> {
    const before = await this.#noteOf(session);
    if (before?.how === "loggedOff" || before?.how === how) {
      return;
    }
    const key = keyOf(session);
    const note: EndNote = { how, at: this.now(), ...(why !== undefined && { why }) };
    this.#unwritten.set(key, note);
    try {
      await this.#notes.write(session, note);
      this.#unwritten.delete(key);
    } finally {
      this.#onDidChange.fire(profile.id);
    }
  }

  /**
   * Forgets the session of a profile.
   * @throws SecretStorageError
   */
  async remove(profileId: string): Promise<void> {
    await this.#whileUnread(profileId, () => this.#kept.remove(profileId));
  }

  /** Looks again and again whether another window noted the end of a profile's session. */
  watch(profile: Profile): Disposable {
    // Of the session only the place of its note is kept; null when there is nothing to look for.
    let file: string | null | undefined;
    const look = async (): Promise<void> => {
      if (file === undefined) {
        const found = await this.look(profile);
        file = found.kind === "live" ? await this.#notes.fileOf(found.session) : null;
        if (found.kind !== "ended") {
          return;
        }
      } else if (file === null || !readEndNote(file)) {
        return;
      }
      try {
        this.#onDidChange.fire(profile.id);
      } finally {
        file = null;
      }
    };
    let isLooking = false;
    const timer = setInterval(() => {
      if (!isLooking) {
        isLooking = true;
        // What cannot be read at this moment is looked for again at the next.
        void look()
          .catch(() => undefined)
          .finally(() => {
            isLooking = false;
          });
      }
    }, watchMs);
    const changes = this.onDidChange((profileId) => {
      if (profileId === profile.id) {
        file = undefined;
      }
    });
    return {
      dispose: () => {
        clearInterval(timer);
        changes.dispose();
      },
    };
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
    this.#read.clear();
  }

  async #lookAt(profile: Profile, session: Session | undefined): Promise<SessionLook> {
    if (session?.origin !== profile.origin) {
      return { kind: "none" };
    }
    const note = await this.#noteOf(session);
    if (!note) {
      return { kind: "live", session };
    }
    const { how, at, why } = note;
    const { since } = session;
    return { kind: "ended", since, endedAt: at, how, ...(why !== undefined && { why }) };
  }

  async #sessionOf(profileId: string): Promise<Session | undefined> {
    let session: Session | undefined;
    try {
      session = await this.#read.get(profileId, () => this.#kept.get(profileId));
    } finally {
      // That there is none, or that it cannot be read, is looked at anew the next time.
      if (!session) {
        this.#read.delete(profileId);
      }
    }
    return session;
  }

  /** What was read before a change, or while it was made, is not used after it. */
  async #whileUnread(profileId: string, change: () => Promise<void>): Promise<void> {
    this.#read.delete(profileId);
    try {
      await change();
    } finally {
      this.#read.delete(profileId);
    }
  }

  async #noteOf(session: Session): Promise<EndNote | undefined> {
    const unwritten = this.#unwritten.get(keyOf(session));
    try {
      return unwritten ?? readEndNote(await this.#notes.fileOf(session));
    } catch {
      // Without a folder nothing can be noted: the chat server says whether it accepts the session.
      return undefined;
    }
  }
}

function parseSession({
  sessionId,
  origin,
  since,
}: Readonly<Record<string, unknown>>): Session | undefined {
  return typeof sessionId === "string" && typeof origin === "string" && typeof since === "number"
    ? { sessionId, origin, since }
    : undefined;
}
