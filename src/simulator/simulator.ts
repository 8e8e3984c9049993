import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OperationName } from "../chat/operations";
import type { Event } from "../util/event";
import { type SimulatedAccount, TokenList } from "./accounts";
import { assumptions } from "./assumptions";
import { type ActivityStatus } from "./agentChannel";
import type { MessageNames } from "./agentMessages";
import { AgentSide } from "./agentSide";
import { ChatRoom, type ConsumerTold } from "./chatRoom";
import { ConsumerSide } from "./consumerSide";
import { SimulatedCustomers } from "./customers";
import type { EngagementSeed, SimulatedEngagement, SimulatedQueue } from "./engagements";
import type { Presence } from "./absence";
import { Pool } from "./pool";
import { seed } from "./seeds";
import { systemTimers, type Timers } from "./timers";
import type { Fault } from "./faults";
import { Overrides } from "./overrides";
import { type RecordedRequest, Recording } from "./recording";
import { Service } from "./service";
import { type ReadySession, SessionList, type SimulatedSession } from "./sessions";
import type { ServerState } from "./state";

export { namedFaults } from "./namedFaults";

/** What a simulator begins with; everything has a default. */
export interface SimulatorOptions {
  /** The TCP port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** The fully qualified site name. */
  readonly site?: string;
  readonly pool?: string;
  /** Who can sign in; one agent by default, whose account is `accountId`. */
  readonly accounts?: readonly SimulatedAccount[];
  /** The account of the ready session, X-AID; that of the first of `accounts` by default. */
  readonly accountId?: string;
  /** The session, X-JSESSIONID, which is ready to be used without signing in. */
  readonly sessionId?: string;
  /**
   * Whether the ready session counts as its account's sign-in. By default it stands apart: signing
   * in is neither refused for it nor ends it.
   */
  readonly readySession?: "apart" | "counts";
  /** The id of the session that the n-th sign-in begins, counted from 1; ids may not repeat. */
  readonly sessionIdOf?: (count: number) => string;
  /** Where the site says that its chat server is: this simulator unless told otherwise. */
  readonly settingsDomain?: string;
  readonly settingsPort?: number;
  /** The active engagements; 1000 to 1004 by default. */
  readonly engagements?: readonly EngagementSeed[];
  /** What an unknown or already concluded engagement gets; assumed, since it is not documented. */
  readonly unknownEngagement?: { readonly status: number; readonly exceptionCode: string };
  /** How long getMessages is held; 30 seconds by default. Durations are in milliseconds. */
  readonly holdMs?: number;
  /** How long an agent may think about an offer; 60 seconds by default. */
  readonly offerTimeoutMs?: number;
  /** How long customers wait in a queue before the server ends it; half an hour by default. */
  readonly queueTimeoutMs?: number;
  /** The silence that makes an agent or a customer absent; 2 minutes by default. */
  readonly absentIntervalMs?: number;
  /** How many such intervals disconnect an agent; 2 by default. */
  readonly agentAbsentRetryCount?: number;
  /** How many such intervals disconnect a customer; 2 by default. */
  readonly userAbsentRetryCount?: number;
  /** The queue that customers come to, and the one that agents reroute to. */
  readonly queue?: SimulatedQueue;
  readonly escalationQueue?: SimulatedQueue;
  /** Other names for the agent's messages than the assumed ones. */
  readonly messageNames?: Partial<MessageNames>;
  /** Whether agents are told by message what their own calls did; they are by default. */
  readonly tellsOwnActs?: boolean;
  /** How long a whole request may take to come in; 30 seconds by default. Slower ones get 408. */
  readonly requestLimitMs?: number;
  /** How many engagements customers may begin over the wire, with all that there are; 20,000 by default. */
  readonly maxEngagements?: number;
  /** How many calls with the pool before a change are served after it; 10 by default. */
  readonly oldPoolCalls?: number;
  /** How long simulated customers type before they answer; 1.5 seconds by default. */
  readonly replyDelayMs?: number;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** What lets the durations above pass. */
  readonly timers?: Timers;
}

