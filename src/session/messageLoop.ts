import { isDeepStrictEqual } from "node:util";
import type { Exchange } from "../chat/exchange";
import type { Failure } from "../chat/failure";
import { readMessagesInSlices, type Message, type RoleMapping } from "../chat/messages";
import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";
import type { AgentCallOptions, AgentCallOutcome } from "./agentCalls";
import { systemClock, type Clock } from "./clock";
import type { Lease } from "./lease";
import { isSessionRefused } from "./refusedSession";
import { ownAddresses, watchSurroundings, type Turmoil } from "./surroundings";

/** Why the loop waits before it asks again. */
export type PauseReason =
  | Failure
  /** The server said by a message that the session is broken on its side. */
  | { readonly kind: "sessionBroken" }
  /** Something on this machine refused: SecretStorage, or the file system. */
  | { readonly kind: "local"; readonly message: string };

/** What the loop does. */
export type LoopState =
  /** Another window asks for this session's messages. */
  | {
      readonly kind: "standby";
      /** What keeps this window from finding out whether another one does, in the system's words. */
      readonly problem?: string;
    }
  | {
      readonly kind: "polling";
      /** Since when without a failure, ms since 1970. */
      readonly since: number;
    }
  | {
      readonly kind: "waiting";
      /** When it asks again, ms since 1970. */
      readonly until: number;
      readonly why: PauseReason;
      /** How many attempts failed in a row. */
      readonly attempt: number;
    }
  | {
      readonly kind: "stopped";
      /** `expired`: the chat server does not accept the session. */
      readonly why: "expired" | "noSession" | "closed";
    };

/** What the loop is made of. */
export interface MessageLoopParts {
  /** One getMessages call. */
  readonly poll: (options: AgentCallOptions) => Promise<AgentCallOutcome>;
  readonly lease: Pick<Lease, "isHeld" | "problem" | "confirm" | "onDidChange">;
  /** Takes messages in their order; the next call waits for it, for a while. */
  readonly onMessages: (messages: readonly Message[], exchange: Exchange) => unknown;
  /** Told of each change of the pool; undefined when the message does not tell which. */
  readonly onPool: (pool: string | undefined) => unknown;
  /** Told of what went wrong beside the calls; the loop goes on. */
  readonly onError: (error: unknown) => void;
  /** The roles that the user gave to types of this site; read at each answer. */
  readonly mapping?: () => RoleMapping;
  readonly clock?: Clock;
  /** A number from 0 to less than 1. */
  readonly random?: () => number;
  readonly networkAddresses?: () => readonly string[];
}

/** The longest wait for an answer, in ms: the server holds a call for 30 s. */
const pollTimeoutMs = 45_000;

/** How long after its limit a call that did not settle is aborted, in ms. */
const overdueMs = 10_000;

/** How long after its abort a call that did not settle is abandoned, in ms. */
const graceMs = 5000;

/** The longest time that those who take messages get before the next call, in ms. */
const handOverMs = 30_000;

/** The pause after a failure, in ms: from the first to at most the second, at random. */
const [shortestPauseMs, longestPauseMs] = [1000, 60_000];

/** An answer that brings nothing and comes faster was not held; the server is not asked at once. */
const notHeldMs = 250;

/** So many answers in a row that bring something may come faster: a server may say the same for ever. */
const mostUnheld = 20;

type Turn =
  | { readonly kind: "again" }
  | { readonly kind: "unheld" }
  | { readonly kind: "standby" }
  | { readonly kind: "pause"; readonly why: PauseReason }
  | { readonly kind: "stop"; readonly why: "expired" | "noSession" };

type Interruption = Turmoil | "leaseLost" | "asked" | "closed";

/**
 * Asks for a session's messages for as long as this window holds the session's lease, with one call
 * outstanding at most, until it is disposed of or the session ended.
 *
 * An answer that has arrived is handed over, whatever happened meanwhile: the server will not say it
 * again. What is lost are messages that the server sends into a call at the moment it is aborted.
 */
export class MessageLoop implements Disposable {
  readonly #onDidChange = new Emitter<LoopState>();
  readonly #clock: Clock;
  readonly #subscriptions: readonly Disposable[];
  readonly #run: Promise<void>;
  #state: LoopState = { kind: "standby" };
  /** How many calls in a row were not held. */
  #unheld = 0;
  #abortCall: ((by: Interruption) => void) | undefined;
  #endPause: ((by: Interruption) => void) | undefined;

