import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OperationName } from "../chat/operations";
import type { Event } from "../util/event";
import { type SimulatedAccount, TokenList } from "./accounts";
import { assumptions } from "./assumptions";
import { EngagementList, type EngagementSeed, type SimulatedEngagement } from "./engagements";
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
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A site with its chat server on loopback: healthy by default, with faults on demand. */
export interface Simulator {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  readonly site: string;
  readonly pool: string;
  /** Who can sign in. */
  readonly accounts: readonly SimulatedAccount[];
  /** The account of the ready session. */
  readonly accountId: string;
  /** The ready session. */
  readonly sessionId: string;
  /** Every session there was, the ready one first. */
  readonly sessions: readonly SimulatedSession[];
  /** The engagements, which any session may conclude. */
  readonly engagements: readonly SimulatedEngagement[];
  /** Fires with the whole list after an engagement changed. */
  readonly onDidChange: Event<readonly SimulatedEngagement[]>;
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
  /** Ends every session: calls with them are refused with 403. Signing in begins another. */
  endSessions(): void;
  /** Cuts every connection and frees the port. May be called again. */
  close(): Promise<void>;
}

/** Starts a simulator. Rejects with Node's error (`code` EADDRINUSE) when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServer();
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
  let closing: Promise<void> | undefined;

  return {
    url: state.url,
    port,
    site: state.site,
    pool: state.pool,
    accounts: state.accounts,
    accountId: ready.accountId,
    sessionId: ready.id,
    get sessions() {
      return state.sessions.current;
    },
    get engagements() {
      return state.engagements.current;
    },
    onDidChange: state.engagements.onDidChange,
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
    endSessions: () => {
      state.sessions.end("ended", () => true);
    },
    close: () => {
      closing ??= new Promise<void>((resolve) => {
        recording.close();
        server.close(() => {
          state.engagements.dispose();
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
  return {
    url,
    port,
    site: options.site ?? "simulator_250100_sql_001h",
    pool: options.pool ?? "297:1",
    settings: {
      domain: options.settingsDomain ?? "127.0.0.1",
      port: options.settingsPort ?? port,
    },
    accounts: options.accounts ?? [
      { userName: "agent", password: "simulator", accountId: ready.accountId },
    ],
    tokens: new TokenList(),
    sessions: new SessionList(
      ready,
      options.sessionIdOf ?? ((count) => numberedSession(count + 1)),
    ),
    engagements: new EngagementList(options.engagements),
    unknownEngagement: options.unknownEngagement ?? assumptions.unknownEngagement.value,
    now: options.now ?? Date.now,
  };
}

/** Ids that are the same in each run; the ready session has the first. */
function numberedSession(count: number): string {
  return `node0simulator${count.toString().padStart(14, "0")}`;
}
