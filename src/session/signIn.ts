import type { ChatClient } from "../chat/client";
import type { Exchange } from "../chat/exchange";
import {
  checkPool,
  checkSessionId,
  checkSiteName,
  parseServer,
  type ChatServer,
} from "../chat/server";
import type { TlsMaterial } from "../chat/connections";
import type { WireLimits } from "../chat/transport";
import type { SignInAccount } from "../profiles/profile";
import { numberText, type JsonObject } from "../util/json";

/** The three requests of a sign-in, in their order. */
export type SignInStep = 1 | 2 | 3;

/** As whom to sign in, and where. */
export interface SignInRequest extends SignInAccount {
  /** A secret. */
  readonly password: string;
  /** What OSvC-CREST-Application-Context says; see {@link applicationContextOf}. */
  readonly applicationContext: string;
  /** Whether to cut off the session that the account may have elsewhere. */
  readonly logonOverride: boolean;
}

/** What a sign-in needs besides. */
export interface SignInParts {
  readonly client: ChatClient;
  /** The limits of each single request. */
  readonly limits: Omit<WireLimits, "signal" | "tls">;
  /** What secure connections to an address are made with; all as usual when not given. */
  readonly tlsFor?: (origin: string) => Promise<TlsMaterial | undefined>;
  readonly signal: AbortSignal;
  /** The time in ms since 1970. */
  readonly now: () => number;
  /** Called before each request. */
  readonly onStep: (step: SignInStep) => void;
  /** Called after each request, whatever came of it. */
  readonly onExchange: (exchange: Exchange) => void;
  /**
   * Asked when the site names a chat server on another host: whether the agent's token may go there.
   * It is asked before there is a token.
   */
  readonly acceptServer: (server: ChatServer) => Promise<boolean>;
}

/** A member of an answer that cannot be used; the value only where it is no secret. */
export type UnusableMember =
  | {
      readonly member: "domain" | "port" | "pool" | "siteName";
      /** What the site said, in at most 80 characters. */
      readonly value: string;
    }
  | { readonly member: "sessionToken" | "sessionId" };

/** What a sign-in came to. */
export type SignInOutcome =
  | {
      readonly kind: "signedIn";
      /** Where the session lives, as the site said. */
      readonly server: ChatServer;
      /** A secret. */
      readonly sessionId: string;
      readonly exchange: Exchange;
    }
  | {
      readonly kind: "failed";
      readonly step: SignInStep;
      /** Its result is never a success. */
      readonly exchange: Exchange;
      /** Whether the chat server refused what it may grant with `logonOverride`. */
      readonly canTakeOver: boolean;
    }
  /** The answer has what is needed, but not in a form that could be sent on. */
  | {
      readonly kind: "unusable";
      readonly step: SignInStep;
      readonly exchange: Exchange;
      readonly what: UnusableMember;
    }
  /** The token was not to go to that chat server. */
  | { readonly kind: "declined"; readonly server: ChatServer }
  | {
      readonly kind: "cancelled";
      /** Whether the chat server may have begun a session all the same. */
      readonly maybeSignedIn: boolean;
    };

/**
 * Signs an agent in: asks the site for its chat server, then for a token, and the chat server for a
 * session. Each is one request, sent once. Rejects only on defects of ours, or when `acceptServer` or
 * `tlsFor` does.
 */
export async function signIn(request: SignInRequest, parts: SignInParts): Promise<SignInOutcome> {
  const { client, limits, now, onExchange, onStep, signal } = parts;
  const { siteOrigin, userName, password, applicationContext, logonOverride } = request;
  const boundsAt = async (origin: string): Promise<WireLimits> => {
    const tls = await parts.tlsFor?.(origin);
    return { ...limits, signal, ...(tls && { tls }) };
  };
  const asAgent = {
    ...{ server: { origin: siteOrigin }, ...(await boundsAt(siteOrigin)) },
    credentials: { userName, password, applicationContext },
  };
  const taken = (step: SignInStep, { exchange, answer }: Called): Taken => {
    onExchange(exchange);
    if (answer && exchange.result.ok) {
      return { ok: true, answer };
    }
    return { ok: false, outcome: failedOutcome(step, exchange, logonOverride) };
  };

  onStep(1);
  const settingsCall = await client.call("serviceSettings", {}, asAgent);
  const settings = taken(1, settingsCall);
  if (!settings.ok) {
    return settings.outcome;
  }
  const server = serverFrom(settings.answer, siteOrigin);
  if ("member" in server) {
    return { kind: "unusable", step: 1, exchange: settingsCall.exchange, what: server };
  }
  if (hostOf(server.origin) !== hostOf(siteOrigin) && !(await parts.acceptServer(server))) {
    return { kind: "declined", server };
  }

  onStep(2);
  const tokenCall = await client.call("agentTokens", {}, asAgent);
  const token = taken(2, tokenCall);
  if (!token.ok) {
    return token.outcome;
  }
  const { sessionToken } = token.answer;
  if (typeof sessionToken !== "string" || !/^[\x21-\x7e]+$/.test(sessionToken)) {
    const what = { member: "sessionToken" } as const;
    return { kind: "unusable", step: 2, exchange: tokenCall.exchange, what };
  }

  onStep(3);
  const sessionCall = await client.call(
    "createAutomatedAgentSession",
    { logonOverride, timeCreated: BigInt(now()) },
    { server, credentials: { sessionToken }, ...(await boundsAt(server.origin)) },
  );
  const session = taken(3, sessionCall);
  if (!session.ok) {
    return session.outcome;
  }
  const { exchange } = sessionCall;
  const { sessionId } = session.answer;
  return typeof sessionId === "string" && checkSessionId(sessionId) === undefined
    ? { kind: "signedIn", server, sessionId: sessionId.trim(), exchange }
    : { kind: "unusable", step: 3, exchange, what: { member: "sessionId" } };
}

