import type { ChatClient, HandMadeRequest } from "../chat/client";
import { credentialHeaders, type Credentials } from "../chat/credentials";
import type { Exchange, SentRequest } from "../chat/exchange";
import type { FieldToken } from "../chat/fields";
import { allOperations, operations, type OperationId } from "../chat/operations";
import { checkSessionId, type ChatServer, type Site } from "../chat/server";
import type { EngagementCalls } from "../engagements/engagementCalls";
import { engagementIdIn } from "../exchanges/engagementIdIn";
import type { ExchangeRecord } from "../exchanges/exchangeRecord";
import type { Profile, SignInAccount } from "../profiles/profile";
import { maxAnswerBytes, type AgentCalls, type AgentOperation } from "../session/agentCalls";
import type { ExploredCredentials, ExploredKind } from "../session/exploredCredentials";
import type { TlsFor } from "../session/profileCertificates";
import type { SequenceNumbers } from "../session/sequenceNumbers";
import type { Session, SessionStore } from "../session/sessionStore";
import type { JsonObject } from "../util/json";
import { fillTokens, type RequestDocument } from "./requestDocument";

/** What a request needs that is not there. */
export type MissingCredential = "session" | "account" | "password" | ExploredKind;

/** What came of sending a request document. */
export type DocumentOutcome =
  | {
      readonly kind: "answered";
      readonly record: ExchangeRecord;
      /** What the answer brought for later requests; it is kept in SecretStorage. */
      readonly kept?: ExploredKind | "session";
      /** Present on success. It may hold secrets: read what is needed, keep and show nothing else. */
      readonly answer?: JsonObject;
    }
  /** Nothing was sent. */
  | { readonly kind: "missing"; readonly what: MissingCredential }
  /** Nothing was sent: a token of the document has no value. */
  | { readonly kind: "noValue"; readonly token: FieldToken }
  /** Nothing was sent: it was cancelled before. */
  | { readonly kind: "notStarted" };

/** What one sending may differ in. */
export interface DocumentCallOptions {
  readonly signal: AbortSignal;
  /** What `$engagement` stands for. */
  readonly engagementId?: bigint;
}

/** What the sending needs. */
export interface DocumentCallsParts {
  readonly client: ChatClient;
  readonly calls: Pick<AgentCalls, "onDidCall">;
  readonly engagementCalls: Pick<EngagementCalls, "sendByHand">;
  readonly sessions: Pick<SessionStore, "get" | "set" | "end" | "onDidChange">;
  readonly sequenceNumbers: Pick<SequenceNumbers, "next">;
  readonly explored: ExploredCredentials;
  /** What secure connections are made with; all as usual when not given. */
  readonly tlsFor?: TlsFor;
  /** The password of an account, kept or asked for; undefined when the user leaves. */
  readonly passwordOf: (profile: Profile, account: SignInAccount) => Promise<string | undefined>;
  /** Whether a session that an answer brought takes the place of the profile's. */
  readonly acceptSession: (profile: Profile) => Promise<boolean>;
  /** Told of exchanges that are no calls of an agent session; the calls tell of those. */
  readonly onExchange: (record: ExchangeRecord) => void;
  /** Told of what went wrong after an answer had come, such as a token that could not be kept. */
  readonly onError: (error: unknown) => void;
  readonly applicationContext: () => string;
  readonly timeoutMs: () => number;
  readonly now: () => number;
}

/** Sends request documents through a profile: each is one request, which is never repeated. */
export class DocumentCalls {
  /** The client id that the chat server gave each profile's session. */
  readonly #clientIds = new Map<string, bigint>();
  /** The last number of a request that belongs to no agent session. */
  #lastNumber = 0n;

  constructor(private readonly parts: DocumentCallsParts) {
    parts.sessions.onDidChange((profileId) => {
      this.#clientIds.delete(profileId);
    });
    parts.calls.onDidCall(({ profile, exchange: { result }, isForeign }) => {
      const clientId = result.ok && !isForeign ? result.envelope.clientId : undefined;
      if (clientId !== undefined && /^\d+$/.test(clientId)) {
        this.#clientIds.set(profile.id, BigInt(clientId));
      }
    });
  }

