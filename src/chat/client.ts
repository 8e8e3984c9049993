import { randomUUID } from "node:crypto";
import { readJson, writeJson, type JsonObject } from "../util/json";
import { decode, readAnswer } from "./answer";
import {
  headerOf,
  type CallResult,
  type Exchange,
  type Header,
  type ReceivedAnswer,
} from "./exchange";
import { ChatError, type Failure } from "./failure";
import { operations, type Operation, type OperationName, type RequestBody } from "./operations";
import { createRedactor, mask, type Redactor } from "./redact";
import { operationUrl, type ChatServer, type Site } from "./server";
import {
  send,
  type FetchLike,
  type WireAnswer,
  type WireLimits,
  type WireOutcome,
} from "./transport";

/** As whom a call is made, in each of the three ways. */
interface CredentialKinds {
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
}

/** Where a call goes. */
interface Places {
  readonly chatServer: ChatServer;
  readonly site: Site;
}

/** What one call needs besides its body. */
export interface CallContext<N extends OperationName> extends WireLimits {
  readonly server: Places[(typeof operations)[N]["place"]];
  readonly credentials: CredentialKinds[(typeof operations)[N]["credentials"]];
}

/** An exchange with the answer as it came. */
interface AnsweredCall {
  readonly exchange: Exchange;
  /** Present on success. It may hold secrets: read what is needed, keep and show nothing else. */
  readonly answer?: JsonObject;
}

/** Calls the chat server and its site. */
export interface ChatClient {
  /**
   * Sends one request, once, and reports all that is known of it. Rejects only on defects of ours:
   * whatever the network and the server do is in the exchange.
   */
  call<N extends OperationName>(
    operation: N,
    body: RequestBody<N>,
    context: CallContext<N>,
  ): Promise<AnsweredCall>;
}

/** What a client is made of. */
export interface ClientParts {
  readonly fetch: FetchLike;
  /** Sent as User-Agent. */
  readonly userAgent: string;
  /** The time in ms since 1970. */
  readonly now?: () => number;
}

/** Makes the client. It keeps nothing between calls. */
export function createChatClient({ fetch, userAgent, now = Date.now }: ClientParts): ChatClient {
  return {
    async call(operation, body, context) {
      const { method, queryParameter }: Operation = operations[operation];
      const { harmless, secret, secrets } = authentication(context.credentials);
      const json = writeBody(operation, body);
      const address = urlOf(operation, context.server);
      const url = queryParameter
        ? `${address}&${queryParameter.name}=${encodeURIComponent(json)}`
        : address;
      const text = method === "GET" ? undefined : json;
      const open: readonly Header[] = [
        ...(text === undefined ? [] : [contentType]),
        ["Accept", "application/json"],
        ["User-Agent", userAgent],
        ...harmless,
      ];
      const sentAt = now();
      const start = performance.now();
      const outcome = await send(
        fetch,
        { method, url, headers: [...open, secret], ...(text !== undefined && { body: text }) },
        context,
      );
      const durationMs = performance.now() - start;
      const { value, ...received } = read(operation, outcome, secrets);
      const redactor = createRedactor(secrets);
      const exchange: Exchange = {
        id: randomUUID(),
        operation,
        request: {
          method,
          url: redactor.text(url),
          headers: [...redactor.headers(open), [secret[0], mask]],
          body: redactor.text(text ?? ""),
        },
        sentAt,
        durationMs,
        ...received,
      };
      return { exchange, ...(exchange.result.ok && value && { answer: value }) };
    },
  };
}

const contentType: Header = ["Content-Type", "application/json; charset=utf-8"];

function urlOf(operation: OperationName, server: ChatServer | Site): string {
  const { path }: Operation = operations[operation];
  // The types of `call` see to it that operations without a path of their own come with a pool.
  return path === undefined ? operationUrl(server as ChatServer, operation) : server.origin + path;
}

