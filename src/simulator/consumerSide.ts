import type { ChatRoom } from "./chatRoom";
import { isOpen } from "./chatRoom";
import type { ConsumerPost } from "./consumerChannel";
import type { ConsumerMessage } from "./consumerMessages";
import { assumptions } from "./assumptions";
import { type SimulatedEngagement, type SimulatedQueue, visitors } from "./engagements";
import type { Polled } from "./outbox";

/** What a customer asks for a chat with. */
export interface EngagementRequest {
  readonly customer?: string;
  readonly question?: string;
  readonly queue?: SimulatedQueue;
}

/**
 * What customers do. Each act is a sign of life where `contact` was ever called or a poll held;
 * customers who never did are there until they leave. Acts on an engagement that is over do nothing
 * and answer false.
 */
export class ConsumerSide {
  #requests = 0;

  constructor(private readonly room: ChatRoom) {}

  /** A customer enters a queue; agents are offered the engagement from then on. */
  requestEngagement(request: EngagementRequest = {}): SimulatedEngagement {
    const { engagements, settings } = this.room;
    this.#requests += 1;
    const id = engagements.nextId;
    const visitor = visitors[Number(id) % visitors.length] ?? visitors[0];
    const queue = request.queue ?? settings.queue;
    const engagement = engagements.add({
      id,
      state: "queued",
      customer: request.customer ?? visitor.customer,
      question: request.question ?? visitor.question,
      queue,
      clientId: assumptions.consumerClientId.value + id,
      consumerSessionId: `simconsumer${this.#requests.toString().padStart(14, "0")}`,
      presence: "present",
      sessionId: undefined,
      isAnyones: false,
      reason: undefined,
    });
    this.room.enqueue(engagement, queue);
    this.room.dispatch();
    return engagements.find(id) ?? engagement;
  }

  /** The engagement of a consumer session, whatever its state. */
  find(consumerSessionId: string): SimulatedEngagement | undefined {
    return this.room.engagements.current.find(
      (engagement) => engagement.consumerSessionId === consumerSessionId,
    );
  }

  /** A line of the customer; what is posted in the queue is told to whoever accepts. */
  post(
    id: bigint,
    text: string,
    options: Omit<ConsumerPost, "text" | "createdTime"> = {},
  ): boolean {
    const engagement = this.#open(id);
    if (engagement === undefined) {
      return false;
    }
    const post = { ...options, text, createdTime: this.room.settings.now() };
    if (engagement.state === "active") {
      tellPost(this.room, engagement, post);
    } else {
      const consumer = this.room.consumerOf(engagement);
      consumer.unread = [...consumer.unread, post];
    }
    return true;
  }

  /** The customer types or listens; told to an agent only while one holds the engagement. */
  activity(
    id: bigint,
    mode: "LISTENING" | "RESPONDING",
    { preview, focus = false }: { readonly preview?: string; readonly focus?: boolean } = {},
  ): boolean {
    const engagement = this.#open(id);
    if (engagement?.state === "active") {
      const { clientId } = engagement;
      this.room.tellAgent(
        engagement,
        "activity",
        { clientId, senderType: "END_USER" },
        {
          mode,
          sneakPreviewState: previewStateOf(preview),
          sneakPreviewInterval: assumptions.sneakPreviewInterval.value,
          sneakPreview: preview ?? null,
          sneakPreviewFocus: focus,
        },
      );
    }
    return engagement !== undefined;
  }

  /** The customer ends the chat: wrap-up for an agent who holds it, else it is over. */
  conclude(id: bigint): boolean {
    const isThere = this.#open(id) !== undefined;
    this.room.finish(id, "END_USER_CONCLUDED");
    return isThere;
  }

  /** The customer's connection is lost: absent after the interval, then disconnected. */
  leave(id: bigint): void {
    const engagement = this.#open(id);
    if (engagement !== undefined) {
      this.room.consumerOf(engagement).absence.lose();
    }
  }

  /** A sign of life, from which on silence makes the customer absent. */
  contact(id: bigint): void {
    const engagement = this.#open(id);
    if (engagement !== undefined) {
      this.room.consumerOf(engagement).absence.contact();
    }
  }

  /** What the customer was told since the last poll, waiting for it as long as the server holds. */
  async poll(id: bigint, signal?: AbortSignal): Promise<Polled<ConsumerMessage>> {
    const engagement = this.room.engagements.find(id);
    if (engagement === undefined) {
      return { kind: "closed" };
    }
    const { absence, outbox } = this.room.consumerOf(engagement);
    const letGo = isOpen(engagement) ? absence.hold() : undefined;
    try {
      return await outbox.poll(this.room.settings.holdMs, signal);
    } finally {
      letGo?.();
      const after = this.room.engagements.find(id);
      if (after === undefined || !isOpen(after)) {
        absence.stop();
      }
    }
  }

  #open(id: bigint): SimulatedEngagement | undefined {
    const engagement = this.room.engagements.find(id);
    return engagement !== undefined && isOpen(engagement) ? engagement : undefined;
  }
}

/** The state of a preview that its sender does not name. */
export function previewStateOf(preview: string | undefined): "ENABLED" | "DISABLED" {
  return preview === undefined ? "DISABLED" : "ENABLED";
}

/** Tells the agent of a line of the customer. */
export function tellPost(
  room: ChatRoom,
  engagement: SimulatedEngagement,
  { text, messageId, richText, offTheRecord, createdTime }: ConsumerPost,
): void {
  const { clientId } = engagement;
  room.tellAgent(
    engagement,
    "post",
    { clientId, senderType: "END_USER" },
    {
      body: text,
      richText: richText ?? false,
      offTheRecord: offTheRecord ?? false,
      ...(messageId !== undefined && { messageId }),
    },
    createdTime,
  );
}
