import { AbsenceClock, type AbsenceLimits, type Presence } from "./absence";
import type { ConsumerMessage } from "./consumerMessages";
import { Outbox } from "./outbox";
import type { Timers } from "./timers";

/** A line that a customer posted. */
export interface ConsumerPost {
  readonly text: string;
  readonly messageId?: string;
  readonly richText?: boolean;
  readonly offTheRecord?: boolean;
  /** When it came, by the simulator's clock. */
  readonly createdTime: number;
}

/** One customer as the chat server sees it: what is to be told, and whether there is contact. */
export class ConsumerChannel {
  readonly outbox: Outbox<ConsumerMessage>;
  readonly absence: AbsenceClock;
  /** What was posted before an agent accepted. */
  unread: readonly ConsumerPost[] = [];
  /** Stops the clock of the queue. */
  stopWaiting: () => void = () => undefined;
  /** The place in the queue that was told last. */
  position: number | undefined;

  constructor(
    timers: Timers,
    limits: AbsenceLimits,
    onDidChangePresence: (presence: Presence) => void,
  ) {
    this.outbox = new Outbox(timers);
    this.absence = new AbsenceClock(timers, limits, onDidChangePresence);
  }

  dispose(): void {
    this.stopWaiting();
    this.absence.dispose();
    this.outbox.close();
  }
}
