import type { AnsweredCall, CallContext, ChatClient, HandMadeRequest } from "../chat/client";
import type { Exchange } from "../chat/exchange";
import type { operations, OperationName, RequestBody } from "../chat/operations";
import type { Profile } from "../profiles/profile";
import type { Disposable } from "../util/disposable";
import { Emitter, type Event } from "../util/event";
import type { JsonObject } from "../util/json";
import { isSessionRefused } from "./refusedSession";
import type { TlsFor } from "./profileCertificates";
import type { SequenceNumbers } from "./sequenceNumbers";
import { keyOf } from "./sessionFolders";
import type { Session, SessionStore } from "./sessionStore";

/** The operations that are called with an agent session. */
export type AgentOperation = {
  [N in OperationName]: (typeof operations)[N]["credentials"] extends "session" ? N : never;
}[OperationName];

/** The members of a body that the caller chooses; the others number and date the request. */
export type AgentBody<N extends AgentOperation> = Omit<
  RequestBody<N>,
  "sequenceNumber" | "timeCreated"
>;

/** By whom a request is sent: a command of this product, the message loop, or a request document. */
export type SentBy = "command" | "loop" | "document";

/** What one call may differ in. */
export interface AgentCallOptions {
  readonly signal?: AbortSignal;
  /** The {@link keyOf} of the only session that will do; any that the profile has when not given. */
  readonly sessionKey?: string;
  /** A session at hand, for when SecretStorage does not answer; the profile's when not given. */
  readonly session?: Session;
  /** The longest wait for the answer, in ms; the user's setting where it is not given. */
  readonly timeoutMs?: number;
  /** The largest body that is read, in bytes. */
  readonly maxBytes?: number;
  /** The pool to name instead of the profile's, which is what a tester may want to see refused. */
  readonly pool?: string;
  /** By whom the call is made; a command of this product when not given. */
  readonly sentBy?: SentBy;
  /**
   * Asked right before the request leaves, with the longest wait for its answer in ms. False: it does
   * not leave.
   */
  readonly beforeSend?: (limitMs: number) => Promise<boolean>;
}

/** What came of asking for a call. */
export type AgentCallOutcome =
  /** Nothing was sent: the profile has no session that can be used, for its present address. */
  | { readonly kind: "noSession" }
  /** Nothing was sent: it was cancelled before, or `beforeSend` said no. */
  | { readonly kind: "notStarted" }
  | {
      readonly kind: "answered";
      readonly exchange: Exchange;
      /** Present on success. It may hold secrets: read what is needed, keep and show nothing else. */
      readonly answer?: JsonObject;
    };

/** An exchange with the profile it was made for. */
export interface ProfileExchange {
  readonly profile: Profile;
  readonly exchange: Exchange;
  readonly sentBy: SentBy;
  /**
   * Whether it was made as another than the session, or for another pool, on purpose: its refusal
   * tells nothing about the session.
   */
  readonly isForeign: boolean;
}

/** What calls are made of. */
export interface AgentCallsParts {
  readonly client: Pick<ChatClient, "call" | "send">;
  readonly sessions: Pick<SessionStore, "get" | "end">;
  readonly sequenceNumbers: Pick<SequenceNumbers, "next">;
  /** What secure connections are made with; all as usual when not given. */
  readonly tlsFor?: TlsFor;
  /** The longest wait for an answer, in ms; read at each call. */
  readonly timeoutMs: () => number;
  readonly now?: () => number;
  /** Told of what went wrong beside a call, which goes on. */
  readonly onError: (error: unknown) => void;
}

/** The largest answer that is read, in bytes. */
export const maxAnswerBytes = 32 * 1024 * 1024;

type UnnumberedOperation = {
  [N in AgentOperation]: "sequenceNumber" extends keyof RequestBody<N> ? never : N;
}[AgentOperation];

/**
 * The operations whose requests carry no number. The compiler holds the list against the descriptors, which
 * need not be loaded for it.
 */
const unnumbered = { rerouteAvailability: true } satisfies Record<UnnumberedOperation, true>;

/** Makes the calls of a profile's agent session: each is numbered, and sent once. */
export class AgentCalls implements Disposable {
  readonly #onDidCall = new Emitter<ProfileExchange>();

  constructor(private readonly parts: AgentCallsParts) {}

  /** Fires with every exchange, whatever came of it. */
  get onDidCall(): Event<ProfileExchange> {
    return this.#onDidCall.event;
  }