interface Called {
  readonly exchange: Exchange;
  readonly answer?: JsonObject;
}

type Taken =
  | { readonly ok: true; readonly answer: JsonObject }
  | { readonly ok: false; readonly outcome: SignInOutcome };

function failedOutcome(
  step: SignInStep,
  exchange: Exchange,
  logonOverride: boolean,
): SignInOutcome {
  const failure = exchange.result.ok ? undefined : exchange.result.error.failure;
  if (failure?.kind === "cancelled") {
    return { kind: "cancelled", maybeSignedIn: step === 3 && failure.maybeSent };
  }
  // How a chat server refuses an account that is signed in elsewhere is not documented: any refusal
  // of its own may be that one, but for those of an answer that only a proxy gives.
  const isOwnRefusal =
    failure?.kind === "systemError" ||
    ((failure?.kind === "refused" || failure?.kind === "unauthorized") &&
      failure.isChatServer &&
      // An address or a pace that is wrong has nothing to do with who is signed in.
      failure.status !== 404 &&
      failure.status !== 429);
  return {
    kind: "failed",
    step,
    exchange,
    canTakeOver: step === 3 && !logonOverride && isOwnRefusal,
  };
}

/**
 * The chat server that service settings name. It is checked as one that a person typed, and is
 * reached by https unless it and its site are both on this machine.
 */
export function serverFrom(
  settings: JsonObject,
  siteOrigin: string,
): ChatServer | (UnusableMember & { readonly value: string }) {
  const { domain, pool, siteName } = settings;
  const port = portOf(settings["port"]);
  if (port === undefined) {
    return { member: "port", value: shown(settings["port"]) };
  }
  const isHost =
    typeof domain === "string" && /^(?:(?=.*[a-z\d])[\w.-]+|\[[\da-f:.]+\])$/i.test(domain.trim());
  // A scheme decides against the plain http that is assumed for this machine.
  const scheme = siteOrigin.startsWith("http:") ? "" : "https://";
  const reading = isHost ? parseServer(`${scheme}${domain.trim()}${port}`) : undefined;
  if (!reading?.ok) {
    return { member: "domain", value: shown(domain) };
  }
  if (typeof siteName !== "string" || checkSiteName(siteName) !== undefined) {
    return { member: "siteName", value: shown(siteName) };
  }
  if (typeof pool !== "string" || checkPool(pool) !== undefined) {
    return { member: "pool", value: shown(pool) };
  }
  return { origin: reading.origin, fqSiteName: siteName.trim(), pool: pool.trim() };
}

/** The longest application context that the site takes. */
const longestContext = 40;

/**
 * A text of the settings file as an application context: printable ASCII, since it is a header, of at
 * most 40 characters; the product's name when nothing is left.
 */
export function applicationContextOf(setting: unknown): string {
  const text = typeof setting === "string" ? setting.replace(/[^\x20-\x7e]/g, "") : "";
  return text.trim().slice(0, longestContext).trim() || "Engagement Desk";
}

/** The port with its colon; nothing where the site names none; undefined where it is no port. */
function portOf(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return "";
  }
  const digits = numberText(value) ?? "";
  const port = Number(digits);
  return /^\d{1,5}$/.test(digits) && port >= 1 && port <= 65_535 ? `:${port}` : undefined;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (numberText(value) ?? typeof value);
  return text.replace(/\p{Cc}/gu, " ").slice(0, 80);
}

function hostOf(origin: string): string {
  return new URL(origin).hostname;
}
