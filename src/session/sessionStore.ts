import type { SecretStorage } from "vscode";
import type { Profile } from "../profiles/profile";
import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";

/** A session id with the place it belongs to. A secret: not to be kept or shown. */
export interface Session {
  readonly sessionId: string;
  /** Where it may be sent. A profile whose host was changed does not get it. */
  readonly origin: string;
  /** When it was set, ms since 1970. */
  readonly since: number;
}

/** SecretStorage refused; `cause` says why. Nothing was kept elsewhere. */
export class SecretStorageError extends Error {
  override readonly name = "SecretStorageError";

  constructor(
    readonly action: "read" | "store" | "remove",
    options: ErrorOptions,
  ) {
    super(`SecretStorage could not ${action}`, options);
  }
}

const keyOf = (profileId: string): string => `session/${profileId}`;

/**
 * The agent sessions, one a profile, in SecretStorage and nowhere else: each use reads it anew.
 * What is kept in memory is only whether there is one.
 */
export class SessionStore implements Disposable {
  readonly #onDidChange = new Emitter<string>();
  readonly #subscription: Disposable;

  constructor(
    private readonly secrets: SecretStorage,
    private readonly now: () => number = Date.now,
  ) {
    this.#subscription = secrets.onDidChange(({ key }) => {
      const profileId = /^session\/(?<id>.+)$/.exec(key)?.groups?.["id"];
      if (profileId !== undefined) {
        this.#onDidChange.fire(profileId);
      }
    });
  }

  /** Fires with a profile's id when its session was set or removed, in this or another window. */
  get onDidChange(): Event<string> {
    return this.#onDidChange.event;
  }

  /**
   * The session of a profile, if there is one for the profile's present origin.
   * @throws SecretStorageError
   */
  async get(profile: Profile): Promise<Session | undefined> {
    const stored = await this.#guard("read", () => this.secrets.get(keyOf(profile.id)));
    const session = stored === undefined ? undefined : parseSession(stored);
    return session?.origin === profile.origin ? session : undefined;
  }

  /**
   * Keeps a session id for a profile's present origin.
   * @throws SecretStorageError
   */
  async set(profile: Profile, sessionId: string): Promise<void> {
    const session: Session = { sessionId, origin: profile.origin, since: this.now() };
    await this.#guard("store", () =>
      this.secrets.store(keyOf(profile.id), JSON.stringify(session)),
    );
  }

  /**
   * Forgets the session of a profile.
   * @throws SecretStorageError
   */
  async remove(profileId: string): Promise<void> {
    await this.#guard("remove", () => this.secrets.delete(keyOf(profileId)));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  async #guard<T>(action: SecretStorageError["action"], use: () => Thenable<T>): Promise<T> {
    try {
      return await use();
    } catch (cause) {
      throw new SecretStorageError(action, { cause });
    }
  }
}

function parseSession(stored: string): Session | undefined {
  try {
    const { sessionId, origin, since } = JSON.parse(stored) as Record<string, unknown>;
    return typeof sessionId === "string" && typeof origin === "string" && typeof since === "number"
      ? { sessionId, origin, since }
      : undefined;
  } catch {
    return undefined;
  }
}
