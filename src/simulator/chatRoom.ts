import { Emitter, type Event } from "../util/event";
import type { Presence } from "./absence";
import type { SimulatedAccount } from "./accounts";
import { AgentChannel } from "./agentChannel";
import { int64, type MessageNames, messageOf, type Sender } from "./agentMessages";
import { assumptions } from "./assumptions";
import { ConsumerChannel } from "./consumerChannel";
import type { ConcludeReason, ConsumerNews } from "./consumerMessages";
import { EngagementList, type SimulatedEngagement, type SimulatedQueue } from "./engagements";
import type { EndedSession, SimulatedSession } from "./sessions";
import type { Timers } from "./timers";

/** What the chat server goes by; durations in milliseconds. */
export interface ChatSettings {
  /** The clock, in milliseconds since 1970. */
  readonly now: () => number;
  readonly timers: Timers;
  /** How long getMessages is held. */
  readonly holdMs: number;
  /** How long an agent may think about an offer. */
  readonly offerTimeoutMs: number;
  /** How long a customer waits in the queue before the server ends it. */
  readonly queueTimeoutMs: number;
  readonly absentIntervalMs: number;
  readonly agentAbsentRetryCount: number;
  readonly userAbsentRetryCount: number;
  /** The queue that customers come to. */
  readonly queue: SimulatedQueue;
  /** The queue that agents reroute to. */
  readonly escalationQueue: SimulatedQueue;
  readonly messageNames: MessageNames;
  /** Whether the agent is told by message of what its own calls did. */
  readonly tellsOwnActs: boolean;
  readonly accounts: readonly SimulatedAccount[];
}

/** Something that a customer was told. */
export interface ConsumerTold {
  /** The engagement as it is then. */
  readonly engagement: SimulatedEngagement;
  readonly news: ConsumerNews;
  /** By the simulator's clock. */
  readonly createdTime: number;
}

/**
 * The chat server's floor: engagements, the agents and customers in them, and what both are to be
 * told. Offers go out by themselves; what agents and customers do is in AgentSide and ConsumerSide.
 */
export class ChatRoom {
  readonly engagements: EngagementList;
  readonly #agents = new Map<string, AgentChannel>();
  readonly #consumers = new Map<bigint, ConsumerChannel>();
  readonly #offerClocks = new Map<bigint, () => void>();
  readonly #told = new Emitter<ConsumerTold>();

  /** Fires when a customer is told something, whether or not anybody polls for it. */
  readonly onDidTellConsumer: Event<ConsumerTold> = this.#told.event;

  constructor(readonly settings: ChatSettings) {
    this.engagements = new EngagementList(settings.now);
  }

