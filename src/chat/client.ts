import { randomUUID } from "node:crypto";
import { readJson, writeJson } from "../util/json";
import { decode, readAnswer } from "./answer";
import {
  headerOf,
  type CallResult,
  type Exchange,
  type Header,
  type ReceivedAnswer,
} from "./exchange";
import { ChatError, type Failure } from "./failure";
import { operations, type OperationName, type RequestBody } from "./operations";
import { createRedactor, mask, type Redactor } from "./redact";
import { operationUrl, type ChatServer } from "./server";
import {
  send,
  type FetchLike,
  type WireAnswer,
  type WireLimits,
  type WireOutcome,
} from "./transport";

/** As whom a call is made. */
interface Credentials {
  /** The agent's account id, sent as X-AID. Not a secret. */
  readonly accountId: string;
  /** The agent session id, sent as X-JSESSIONID. A secret. */
  readonly sessionId: string;
}

/** What one call needs besides its body. */
export interface CallContext extends WireLimits {
  readonly server: ChatServer;
  readonly credentials: Credentials;
}

/** Calls the Agent API. */
export interface ChatClient {
  /**
   * Sends one request, once, and reports all that is known of it. Rejects only on defects of ours:
   * whatever the network and the server do is in the exchange.
   */
  call<N extends OperationName>(
    operation: N,
    body: RequestBody<N>,
    context: CallContext,
  ): Promise<Exchange>;
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
      const { server, credentials } = context;
      const redactor = createRedactor([credentials.sessionId]);
      const url = operationUrl(server, operation);
      const text = writeBody(operation, body);
      const harmless: Header[] = [
        ["Content-Type", "application/json; charset=utf-8"],
        ["Accept", "application/json"],
        ["User-Agent", userAgent],
        ["X-AID", credentials.accountId],
      ];
      const { method } = operations[operation];
      const sentAt = now();
      const start = performance.now();
      const outcome = await send(
        fetch,
        {
          method,
          url,
          headers: [...harmless, ["X-JSESSIONID", credentials.sessionId]],
          body: text,
        },
        context,
      );
      const durationMs = performance.now() - start;
      return {
        id: randomUUID(),
        operation,
        request: {
          method,
          url: redactor.text(url),
          headers: [...redactor.headers(harmless), ["X-JSESSIONID", mask]],
          body: redactor.text(text),
        },
        sentAt,
        durationMs,
        ...read(operation, outcome, redactor),
      };
    },
  };
}

/** The exact text of a request body: the descriptor's members in the descriptor's order. */
function writeBody<N extends OperationName>(operation: N, body: RequestBody<N>): string {
  const values: Readonly<Record<string, bigint | undefined>> = body;
  const members = Object.keys(operations[operation].body).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return writeJson(Object.fromEntries(members));
}

function read(
  operation: OperationName,
  outcome: WireOutcome,
  redactor: Redactor,
): Pick<Exchange, "answer" | "result"> {
  const failed = (facts: Failure, cause?: unknown): CallResult => ({
    ok: false,
    error: new ChatError(operation, redactor.facts(facts), { cause: safeCause(cause, redactor) }),
  });
  const received = (answer: WireAnswer, text: string, charset: string): ReceivedAnswer => ({
    status: answer.status,
    statusText: redactor.text(answer.statusText),
    headers: redactor.headers(answer.headers),
    body: redactor.text(text),
    byteLength: answer.bytes.length,
    charset: redactor.text(charset),
  });
  if (outcome.failure) {
    const { answer, failure, cause } = outcome;
    const result = failed(failure, cause);
    if (!answer) {
      return { result };
    }
    const { text, charset } = decode(answer.bytes, headerOf(answer.headers, "content-type"));
    return { answer: received(answer, text, charset), result };
  }
  const { text, charset, result } = readAnswer(operations[operation], outcome.answer);
  const answer = received(outcome.answer, text, charset);
  return {
    answer,
    result:
      "failure" in result
        ? failed(asShown(result.failure, answer.body))
        : { ok: true, envelope: redactor.facts(result) },
  };
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
