import { AbsenceClock, type AbsenceLimits, type Presence } from "./absence";
import type { AgentMessage } from "./agentMessages";
import { Outbox, type Polled } from "./outbox";
import type { SimulatedSession } from "./sessions";
import type { Timers } from "./timers";

/** Whether an agent takes engagements. */
export type ActivityStatus = "AVAILABLE" | "UNAVAILABLE";

/** One agent session as the chat server sees it: what it wants, and what is to be told to it. */
export class AgentChannel {
  status: ActivityStatus = "UNAVAILABLE";
  /** Whether the agent asked for engagements, and did not withdraw that. */
  isRequesting = false;
  /** The most engagements that the session holds at once, those in wrap-up included. */
  maxSessionCount = 0;
  /** Offers that were declined or missed since the agent asked last. */
  readonly passedBy = new Set<bigint>();
  readonly outbox: Outbox<AgentMessage>;
  readonly absence: AbsenceClock;
  #isOpen = true;

  constructor(
    readonly session: Pick<SimulatedSession, "id" | "accountId" | "clientId">,
    timers: Timers,
    limits: AbsenceLimits,
    onDidChangePresence: (channel: AgentChannel, presence: Presence) => void,
  ) {
    this.outbox = new Outbox(timers);
    this.absence = new AbsenceClock(timers, limits, (presence) => {
      onDidChangePresence(this, presence);
    });
  }

  /** Whether the session is alive. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** A long poll, which is a sign of life as long as it is held. */
  async poll(holdMs: number, signal?: AbortSignal): Promise<Polled<AgentMessage>> {
    const letGo = this.absence.hold();
    try {
      return await this.outbox.poll(holdMs, signal);
    } finally {
      letGo();
    }
  }

  /** The session ended: its poll is answered, and silence begins. */
  close(): void {
    this.#isOpen = false;
    this.outbox.close();
  }
}
