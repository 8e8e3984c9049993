import * as vscode from "vscode";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ContextValues } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { SecretStorageError, type SessionStore } from "../session/sessionStore";

/** What this window works with, replaced whole on each change. */
export interface WindowSituation {
  readonly state: ContextValues["engagementDesk.state"];
  readonly profile: Profile | undefined;
  /** When the session was set, ms since 1970; absent without a session. */
  readonly sessionSince?: number;
}

/** Follows profile, session and engagements of the window for whoever shows them. */
export class WindowState implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<WindowSituation>();
  readonly #subscriptions: vscode.Disposable;
  #current: WindowSituation = { state: "loading", profile: undefined };
  #generation = 0;

  constructor(
    private readonly profiles: ProfileStore,
    private readonly sessions: SessionStore,
    private readonly engagements: EngagementStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      profiles.onDidChange(() => void this.refresh()),
      sessions.onDidChange(() => void this.refresh()),
    );
  }

  get current(): WindowSituation {
    return this.#current;
  }

  get onDidChange(): vscode.Event<WindowSituation> {
    return this.#onDidChange.event;
  }

  /** Reads the situation anew; of overlapping calls only the last has a say. Never rejects. */
  async refresh(): Promise<void> {
    const mine = ++this.#generation;
    const { profile } = this.#current;
    const { active } = this.profiles.current;
    if (active && active.id !== profile?.id) {
      // The keyring may let us wait: until it answers, the window has the profile and no more.
      this.#publish({ state: "loading", profile: active });
    }
    try {
      const next = await this.#read();
      if (mine === this.#generation) {
        this.#publish(next);
      }
    } catch (error) {
      this.log.error("reading profile and session", error instanceof Error ? error : String(error));
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
  }

  #publish(situation: WindowSituation): void {
    this.#current = situation;
    setContext("engagementDesk.state", situation.state).then(undefined, (error: unknown) => {
      this.log.error("setting a context key", String(error));
    });
    this.#onDidChange.fire(situation);
  }

  async #read(): Promise<WindowSituation> {
    const { all, active: profile } = this.profiles.current;
    if (!profile) {
      return { state: all.length === 0 ? "noProfiles" : "noActiveProfile", profile };
    }
    await this.engagements.load(profile.id);
    try {
      const session = await this.sessions.get(profile);
      return session
        ? { state: "ready", profile, sessionSince: session.since }
        : { state: "noSession", profile };
    } catch (error) {
      if (!(error instanceof SecretStorageError)) {
        throw error;
      }
      this.log.error("reading the session", error);
      return { state: "secretStorageBroken", profile };
    }
  }
}

/** Sets a context key; the only place that does. */
export function setContext<K extends keyof ContextValues>(
  key: K,
  value: ContextValues[K],
): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", key, value);
}
