import type { BodyOf } from "../../chat/fields";
import type { ConsumerOperationName, consumerOperations } from "../../chat/operations";
import type { sessionInformationFields } from "../../chat/operations/consumer";

/** What the site was told of a customer. */
export type SessionInformation = BodyOf<typeof sessionInformationFields>;

/** The body of an operation, or the JSON of its query; session information is read from its text. */
export type ConsumerBody<N extends ConsumerOperationName> = N extends "establishSessions"
  ? { readonly sessionInformation?: SessionInformation }
  : BodyOf<(typeof consumerOperations)[N]["body"]>;
