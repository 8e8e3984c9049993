import { randomUUID } from "node:crypto";
import { writeJson, type JsonObject } from "../util/json";
import type { CallResult, Exchange, Header, SentRequest } from "./exchange";
import { ChatError, type Failure } from "./failure";
import {
  allOperations,
  operations,
  type Operation,
  type OperationId,
  type OperationName,
  type RequestBody,
} from "./operations";
import { credentialHeaders, type CredentialKinds, type Credentials } from "./credentials";
import {
  largeAnswerBytes,
  readArrival,
  type Arrival,
  type ReadAside,
  type Reading,
} from "./reading";
import { createRedactor, mask, type Redactor } from "./redact";
import { encoded, operationUrl } from "./operationUrl";
import type { ChatServer, Site } from "./server";
import {
  send as sendOnce,
  type FetchLike,
  type WireLimits,
  type WireOutcome,
  type WireRequest,
} from "./transport";

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
export interface AnsweredCall {
  readonly exchange: Exchange;
  /**
   * Present on success, up to {@link largeAnswerBytes}. It may hold secrets: read what is needed, keep
   * and show nothing else.
   */
  readonly answer?: JsonObject;
}

/** A request as somebody wrote it by hand: it need not be one that the operation allows. */
export interface HandMadeRequest {
  /** The exact text of the body, or of the query parameter that carries it; none where absent. */
  readonly json?: string;
  /** Headers beside the usual ones; one with the name of a usual one takes its place. */
  readonly headers?: readonly Header[];
  /** What becomes of the headers that say as whom the call is made, by name; else as they are kept. */
  readonly credentialHeaders?: Readonly<Record<string, HeaderSwitch>>;
}

/** What a request by hand does with a header that says as whom it is made. */
type HeaderSwitch = "omit" | "wrong";

/** What one request by hand needs besides itself. */
export interface HandMadeContext extends WireLimits {
  /** A chat server for its operations, the site for the site's. */
  readonly server: ChatServer | Site;
  readonly credentials: Credentials;
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
  /** Sends one request by hand, as {@link call} does; what it says is sent unchecked. */
  send(
    operation: OperationId,
    request: HandMadeRequest,
    context: HandMadeContext,
  ): Promise<AnsweredCall>;
  /** What {@link send} would send, with every credential masked. Nothing is sent. */
  preview(
    operation: OperationId,
    request: HandMadeRequest,
    context: Pick<HandMadeContext, "server" | "credentials">,
  ): SentRequest;
}

/** What a client is made of. */
export interface ClientParts {
  readonly fetch: FetchLike;
  /** Sent as User-Agent. */
  readonly userAgent: string;
  /** The time in ms since 1970. */
  readonly now?: () => number;
  /** Reads answers beyond {@link largeAnswerBytes}, so that nobody waits for it meanwhile. */
  readonly readAside?: ReadAside;
}

/** A request as it goes over the wire, and as it may be shown. */
interface MadeRequest {
  readonly wire: WireRequest;
  readonly shown: SentRequest;
  /** What must not be seen of it. */
  readonly secrets: readonly string[];
}

/** What stands in a header that is wrong on purpose. No secret: it is shown as it was sent. */
export const wrongValue = "wrong-on-purpose";

