import type { AgentCalls, ProfileExchange } from "../session/agentCalls";
import { isSessionRefused } from "../session/refusedSession";
import type { Disposable } from "../util/disposable";
import { engagementIdIn } from "./engagementIdIn";
import type { ExchangeRecord } from "./exchangeRecord";
import { isHeartbeat } from "./history/heartbeat";

/**
 * Hands on the calls of agent sessions that are history. Of the message loop these are the answers that
 * brought something, the first failure of each sort in a row, and what ended the session: an outage of
 * a night is an entry or two, not thousands.
 */
export class NoteworthyCalls implements Disposable {
  readonly #subscription: Disposable;
  /** In which ways the loop of each profile failed since it last succeeded. */
  readonly #failures = new Map<string, Set<string>>();

  constructor(
    calls: Pick<AgentCalls, "onDidCall">,
    private readonly onRecord: (record: ExchangeRecord) => void,
  ) {
    this.#subscription = calls.onDidCall((call) => {
      this.#take(call);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #take(call: ProfileExchange): void {
    const { exchange, profile, sentBy } = call;
    if (sentBy === "loop" && (this.#isRepeatedFailure(call) || isHeartbeat(exchange))) {
      return;
    }
    const engagementId = engagementIdIn(exchange);
    this.onRecord({
      ...{ exchange, profile, sentBy },
      ...(engagementId !== undefined && { engagementId }),
    });
  }

  #isRepeatedFailure({ exchange, profile }: ProfileExchange): boolean {
    const { result } = exchange;
    if (result.ok || isSessionRefused(exchange)) {
      this.#failures.delete(profile.id);
      return false;
    }
    const { failure } = result.error;
    if (failure.kind === "cancelled") {
      return true;
    }
    const status = "status" in failure ? ` ${failure.status}` : "";
    const how = failure.kind + status;
    const row = this.#failures.get(profile.id) ?? new Set<string>();
    const isRepeated = row.has(how);
    this.#failures.set(profile.id, row.add(how));
    return isRepeated;
  }
}
