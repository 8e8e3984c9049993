import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createChatClient } from "../../../src/chat/client";
import type { Exchange } from "../../../src/chat/exchange";
import type { Failure } from "../../../src/chat/failure";
import type { OperationName } from "../../../src/chat/operations";
import { EngagementCalls } from "../../../src/engagements/engagementCalls";
import { EngagementStore } from "../../../src/engagements/engagementStore";
import { AgentCalls } from "../../../src/session/agentCalls";
import { LiveSession, type LiveState } from "../../../src/session/liveSession";
import { SequenceNumbers } from "../../../src/session/sequenceNumbers";
import { SessionFolders } from "../../../src/session/sessionFolders";
import { SessionStore } from "../../../src/session/sessionStore";
import type { Fault } from "../../../src/simulator/faults";
import { startSimulator } from "../../../src/simulator/simulator";
import { someProfile } from "../../fakes/profiles";
import { fetch } from "../../fakes/realFetch";
import { FakeSecretStorage } from "../../fakes/secretStorage";
import { FastTime } from "./fastTime";

/** What can befall a poll. */
const pollFaults: readonly Fault[] = [
  { kind: "status", status: 500, exceptionCode: "INTERNAL_SERVER_ERROR" },
  { kind: "status", status: 502, body: "<h1>502</h1>", contentType: "text/html" },
  { kind: "drop", at: "beforeHeaders" },
  { kind: "drop", at: "inHeaders" },
  { kind: "drop", at: "inBody" },
  { kind: "truncated" },
  { kind: "brokenJson" },
  { kind: "emptyBody" },
  { kind: "systemError" },
  { kind: "wrongContentType" },
  { kind: "charset", label: "UTF-16" },
  { kind: "invalidUtf8" },
  { kind: "large", bytes: 300_000 },
  { kind: "hang" },
  { kind: "hang", at: "inBody" },
];

/** What can befall a call that is made once: nothing that takes a real while. */
const callFaults = pollFaults.filter(({ kind }) => kind !== "hang" && kind !== "large");

/** Numbers from 0 to less than 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What one poll came to. */
export interface Poll {
  readonly failure: Failure | undefined;
  /** The numbers of the messages in its answer, as far as one could be read at all. */
  readonly numbers: readonly number[];
}

/** A simulator and one window at it, on one fast time, with faults. */
export async function setupSoak(folder: string) {
  const time = new FastTime();
  const random = seeded(7);
  const simulator = await startSimulator({
    engagements: [],
    now: time.now,
    timers: time.timers,
    offerTimeoutMs: 120_000,
  });
  const stored = {
    profile: {
      ...someProfile,
      origin: simulator.url,
      fqSiteName: simulator.site,
      pool: simulator.pool,
      accountId: simulator.accountId,
    },
  };
  const { profile } = stored;
  const errors: unknown[] = [];
  const onError = (error: unknown) => errors.push(error);
  const root = join(folder, "journal");
  mkdirSync(root);
  const folders = new SessionFolders(join(folder, "sessions"));
  const sessions = new SessionStore(new FakeSecretStorage(), folders);
  const agentCalls = new AgentCalls({
    client: createChatClient({ fetch, userAgent: "engagement-desk/test", now: time.now }),
    sessions,
    sequenceNumbers: new SequenceNumbers(folders),
    timeoutMs: () => 30_000,
    now: time.now,
    onError,
  });
  const engagements = new EngagementStore({ root, now: time.now, onError });
  const calls = new EngagementCalls({
    calls: agentCalls,
    engagements,
    now: time.now,
    postMessageType: () => "TEXT",
    onError,
  });

  const faults = { share: 0.05, count: new Map<string, number>() };
  const faultFor = (operation: OperationName, among: readonly Fault[]): Fault | undefined => {
    const fault = random() < faults.share ? among[Math.floor(random() * among.length)] : undefined;
    if (fault) {
      simulator.next(operation, fault);
      faults.count.set(fault.kind, (faults.count.get(fault.kind) ?? 0) + 1);
    }
    return fault;
  };
  /** The poll under way, as the client sees it. */
  let poll: { readonly fault: Fault | undefined; hasArrived: boolean } | undefined;
  const polls: Poll[] = [];
  const states: LiveState[] = [];
  const live = new LiveSession({
    sessions,
    folders,
    calls: {
      call: (given, operation, body, options) =>
        agentCalls.call(given, operation, body, {
          ...options,
          beforeSend: async (limitMs) => {
            const mayLeave = (await options?.beforeSend?.(limitMs)) !== false;
            if (mayLeave) {
              const begun = { fault: faultFor("getMessages", pollFaults), hasArrived: false };
              poll = begun;
              void simulator.waitFor("getMessages").then(
                () => (begun.hasArrived = true),
                () => undefined,
              );
            }
            return mayLeave;
          },
        }),
    },
    findProfile: () => stored.profile,
    onMessages: (given, messages) => engagements.applyMessages(given.id, messages),
    onPool: (given, pool) => {
      stored.profile = { ...given, ...(pool !== undefined && { pool }) };
    },
    onError,
    surroundings: { clock: time.clock, random, networkAddresses: () => [] },
  });
  live.onDidChange((state) => states.push(state));
  const exchanges: WeakRef<Exchange>[] = [];
  agentCalls.onDidCall(({ exchange }) => {
    exchanges.push(new WeakRef(exchange));
    if (exchange.operation === "getMessages") {
      poll = undefined;
      const failure = exchange.result.ok ? undefined : exchange.result.error.failure;
      polls.push({ failure, numbers: numbersIn(exchange.answer?.body ?? "") });
    }
  });

  const isAtRest = (): boolean => {
    // What the loop waits for beside: the next look around, an overdue call, whoever takes messages.
    if (time.clientWaits.some((ms) => ![5_000, 55_000, 30_000].includes(ms))) {
      return true;
    }
    const isHung = poll?.hasArrived === true && poll.fault?.kind === "hang";
    return poll !== undefined && (isHung || simulator.sessions[0]?.isPolled === true);
  };
  const rest = async (): Promise<void> => {
    const start = performance.now();
    while (!isAtRest()) {
      if (performance.now() - start > 30_000) {
        throw new Error(`no rest: ${JSON.stringify(live.state)}, ${JSON.stringify(poll)}`);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const close = async (): Promise<void> => {
    await live.show(undefined);
    live.dispose();
    engagements.dispose();
    agentCalls.dispose();
    sessions.dispose();
    await simulator.close();
  };
  return {
    ...{ time, random, simulator, stored, profile, errors, root, sessions, agentCalls },
    ...{ engagements, calls, live, faults, polls, states, exchanges, rest, close },
    /** Lets a fault befall the next call of an operation, now and then. */
    riskFault: (operation: OperationName) => faultFor(operation, callFaults),
  };
}

/** The numbers of the messages in a text, which need not be JSON. */
export function numbersIn(text: string): readonly number[] {
  return [...text.matchAll(/"createdTimeString":\s*"\d+",\s*"sequenceNumber":\s*(\d+)/g)].map(
    ([, digits]) => Number(digits),
  );
}