  /** The channels of all agent sessions there were. */
  get agents(): readonly AgentChannel[] {
    return [...this.#agents.values()];
  }

  /** The channel of an agent session, which comes to be with the first question. */
  agentOf(session: Pick<SimulatedSession, "id" | "accountId" | "clientId">): AgentChannel {
    const known = this.#agents.get(session.id);
    if (known !== undefined) {
      return known;
    }
    const { timers, absentIntervalMs, agentAbsentRetryCount } = this.settings;
    const channel = new AgentChannel(
      session,
      timers,
      { intervalMs: absentIntervalMs, retryCount: agentAbsentRetryCount },
      (agent, presence) => {
        this.#agentBecame(agent, presence);
      },
    );
    this.#agents.set(session.id, channel);
    return channel;
  }

  /** The customer's channel of an engagement; every engagement has one. */
  consumerOf({ id }: Pick<SimulatedEngagement, "id">): ConsumerChannel {
    const known = this.#consumers.get(id);
    if (known !== undefined) {
      return known;
    }
    const { timers, absentIntervalMs, userAbsentRetryCount } = this.settings;
    const channel = new ConsumerChannel(
      timers,
      { intervalMs: absentIntervalMs, retryCount: userAbsentRetryCount },
      (presence) => {
        this.#consumerBecame(id, presence);
      },
    );
    this.#consumers.set(id, channel);
    return channel;
  }

  /**
   * A session begins. What its account held in sessions that were cut off or lost goes on in it;
   * its messages are numbered from 1.
   */
  enter(session: SimulatedSession): void {
    const channel = this.agentOf(session);
    for (const earlier of this.agents) {
      if (earlier.isOpen || earlier.session.accountId !== session.accountId) {
        continue;
      }
      for (const { id } of this.heldBy(earlier)) {
        this.engagements.change(id, { sessionId: session.id });
      }
      for (const make of earlier.outbox.drain()) {
        channel.outbox.add(make);
      }
    }
  }

  /** A session ended: logged off it gives everything up, else it is absent from then on. */
  leave(session: EndedSession): void {
    const channel = this.agentOf(session);
    channel.close();
    if (session.ending === "loggedOff") {
      this.#giveUp(channel);
      channel.outbox.drain();
    } else {
      channel.absence.lose();
    }
  }

  /** What takes a slot of an agent session. */
  heldBy({ session }: AgentChannel): readonly SimulatedEngagement[] {
    return this.engagements.current.filter(
      ({ isAnyones, sessionId, state }) =>
        !isAnyones &&
        sessionId === session.id &&
        (state === "offered" || state === "active" || state === "wrapUp"),
    );
  }

  /** Offers what waits to agents who want it and have a slot, and tells the others their place. */
  dispatch(): void {
    for (const { id } of this.engagements.current) {
      const engagement = this.engagements.find(id);
      if (engagement?.state === "queued") {
        const channel = this.#agentFor(id);
        if (channel !== undefined) {
          this.#offer(engagement, channel);
        }
      }
    }
    this.#tellPlaces();
  }

  /** Tells the agent session that an engagement belongs to. */
  tellAgent(
    engagement: SimulatedEngagement,
    name: Exclude<keyof MessageNames, "timeout" | "poolChange">,
    from: Pick<Sender, "clientId" | "senderType">,
    fields: Readonly<Record<string, unknown>>,
    createdTime = this.settings.now(),
  ): void {
    const channel =
      engagement.sessionId === undefined ? undefined : this.#agents.get(engagement.sessionId);
    const type = this.settings.messageNames[name];
    const sender = { engagementId: engagement.id, ...from };
    const { [name]: messageType } = assumptions.messageTypes.value;
    channel?.outbox.add((sequenceNumber) => ({
      [type]: messageOf(sender, messageType, fields, { createdTime, sequenceNumber }),
    }));
  }

  tellConsumer(engagement: SimulatedEngagement, news: ConsumerNews): void {
    const createdTime = this.settings.now();
    this.consumerOf(engagement).outbox.add((sequenceNumber) => ({
      news,
      sequenceNumber,
      createdTime,
    }));
    this.#told.fire({ engagement, news, createdTime });
  }

  /** An offer was answered: its clock stops. */
  stopOffer(id: bigint): void {
    this.#offerClocks.get(id)?.();
    this.#offerClocks.delete(id);
  }

  /** Puts an engagement into a queue, where the customer waits anew. */
  enqueue({ id }: SimulatedEngagement, queue: SimulatedQueue): SimulatedEngagement {
    const engagement = this.engagements.change(id, {
      state: "queued",
      queue,
      sessionId: undefined,
      isAnyones: false,
    });
    const consumer = this.consumerOf(engagement);
    consumer.stopWaiting();
    consumer.position = undefined;
    consumer.stopWaiting = this.settings.timers.after(this.settings.queueTimeoutMs, () => {
      this.finish(id, "QUEUE_TIMEOUT");
    });
    return engagement;
  }

  /** The agent leaves an engagement that goes back to a queue. */
  sendBack(engagement: SimulatedEngagement, channel: AgentChannel, queue: SimulatedQueue): void {
    const { clientId } = channel.session;
    const reason = "TRANSFERRED_TO_QUEUE";
    if (this.settings.tellsOwnActs) {
      this.tellAgent(engagement, "disconnected", { clientId, senderType: "AGENT" }, { reason });
    }
    channel.passedBy.add(engagement.id);
    const queued = this.enqueue(engagement, queue);
    this.tellConsumer(queued, { kind: "left", clientId, reason });
  }

  /**
   * Ends a chat: an active one goes to wrap-up, one that waits is over. The agent is told, of its
   * own conclusion only where settings say so.
   */
  finish(id: bigint, reason: ConcludeReason): void {
    const before = this.engagements.find(id);
    if (before === undefined) {
      return;
    }
    const { state } = before;
    if (state !== "active" && state !== "queued" && state !== "offered") {
      return;
    }
    if (state === "offered") {
      this.#withdraw(before);
    }
    const consumer = this.consumerOf(before);
    consumer.stopWaiting();
    consumer.absence.stop();
    const after = this.engagements.change(id, {
      state: state === "active" ? "wrapUp" : "ended",
      reason,
    });
    if (state === "active" && (reason !== "AGENT_CONCLUDED" || this.settings.tellsOwnActs)) {
      this.tellAgent(after, "disconnected", this.#whoEnded(after, reason), { reason });
    }
    this.tellConsumer(after, { kind: "concluded", reason });
    this.dispatch();
  }

  /** Tells everybody that the pool is another one. */
  changePool(pool: string): void {
    const createdTime = this.settings.now();
    const type = this.settings.messageNames.poolChange;
    for (const channel of this.agents.filter(({ isOpen }) => isOpen)) {
      channel.outbox.add((sequenceNumber) => ({
        [type]: {
          name: "CHAT_CLUSTER_POOL_ID",
          value: pool,
          ...int64("createdTime", createdTime),
          ...int64("sequenceNumber", sequenceNumber),
        },
      }));
    }
    for (const engagement of this.engagements.current) {
      if (isOpen(engagement)) {
        this.tellConsumer(engagement, { kind: "poolChanged", pool });
      }
    }
  }

  dispose(): void {
    for (const channel of this.agents) {
      channel.close();
      channel.absence.dispose();
    }
    for (const consumer of this.#consumers.values()) {
      consumer.dispose();
    }
    for (const stop of this.#offerClocks.values()) {
      stop();
    }
    this.engagements.dispose();
    this.#told.dispose();
  }

  /** An offer that was not answered goes back to its place in the queue. */
  #takeBack(id: bigint): void {
    const engagement = this.engagements.find(id);
    if (engagement !== undefined) {
      this.#withdraw(engagement);
      this.engagements.change(id, { state: "queued", sessionId: undefined });
    }
  }

  /** Takes an offer back, and tells the agent. */
  #withdraw(engagement: SimulatedEngagement): void {
    const { id, clientId } = engagement;
    this.stopOffer(id);
    this.tellAgent(engagement, "withdrawn", { clientId, senderType: "SYSTEM" }, {});
  }

