import assert from "node:assert/strict";
import type { CallResult, Exchange } from "../../../src/chat/exchange";
import { ChatError, type Failure } from "../../../src/chat/failure";
import type { Message } from "../../../src/chat/messages";
import type { AgentCallOptions, AgentCallOutcome } from "../../../src/session/agentCalls";
import {
  MessageLoop,
  type LoopState,
  type MessageLoopParts,
} from "../../../src/session/messageLoop";
import { Emitter } from "../../../src/util/event";
import { FakeClock, settle } from "../../fakes/clock";

export const heartbeat = { ChatGetTimeout: {} };
export const post = (text: string) => ({ ChatPostMessage: { engagementId: 1000, body: text } });
export const newPool = (value: string) => ({
  ChatConfigChangeNotification: { name: "CHAT_CLUSTER_POOL_ID", value },
});
export const refusedConnection: Failure = {
  kind: "network",
  reason: "refusedConnection",
  code: "ECONNREFUSED",
  maybeSent: false,
};

export function answered(result: CallResult, body = ""): AgentCallOutcome {
  const exchange: Exchange = {
    id: "1",
    operation: "getMessages",
    request: { method: "POST", url: "https://chat.example.com/", headers: [], body: "{}" },
    sentAt: 0,
    durationMs: 0,
    answer: {
      ...{ status: 200, statusText: "OK", headers: [], body },
      ...{ byteLength: body.length, charset: "utf-8" },
    },
    result,
  };
  return { kind: "answered", exchange };
}

export const messages = (...elements: object[]): AgentCallOutcome =>
  answered(
    { ok: true, envelope: { result: [], twinDifferences: [] } },
    JSON.stringify({ getResponseTypes: elements }),
  );

export const failed = (failure: Failure): AgentCallOutcome =>
  answered({ ok: false, error: new ChatError("getMessages", failure) });

/** A call as the server sees it. */
interface Call {
  readonly options: AgentCallOptions;
  /** Ends it with an outcome. */
  readonly end: (outcome: AgentCallOutcome) => Promise<void>;
  readonly fail: (error: Error) => Promise<void>;
}

function setup(changes: Partial<MessageLoopParts> & { hasLease?: boolean; isDeaf?: boolean } = {}) {
  const { hasLease = true, isDeaf = false, ...parts } = changes;
  const clock = new FakeClock();
  const leaseChanges = new Emitter<boolean>();
  const lease = {
    isHeld: hasLease,
    problem: undefined as string | undefined,
    confirm: () => Promise.resolve(lease.isHeld),
    onDidChange: leaseChanges.event,
  };
  const setLease = async (isHeld: boolean) => {
    lease.isHeld = isHeld;
    leaseChanges.fire(isHeld);
    await settle();
  };
  const calls: Call[] = [];
  const log: string[] = [];
  const errors: unknown[] = [];
  let outstanding = 0;
  let most = 0;
  const network = { addresses: ["eth0 10.0.0.7"] };
  const loop = new MessageLoop({
    poll: (options) =>
      new Promise((resolve, reject) => {
        most = Math.max(most, ++outstanding);
        let isOver = false;
        const over = (then: () => void) => {
          if (!isOver) {
            isOver = true;
            outstanding -= 1;
            then();
          }
        };
        log.push("call");
        calls.push({
          options,
          end: (outcome) => {
            over(() => {
              resolve(outcome);
            });
            return settle();
          },
          fail: (error) => {
            over(() => {
              reject(error);
            });
            return settle();
          },
        });
        options.signal?.addEventListener("abort", () => {
          log.push("aborted");
          if (!isDeaf) {
            over(() => {
              resolve(failed({ kind: "cancelled", maybeSent: true }));
            });
          }
        });
      }),
    lease,
    onMessages: (given) => log.push(...given.map(shownAs)),
    onPool: (pool) => log.push(`pool ${String(pool)}`),
    onError: (error) => errors.push(error),
    clock,
    random: () => 0.5,
    networkAddresses: () => network.addresses,
    ...parts,
  });
  const states: LoopState[] = [];
  loop.onDidChange((state) => states.push(state));
  const last = (): Call => {
    const call = calls.at(-1);
    assert.ok(call, "there is no call");
    return call;
  };
  const run = { loop, clock, calls, last, log, states, errors, network, lease, setLease };
  return { ...run, mostOutstanding: () => most };
}

const shownAs = ({ type, text }: Message): string => text ?? type;

/** A loop whose first call is under way. */
export async function started(changes: Parameters<typeof setup>[0] = {}) {
  const run = setup(changes);
  await settle();
  return run;
}

/** Lets calls fail, one after the wait for the other; what remains is the wait after the last. */
export async function failInARow({ last, loop, clock }: ReturnType<typeof setup>, times: number) {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    await clock.advance(waits.at(-1) ?? 0);
    await last().end(failed(refusedConnection));
    assert.ok(loop.state.kind === "waiting");
    waits.push(loop.state.until - clock.now());
  }
  return waits;
}