/** Makes the client. It keeps nothing between calls. */
export function createChatClient({
  fetch,
  userAgent,
  now = Date.now,
  readAside,
}: ClientParts): ChatClient {
  const made = (
    id: OperationId,
    { json, headers: own = [], credentialHeaders: switches = {} }: HandMadeRequest,
    context: Pick<HandMadeContext, "server" | "credentials">,
  ): MadeRequest => {
    const { method, queryParameter } = allOperations[id];
    const address = urlOf(id, context.server);
    const urlWith = (value: string): string =>
      queryParameter && json !== undefined
        ? `${address}${address.includes("?") ? "&" : "?"}${queryParameter.name}=${value}`
        : address;
    const url = urlWith(encoded(json ?? ""));
    const text = method === "GET" ? undefined : json;
    const credentials = credentialHeaders(context.credentials);
    const redactor = createRedactor(credentials.secrets);
    // Once it is encoded, a member with a secret is not found.
    const shownUrl = urlWith(
      redactor
        .text(json ?? "")
        .split(mask)
        .map(encoded)
        .join(mask),
    );
    const usual: readonly Header[] = [
      ...(text === undefined ? [] : [contentType]),
      ["Accept", "application/json"],
      ["User-Agent", userAgent],
    ];
    const ownNames = new Set(own.map(([name]) => name.toLowerCase()));
    const kept = usual.filter(([name]) => !ownNames.has(name.toLowerCase()));
    const sentHeaders: Header[] = [...kept, ...own];
    const shownHeaders: Header[] = [
      ...redactor.headers(kept),
      ...own.map(([name, value]): Header => [name, shownOwn(name, value, redactor)]),
    ];
    for (const { header, isSecret } of credentials.headers) {
      const [name, value] = header;
      const change = switches[name];
      if (change === "omit") {
        continue;
      }
      sentHeaders.push([name, change === "wrong" ? wrongValue : value]);
      const shown = change === "wrong" ? wrongValue : isSecret ? mask : redactor.text(value);
      shownHeaders.push([name, shown]);
    }
    return {
      wire: { method, url, headers: sentHeaders, ...(text !== undefined && { body: text }) },
      shown: {
        method,
        url: redactor.text(shownUrl),
        headers: shownHeaders,
        body: redactor.text(text ?? ""),
      },
      secrets: credentials.secrets,
    };
  };
  const send: ChatClient["send"] = async (id, request, context) => {
    const { wire, shown, secrets } = made(id, request, context);
    const sentAt = now();
    const start = performance.now();
    const unsendable = wire.headers.find(isUnsendable);
    const outcome: WireOutcome = unsendable
      ? { failure: { kind: "unsendable", header: unsendable[0] } }
      : await sendOnce(fetch, wire, context);
    const durationMs = performance.now() - start;
    const { value, ...received } = await read(id, outcome, secrets, readAside);
    const exchange: Exchange = {
      id: randomUUID(),
      operation: id,
      request: shown,
      sentAt,
      durationMs,
      ...received,
    };
    return { exchange, ...(exchange.result.ok && value && { answer: value }) };
  };
  return {
    send,
    preview: (operation, request, context) => made(operation, request, context).shown,
    call: (operation, body, context) =>
      send(operation, { json: writeBody(operation, body) }, context),
  };
}

const contentType: Header = ["Content-Type", "application/json; charset=utf-8"];

/**
 * Whether a header would break the request, or be two of them: its name must be a token of RFC 9110
 * (5.6.2), and its value what Node sends. Whoever wrote it: what is checked where it is typed may have
 * come from a file that somebody else changed.
 */
function isUnsendable([name, value]: Header): boolean {
  return !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value);
}

/** A header of the user's is shown as written, unless its name says that it is a credential. */
function shownOwn(name: string, value: string, redactor: Redactor): string {
  return /auth|cookie|key|pass|secret|session|token/i.test(name) ? mask : redactor.text(value);
}

function urlOf(id: OperationId, server: ChatServer | Site): string {
  const { path } = allOperations[id];
  // The types of `call` see to it that operations without a path of their own come with a pool.
  return path === undefined ? operationUrl(server as ChatServer, id) : server.origin + path;
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

/** What an exchange tells of its outcome, and the answer as it came. */
type Told = Pick<Exchange, "answer" | "result"> & Pick<Reading, "value">;

/** Reads what came of a request. */
async function read(
  operation: OperationId,
  outcome: WireOutcome,
  secrets: readonly string[],
  readAside: ReadAside | undefined,
): Promise<Told> {
  const said = ({ answer, result, value }: Reading, cause?: Error): Told => ({
    answer,
    result:
      "failure" in result
        ? failed(operation, result.failure, cause)
        : { ok: true, envelope: result },
    ...(value && { value }),
  });
  const form = answerForm(operation);
  if (!outcome.failure) {
    return said(await readingOf({ form, answer: outcome.answer, secrets }, readAside));
  }
  const { answer, failure } = outcome;
  const redactor = createRedactor(secrets);
  const cause = safeCause(outcome.cause, redactor);
  return answer
    ? said(await readingOf({ form, answer, failure, secrets }, readAside), cause)
    : { result: failed(operation, redactor.facts(failure), cause) };
}

/** The result of a call whose failure holds no secret. */
function failed(operation: OperationId, failure: Failure, cause: Error | undefined): CallResult {
  return { ok: false, error: new ChatError(operation, failure, { cause }) };
}

/** Only this much: it may go to another thread, and the rest of a descriptor is long. */
function answerForm(id: OperationId): Arrival["form"] {
  const { requiredMembers, resultMember, resultEvidence }: Operation = allOperations[id];
  return {
    requiredMembers,
    ...(resultMember !== undefined && { resultMember }),
    ...(resultEvidence && { resultEvidence }),
  };
}

/** Reads a large answer aside, and here when that fails: slowly is better than not at all. */
async function readingOf(arrival: Arrival, readAside: ReadAside | undefined): Promise<Reading> {
  if (readAside && arrival.answer.bytes.length > largeAnswerBytes) {
    try {
      return await readAside(arrival);
    } catch {
      return readArrival(arrival);
    }
  }
  return readArrival(arrival);
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
