import { Emitter, type Event } from "../util/event";

/** An engagement that the simulated agent holds. */
export interface SimulatedEngagement {
  readonly id: bigint;
  readonly state: "active" | "wrapUp";
  /** The name the customer gave. */
  readonly customer: string;
  /** What the customer asked on entering the chat. */
  readonly question: string;
}

/** An engagement to begin with: an id alone, or with its customer. It begins active. */
export type EngagementSeed =
  bigint | { readonly id: bigint; readonly customer?: string; readonly question?: string };

/** What came of concluding an engagement. */
export type ConcludeOutcome = "concluded" | "unknown" | "alreadyConcluded";

const visitors = [
  { customer: "Ada Lindgren", question: "My order arrived without the charger. What can I do?" },
  { customer: "Bashir Okafor", question: "Can I move my delivery to Friday?" },
  { customer: "Chiara Rossi", question: "The invoice shows an address I left two years ago." },
  {
    customer: "Dmitri Novák",
    question: "How do I cancel my subscription at the end of the month?",
  },
  { customer: "Eun-ji Park", question: "The app signs me out each time I open it." },
] as const;

const defaultIds = [1000n, 1001n, 1002n, 1003n, 1004n];

/** The engagements of the simulated agent. The list is replaced whole on each change. */
export class EngagementList {
  readonly #changed = new Emitter<readonly SimulatedEngagement[]>();
  #current: readonly SimulatedEngagement[];

  /** Fires after a change with the list as it is then. */
  readonly onDidChange: Event<readonly SimulatedEngagement[]> = this.#changed.event;

  constructor(seeds: readonly EngagementSeed[] = defaultIds) {
    this.#current = seeds.map(engagementOf);
  }

  get current(): readonly SimulatedEngagement[] {
    return this.#current;
  }

  /** Moves an active engagement to wrap-up. */
  conclude(id: bigint): ConcludeOutcome {
    const found = this.#current.find((engagement) => engagement.id === id);
    if (found === undefined) {
      return "unknown";
    }
    if (found.state === "wrapUp") {
      return "alreadyConcluded";
    }
    this.#current = this.#current.map((engagement) =>
      engagement === found ? { ...engagement, state: "wrapUp" } : engagement,
    );
    this.#changed.fire(this.#current);
    return "concluded";
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function engagementOf(seed: EngagementSeed, index: number): SimulatedEngagement {
  const given = typeof seed === "bigint" ? { id: seed } : seed;
  const visitor = visitors[index % visitors.length] ?? visitors[0];
  return { ...visitor, ...given, state: "active" };
}