/** A session with what the agent made of it. */
export interface SimulatedAgent extends SimulatedSession {
  readonly status: ActivityStatus;
  /** Whether the agent asked for engagements. */
  readonly isRequesting: boolean;
  /** The most engagements at once. */
  readonly maxSessionCount: number;
  readonly presence: Presence;
  /** Whether a getMessages call is held for it. */
  readonly isPolled: boolean;
  /** The most getMessages calls that were outstanding at the same time: more than one is a fault. */
  readonly mostParallelPolls: number;
}

/** A site with its chat server on loopback: healthy by default, with faults on demand. */
export interface Simulator {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  readonly site: string;
  /** The pool that counts at the moment. */
  readonly pool: string;
  /** Who can sign in. */
  readonly accounts: readonly SimulatedAccount[];
  /** The account of the ready session. */
  readonly accountId: string;
  /** The ready session. */
  readonly sessionId: string;
  /** Every session there was, the ready one first. */
  readonly sessions: readonly SimulatedAgent[];
  /** Every engagement there was, with those that are over. */
  readonly engagements: readonly SimulatedEngagement[];
  /** Fires with the whole list after an engagement changed. */
  readonly onDidChange: Event<readonly SimulatedEngagement[]>;
  /** What customers do, and the channel that each of them is told things in. */
  readonly consumers: ConsumerSide;
  /** Customers who play their part by themselves. */
  readonly customers: Pick<SimulatedCustomers, "add">;
  /** Fires when a customer is told something, whether or not anybody polls for it. */
  readonly onDidTellConsumer: Event<ConsumerTold>;
  /** The last 1000 requests that came, in order; in memory only, with their credentials. */
  readonly requests: readonly RecordedRequest[];
  /** Fires when a request was answered, or its connection is gone. */
  readonly onDidAnswer: Event<RecordedRequest>;
  /**
   * The next request of the operation that comes after this call, as soon as it came and before it
   * is answered. Rejects when the simulator is closed.
   */
  waitFor(operation: OperationName): Promise<RecordedRequest>;
  /**
   * Queues faults: each is for one request of the operation, in this order. Throws for a fault that
   * cannot befall the operation.
   */
  next(operation: OperationName, ...faults: readonly Fault[]): void;
  /** Sets the fault for every request of the operation that finds none queued. Throws as `next`. */
  always(operation: OperationName, fault: Fault): void;
  /** Forgets all faults that have not begun. */
  reset(): void;
  /** Gives the site another pool, and tells every agent and customer of it. */
  changePool(pool: string): void;
  /** Ends every session: calls with them are refused with 403, held ones at once. Signing in begins another. */
  endSessions(): void;
  /** Cuts every connection and frees the port. May be called again. */
  close(): Promise<void>;
}

