import type { Profile } from "../profiles/profile";
import type { Disposable } from "../util/disposable";
import type { SessionStore } from "./sessionStore";

/** Watches the session of one profile at a time, for its end noted by another window. */
export class SessionWatch implements Disposable {
  #profile: Profile | undefined;
  #watch: Disposable | undefined;

  constructor(private readonly sessions: Pick<SessionStore, "watch">) {}

  /** Watches this profile, or none, from here on. A session counts for the address of its profile. */
  show(profile: Profile | undefined): void {
    const before = this.#profile;
    if (profile?.id !== before?.id || profile?.origin !== before?.origin) {
      this.dispose();
      this.#profile = profile;
      this.#watch = profile && this.sessions.watch(profile);
    }
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#profile = undefined;
  }
}