  /**
   * Sends a document's request, once, whatever is wrong with it.
   *
   * Rejects when nothing was sent because something on this machine refused.
   * @throws SecretStorageError
   */
  async send(
    profile: Profile,
    document: RequestDocument,
    options: DocumentCallOptions,
  ): Promise<DocumentOutcome> {
    const { operation } = document;
    const { headers } = credentialHeaders(this.#maskedCredentials(profile, operation));
    const isAsNobody = headers.every(
      ({ header: [name], isSecret }) => !isSecret || Object.hasOwn(document.credentials, name),
    );
    return isAgentOperation(operation) && !isAsNobody
      ? this.#sendAsSession(profile, operation, document, options)
      : this.#sendAlone(profile, document, options, isAsNobody);
  }

  /**
   * The request that {@link send} would send, with every credential masked, or the token that has no
   * value; what is kept of them is masked where the document repeats it, too. Nothing is sent, nobody is
   * asked, and no number is used up.
   * @throws SecretStorageError
   */
  async preview(
    profile: Profile,
    document: RequestDocument,
    engagementId?: bigint,
  ): Promise<SentRequest | { readonly noValue: FieldToken }> {
    const { operation, pool = profile.pool } = document;
    const made = await this.#requestOf(profile, document, engagementId, () => Promise.resolve(1n));
    if ("noValue" in made) {
      return made;
    }
    return this.parts.client.preview(operation, made, {
      server: serverOf(profile, operation, pool),
      credentials: await this.#keptCredentials(profile, operation),
    });
  }

  /**
   * The real values of the masked headers of a request, by name; undefined where they are not kept, or
   * where the request goes to another address than they belong to. Secrets: only for a copy that the
   * user asked for.
   * @throws SecretStorageError
   */
  async secretHeaders(
    profile: Profile,
    operation: OperationId,
    url: string,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    const { origin } = serverOf(profile, operation, profile.pool);
    // A kept exchange may have gone elsewhere, before the profile got another address.
    if (!URL.canParse(url) || new URL(url).origin !== new URL(origin).origin) {
      return undefined;
    }
    const credentials =
      allOperations[operation].credentials === "session"
        ? await this.#sessionOf(profile)
        : await this.#credentialsOf(profile, operation);
    if (typeof credentials === "string") {
      return undefined;
    }
    const { headers } = credentialHeaders(credentials);
    return Object.fromEntries(
      headers.flatMap(({ header, isSecret }) => (isSecret ? [header] : [])),
    );
  }

  async #sessionOf(profile: Profile): Promise<Credentials | "session"> {
    const session = await this.parts.sessions.get(profile);
    return session ? { accountId: profile.accountId, sessionId: session.sessionId } : "session";
  }

