import type { Header } from "./exchange";
import type { CredentialsKind } from "./operations";

/** As whom a call is made, in each of the ways. */
export interface CredentialKinds extends Record<CredentialsKind, object> {
  readonly session: {
    /** The agent's account id, sent as X-AID. Not a secret. */
    readonly accountId: string;
    /** The agent session id, sent as X-JSESSIONID. A secret. */
    readonly sessionId: string;
  };
  readonly bearer: {
    /** The JWT of agentTokens. A secret. */
    readonly sessionToken: string;
  };
  readonly basic: {
    readonly userName: string;
    /** A secret. */
    readonly password: string;
    /** Sent as OSvC-CREST-Application-Context: a free comment of at most 40 characters. */
    readonly applicationContext: string;
  };
  readonly consumerSession: {
    /** The consumer session id of requestEngagement, sent as SessionId. A secret. */
    readonly consumerSessionId: string;
  };
  readonly consumerToken: {
    /** The JWT of establishSessions. A secret. */
    readonly channelToken: string;
  };
  readonly none: Readonly<Record<string, never>>;
}

/** As whom a call is made, in one of the ways. */
export type Credentials = CredentialKinds[CredentialsKind];

/** The names of the headers that say as whom a call is made; letter case as they are sent. */
export const credentialHeaderNames: Readonly<Record<CredentialsKind, readonly string[]>> = {
  session: ["X-AID", "X-JSESSIONID"],
  bearer: ["Authorization"],
  basic: ["Authorization"],
  consumerSession: ["SessionId"],
  consumerToken: ["Authorization"],
  none: [],
};

/** A header that says as whom a call is made, or why. */
interface CredentialHeader {
  readonly header: Header;
  /** Whether its value must never be seen. */
  readonly isSecret: boolean;
}

/** The headers that say as whom, in the order in which they are sent, and the secrets in them. */
export function credentialHeaders(credentials: Credentials): {
  readonly headers: readonly CredentialHeader[];
  readonly secrets: readonly string[];
} {
  if ("sessionId" in credentials) {
    const { accountId, sessionId } = credentials;
    return {
      headers: [open("X-AID", accountId), secret("X-JSESSIONID", sessionId)],
      secrets: [sessionId],
    };
  }
  if ("sessionToken" in credentials) {
    return bearer(credentials.sessionToken);
  }
  if ("channelToken" in credentials) {
    return bearer(credentials.channelToken);
  }
  if ("consumerSessionId" in credentials) {
    const { consumerSessionId } = credentials;
    return { headers: [secret("SessionId", consumerSessionId)], secrets: [consumerSessionId] };
  }
  if ("password" in credentials) {
    const { userName, password, applicationContext } = credentials;
    const basic = Buffer.from(`${userName}:${password}`).toString("base64");
    return {
      headers: [
        open("OSvC-CREST-Application-Context", applicationContext),
        secret("Authorization", `Basic ${basic}`),
      ],
      secrets: [password, basic],
    };
  }
  return { headers: [], secrets: [] };
}

function bearer(token: string): ReturnType<typeof credentialHeaders> {
  return { headers: [secret("Authorization", `Bearer ${token}`)], secrets: [token] };
}

function open(name: string, value: string): CredentialHeader {
  return { header: [name, value], isSecret: false };
}

function secret(name: string, value: string): CredentialHeader {
  return { header: [name, value], isSecret: true };
}
