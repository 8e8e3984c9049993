import type { OperationName, operations } from "../chat/operations";
import type { SimulatedAccount } from "./accounts";
import type { Reading } from "./answers";
import { readBasic, readBearer } from "./authorizationCheck";
import { readSession } from "./sessionCheck";
import type { RecordedRequest } from "./recording";
import type { SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

/** Whom each kind of credentials names. */
interface Callers {
  readonly session: SimulatedSession;
  readonly bearer: SimulatedAccount;
  readonly basic: SimulatedAccount;
}

/** Who calls an operation. */
export type CallerOf<N extends OperationName> = Callers[(typeof operations)[N]["credentials"]];

/** Finds out who calls, or refuses whoever is not known. Credentials are never repeated. */
export const readCaller: {
  readonly [K in keyof Callers]: (
    request: RecordedRequest,
    state: ServerState,
  ) => Reading<Callers[K]>;
} = { session: readSession, bearer: readBearer, basic: readBasic };