  async #sendAsSession(
    profile: Profile,
    operation: AgentOperation,
    document: RequestDocument,
    { signal, engagementId }: DocumentCallOptions,
  ): Promise<DocumentOutcome> {
    let noValue: FieldToken | undefined;
    let session: Session | undefined;
    const outcome = await this.parts.engagementCalls.sendByHand(
      profile,
      operation,
      async (current) => {
        session = current;
        const made = await this.#requestOf(profile, document, engagementId, () =>
          this.parts.sequenceNumbers.next(current),
        );
        if ("noValue" in made) {
          noValue = made.noValue;
          return undefined;
        }
        return made;
      },
      { signal, sentBy: "document", ...(document.pool !== undefined && { pool: document.pool }) },
    );
    if (noValue) {
      return { kind: "noValue", token: noValue };
    }
    switch (outcome.kind) {
      case "noSession":
        return { kind: "missing", what: "session" };
      case "notStarted":
        return outcome;
      case "answered": {
        const { exchange, answer } = outcome;
        if (operation === "logoff" && exchange.result.ok && session) {
          await this.parts.sessions.end(profile, session, "loggedOff").catch(this.parts.onError);
        }
        const record = recordOf(profile, exchange);
        return { kind: "answered", record, ...(answer && { answer }) };
      }
    }
  }

  async #sendAlone(
    profile: Profile,
    document: RequestDocument,
    { signal, engagementId }: DocumentCallOptions,
    isAsNobody: boolean,
  ): Promise<DocumentOutcome> {
    const { client, onExchange, timeoutMs, tlsFor } = this.parts;
    const { operation, pool = profile.pool } = document;
    const isSite = allOperations[operation].place === "site";
    if (isSite && !profile.signIn) {
      return { kind: "missing", what: "account" };
    }
    const credentials = isAsNobody
      ? await this.#keptCredentials(profile, operation)
      : await this.#credentialsOf(profile, operation);
    if (typeof credentials === "string") {
      return { kind: "missing", what: credentials };
    }
    const made = await this.#requestOf(profile, document, engagementId, () =>
      Promise.resolve(this.#nextNumber()),
    );
    if ("noValue" in made) {
      return { kind: "noValue", token: made.noValue };
    }
    if (signal.aborted) {
      return { kind: "notStarted" };
    }
    const server = serverOf(profile, operation, pool);
    const tls = await tlsFor?.(profile.id, server.origin);
    const { exchange, answer } = await client.send(operation, made, {
      ...{ server, credentials, signal },
      timeoutMs: timeoutMs(),
      maxBytes: maxAnswerBytes,
      ...(tls && { tls }),
    });
    const record = recordOf(profile, exchange);
    onExchange(record);
    if (!answer) {
      return { kind: "answered", record };
    }
    const kept = await this.#keepFrom(profile, operation, answer);
    return { kind: "answered", record, answer, ...(kept && { kept }) };
  }

  /** Larger than all before it: what needs no agent session has no count of its own. */
  #nextNumber(): bigint {
    const time = BigInt(this.parts.now());
    this.#lastNumber = time > this.#lastNumber ? time : this.#lastNumber + 1n;
    return this.#lastNumber;
  }

  /** Never rejects: the answer is there, whatever becomes of what it brought. */
  async #keepFrom(
    profile: Profile,
    operation: OperationId,
    answer: JsonObject,
  ): Promise<ExploredKind | "session" | undefined> {
    try {
      return await (operation === "createAutomatedAgentSession"
        ? this.#keepSession(profile, answer)
        : this.parts.explored.keepFrom(profile, operation, answer));
    } catch (error) {
      this.parts.onError(error);
      return undefined;
    }
  }

  async #keepSession(profile: Profile, { sessionId }: JsonObject): Promise<"session" | undefined> {
    const { acceptSession, sessions } = this.parts;
    if (typeof sessionId !== "string" || checkSessionId(sessionId) !== undefined) {
      return undefined;
    }
    if ((await sessions.get(profile)) && !(await acceptSession(profile))) {
      return undefined;
    }
    await sessions.set(profile, sessionId.trim());
    return "session";
  }

  async #credentialsOf(
    profile: Profile,
    operation: OperationId,
  ): Promise<Credentials | MissingCredential> {
    const { applicationContext, explored, passwordOf } = this.parts;
    switch (allOperations[operation].credentials) {
      case "basic": {
        const { signIn } = profile;
        const password = signIn && (await passwordOf(profile, signIn));
        return signIn === undefined || password === undefined
          ? "password"
          : { userName: signIn.userName, password, applicationContext: applicationContext() };
      }
      case "bearer": {
        const { agentToken } = await explored.get(profile);
        return agentToken === undefined ? "agentToken" : { sessionToken: agentToken };
      }
      case "consumerToken": {
        const { channelToken } = await explored.get(profile);
        return channelToken === undefined ? "channelToken" : { channelToken };
      }
      case "consumerSession": {
        const { consumerSessionId } = await explored.get(profile);
        return consumerSessionId === undefined ? "consumerSessionId" : { consumerSessionId };
      }
      case "none":
        return {};
      case "session":
        return "session";
    }
  }

  /** What is kept, to be masked where it is repeated, though it need not be sent. Nobody is asked. */
  async #keptCredentials(profile: Profile, operation: OperationId): Promise<Credentials> {
    const kind = allOperations[operation].credentials;
    const kept =
      kind === "session"
        ? await this.#sessionOf(profile)
        : kind === "basic"
          ? "password"
          : await this.#credentialsOf(profile, operation);
    return typeof kept === "string" ? this.#maskedCredentials(profile, operation) : kept;
  }

  /** Stands where no credential is needed: all are left out, wrong on purpose, or masked. */
  #maskedCredentials({ accountId, signIn }: Profile, operation: OperationId): Credentials {
    switch (allOperations[operation].credentials) {
      case "session":
        return { accountId, sessionId: "" };
      case "bearer":
        return { sessionToken: "" };
      case "consumerToken":
        return { channelToken: "" };
      case "consumerSession":
        return { consumerSessionId: "" };
      case "basic":
        return {
          userName: signIn?.userName ?? "",
          password: "",
          applicationContext: this.parts.applicationContext(),
        };
      case "none":
        return {};
    }
  }

  async #requestOf(
    profile: Profile,
    document: RequestDocument,
    engagementId: bigint | undefined,
    next: () => Promise<bigint>,
  ): Promise<HandMadeRequest | { readonly noValue: FieldToken }> {
    const { bodyText, credentials, headers, tokens } = document;
    const clientId = this.#clientIds.get(profile.id);
    const filling = fillTokens(document, {
      $now: BigInt(this.parts.now()),
      ...(tokens.includes("$next") && { $next: await next() }),
      ...(engagementId !== undefined && { $engagement: engagementId }),
      ...(clientId !== undefined && { $sessionClientId: clientId }),
    });
    const [missing] = filling.missing;
    if (missing !== undefined) {
      return { noValue: missing };
    }
    const json = bodyText ?? filling.json;
    return { headers, credentialHeaders: credentials, ...(json !== undefined && { json }) };
  }
}

function serverOf(profile: Profile, operation: OperationId, pool: string): ChatServer | Site {
  const { origin, fqSiteName, signIn } = profile;
  return allOperations[operation].place === "site"
    ? { origin: signIn?.siteOrigin ?? origin }
    : { origin, fqSiteName, pool };
}

function isAgentOperation(id: OperationId): id is AgentOperation {
  return Object.hasOwn(operations, id) && allOperations[id].credentials === "session";
}

function recordOf(profile: Profile, exchange: Exchange): ExchangeRecord {
  const engagementId = engagementIdIn(exchange);
  return {
    ...{ exchange, profile, sentBy: "document" },
    ...(engagementId !== undefined && { engagementId }),
  };
}
