import type { WindowStateKind } from "../ids";
import type { Profile } from "../profiles/profile";
import type { LiveState } from "../session/liveSession";

/** What this window works with, replaced whole on each change. */
export interface WindowSituation {
  readonly state: WindowStateKind;
  readonly profile: Profile | undefined;
  /** When the session was set, ms since 1970; absent without a session. */
  readonly sessionSince?: number;
  /** When the session was found to have ended, ms since 1970. */
  readonly expiredAt?: number;
  /** What becomes of the session's messages; absent without a session. */
  readonly loop?: LiveState;
  /** What the server was last told of the agent's activity; absent until it was told. */
  readonly activity?: "available" | "unavailable";
}
