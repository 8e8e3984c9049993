import type { ConsumerOperationName, consumerOperations } from "../../chat/operations";
import type { SimulatedAccount } from "../accounts";
import type { SimulatedEngagement } from "../engagements";
import type { ConsumerBody, SessionInformation } from "./values";

/** Whom each kind of credentials names. */
export interface ConsumerCallers {
  /** The customer's engagement. */
  readonly consumerSession: SimulatedEngagement;
  /** What the site was told of the customer. */
  readonly consumerToken: SessionInformation;
  /** The account through which the site is asked. */
  readonly basic: SimulatedAccount;
  readonly none: undefined;
}

/** A consumer's call that passed every check of form. */
export interface ConsumerCall<N extends ConsumerOperationName> {
  readonly operation: N;
  readonly caller: ConsumerCallers[(typeof consumerOperations)[N]["credentials"]];
  readonly body: ConsumerBody<N>;
  /** When it came, by the simulator's clock. */
  readonly receivedAt: number;
  /** Aborts when whoever called is gone. */
  readonly signal: AbortSignal;
}
