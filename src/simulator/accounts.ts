import { createHmac } from "node:crypto";

/** An agent who can sign in to the simulated site. User name and account id are each unique. */
export interface SimulatedAccount {
  readonly userName: string;
  readonly password: string;
  /** The account's number, sent as X-AID. */
  readonly accountId: string;
}

/** The tokens that the site issued: each signs one account in, as often as it is used. */
export class TokenList {
  readonly #accounts = new Map<string, SimulatedAccount>();

  /** A JWT in form, the same in each run. It is known here only, and ends with the simulator. */
  issue(account: SimulatedAccount): string {
    const token = jwtOf({ sub: account.accountId, jti: (this.#accounts.size + 1).toString() });
    this.#accounts.set(token, account);
    return token;
  }

  accountOf(token: string): SimulatedAccount | undefined {
    return this.#accounts.get(token);
  }
}

/** A JWT in form, the same for the same claims. */
export function jwtOf(claims: Readonly<Record<string, string>>): string {
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", "simulator").update(signed).digest("base64url")}`;
}

function part(value: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
