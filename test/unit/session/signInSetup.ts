import { createChatClient } from "../../../src/chat/client";
import type { Exchange } from "../../../src/chat/exchange";
import type { OperationName } from "../../../src/chat/operations";
import type { ChatServer } from "../../../src/chat/server";
import {
  signIn,
  type SignInOutcome,
  type SignInParts,
  type SignInRequest,
} from "../../../src/session/signIn";
import type { Fault } from "../../../src/simulator/faults";
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
} from "../../../src/simulator/simulator";
import { fetch } from "../../fakes/realFetch";

/** The password of the one account, which must never be seen in what a sign-in leaves behind. */
export const password = "correct horse: battery staple";
const account = { userName: "ada", password, accountId: "12" };

/** A sign-in with all that it told on the way. */
interface Run {
  readonly outcome: SignInOutcome;
  readonly steps: readonly number[];
  readonly exchanges: readonly Exchange[];
  /** The chat servers that were asked about. */
  readonly asked: readonly ChatServer[];
}

/** Runs a test against a simulator with one account, and closes it. */
export async function withSite(
  options: SimulatorOptions,
  test: (simulator: Simulator) => Promise<void>,
): Promise<void> {
  const simulator = await startSimulator({
    accounts: [account],
    sessionIdOf: (count) => `node0signIn${count}`,
    ...options,
  });
  try {
    await test(simulator);
  } finally {
    await simulator.close();
  }
}

/** Signs in with the real client over real sockets, healthy but for the changes. */
export async function signInAt(
  siteOrigin: string,
  changes: Partial<SignInRequest> & Partial<SignInParts> = {},
): Promise<Run> {
  const told: number[] = [];
  const exchanges: Exchange[] = [];
  const asked: ChatServer[] = [];
  const outcome = await signIn(
    {
      ...{ siteOrigin, userName: "ada", password, logonOverride: false },
      applicationContext: "unit test",
      ...changes,
    },
    {
      client: createChatClient({ fetch, userAgent: "test" }),
      limits: { timeoutMs: 20_000, maxBytes: 1024 * 1024 },
      signal: new AbortController().signal,
      now: () => 1_618_317_020_415,
      onStep: (step) => told.push(step),
      onExchange: (exchange) => exchanges.push(exchange),
      acceptServer: (server) => {
        asked.push(server);
        return Promise.resolve(true);
      },
      ...changes,
    },
  );
  return { outcome, steps: told, exchanges, asked };
}

/** What was asked of a simulator, in order. */
export function operationsAt({ requests }: Simulator): readonly (string | undefined)[] {
  return requests.map(({ operation }) => operation);
}

/** JSON in place of the operation's answer. */
export const jsonAnswer = (body: unknown, status = 200): Fault => ({
  kind: "raw",
  status,
  headers: [["Content-Type", "application/json"]],
  body: JSON.stringify(body),
});

/** The service settings of a simulator, healthy but for the changes. */
export function settingsOf(simulator: Simulator, changes: object = {}): Fault {
  const { port, pool, site } = simulator;
  return jsonAnswer({ domain: "127.0.0.1", port, pool, siteName: site, ...changes });
}

/** The operations of a sign-in. */
export const steps: readonly OperationName[] = [
  "serviceSettings",
  "agentTokens",
  "createAutomatedAgentSession",
];
