import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OperationName } from "../chat/operations";
import type { Event } from "../util/event";
import { assumptions } from "./assumptions";
import { EngagementList, type EngagementSeed, type SimulatedEngagement } from "./engagements";
import type { Fault } from "./faults";
import { Overrides } from "./overrides";
import { type RecordedRequest, Recording } from "./recording";
import { Service } from "./service";
import type { ServerState } from "./state";

export { namedFaults } from "./namedFaults";

/** What a simulator begins with; everything has a default. */
export interface SimulatorOptions {
  /** The TCP port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** The fully qualified site name. */
  readonly site?: string;
  readonly pool?: string;
  /** The agent's account, X-AID. */
  readonly accountId?: string;
  /** The agent's session, X-JSESSIONID, which is ready to be used. */
  readonly sessionId?: string;
  /** The active engagements; 1000 to 1004 by default. */
  readonly engagements?: readonly EngagementSeed[];
  /** What an unknown or already concluded engagement gets; assumed, since it is not documented. */
  readonly unknownEngagement?: { readonly status: number; readonly exceptionCode: string };
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** A chat server on loopback: healthy by default, with faults on demand. */
export interface Simulator {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  readonly site: string;
  readonly pool: string;
  readonly accountId: string;
  readonly sessionId: string;
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
  /** Queues faults: each is for one request of the operation, in this order. */
  next(operation: OperationName, ...faults: readonly Fault[]): void;
  /** Sets the fault for every request of the operation that finds none queued. */
  always(operation: OperationName, fault: Fault): void;
  /** Forgets all faults that have not begun. */
  reset(): void;
  /** Ends the agent's session: every call is refused with 403 from then on. */
  endSession(): void;
  /** Cuts every connection and frees the port. May be called again. */
  close(): Promise<void>;
}

/** Starts a simulator. Rejects with Node's error (`code` EADDRINUSE) when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const state: ServerState = {
    site: options.site ?? "simulator_250100_sql_001h",
    pool: options.pool ?? "297:1",
    accountId: options.accountId ?? "12",
    sessionId: options.sessionId ?? "node0simulator00000000000001",
    isSessionEnded: false,
    engagements: new EngagementList(options.engagements),
    unknownEngagement: options.unknownEngagement ?? assumptions.unknownEngagement.value,
    now: options.now ?? Date.now,
  };
  const recording = new Recording();
  const overrides = new Overrides();
  const service = new Service(state, recording, overrides);
  const server = createServer((request, response) => {
    service.serve(request, response);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", () => {
      // A TCP server's address is never a pipe's name.
      resolve((server.address() as AddressInfo).port);
    });
  });
  let closing: Promise<void> | undefined;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    site: state.site,
    pool: state.pool,
    accountId: state.accountId,
    sessionId: state.sessionId,
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
    endSession: () => {
      state.isSessionEnded = true;
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