  constructor(private readonly parts: MessageLoopParts) {
    const { clock = systemClock, networkAddresses = ownAddresses, lease } = parts;
    this.#clock = clock;
    this.#subscriptions = [
      watchSurroundings(clock, networkAddresses, (turmoil) => {
        this.#interrupt(turmoil);
      }),
      lease.onDidChange((isHeld) => {
        this.#interrupt(isHeld ? "asked" : "leaseLost");
      }),
    ];
    this.#run = this.#loop();
  }

  get state(): LoopState {
    return this.#state;
  }

  get onDidChange(): Event<LoopState> {
    return this.#onDidChange.event;
  }

  /** Ends a wait: asks at once. */
  retryNow(): void {
    this.#interrupt("asked");
  }

  /** Stops, and resolves when no call is outstanding any more. */
  async stop(): Promise<void> {
    this.dispose();
    await this.#run;
  }

  /** Stops at once: the outstanding call is aborted. */
  dispose(): void {
    if (this.#state.kind !== "stopped") {
      this.#close("closed");
    }
    this.#onDidChange.dispose();
  }

  #close(why: "expired" | "noSession" | "closed"): void {
    this.#set({ kind: "stopped", why });
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#interrupt("closed");
  }

  #isStopped(): boolean {
    return this.#state.kind === "stopped";
  }

  async #loop(): Promise<void> {
    let attempt = 0;
    // The constructor returns first.
    await Promise.resolve();
    while (!this.#isStopped()) {
      const turn = await this.#turn().catch((error: unknown): Turn => ({
        kind: "pause",
        why: localReason(error),
      }));
      if (this.#isStopped()) {
        return;
      }
      attempt = turn.kind === "pause" ? attempt + 1 : 0;
      switch (turn.kind) {
        case "again":
          break;
        case "unheld":
          await this.#pause(shortestPauseMs);
          break;
        case "standby":
          await this.#standBy();
          break;
        case "pause": {
          const ms = this.#pauseMs(attempt);
          const until = this.#clock.now() + ms;
          this.#set({ kind: "waiting", until, why: turn.why, attempt });
          if ((await this.#pause(ms)) !== undefined) {
            attempt = 0;
          }
          break;
        }
        case "stop":
          this.#close(turn.why);
          break;
      }
    }
  }

  async #standBy(): Promise<void> {
    const { isHeld, problem } = this.parts.lease;
    const state: LoopState = { kind: "standby", ...(problem !== undefined && { problem }) };
    if (!isDeepStrictEqual(state, this.#state)) {
      this.#set(state);
    }
    if (!isHeld) {
      await this.#pause();
    }
  }

  /** The time to the next attempt: at random within bounds that double, so that many spread out. */
  #pauseMs(attempt: number): number {
    const bound = Math.min(longestPauseMs, shortestPauseMs * 2 ** attempt);
    return shortestPauseMs + (this.parts.random ?? Math.random)() * (bound - shortestPauseMs);
  }

  /** Waits, for ever without a time; says what ended it before its time. */
  async #pause(ms?: number): Promise<Interruption | undefined> {
    let timer: Disposable | undefined;
    const ended = new Promise<Interruption | undefined>((resolve) => {
      this.#endPause = resolve;
      timer = ms === undefined ? undefined : this.#clock.after(ms, resolve as () => void);
    });
    const by = await ended;
    this.#endPause = undefined;
    timer?.dispose();
    return by;
  }

  #interrupt(by: Interruption): void {
    this.#endPause?.(by);
    if (by !== "asked" && by !== "networkFound") {
      this.#abortCall?.(by);
    }
  }

  /** One call, with all that belongs to it. Rejects when something on this machine refused. */
  async #turn(): Promise<Turn> {
    const { lease, poll } = this.parts;
    if (!(await lease.confirm())) {
      return { kind: "standby" };
    }
    if (this.#isStopped()) {
      return { kind: "again" };
    }
    if (this.#state.kind !== "polling") {
      this.#set({ kind: "polling", since: this.#clock.now() });
    }
    const controller = new AbortController();
    let interruption: Interruption | undefined;
    const abandoned = new Promise<"abandoned">((resolve) => {
      this.#abortCall = (by) => {
        interruption ??= by;
        if (!controller.signal.aborted) {
          controller.abort();
          timers.push(
            this.#clock.after(graceMs, () => {
              resolve("abandoned");
            }),
          );
        }
      };
    });
    const abort = this.#abortCall;
    const timers = [this.#clock.after(pollTimeoutMs + overdueMs, () => abort?.("woke"))];
    const start = this.#clock.now();
    const call = poll({
      signal: controller.signal,
      timeoutMs: pollTimeoutMs,
      beforeSend: () => lease.confirm(),
    });
    try {
      const outcome = await Promise.race([call, abandoned]);
      if (outcome === "abandoned") {
        call.then((late) => this.#read(late)).catch(this.parts.onError);
        return { kind: "again" };
      }
      const turn = await this.#read(outcome);
      if (turn.kind === "pause" && interruption !== undefined) {
        return { kind: "again" };
      }
      return this.#paced(turn, this.#clock.now() - start > notHeldMs);
    } finally {
      this.#abortCall = undefined;
      for (const timer of timers) {
        timer.dispose();
      }
    }
  }

  /** The same turn, but that the next call waits after answers that came too fast. */
  #paced(turn: Turn, wasHeld: boolean): Turn {
    this.#unheld = wasHeld ? 0 : this.#unheld + 1;
    if (turn.kind === "unheld") {
      return wasHeld ? { kind: "again" } : turn;
    }
    return turn.kind === "again" && this.#unheld >= mostUnheld ? { kind: "unheld" } : turn;
  }

  /** What a call came to; its messages are handed over. */
  async #read(outcome: AgentCallOutcome): Promise<Turn> {
    if (outcome.kind !== "answered") {
      return outcome.kind === "noSession"
        ? { kind: "stop", why: "noSession" }
        : { kind: this.parts.lease.isHeld ? "again" : "standby" };
    }
    const { exchange } = outcome;
    const { answer } = exchange;
    const messages = answer && (await readMessagesInSlices(answer, this.#mapping()));
    // Also those of an answer that fails as a whole: the server will not say them again.
    await this.#handOverAll(messages ?? [], exchange);
    if (!exchange.result.ok) {
      const { failure } = exchange.result.error;
      return isSessionRefused(exchange)
        ? { kind: "stop", why: "expired" }
        : { kind: "pause", why: failure };
    }
    if (!messages) {
      const fault = { reason: "shape", missing: "getResponseTypes" } as const;
      const status = exchange.answer?.status ?? 0;
      return { kind: "pause", why: { kind: "unreadable", status, fault } };
    }
    if (messages.some(({ role }) => role === "sessionBroken")) {
      return { kind: "pause", why: { kind: "sessionBroken" } };
    }
    return { kind: messages.every(({ role }) => role === "heartbeat") ? "unheld" : "again" };
  }

  async #handOverAll(messages: readonly Message[], exchange: Exchange): Promise<void> {
    if (messages.length > 0) {
      await this.#handOver(() => this.parts.onMessages(messages, exchange));
    }
    for (const { pool } of messages.filter(({ role }) => role === "poolChange")) {
      await this.#handOver(() => this.parts.onPool(pool));
    }
  }

  #mapping(): RoleMapping {
    try {
      return this.parts.mapping?.() ?? {};
    } catch (error) {
      this.parts.onError(error);
      return {};
    }
  }

  /** Lets others do their part, for a while, whatever comes of it. */
  async #handOver(part: () => unknown): Promise<void> {
    let timer: Disposable | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = this.#clock.after(handOverMs, () => {
        this.parts.onError(new Error(`messages were not taken within ${handOverMs} ms`));
        resolve();
      });
    });
    const done = (async () => {
      try {
        await part();
      } catch (error) {
        this.parts.onError(error);
      }
    })();
    await Promise.race([done, tooLate]);
    timer?.dispose();
  }

  #set(state: LoopState): void {
    this.#state = state;
    try {
      this.#onDidChange.fire(state);
    } catch (error) {
      this.parts.onError(error);
    }
  }
}

function localReason(error: unknown): PauseReason {
  return { kind: "local", message: error instanceof Error ? error.message : String(error) };
}
