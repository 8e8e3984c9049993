import type { Disposable } from "../util/disposable";
import type { ChatRoom } from "./chatRoom";
import type { ConsumerNews } from "./consumerMessages";
import type { ConsumerSide } from "./consumerSide";
import type { SimulatedEngagement } from "./engagements";
import type { Timers } from "./timers";

/** How simulated customers behave; everything has a default. */
export interface CustomerPlan {
  /** The name they give; several with one name are numbered. One of the visitors by default. */
  readonly name?: string;
  /** What they ask; a visitor's question by default. */
  readonly question?: string;
  /** What they answer to the agent's messages, one to each; then they are silent. */
  readonly replies?: readonly string[];
  /** How long they stay, from the request on, in milliseconds; until the end by default. */
  readonly leavesAfterMs?: number;
  /**
   * How they leave: by concluding, or without a word, so that the server finds them absent and then
   * lost. By concluding unless told otherwise.
   */
  readonly how?: "concludes" | "vanishes";
  /** How many come; one by default. */
  readonly count?: number;
}

const defaultReplies = [
  "Thank you for looking into it.",
  "Yes, that is right.",
  "That helps. Thank you!",
] as const;

/**
 * Customers who play their part by themselves: they ask for an engagement, type before they answer,
 * and leave. They talk to the chat server directly, not over HTTP.
 */
export class SimulatedCustomers implements Disposable {
  readonly #customers = new Map<bigint, Customer>();
  readonly #subscription: Disposable;

  /** `replyDelayMs`: how long they type before they answer. */
  constructor(
    private readonly room: ChatRoom,
    private readonly side: ConsumerSide,
    private readonly replyDelayMs: number,
  ) {
    this.#subscription = room.onDidTellConsumer(({ engagement, news }) => {
      this.#customers.get(engagement.id)?.hear(news);
    });
  }

  /** Sends customers into the queue, and gives their engagements as they are then. */
  add(plan: CustomerPlan = {}): readonly SimulatedEngagement[] {
    const count = plan.count ?? 1;
    return Array.from({ length: count }, (_, index) => this.#addOne(plan, index));
  }

  /** Nobody answers or leaves any more. */
  dispose(): void {
    this.#subscription.dispose();
    for (const customer of this.#customers.values()) {
      customer.stop();
    }
    this.#customers.clear();
  }

  #addOne(plan: CustomerPlan, index: number): SimulatedEngagement {
    const { name, question } = plan;
    const engagement = this.side.requestEngagement({
      ...(name !== undefined && { customer: index === 0 ? name : `${name} ${index + 1}` }),
      ...(question !== undefined && { question }),
    });
    const { timers } = this.room.settings;
    this.#customers.set(
      engagement.id,
      new Customer(engagement.id, plan, this.side, timers, this.replyDelayMs),
    );
    return engagement;
  }
}

/** One customer in one chat. */
class Customer {
  readonly #replies: string[];
  /** Messages of the agent that wait for an answer. */
  #unanswered = 0;
  #isTyping = false;
  #stopTyping: () => void = () => undefined;
  readonly #stay: () => void;

  constructor(
    private readonly id: bigint,
    { replies = defaultReplies, leavesAfterMs, how = "concludes" }: CustomerPlan,
    private readonly side: ConsumerSide,
    private readonly timers: Timers,
    private readonly replyDelayMs: number,
  ) {
    this.#replies = [...replies];
    this.#stay =
      leavesAfterMs === undefined
        ? () => undefined
        : timers.after(leavesAfterMs, () => {
            this.#leave(how);
          });
  }

  hear({ kind }: ConsumerNews): void {
    if (kind === "concluded") {
      this.stop();
    } else if (kind === "posted") {
      this.#unanswered += 1;
      this.#type();
    }
  }

  /** Ends everything that was to come. */
  stop(): void {
    this.#replies.length = 0;
    this.#stopTyping();
    this.#stay();
  }

  #type(): void {
    const [reply] = this.#replies;
    if (this.#isTyping || this.#unanswered === 0 || reply === undefined) {
      return;
    }
    this.#replies.shift();
    this.#unanswered -= 1;
    this.#isTyping = true;
    this.side.activity(this.id, "RESPONDING");
    this.#stopTyping = this.timers.after(this.replyDelayMs, () => {
      this.#isTyping = false;
      this.side.post(this.id, reply);
      this.side.activity(this.id, "LISTENING");
      this.#type();
    });
  }

  #leave(how: "concludes" | "vanishes"): void {
    this.stop();
    if (how === "concludes") {
      this.side.conclude(this.id);
    } else {
      this.side.leave(this.id);
    }
  }
}
