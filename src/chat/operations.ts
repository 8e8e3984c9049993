import type { BodyOf } from "./fields";
import { consumerOperations } from "./operations/consumer";
import { engagementOperations } from "./operations/engagement";
import type { Operation } from "./operations/operation";
import { sessionOperations } from "./operations/session";
import { signInOperations } from "./operations/signIn";

export type { CredentialsKind, Operation, OperationGroup } from "./operations/operation";
export { consumerOperations };

/** The agent's operations, by name. Types, checks and the simulator derive from it. */
export const operations = {
  ...signInOperations,
  ...sessionOperations,
  ...engagementOperations,
} as const satisfies Record<string, Operation>;

/** The name of an operation of the agent's side. */
export type OperationName = keyof typeof operations;

/** The name of an operation of the consumer's side. */
export type ConsumerOperationName = keyof typeof consumerOperations;

/** What tells every operation from every other: both sides have a getMessages. */
export type OperationId = OperationName | `consumer/${ConsumerOperationName}`;

/** Every operation of both sides, by id. */
export const allOperations: Readonly<Record<OperationId, Operation>> = {
  ...operations,
  "consumer/establishSessions": consumerOperations.establishSessions,
  "consumer/requestEngagement": consumerOperations.requestEngagement,
  "consumer/getMessages": consumerOperations.getMessages,
  "consumer/postMessage": consumerOperations.postMessage,
  "consumer/activity": consumerOperations.activity,
  "consumer/concludeEngagement": consumerOperations.concludeEngagement,
  "consumer/getQueueStats": consumerOperations.getQueueStats,
  "consumer/getEngagementQueue": consumerOperations.getEngagementQueue,
};

/** Whether a text is the id of an operation. */
export function isOperationId(text: string): text is OperationId {
  return Object.hasOwn(allOperations, text);
}

/** The request body of an operation of the agent's side, derived from its descriptor. */
export type RequestBody<N extends OperationName> = BodyOf<(typeof operations)[N]["body"]>;
