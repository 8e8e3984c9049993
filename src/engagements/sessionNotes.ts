import type { Exchange } from "../chat/exchange";
import type { Profile } from "../profiles/profile";
import type { AgentCalls } from "../session/agentCalls";
import type { LiveSession, LiveState } from "../session/liveSession";
import { isSessionRefused } from "../session/refusedSession";
import type { Disposable } from "../util/disposable";
import { sessionEventByHand } from "./actByHand";
import type { SessionEvent } from "./engagement";
import type { EngagementStore } from "./engagementStore";

/** What is noted, and where. */
export interface SessionNotesParts {
  readonly calls: Pick<AgentCalls, "onDidCall">;
  readonly live: Pick<LiveSession, "onDidChange" | "state">;
  /** Whose session `live` follows. */
  readonly liveProfile: () => Profile | undefined;
  readonly engagements: EngagementStore;
  readonly onError: (error: unknown) => void;
}

/** Notes in the session's stream what happens to the session as a whole, for its timeline. */
export class SessionNotes implements Disposable {
  readonly #subscriptions: readonly Disposable[];
  #isOutOfTouch = false;

  constructor(private readonly parts: SessionNotesParts) {
    this.#subscriptions = [
      parts.calls.onDidCall(({ profile, exchange, sentBy, isForeign }) => {
        // The commands note for themselves what they did.
        const made = sentBy === "document" ? sessionEventByHand(exchange) : undefined;
        if (made) {
          void this.note(profile.id, made.what, made.detail);
        }
        const what = endOf(exchange);
        if (what && !(isForeign && what === "expired")) {
          this.#noteEnd(profile.id, what);
        }
        // An attempt is under way before anybody knows whether it succeeds: only an answer tells.
        if (this.#isOutOfTouch && exchange.operation === "getMessages" && exchange.result.ok) {
          this.#isOutOfTouch = false;
          void this.note(profile.id, "contactBack");
        }
      }),
      parts.live.onDidChange((state) => {
        this.#noteContact(state);
      }),
    ];
  }

  /** Notes something about a profile's session. Never rejects. */
  async note(profileId: string, what: SessionEvent, detail?: string): Promise<void> {
    try {
      await this.parts.engagements.append(profileId, "session", {
        kind: "session",
        what,
        ...(detail !== undefined && { detail }),
      });
    } catch (error) {
      this.parts.onError(error);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
  }

  /** Several calls that were under way may all learn that the session ended: it is noted once. */
  #noteEnd(profileId: string, what: SessionEvent): void {
    const { engagements } = this.parts;
    const last = engagements.entries(profileId, "session").at(-1)?.event;
    if (last?.kind !== "session" || last.what !== what) {
      void this.note(profileId, what);
    }
  }

  #noteContact(state: LiveState): void {
    const profile = this.parts.liveProfile();
    if (state.kind === "waiting" && !this.#isOutOfTouch) {
      this.#isOutOfTouch = true;
      if (profile) {
        void this.note(profile.id, "contactLost", state.why.kind);
      }
    } else if (state.kind !== "waiting" && state.kind !== "polling") {
      // Another window, or nobody, has contact from here on.
      this.#isOutOfTouch = false;
    }
  }
}

/** Whether an exchange tells that the session it was made with is over. */
function endOf(exchange: Exchange): SessionEvent | undefined {
  if (exchange.result.ok) {
    return exchange.operation === "logoff" ? "loggedOff" : undefined;
  }
  return isSessionRefused(exchange) ? "expired" : undefined;
}
