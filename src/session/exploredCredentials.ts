import type { SecretStorage } from "vscode";
import type { OperationId } from "../chat/operations";
import type { Profile } from "../profiles/profile";
import type { JsonObject } from "../util/json";
import { GuardedSecrets } from "./guardedSecrets";

/** What answers of requests by hand brought, for the requests after them. Secrets. */
interface Explored {
  /** The JWT of agentTokens. */
  readonly agentToken?: string;
  /** The JWT of establishSessions. */
  readonly channelToken?: string;
  /** The session id of requestEngagement. */
  readonly consumerSessionId?: string;
}

/** One of the credentials that an answer may bring. */
export type ExploredKind = keyof Explored;

interface KeptExplored extends Explored {
  /** Where they may be sent: a profile whose host or site was changed does not get them. */
  readonly origin: string;
  readonly fqSiteName: string;
}

/** The member of which operation's answer is which credential. */
const bringers: Partial<Record<OperationId, readonly [ExploredKind, member: string]>> = {
  agentTokens: ["agentToken", "sessionToken"],
  "consumer/establishSessions": ["channelToken", "channelToken"],
  "consumer/requestEngagement": ["consumerSessionId", "sessionId"],
};

/**
 * The tokens and the consumer session that requests by hand brought, one set a profile, in
 * SecretStorage and nowhere else: each use reads it anew.
 */
export class ExploredCredentials {
  readonly #kept: GuardedSecrets<KeptExplored>;

  constructor(secrets: Pick<SecretStorage, "get" | "store" | "delete">) {
    this.#kept = new GuardedSecrets(secrets, "explored", parseExplored);
  }

  /**
   * What is kept for a profile's present address.
   * @throws SecretStorageError
   */
  async get({ id, origin, fqSiteName }: Profile): Promise<Explored> {
    const kept = await this.#kept.get(id);
    return kept?.origin === origin && kept.fqSiteName === fqSiteName ? kept : {};
  }

  /**
   * Keeps the credential that a successful answer brought, in place of an earlier one; says which,
   * undefined when it brought none.
   * @throws SecretStorageError
   */
  async keepFrom(
    profile: Profile,
    operation: OperationId,
    answer: JsonObject,
  ): Promise<ExploredKind | undefined> {
    const [kind, member] = bringers[operation] ?? [];
    const value = member === undefined ? undefined : answer[member];
    if (kind === undefined || typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) {
      return undefined;
    }
    const { id, origin, fqSiteName } = profile;
    await this.#kept.set(id, { ...(await this.get(profile)), origin, fqSiteName, [kind]: value });
    return kind;
  }

  /**
   * Forgets what is kept for a profile.
   * @throws SecretStorageError
   */
  remove(profileId: string): Promise<void> {
    return this.#kept.remove(profileId);
  }
}

function parseExplored(value: Readonly<Record<string, unknown>>): KeptExplored | undefined {
  const { origin, fqSiteName, agentToken, channelToken, consumerSessionId } = value;
  if (typeof origin !== "string" || typeof fqSiteName !== "string") {
    return undefined;
  }
  return {
    ...{ origin, fqSiteName },
    ...(typeof agentToken === "string" && { agentToken }),
    ...(typeof channelToken === "string" && { channelToken }),
    ...(typeof consumerSessionId === "string" && { consumerSessionId }),
  };
}
