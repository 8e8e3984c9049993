import type { OperationName, RequestBody } from "../chat/operations";
import type { Answer } from "./answers";
import type { CallerOf } from "./callers";
import type { ServerState } from "./state";

/** A call that passed every check of form. */
export interface Call<N extends OperationName> {
  readonly operation: N;
  readonly caller: CallerOf<N>;
  readonly body: RequestBody<N>;
  /** When it came, by the simulator's clock. */
  readonly receivedAt: number;
  /** Aborts when whoever called is gone. */
  readonly signal: AbortSignal;
}

/** Carries an operation out; what is held answers later. */
type Handler<N extends OperationName> = (
  state: ServerState,
  call: Call<N>,
) => Answer | Promise<Answer>;

/** The handlers of some operations. */
export type Handlers<N extends OperationName> = { readonly [K in N]: Handler<K> };