  /**
   * Sends one request, which is never repeated. When the chat server itself does not accept the
   * session, the session is noted as ended before this resolves.
   *
   * Rejects when nothing was sent because something on this machine refused.
   * @throws SecretStorageError when the session cannot be read
   */
  call<N extends AgentOperation>(
    profile: Profile,
    operation: N,
    body: AgentBody<N>,
    options: AgentCallOptions = {},
  ): Promise<AgentCallOutcome> {
    const { client, sequenceNumbers, now = Date.now } = this.parts;
    return this.#send(profile, options, async (session, context, mayLeave) => {
      const isNumbered = !(operation in unnumbered);
      const sequenceNumber = isNumbered ? await sequenceNumbers.next(session) : undefined;
      const numbered = {
        ...body,
        ...(sequenceNumber !== undefined && { sequenceNumber, timeCreated: BigInt(now()) }),
      };
      return (await mayLeave())
        ? client.call<AgentOperation>(operation, numbered, context)
        : undefined;
    });
  }

  /**
   * Sends one request that was made by hand, as {@link call} does otherwise. `request` is asked for
   * with the session at hand, since it may be numbered by it; undefined: nothing leaves.
   *
   * Rejects when nothing was sent because something on this machine refused.
   * @throws SecretStorageError when the session cannot be read
   */
  sendByHand(
    profile: Profile,
    operation: AgentOperation,
    request: (session: Session) => Promise<HandMadeRequest | undefined>,
    options: AgentCallOptions = {},
  ): Promise<AgentCallOutcome> {
    return this.#send(profile, options, async (session, context, mayLeave) => {
      const made = await request(session);
      if (!made || !(await mayLeave())) {
        return undefined;
      }
      const answered = await this.parts.client.send(operation, made, context);
      return { ...answered, isAsAnother: Object.keys(made.credentialHeaders ?? {}).length > 0 };
    });
  }

  dispose(): void {
    this.#onDidCall.dispose();
  }

  async #send(
    profile: Profile,
    options: AgentCallOptions,
    answerOf: (
      session: Session,
      context: CallContext<AgentOperation>,
      mayLeave: () => Promise<boolean>,
    ) => Promise<(AnsweredCall & { readonly isAsAnother?: boolean }) | undefined>,
  ): Promise<AgentCallOutcome> {
    const { signal, beforeSend, sessionKey, pool = profile.pool, sentBy = "command" } = options;
    const { timeoutMs = this.parts.timeoutMs(), maxBytes = maxAnswerBytes } = options;
    const session = options.session ?? (await this.parts.sessions.get(profile));
    if (!session || (sessionKey !== undefined && sessionKey !== keyOf(session))) {
      return { kind: "noSession" };
    }
    if (signal?.aborted) {
      return { kind: "notStarted" };
    }
    const { accountId, origin, fqSiteName } = profile;
    const tls = await this.parts.tlsFor?.(profile.id, origin);
    const context = {
      server: { origin, fqSiteName, pool },
      credentials: { accountId, sessionId: session.sessionId },
      ...{ timeoutMs, maxBytes },
      ...(signal && { signal }),
      ...(tls && { tls }),
    };
    const answered = await answerOf(
      session,
      context,
      async () => (await beforeSend?.(timeoutMs)) !== false,
    );
    if (!answered) {
      return { kind: "notStarted" };
    }
    const { exchange, answer, isAsAnother = false } = answered;
    const isForeign = isAsAnother || pool !== profile.pool;
    if (!isForeign) {
      await this.#noteRefusedSession(profile, session, exchange);
    }
    try {
      this.#onDidCall.fire({ profile, exchange, sentBy, isForeign });
    } catch (error) {
      this.parts.onError(error);
    }
    return { kind: "answered", exchange, ...(answer && { answer }) };
  }

  async #noteRefusedSession(profile: Profile, session: Session, exchange: Exchange): Promise<void> {
    if (exchange.result.ok || !isSessionRefused(exchange)) {
      return;
    }
    const { failure } = exchange.result.error;
    const status = exchange.answer?.status;
    const exceptionCode = "exceptionCode" in failure ? failure.exceptionCode : undefined;
    const why = [exchange.operation, status, exceptionCode].filter((part) => part !== undefined);
    try {
      await this.parts.sessions.end(profile, session, "expired", why.join(" "));
    } catch (error) {
      this.parts.onError(error);
    }
  }
}
