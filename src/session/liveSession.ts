import type { Exchange } from "../chat/exchange";
import type { Message, RoleMapping } from "../chat/messages";
import type { Profile } from "../profiles/profile";
import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";
import type { AgentCalls } from "./agentCalls";
import { Lease, type LeaseTimes } from "./lease";
import { MessageLoop, type LoopState, type MessageLoopParts } from "./messageLoop";
import { keyOf, type SessionFolders } from "./sessionFolders";
import type { Session, SessionStore } from "./sessionStore";

/** What becomes of the messages of the profile that the window shows. */
export type LiveState =
  /** There is no profile, or none with a session that can be used. */
  { readonly kind: "off" } | LoopState;

/** What a window needs to follow a session. */
export interface LiveSessionParts {
  readonly sessions: Pick<SessionStore, "look" | "onDidChange">;
  readonly folders: Pick<SessionFolders, "folderOf">;
  readonly calls: Pick<AgentCalls, "call">;
  /** A profile as it is at this moment: its pool can change while a session lives. */
  readonly findProfile: (id: string) => Profile | undefined;
  /** Takes messages in their order; the next call waits for it, for a while. */
  readonly onMessages: (
    profile: Profile,
    messages: readonly Message[],
    exchange: Exchange,
  ) => unknown;
  /** Told of each change of the pool, before the next call; undefined: the message does not tell which. */
  readonly onPool: (profile: Profile, pool: string | undefined) => unknown;
  /** Told of what went wrong beside the calls; the loop goes on. */
  readonly onError: (error: unknown) => void;
  /** The roles that the user gave to types of messages; read at each answer. */
  readonly mapping?: () => RoleMapping;
  readonly leaseTimes?: LeaseTimes;
  readonly surroundings?: Pick<MessageLoopParts, "clock" | "random" | "networkAddresses">;
}

interface Running {
  readonly profileId: string;
  /** Profile and session. */
  readonly key: string;
  readonly lease: Lease;
  readonly loop: MessageLoop;
}

/**
 * Asks for the messages of the one profile that a window shows, for as long as that has a session,
 * and as the only window of the machine that does so for this session.
 */
export class LiveSession implements Disposable {
  readonly #onDidChange = new Emitter<LiveState>();
  readonly #subscription: Disposable;
  #profile: Profile | undefined;
  #running: Running | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  constructor(private readonly parts: LiveSessionParts) {
    this.#subscription = parts.sessions.onDidChange((profileId) => {
      if (profileId === this.#profile?.id) {
        this.#follow().catch(parts.onError);
      }
    });
  }

  get state(): LiveState {
    return this.#running?.loop.state ?? { kind: "off" };
  }

  get onDidChange(): Event<LiveState> {
    return this.#onDidChange.event;
  }

  /**
   * Follows a profile, or none. Resolves when the calls for the one before are over. To be called
   * again when the profile changed; what goes on for it goes on.
   * @throws SecretStorageError when the session cannot be read; what goes on for the profile goes on.
   */
  show(profile: Profile | undefined): Promise<void> {
    this.#profile = profile;
    return this.#follow();
  }

  /** Ends a wait: asks at once. */
  retryNow(): void {
    this.#running?.loop.retryNow();
  }

  /**
   * Ends like {@link dispose}; resolves with whether another window of the machine goes on with the
   * session, as far as that shows within some milliseconds.
   */
  async passOn(withinMs: number): Promise<boolean> {
    // Before all is disposed of: a lease that was given up does not know what to wait for.
    const passedOn = this.#running?.lease.passOn(withinMs);
    this.dispose();
    return (await passedOn) ?? false;
  }

  /** Aborts the outstanding call and lets another window go on at once. */
  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#onDidChange.dispose();
    this.#running?.loop.dispose();
    this.#running?.lease.dispose();
  }

  #follow(): Promise<void> {
    const turn = this.#work.then(() => this.#change());
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  async #change(): Promise<void> {
    const before = this.#running;
    const profile = this.#profile && this.parts.findProfile(this.#profile.id);
    let session: Session | undefined;
    let isUnknown = false;
    try {
      const look = profile && (await this.parts.sessions.look(profile));
      session = look?.kind === "live" ? look.session : undefined;
    } catch (error) {
      // A loop reads the session at each call, and tries again as long as that is refused.
      isUnknown = before?.profileId === profile?.id && before?.loop.state.kind !== "stopped";
      throw error;
    } finally {
      const key = profile && session && `${profile.id} ${keyOf(session)}`;
      if (before && !isUnknown && (before.key !== key || before.loop.state.kind === "stopped")) {
        await before.loop.stop();
        before.lease.dispose();
        this.#running = undefined;
      }
      if (profile && session && !this.#running && !this.#isDisposed) {
        this.#start(profile, session);
      }
      if (before !== this.#running) {
        this.#fire();
      }
    }
  }

  #start(profile: Profile, session: Session): void {
    const { calls, findProfile, folders, leaseTimes, mapping, onError, onMessages, onPool } =
      this.parts;
    const sessionKey = keyOf(session);
    const lease = new Lease({
      folder: () => folders.folderOf(session),
      onError,
      ...(leaseTimes && { times: leaseTimes }),
    });
    const present = (): Profile => findProfile(profile.id) ?? profile;
    const loop = new MessageLoop({
      ...this.parts.surroundings,
      poll: (options) =>
        calls.call(present(), "getMessages", {}, { ...options, sessionKey, sentBy: "loop" }),
      lease,
      onMessages: (messages, exchange) => onMessages(present(), messages, exchange),
      onPool: (pool) => onPool(present(), pool),
      onError,
      ...(mapping && { mapping }),
    });
    const key = `${profile.id} ${sessionKey}`;
    this.#running = { profileId: profile.id, key, lease, loop };
    loop.onDidChange(({ kind }) => {
      if (kind === "stopped") {
        lease.dispose();
        // The profile may have another session by now.
        this.#follow().catch(onError);
      }
      if (this.#running?.loop === loop) {
        this.#fire();
      }
    });
  }

  #fire(): void {
    try {
      this.#onDidChange.fire(this.state);
    } catch (error) {
      this.parts.onError(error);
    }
  }
}