  #whoEnded(
    engagement: SimulatedEngagement,
    reason: ConcludeReason,
  ): Pick<Sender, "clientId" | "senderType"> {
    const agent = this.#agents.get(engagement.sessionId ?? "")?.session;
    return reason === "AGENT_CONCLUDED" && agent !== undefined
      ? { clientId: agent.clientId, senderType: "AGENT" }
      : {
          clientId: engagement.clientId,
          senderType: reason === "END_USER_CONCLUDED" ? "END_USER" : "SYSTEM",
        };
  }

  /** The agent with the most free slots among those who may get an engagement. */
  #agentFor(id: bigint): AgentChannel | undefined {
    const free = (channel: AgentChannel): number =>
      channel.maxSessionCount - this.heldBy(channel).length;
    return this.agents
      .filter(
        (channel) =>
          channel.isOpen &&
          channel.status === "AVAILABLE" &&
          channel.isRequesting &&
          channel.absence.presence === "present" &&
          !channel.passedBy.has(id) &&
          free(channel) > 0,
      )
      .reduce<AgentChannel | undefined>(
        (best, channel) => (best !== undefined && free(best) >= free(channel) ? best : channel),
        undefined,
      );
  }

  #offer({ id }: SimulatedEngagement, channel: AgentChannel): void {
    const { timers, offerTimeoutMs } = this.settings;
    const engagement = this.engagements.change(id, {
      state: "offered",
      sessionId: channel.session.id,
    });
    this.#offerClocks.set(
      id,
      timers.after(offerTimeoutMs, () => {
        channel.passedBy.add(id);
        this.#takeBack(id);
        this.dispatch();
      }),
    );
    const { clientId, customer, question, queue } = engagement;
    this.tellAgent(
      engagement,
      "offer",
      { clientId, senderType: "SYSTEM" },
      {
        assignmentType: "LEAD",
        name: customer,
        question,
        ...int64("queueId", queue.id),
        queueName: queue.name,
        secondsToAnswer: Math.ceil(offerTimeoutMs / 1000),
      },
    );
  }

  #tellPlaces(): void {
    const places = new Map<bigint, number>();
    for (const { id } of this.engagements.current) {
      const engagement = this.engagements.find(id);
      if (engagement?.state !== "queued" && engagement?.state !== "offered") {
        continue;
      }
      const position = (places.get(engagement.queue.id) ?? 0) + 1;
      places.set(engagement.queue.id, position);
      const consumer = this.consumerOf(engagement);
      if (consumer.position !== position) {
        consumer.position = position;
        const waitSeconds = position * assumptions.secondsPerPlace.value;
        this.tellConsumer(engagement, { kind: "waiting", position, waitSeconds });
      }
    }
  }

  #agentBecame(channel: AgentChannel, presence: Presence): void {
    const { clientId } = channel.session;
    if (presence === "disconnected") {
      this.#giveUp(channel);
      return;
    }
    for (const engagement of this.heldBy(channel)) {
      if (engagement.state === "active") {
        const connectionState = connectionStates[presence];
        this.tellConsumer(engagement, { kind: "presence", clientId, connectionState });
      } else if (engagement.state === "offered" && presence === "absent") {
        this.#takeBack(engagement.id);
      }
    }
    this.dispatch();
  }

  /** What an agent holds goes back to its queue, what is in wrap-up is released. */
  #giveUp(channel: AgentChannel): void {
    channel.status = "UNAVAILABLE";
    channel.isRequesting = false;
    for (const engagement of this.heldBy(channel)) {
      if (engagement.state === "offered") {
        this.#takeBack(engagement.id);
      } else if (engagement.state === "active") {
        this.sendBack(engagement, channel, engagement.queue);
      } else {
        this.engagements.change(engagement.id, { state: "released" });
      }
    }
    this.dispatch();
  }

  #consumerBecame(id: bigint, presence: Presence): void {
    const before = this.engagements.find(id);
    if (before === undefined || !isOpen(before)) {
      return;
    }
    const engagement = this.engagements.change(id, { presence });
    if (engagement.state === "active") {
      const { clientId } = engagement;
      const { msToDisconnect } = this.consumerOf(engagement).absence;
      this.tellAgent(
        engagement,
        "presence",
        { clientId, senderType: "SYSTEM" },
        {
          connectionState: connectionStates[presence],
          ...(presence === "absent" && { secondsToDisconnect: Math.ceil(msToDisconnect / 1000) }),
        },
      );
    }
    if (presence === "disconnected") {
      this.finish(id, "IDLE_TIMEOUT");
    }
  }
}

/** Whether a customer is still in the chat. */
export function isOpen({ state }: SimulatedEngagement): boolean {
  return state === "queued" || state === "offered" || state === "active";
}

const connectionStates = {
  present: "ACTIVE",
  absent: "ABSENT",
  disconnected: "DISCONNECTED",
} as const satisfies Record<Presence, string>;
