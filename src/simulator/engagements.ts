import type { CustomField } from "../chat/fields";
import type { PropertyOwner } from "../chat/settableProperties";
import { Emitter, type Event } from "../util/event";
import type { Presence } from "./absence";

/**
 * Where an engagement stands: `queued` waits for an agent, `offered` for an agent's answer, `active`
 * is held by an agent, `wrapUp` was concluded and holds its slot, `released` was given up by the
 * agent, `ended` is over without one.
 */
export type SimulatedState = "queued" | "offered" | "active" | "wrapUp" | "released" | "ended";

/** A queue of the simulated site. */
export interface SimulatedQueue {
  readonly id: bigint;
  readonly name: string;
}

/** An engagement of the simulated chat server. */
export interface SimulatedEngagement {
  readonly id: bigint;
  readonly state: SimulatedState;
  /** Since when it is in this state, by the simulator's clock. */
  readonly since: number;
  /** The name the customer gave. */
  readonly customer: string;
  /** What the customer asked on entering the chat. */
  readonly question: string;
  readonly queue: SimulatedQueue;
  /** The customer's place in the chat, as messages name it. */
  readonly clientId: bigint;
  /** The SessionId of the customer, who can chat with it through the consumer API. */
  readonly consumerSessionId: string;
  readonly presence: Presence;
  /** The agent session that it is offered to, or that has held it last. */
  readonly sessionId: string | undefined;
  /** Whether every session may act on it, as on those that are there from the start. */
  readonly isAnyones: boolean;
  /** Why it is over, in the server's words; for wrap-up and after. */
  readonly reason: string | undefined;
  /** What agents set, by whom it belongs to and by name. */
  readonly properties: Readonly<Record<PropertyOwner, Readonly<Record<string, string>>>>;
  /** What agents set of the customer's own fields. */
  readonly customFields: readonly CustomField[];
}

/** What of an engagement can change. */
export type EngagementChange = Partial<
  Pick<
    SimulatedEngagement,
    | "state"
    | "queue"
    | "presence"
    | "sessionId"
    | "isAnyones"
    | "reason"
    | "properties"
    | "customFields"
  >
>;

/** An engagement to begin with: an id alone, or with its customer. It begins active. */
export type EngagementSeed =
  bigint | { readonly id: bigint; readonly customer?: string; readonly question?: string };

/** Customers for whoever does not bring one. */
export const visitors = [
  { customer: "Ada Lindgren", question: "My order arrived without the charger. What can I do?" },
  { customer: "Bashir Okafor", question: "Can I move my delivery to Friday?" },
  { customer: "Chiara Rossi", question: "The invoice shows an address I left two years ago." },
  {
    customer: "Dmitri Novák",
    question: "How do I cancel my subscription at the end of the month?",
  },
  { customer: "Eun-ji Park", question: "The app signs me out each time I open it." },
] as const;

/** The engagements of the simulated chat server. The list is replaced whole on each change. */
export class EngagementList {
  readonly #changed = new Emitter<readonly SimulatedEngagement[]>();
  #current: readonly SimulatedEngagement[] = [];

  /** Fires after a change with the list as it is then. */
  readonly onDidChange: Event<readonly SimulatedEngagement[]> = this.#changed.event;

  constructor(private readonly now: () => number) {}

  get current(): readonly SimulatedEngagement[] {
    return this.#current;
  }

  find(id: bigint): SimulatedEngagement | undefined {
    return this.#current.find((engagement) => engagement.id === id);
  }

  /** An id that no engagement has: 1000, or one more than the largest. */
  get nextId(): bigint {
    return this.#current.reduce((next, { id }) => (id >= next ? id + 1n : next), 1000n);
  }

  /** Adds one for which no agent has set anything. */
  add(
    engagement: Omit<SimulatedEngagement, "since" | "properties" | "customFields">,
  ): SimulatedEngagement {
    const added = {
      ...engagement,
      since: this.now(),
      properties: { ENGAGEMENT: {}, USER: {} },
      customFields: [],
    };
    this.#replace([...this.#current, added]);
    return added;
  }

  /** Changes one engagement, and gives it as it is then. Throws for an id that is not there. */
  change(id: bigint, change: EngagementChange): SimulatedEngagement {
    const before = this.find(id);
    if (before === undefined) {
      throw new Error(`There is no engagement ${id.toString()}`);
    }
    if (
      Object.entries(change).every(([name, value]) =>
        Object.is(before[name as keyof EngagementChange], value),
      )
    ) {
      return before;
    }
    const isMoved = change.state !== undefined && change.state !== before.state;
    const after = { ...before, ...change, ...(isMoved && { since: this.now() }) };
    this.#replace(this.#current.map((engagement) => (engagement === before ? after : engagement)));
    return after;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #replace(engagements: readonly SimulatedEngagement[]): void {
    this.#current = engagements;
    this.#changed.fire(engagements);
  }
}
