import assert from "node:assert/strict";
import type { OperationName } from "../../../src/chat/operations";
import {
  type SimulatorOptions,
  startSimulator,
  type Simulator,
} from "../../../src/simulator/simulator";
import { FakeTime } from "./fakeTime";
import { call, type Received } from "./setup";

/** The fields of a message, as parsed. */
export type Fields = Readonly<Record<string, unknown>>;

/** A message of getMessages: its type with its fields. */
export type Told = readonly [type: string, fields: Fields];

/** A simulator on fake time, with one agent at it. */
export interface Chat {
  readonly simulator: Simulator;
  readonly time: FakeTime;
  readonly agent: Agent;
}

/** An agent session with the calls a test makes in it. */
export class Agent {
  constructor(
    private readonly simulator: Simulator,
    readonly sessionId: string,
    private readonly accountId = "12",
  ) {}

  call(operation: OperationName, body: Fields, signal?: AbortSignal): Promise<Received> {
    return call(this.simulator, operation, {
      body: JSON.stringify(body),
      headers: { "X-JSESSIONID": this.sessionId, "X-AID": this.accountId },
      ...(signal !== undefined && { signal }),
    });
  }

  /** The JSON of a success. */
  async done(operation: OperationName, body: Fields): Promise<Fields> {
    const { status, text } = await this.call(operation, body);
    assert.equal(status, 200, text);
    return JSON.parse(text) as Fields;
  }

  /** The status and exception code of a call. */
  async refused(operation: OperationName, body: Fields): Promise<string> {
    const { status, text } = await this.call(operation, body);
    const { exceptionCode } = JSON.parse(text) as Fields;
    return `${status} ${String(exceptionCode)}`;
  }

  async goAvailable(maxSessionCount = 1): Promise<void> {
    await this.done("setActivityStatus", { status: "AVAILABLE", subTypeId: 1 });
    await this.request(maxSessionCount);
  }

  async request(maxSessionCount: number, assignmentRequested = true): Promise<void> {
    await this.done("requestAssignment", {
      assignmentRequested,
      idleSessionCount: 0,
      maxSessionCount,
    });
  }

  acknowledge(engagementId: number, action: string): Promise<Fields> {
    return this.done("assignmentAcknowledgement", acknowledgement(engagementId, action));
  }

  /** What getMessages answers, in order. */
  async messages(): Promise<readonly Told[]> {
    return toldIn(await this.call("getMessages", {}));
  }

  /** The types of what waits, without waiting for more; getMessages must not be held for it. */
  async types(): Promise<readonly string[]> {
    return (await this.messages()).map(([type]) => type);
  }

  get state(): Simulator["sessions"][number] {
    const session = this.simulator.sessions.find(({ id }) => id === this.sessionId);
    assert.ok(session);
    return session;
  }
}

/** A whole assignmentAcknowledgement. */
export function acknowledgement(engagementId: number, action: string): Fields {
  return { engagementId, action, actionType: "MANUAL", assignmentType: "LEAD" };
}

/** The messages of an answer. */
function toldIn({ status, text }: Received): readonly Told[] {
  assert.equal(status, 200, text);
  const { getResponseTypes } = JSON.parse(text) as { readonly getResponseTypes: readonly Fields[] };
  return getResponseTypes.map((element) => {
    const [entry, ...others] = Object.entries(element);
    assert.ok(entry && others.length === 0, "an element names one type");
    return [entry[0], entry[1] as Fields] as const;
  });
}

/** Accounts for a chat with two agents; the first is whose session is ready. */
export const twoAccounts = [
  { userName: "agent", password: "simulator", accountId: "12" },
  { userName: "bot", password: "simulator", accountId: "13" },
];

/** Runs a test against a simulator on fake time, without engagements from the start. */
export async function withChat(
  options: SimulatorOptions,
  test: (chat: Chat) => Promise<void>,
): Promise<void> {
  const time = new FakeTime();
  const simulator = await startSimulator({
    engagements: [],
    now: time.now,
    timers: time,
    ...options,
  });
  try {
    await test({ simulator, time, agent: new Agent(simulator, simulator.sessionId) });
  } finally {
    await simulator.close();
  }
}

/** The customer Ada is in the chat with the agent; what was told on the way is read. */
export async function withActive(
  options: SimulatorOptions,
  test: (chat: Chat) => Promise<void>,
): Promise<void> {
  await withChat(options, async (chat) => {
    await chat.agent.goAvailable();
    chat.simulator.consumers.requestEngagement({ customer: "Ada" });
    await chat.agent.acknowledge(1000, "ACCEPT");
    await chat.agent.messages();
    await test(chat);
  });
}

/** Waits until something is true; the connections of this machine are all there is to wait for. */
export async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!isTrue()) {
    assert.ok(Date.now() < end, "waited for in vain");
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** What the customer of an engagement was told since the simulator began, as `kind detail`. */
export function toldToConsumers(simulator: Simulator): readonly string[] {
  const lines: string[] = [];
  simulator.onDidTellConsumer(({ engagement, news }) => {
    const { kind, ...rest } = news;
    const details = Object.values(rest).map(String);
    lines.push([engagement.id.toString(), kind, ...details].join(" "));
  });
  return lines;
}
