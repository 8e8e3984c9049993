/** Why an agent left a chat, in the consumer API's words. */
type LeaveReason = "TRANSFERRED_TO_QUEUE" | "PARTICIPANT_LEFT";

/** Why a chat is over, in the server's words. */
export type ConcludeReason =
  "AGENT_CONCLUDED" | "END_USER_CONCLUDED" | "QUEUE_TIMEOUT" | "IDLE_TIMEOUT";

/** What a customer is told, before it is put into the words of the consumer API. */
export type ConsumerNews =
  /** The place in the queue, counted from 1. */
  | { readonly kind: "waiting"; readonly position: number; readonly waitSeconds: number }
  /** An agent accepted: the chat begins. */
  | { readonly kind: "joined"; readonly clientId: bigint; readonly name: string }
  /** A line of the agent. */
  | { readonly kind: "posted"; readonly clientId: bigint; readonly text: string }
  /** What the agent does, and the preview as the customer has it. */
  | {
      readonly kind: "activity";
      readonly clientId: bigint;
      readonly engagementId: bigint;
      readonly mode: "LISTENING" | "RESPONDING";
      readonly sneakPreviewState: string;
      /** In milliseconds. */
      readonly sneakPreviewInterval: number;
      readonly sneakPreview: string | null;
      readonly sneakPreviewFocus: boolean;
    }
  /** The agent is away: the customer waits in a queue again, or the agent's connection is lost. */
  | { readonly kind: "left"; readonly clientId: bigint; readonly reason: LeaveReason }
  | {
      readonly kind: "presence";
      readonly clientId: bigint;
      readonly connectionState: "ACTIVE" | "ABSENT" | "DISCONNECTED";
    }
  /** The chat is over. */
  | { readonly kind: "concluded"; readonly reason: ConcludeReason }
  | { readonly kind: "poolChanged"; readonly pool: string };

/** News with its number in the customer's channel, and when it was made by the simulator's clock. */
export interface ConsumerMessage {
  readonly news: ConsumerNews;
  readonly sequenceNumber: number;
  readonly createdTime: number;
}
