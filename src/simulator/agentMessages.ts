import type { assumptions } from "./assumptions";

/** An element of `getResponseTypes`: the type's name with the fields. */
export type AgentMessage = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the agent's messages are called; most of the names are not documented. */
export type MessageNames = Readonly<Record<keyof typeof assumptions.messageNames.value, string>>;

/** When a message was made, and its number in its channel. */
export interface Stamp {
  readonly createdTime: number;
  readonly sequenceNumber: number;
}

/** Who sent a message about which engagement. */
export interface Sender {
  readonly engagementId: bigint;
  readonly clientId: bigint;
  readonly senderType: "END_USER" | "AGENT" | "SYSTEM";
}

/** An int64 with its `…String` twin. */
export function int64(name: string, value: bigint | number): Readonly<Record<string, unknown>> {
  return { [name]: value, [`${name}String`]: value.toString() };
}

/** The members that every message has at its end, as those of ChatActivitySignal. */
function headerOf(
  { engagementId, clientId, senderType }: Sender,
  messageType: string,
  { createdTime, sequenceNumber }: Stamp,
): Readonly<Record<string, unknown>> {
  return {
    ...int64("destinationId", engagementId),
    destinationType: "ENGAGEMENT",
    ...int64("senderId", clientId),
    senderType,
    messageType,
    visibility: "ALL",
    ...int64("createdTime", createdTime),
    ...int64("sequenceNumber", sequenceNumber),
  };
}

/** The short message of an engagement: who and about what, then `fields`, then the header. */
export function messageOf(
  sender: Sender,
  messageType: string,
  fields: Readonly<Record<string, unknown>>,
  stamp: Stamp,
): Readonly<Record<string, unknown>> {
  return {
    ...int64("engagementId", sender.engagementId),
    ...int64("clientId", sender.clientId),
    ...fields,
    ...headerOf(sender, messageType, stamp),
  };
}
