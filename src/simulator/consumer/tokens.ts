import { jwtOf } from "../accounts";
import type { SessionInformation } from "./values";

/** The tokens that the site issued to customers: each begins an engagement, as often as it is used. */
export class ConsumerTokens {
  readonly #customers = new Map<string, SessionInformation>();

  /** A JWT in form, the same in each run. It is known here only, and ends with the simulator. */
  issue(customer: SessionInformation): string {
    const token = jwtOf({ sub: "consumer", jti: (this.#customers.size + 1).toString() });
    this.#customers.set(token, customer);
    return token;
  }

  /** What the site was told of the customer whom the token was issued for. */
  customerOf(token: string): SessionInformation | undefined {
    return this.#customers.get(token);
  }
}
