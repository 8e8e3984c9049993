import { createHash } from "node:crypto";
import { Agent, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as SecureAgent, type RequestOptions } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext, type ConnectionOptions } from "node:tls";
import type { ClientCertificateProblem } from "./clientCertificate";
import { extraAuthorities } from "./extraAuthorities";

/** What a server's certificate is checked with beside what Node trusts, and what shows who we are. */
export interface TlsMaterial {
  /** PEM texts of certificate authorities that are trusted beside the usual ones. */
  readonly authorities?: readonly string[];
  /** PEM certificate and key, or both as PKCS #12. Not to be logged. */
  readonly clientCertificate?: {
    readonly cert?: string;
    readonly key?: string;
    readonly pfx?: Uint8Array;
    readonly passphrase?: string;
  };
  /** Why the client certificate that is to be shown cannot be: nothing may be sent then. */
  readonly problem?: ClientCertificateProblem;
}

/** The part of a request's options that says over which connection it goes. */
type ConnectionChoice = Pick<RequestOptions, "agent" | "ca" | "cert" | "pfx"> &
  Pick<ConnectionOptions, "secureContext">;

/** How long connections are kept, and by which clock. */
export interface ConnectionLimits {
  /** The longest idle time, in ms, after which a connection is used again. */
  readonly idleMs?: number;
  /** The time in ms since 1970: a clock that goes on while the machine sleeps. */
  readonly now?: () => number;
}

/** Servers close idle connections after 5 s or more: what idled this long is not about to be closed. */
const defaultIdleMs = 1000;

/** How much sooner than the server says a connection is given up, in ms: its answer was under way. */
const hintMarginMs = 1000;

/**
 * The connections of the calls. One is used again only while a burst of calls goes on (docs/decisions/006):
 * the idle ones are closed after a second, so that none is left when nothing is going on.
 */
export class Connections {
  readonly #idle: IdleRule;
  readonly #plain: Agent;
  readonly #secure = new Map<string, Secured>();
  readonly #digests = new WeakMap<TlsMaterial, string>();

  constructor({ idleMs = defaultIdleMs, now = Date.now }: ConnectionLimits = {}) {
    this.#idle = new IdleRule(idleMs, now);
    this.#plain = new PlainPool(this.#idle);
  }

  /**
   * What a request to an URL takes to go over these connections. Throws what Node throws of TLS
   * material that cannot be read.
   */
  optionsFor(url: string, tls?: TlsMaterial): ConnectionChoice {
    if (!url.startsWith("https:")) {
      this.#idle.prune(this.#plain);
      return { agent: this.#plain };
    }
    const { agent, options } = this.#securedWith(tls ?? noMaterial);
    this.#idle.prune(agent);
    return { ...options, agent };
  }

  /** Closes every connection, those in use too; none is kept from then on. */
  dispose(): void {
    this.#idle.isOver = true;
    for (const agent of [this.#plain, ...[...this.#secure.values()].map(({ agent }) => agent)]) {
      agent.destroy();
    }
  }

  /** Connections made with different material are never mixed: one may be trusted, another not. */
  #securedWith(tls: TlsMaterial): Secured {
    const digest = this.#digests.get(tls) ?? digestOf(tls);
    this.#digests.set(tls, digest);
    const secured = this.#secure.get(digest) ?? {
      agent: new SecurePool(this.#idle),
      options: secureOptions(tls),
    };
    this.#secure.set(digest, secured);
    return secured;
  }
}

/** The connections made with one material. */
interface Secured {
  readonly agent: SecurePool;
  /** Not the agent's own: VS Code's proxy support takes the agent out and leaves the rest. */
  readonly options: ConnectionChoice;
}

const noMaterial: TlsMaterial = {};

function digestOf({ authorities = [], clientCertificate = {} }: TlsMaterial): string {
  const { cert, key, pfx, passphrase } = clientCertificate;
  const parts = [cert, key, pfx && Buffer.from(pfx).toString("base64"), passphrase];
  const text = JSON.stringify([authorities, parts.map((part) => part ?? null)]);
  return createHash("sha256").update(text).digest("hex");
}

/**
 * The material as a context that trusts what Node trusts, too: `ca` alone would replace that, and cost
 * 40 ms a handshake with Node's own authorities in it. Certificates stand beside the context since
 * Node tells connections and TLS sessions apart by them; where a context is given, nothing else is
 * made of them.
 */
export function secureOptions({
  authorities = [],
  clientCertificate = {},
}: TlsMaterial): ConnectionChoice {
  const { cert, key, pfx, passphrase } = clientCertificate;
  if (authorities.length === 0 && cert === undefined && pfx === undefined) {
    return {};
  }
  const own = {
    ...(cert !== undefined && { cert }),
    ...(pfx && { pfx: Buffer.from(pfx) }),
  };
  const secureContext = createSecureContext({
    ...own,
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    // Servers rarely show the root: what the user trusts may be an intermediate.
    ...(authorities.length > 0 && { allowPartialTrustChain: true }),
  });
  // As createSecureContext does for `ca`, and VS Code for the system's authorities.
  const context = secureContext.context as { addCACert(pem: string): void };
  const extra = authorities.length > 0 ? extraAuthorities() : [];
  for (const authority of [...extra, ...authorities]) {
    context.addCACert(authority);
  }
  return {
    ...own,
    ...(authorities.length > 0 && { ca: [...authorities] }),
    secureContext,
  };
}

/** What agents are given, though their types say less. */
type KeptSocket = Duplex & Pick<Socket, "setTimeout" | "unref">;

/** When an idle connection may be used again. */
class IdleRule {
  isOver = false;
  /** Of the idle ones, since when and how long. */
  readonly #idle = new WeakMap<Duplex, { readonly since: number; readonly limitMs: number }>();
  readonly #now: () => number;
  readonly #idleMs: number;