/** The headers that say as whom, and what in them is secret. */
function authentication(credentials: CredentialKinds[keyof CredentialKinds]): {
  readonly harmless: readonly Header[];
  readonly secret: Header;
  readonly secrets: readonly string[];
} {
  if ("sessionId" in credentials) {
    const { accountId, sessionId } = credentials;
    return {
      harmless: [["X-AID", accountId]],
      secret: ["X-JSESSIONID", sessionId],
      secrets: [sessionId],
    };
  }
  if ("sessionToken" in credentials) {
    const { sessionToken } = credentials;
    return {
      harmless: [],
      secret: ["Authorization", `Bearer ${sessionToken}`],
      secrets: [sessionToken],
    };
  }
  const { userName, password, applicationContext } = credentials;
  const basic = Buffer.from(`${userName}:${password}`).toString("base64");
  return {
    harmless: [["OSvC-CREST-Application-Context", applicationContext]],
    secret: ["Authorization", `Basic ${basic}`],
    secrets: [password, basic],
  };
}

/** The exact text of a request body: the descriptor's members in the descriptor's order. */
function writeBody<N extends OperationName>(operation: N, body: RequestBody<N>): string {
  const values: Readonly<Record<string, unknown>> = body;
  const members = Object.keys(operations[operation].body).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return writeJson(Object.fromEntries(members));
}

function read(
  operation: OperationName,
  outcome: WireOutcome,
  secrets: readonly string[],
): Pick<Exchange, "answer" | "result"> & { readonly value?: JsonObject } {
  if (outcome.failure) {
    const { answer, failure, cause } = outcome;
    const redactor = createRedactor(secrets);
    const result = failed(operation, failure, redactor, cause);
    return answer
      ? {
          answer: received(
            answer,
            decode(answer.bytes, headerOf(answer.headers, "content-type")),
            redactor,
          ),
          result,
        }
      : { result };
  }
  const whole = readAnswer(operations[operation], outcome.answer);
  const { result, value } = whole;
  const redactor = createRedactor([...secrets, ...secretsIn(value)]);
  const answer = received(outcome.answer, whole, redactor);
  return {
    answer,
    result:
      "failure" in result
        ? failed(operation, asShown(result.failure, answer.body), redactor)
        : { ok: true, envelope: redactor.facts(result) },
    ...(value && { value }),
  };
}

function failed(
  operation: OperationName,
  failure: Failure,
  redactor: Redactor,
  cause?: unknown,
): CallResult {
  const options = { cause: safeCause(cause, redactor) };
  return { ok: false, error: new ChatError(operation, redactor.facts(failure), options) };
}

function received(
  answer: WireAnswer,
  { text, charset }: { readonly text: string; readonly charset: string },
  redactor: Redactor,
): ReceivedAnswer {
  return {
    status: answer.status,
    statusText: redactor.text(answer.statusText),
    headers: redactor.headers(answer.headers),
    body: redactor.text(text),
    byteLength: answer.bytes.length,
    charset: redactor.text(charset),
  };
}

/** The credentials that an answer brings; they are masked wherever else they stand in it. */
function secretsIn({ sessionId, sessionToken }: JsonObject = {}): string[] {
  return [sessionId, sessionToken].filter((member) => typeof member === "string");
}

/** What the system's error says, and nothing else that may hang on it. */
function safeCause(cause: unknown, redactor: Redactor): Error | undefined {
  if (!(cause instanceof Error)) {
    return undefined;
  }
  const copy = new Error(redactor.text(cause.message));
  copy.name = cause.name;
  copy.stack = redactor.text(cause.stack ?? "");
  return copy;
}

/** A failure whose position in the body is that in the body as it is shown, with masks in it. */
function asShown(failure: Failure, shown: string): Failure {
  if (failure.kind !== "unreadable" || failure.fault.reason !== "json") {
    return failure;
  }
  const reading = readJson(shown);
  return reading.ok ? failure : { ...failure, fault: { reason: "json", fault: reading.fault } };
}
