import { type ConsumerOperationName, consumerOperations } from "../../chat/operations";
import type { Answer, Reading } from "../answers";
import { readBasic, refuseContext } from "../authorizationCheck";
import type { RecordedRequest } from "../recording";
import type { ServerState } from "../state";
import { readRequest } from "./bodyCheck";
import type { ConsumerCall, ConsumerCallers } from "./call";
import { readConsumerSession, readConsumerToken } from "./credentialsCheck";
import { type ConsumerState, handleConsumer } from "./handlers";
import { routeOf } from "./routeCheck";
import { ConsumerTokens } from "./tokens";

/** Finds out who calls, or refuses whoever is not known. Credentials are never repeated. */
const readCaller: {
  readonly [K in keyof ConsumerCallers]: (
    request: RecordedRequest,
    state: ConsumerState,
  ) => Reading<ConsumerCallers[K]>;
} = {
  consumerSession: (request, { server }) =>
    readConsumerSession(request, (id) => server.consumers.find(id)),
  consumerToken: (request, { tokens }) => readConsumerToken(request, tokens),
  basic: (request, { server }) => readBasic(request, server),
  none: () => ({ ok: true, value: undefined }),
};

/** The consumer side of the simulated site and chat server. */
export class ConsumerService {
  readonly #state: ConsumerState;

  constructor(server: ServerState) {
    this.#state = { server, tokens: new ConsumerTokens() };
  }

  /** Answers a request that is for customers; `signal` aborts when whoever called is gone. */
  answer(request: RecordedRequest, signal: AbortSignal): Answer | Promise<Answer> {
    const checked = this.#check(request, signal);
    return checked.ok ? handleConsumer(this.#state, checked.value) : checked.refusal;
  }

  /** Holds a request against what the reference documents, in the order of the agent's checks. */
  #check(
    request: RecordedRequest,
    signal: AbortSignal,
  ): Reading<ConsumerCall<ConsumerOperationName>> {
    const { server } = this.#state;
    const route = routeOf(request, server);
    if (!route.ok) {
      return route;
    }
    const operation = route.value;
    const { credentials, place } = consumerOperations[operation];
    const caller = readCaller[credentials](request, this.#state);
    if (!caller.ok) {
      return caller;
    }
    const refused = place === "site" ? refuseContext(request) : undefined;
    if (refused !== undefined) {
      return { ok: false, refusal: refused };
    }
    const body = readRequest(operation, request);
    if (!body.ok) {
      return body;
    }
    const { receivedAt } = request;
    return {
      ok: true,
      value: { operation, caller: caller.value, body: body.value, receivedAt, signal },
    };
  }
}
