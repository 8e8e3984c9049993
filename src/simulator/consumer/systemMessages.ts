import { int64 } from "../agentMessages";
import type { ConsumerMessage, ConsumerNews } from "../consumerMessages";
import { consumerAssumptions } from "./assumptions";

/** An element of `systemMessages`: flat, with its type in `messageName`. */
export type SystemMessage = Readonly<Record<string, unknown>>;

/** The type of message that each kind of news is, by the names that the page or a sample client has. */
const messageNames: Readonly<Record<ConsumerNews["kind"], string>> = {
  waiting: "RNEngagementWaitInformationChangedMessage",
  joined: "RNEngagementParticipantAddedMessage",
  posted: "RNEngagementMessagePostedMessage",
  activity: "RNEngagementActivityChangedMessage",
  left: "RNEngagementParticipantLeftMessage",
  presence: "RNEngagementParticipantConnectionStateChangedMessage",
  concluded: "RNEngagementConcludedMessage",
  poolChanged: "RNEngagementConfigurationChangedMessage",
};

/** Puts news into the words of the consumer API. */
export function systemMessageOf(message: ConsumerMessage): SystemMessage {
  return { messageName: messageNames[message.news.kind], ...fieldsOf(message) };
}

/** A time as the consumer API writes it: ISO 8601 in UTC, to the second. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function fieldsOf({ news, createdTime: at, sequenceNumber }: ConsumerMessage): SystemMessage {
  const createdTime = isoTime(at);
  const role = consumerAssumptions.agentRole.value;
  switch (news.kind) {
    case "waiting":
      return {
        ...int64("position", news.position),
        expectedWaitTimeSeconds: news.waitSeconds,
        ...int64("averageWaitTimeSeconds", news.waitSeconds),
      };
    case "joined":
      return {
        ...int64("clientId", news.clientId),
        name: news.name,
        greeting: `Hello, this is ${news.name}. How can I help you?`,
        role,
        createdTime,
      };
    case "posted":
      return { ...int64("clientId", news.clientId), body: news.text, createdTime };
    case "activity":
      return {
        ...int64("clientId", news.clientId),
        mode: news.mode,
        ...int64("engagementId", news.engagementId),
        sneakPreviewState: news.sneakPreviewState,
        ...int64("sneakPreviewInterval", news.sneakPreviewInterval),
        sneakPreview: news.sneakPreview,
        sneakPreviewFocus: news.sneakPreviewFocus,
        createdTime,
        ...int64("sequenceNumber", sequenceNumber),
      };
    case "left":
      return {
        ...int64("clientId", news.clientId),
        role,
        disconnectReason: news.reason,
        createdTime,
      };
    case "presence":
      return { connectionState: news.connectionState };
    case "concluded":
      return {
        reason: news.reason,
        ...(news.reason === "AGENT_CONCLUDED" && { role }),
        createdTime,
        ...int64("sequenceNumber", sequenceNumber),
      };
    case "poolChanged":
      return { ...consumerAssumptions.poolChange.value, value: news.pool };
  }
}
