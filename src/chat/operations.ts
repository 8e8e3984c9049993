import type { BodyOf } from "./fields";
import { engagementOperations } from "./operations/engagement";
import type { Operation } from "./operations/operation";
import { sessionOperations } from "./operations/session";
import { signInOperations } from "./operations/signIn";

export type { Operation } from "./operations/operation";

/** The operations this product can send, by name. Types, checks and the simulator derive from it. */
export const operations = {
  ...signInOperations,
  ...sessionOperations,
  ...engagementOperations,
} as const satisfies Record<string, Operation>;

/** The name of an operation. */
export type OperationName = keyof typeof operations;

/** The request body of an operation, derived from its descriptor. */
export type RequestBody<N extends OperationName> = BodyOf<(typeof operations)[N]["body"]>;