/** Starts a simulator. Rejects with Node's error (`code` EADDRINUSE) when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const requestLimitMs = options.requestLimitMs ?? 30_000;
  const server = createServer({
    // Said here, since a program can be started with other limits.
    maxHeaderSize: 16 * 1024,
    headersTimeout: Math.min(requestLimitMs, 10_000),
    requestTimeout: requestLimitMs,
    connectionsCheckingInterval: Math.min(requestLimitMs, 1000),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", () => {
      // A TCP server's address is never a pipe's name.
      resolve((server.address() as AddressInfo).port);
    });
  });
  const ready: ReadySession = {
    id: options.sessionId ?? numberedSession(1),
    accountId: options.accountId ?? options.accounts?.[0]?.accountId ?? "12",
    counts: options.readySession === "counts",
  };
  const state = stateOf(port, options, ready);
  const recording = new Recording();
  const overrides = new Overrides();
  const service = new Service(state, recording, overrides);
  // No request was read from a connection yet: that takes another turn of the event loop.
  server.on("request", (request, response) => {
    service.serve(request, response);
  });
  server.on("checkContinue", (request, response) => {
    service.serveExpecting(request, response);
  });
  const customers = new SimulatedCustomers(
    state.room,
    state.consumers,
    options.replyDelayMs ?? 1500,
  );
  let closing: Promise<void> | undefined;

  return {
    url: state.url,
    port,
    site: state.site,
    get pool() {
      return state.pool;
    },
    accounts: state.accounts,
    accountId: ready.accountId,
    sessionId: ready.id,
    get sessions() {
      return state.sessions.current.map((session) => agentOf(state, session));
    },
    get engagements() {
      return state.engagements.current;
    },
    onDidChange: state.engagements.onDidChange,
    consumers: state.consumers,
    customers,
    onDidTellConsumer: state.room.onDidTellConsumer,
    requests: recording.requests,
    onDidAnswer: recording.onDidAnswer,
    waitFor: (operation) => recording.waitFor(operation),
    next: (operation, ...faults) => {
      overrides.next(operation, faults);
    },
    always: (operation, fault) => {
      overrides.always(operation, fault);
    },
    reset: () => {
      overrides.reset();
    },
    changePool: (pool) => {
      state.pools.change(pool);
      state.room.changePool(pool);
    },
    endSessions: () => {
      state.sessions.end("ended", () => true);
    },
    close: () => {
      closing ??= new Promise<void>((resolve) => {
        recording.close();
        customers.dispose();
        state.room.dispose();
        state.sessions.dispose();
        server.close(() => {
          recording.dispose();
          resolve();
        });
        server.closeAllConnections();
      });
      return closing;
    },
  };
}

function stateOf(port: number, options: SimulatorOptions, ready: ReadySession): ServerState {
  const url = `http://127.0.0.1:${port}`;
  const now = options.now ?? Date.now;
  const accounts = options.accounts ?? [
    { userName: "agent", password: "simulator", accountId: ready.accountId },
  ];
  const room = new ChatRoom({
    now,
    timers: options.timers ?? systemTimers,
    holdMs: options.holdMs ?? 30_000,
    offerTimeoutMs: options.offerTimeoutMs ?? assumptions.offerTimeoutMs.value,
    queueTimeoutMs: options.queueTimeoutMs ?? 1_800_000,
    absentIntervalMs: options.absentIntervalMs ?? 120_000,
    agentAbsentRetryCount: options.agentAbsentRetryCount ?? 2,
    userAbsentRetryCount: options.userAbsentRetryCount ?? 2,
    queue: options.queue ?? { id: 1n, name: "Support" },
    escalationQueue: options.escalationQueue ?? { id: 2n, name: "Escalation" },
    messageNames: { ...assumptions.messageNames.value, ...options.messageNames },
    tellsOwnActs: options.tellsOwnActs ?? true,
    accounts,
  });
  const sessions = new SessionList(
    ready,
    options.sessionIdOf ?? ((count) => numberedSession(count + 1)),
  );
  sessions.onDidEnd((session) => {
    room.leave(session);
  });
  for (const session of sessions.current) {
    room.enter(session);
  }
  seed(room, ready.id, options.engagements);
  const pools = new Pool(options.pool ?? "297:1", options.oldPoolCalls ?? 10);
  return {
    url,
    port,
    site: options.site ?? "simulator_250100_sql_001h",
    get pool() {
      return pools.current;
    },
    pools,
    settings: {
      domain: options.settingsDomain ?? "127.0.0.1",
      port: options.settingsPort ?? port,
    },
    accounts,
    tokens: new TokenList(),
    sessions,
    engagements: room.engagements,
    room,
    agents: new AgentSide(room),
    consumers: new ConsumerSide(room),
    maxEngagements: options.maxEngagements ?? 20_000,
    unknownEngagement: options.unknownEngagement ?? assumptions.unknownEngagement.value,
    now,
  };
}

function agentOf({ room }: ServerState, session: SimulatedSession): SimulatedAgent {
  const { absence, isRequesting, maxSessionCount, outbox, status } = room.agentOf(session);
  return {
    ...session,
    status,
    isRequesting,
    maxSessionCount,
    presence: absence.presence,
    isPolled: outbox.isPolled,
    mostParallelPolls: outbox.mostPolls,
  };
}

/** Ids that are the same in each run; the ready session has the first. */
function numberedSession(count: number): string {
  return `node0simulator${count.toString().padStart(14, "0")}`;
}
