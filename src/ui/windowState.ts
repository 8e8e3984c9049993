import * as vscode from "vscode";
import type { JournalEntry } from "../engagements/engagement";
import type { EngagementStore } from "../engagements/engagementStore";
import type { ContextValues } from "../ids";
import type { Profile } from "../profiles/profile";
import type { ProfileStore } from "../profiles/profileStore";
import { SecretStorageError } from "../session/guardedSecrets";
import type { LiveSession } from "../session/liveSession";
import type { SessionStore } from "../session/sessionStore";
import { SessionWatch } from "../session/sessionWatch";
import type { Disposable } from "../util/disposable";
import type { WindowSituation } from "./windowSituation";

/** What the situation of a window is read from. */
export interface WindowStateParts {
  readonly profiles: ProfileStore;
  readonly sessions: SessionStore;
  readonly engagements: EngagementStore;
  readonly live: LiveSession;
  readonly log: vscode.LogOutputChannel;
}

/** After what time it is tried again to read what could not be read, in ms. */
const retryMs = 15_000;

/** What profile and session alone say; the loop and the agent's activity are added to it. */
type Basis = Omit<WindowSituation, "loop" | "activity">;

/** Follows profile, session, loop and engagements of the window for whoever shows them. */
export class WindowState implements vscode.Disposable {
  readonly #onDidChange = new vscode.EventEmitter<WindowSituation>();
  readonly #subscriptions: readonly Disposable[];
  #basis: Basis = { state: "loading", profile: undefined };
  #current: WindowSituation = this.#basis;
  #generation = 0;
  readonly #signingIn = new Set<string>();
  readonly #watch: SessionWatch;
  #retry: NodeJS.Timeout | undefined;

  constructor(private readonly parts: WindowStateParts) {
    const { engagements, live, profiles, sessions } = parts;
    this.#watch = new SessionWatch(sessions);
    this.#subscriptions = [
      profiles.onDidChange(() => void this.refresh()),
      sessions.onDidChange((profileId) => {
        if (profileId === this.#current.profile?.id) {
          void this.refresh();
        }
      }),
      live.onDidChange(() => {
        this.#publish();
      }),
      engagements.onDidAppend(({ profileId, stream, entries }) => {
        if (stream === "session" && profileId === this.#current.profile?.id) {
          this.#publish();
          // The window that heard of it stored the pool; VS Code does not tell this one.
          if (
            entries.some(({ event }) => event.kind === "session" && event.what === "poolChanged")
          ) {
            profiles.reload().catch((error: unknown) => {
              parts.log.error("reading the profiles", String(error));
            });
          }
        }
      }),
    ];
  }

  get current(): WindowSituation {
    return this.#current;
  }

  get onDidChange(): vscode.Event<WindowSituation> {
    return this.#onDidChange.event;
  }

  /** Says that signing in to a profile began, or is over. */
  setSigningIn(profileId: string, isSigningIn: boolean): void {
    if (isSigningIn) {
      this.#signingIn.add(profileId);
    } else {
      this.#signingIn.delete(profileId);
    }
    this.#publish();
  }

  /** Reads the situation anew; of overlapping calls only the last has a say. Never rejects. */
  async refresh(): Promise<void> {
    const mine = ++this.#generation;
    clearTimeout(this.#retry);
    const { active } = this.parts.profiles.current;
    if (active && active.id !== this.#basis.profile?.id) {
      // The keyring may let us wait: until it answers, the window has the profile and no more.
      this.#basis = { state: "loading", profile: active };
      this.#publish();
    }
    try {
      const next = await this.#read();
      if (mine === this.#generation) {
        // Another window may note that the session ended: whoever shows it is to know at once.
        this.#watch.show(next.profile);
        this.#basis = next;
        this.#publish();
        if (next.state === "secretStorageBroken") {
          this.#tryAgainLater();
        }
      }
    } catch (error) {
      if (mine === this.#generation) {
        this.#tryAgainLater();
      }
      this.parts.log.error(
        "reading profile and session",
        error instanceof Error ? error : String(error),
      );
    }
  }

  dispose(): void {
    this.#generation += 1;
    clearTimeout(this.#retry);
    this.#watch.dispose();
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#onDidChange.dispose();
  }

  /** A keyring that is locked, say, opens without telling anybody. */
  #tryAgainLater(): void {
    this.#retry = setTimeout(() => void this.refresh(), retryMs).unref();
  }

  #publish(): void {
    const { live, engagements } = this.parts;
    const { profile } = this.#basis;
    // A sign-in of a site without a profile is this window's, as long as it shows no other profile.
    const isSigningIn = profile ? this.#signingIn.has(profile.id) : this.#signingIn.size > 0;
    const basis: Basis = isSigningIn ? { state: "signingIn", profile } : this.#basis;
    const activity =
      profile && basis.state === "ready"
        ? activityOf(engagements.entries(profile.id, "session"), basis.sessionSince ?? 0)
        : undefined;
    this.#current =
      basis.state === "ready"
        ? { ...basis, loop: live.state, ...(activity && { activity }) }
        : basis;
    this.#setContext("engagementDesk.state", this.#current.state);
    this.#setContext("engagementDesk.activity", activity ?? "unknown");
    this.#setContext("engagementDesk.isWaiting", this.#current.loop?.kind === "waiting");
    this.#onDidChange.fire(this.#current);
  }

  #setContext<K extends keyof ContextValues>(key: K, value: ContextValues[K]): void {
    setContext(key, value).then(undefined, (error: unknown) => {
      this.parts.log.error("setting a context key", String(error));
    });
  }

  async #read(): Promise<Basis> {
    const { engagements, live, log, profiles, sessions } = this.parts;
    const { all, active: profile } = profiles.current;
    if (!profile) {
      await live.show(undefined);
      return { state: all.length === 0 ? "noProfiles" : "noActiveProfile", profile };
    }
    try {
      await engagements.open(profile.id);
    } catch (error) {
      // What was known cannot be shown; the session goes on.
      log.error("reading the engagements", error instanceof Error ? error : String(error));
    }
    try {
      const look = await sessions.look(profile);
      await live.show(profile);
      return basisOf(profile, look);
    } catch (error) {
      if (!(error instanceof SecretStorageError)) {
        throw error;
      }
      log.error("reading the session", error);
      return { state: "secretStorageBroken", profile };
    }
  }
}

function basisOf(profile: Profile, look: Awaited<ReturnType<SessionStore["look"]>>): Basis {
  switch (look.kind) {
    case "live":
      return { state: "ready", profile, sessionSince: look.session.since };
    case "none":
      return { state: "signedOut", profile };
    case "ended":
      return look.how === "expired"
        ? { state: "expired", profile, expiredAt: look.endedAt }
        : { state: "signedOut", profile };
  }
}

/** What the server was last told of the agent, since the session began. */
function activityOf(
  entries: readonly JournalEntry[],
  sessionSince: number,
): WindowSituation["activity"] {
  for (let index = entries.length - 1; index >= 0; index--) {
    const { at, event } = entries[index] ?? { at: 0, event: { kind: "tracked" } };
    if (at < sessionSince) {
      return undefined;
    }
    if (event.kind === "session" && (event.what === "available" || event.what === "unavailable")) {
      return event.what;
    }
  }
  return undefined;
}

/** Sets a context key; the only place that does. */
export function setContext<K extends keyof ContextValues>(
  key: K,
  value: ContextValues[K],
): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", key, value);
}