  constructor(idleMs: number, now: () => number) {
    this.#idleMs = idleMs;
    this.#now = now;
  }

  /** Takes a connection whose call is over; false when it must not be used again. */
  keep(connection: Duplex): boolean {
    const socket = connection as KeptSocket;
    const hintMs = serverHintMs(socket);
    const limitMs = Math.min(this.#idleMs, hintMs === undefined ? Infinity : hintMs - hintMarginMs);
    if (this.isOver || limitMs <= 0) {
      return false;
    }
    this.#idle.set(socket, { since: this.#now(), limitMs });
    socket.unref();
    socket.setTimeout(limitMs, close);
    // What comes without a request would be taken for the answer to the next one.
    socket.on("data", close);
    return true;
  }

  /** Gives an idle connection to the next call. */
  use(connection: Duplex): void {
    const socket = connection as KeptSocket;
    this.#idle.delete(socket);
    socket.setTimeout(0, close);
    socket.off("data", close);
  }

  /** Closes what idled too long: timers stand still while the machine sleeps. */
  prune({ freeSockets }: Agent): void {
    for (const socket of Object.values(freeSockets).flatMap((sockets = []) => sockets)) {
      const { since, limitMs } = this.#idle.get(socket) ?? { since: 0, limitMs: 0 };
      const idleMs = this.#now() - since;
      if (idleMs < 0 || idleMs >= limitMs || !socket.writable) {
        close.call(socket);
      }
    }
  }
}

/** Closes a connection, which its agent forgets at once; until "close" it would give it out. */
function close(this: Duplex): void {
  this.destroy();
  this.emit("agentRemove");
}

/** How long the server keeps the connection, in ms, when its last answer said so. */
function serverHintMs(socket: Duplex): number | undefined {
  // As Node's own agent reads it; the agent is not told of the answer in another way.
  const { _httpMessage: request } = socket as { _httpMessage?: { res?: IncomingMessage } | null };
  const hint = String(request?.res?.headers["keep-alive"] ?? "");
  const seconds = /(?:^|[\s,])timeout=(?<seconds>\d+)/i.exec(hint)?.groups?.["seconds"];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** A call that waits is not probed by the system every second, as it is unless told otherwise. */
const agentOptions = { keepAlive: true, keepAliveMsecs: 60_000 };

/** Connections to plain servers. */
class PlainPool extends Agent {
  readonly #idle: IdleRule;

  constructor(idle: IdleRule) {
    super(agentOptions);
    this.#idle = idle;
  }

  override keepSocketAlive(socket: Duplex): boolean {
    return this.#idle.keep(socket);
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#idle.use(socket);
    super.reuseSocket(socket, request);
  }
}

/** Connections to servers with TLS, made with the same material. */
class SecurePool extends SecureAgent {
  readonly #idle: IdleRule;

  constructor(idle: IdleRule) {
    super(agentOptions);
    this.#idle = idle;
  }

  override keepSocketAlive(socket: Duplex): boolean {
    return this.#idle.keep(socket);
  }

  override reuseSocket(socket: Duplex, request: ClientRequest): void {
    this.#idle.use(socket);
    super.reuseSocket(socket, request);
  }
}
