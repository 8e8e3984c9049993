import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ServerPlace } from "./driver/tasks";

/** What the server's process is told. */
export type ServerOrder =
  /** Concludes are answered with so many million bytes; 0: as a healthy server does. */
  | { readonly kind: "large"; readonly megabytes: number }
  /** The next getMessages is answered with messages: each puts an engagement into the agent's hands. */
  | { readonly kind: "engagements"; readonly from: number; readonly count: number }
  /** The next getMessages is answered with lines of a chat, spread over so many engagements. */
  | {
      readonly kind: "lines";
      readonly from: number;
      readonly engagements: number;
      readonly count: number;
    };

/** What the server's process begins with. */
export interface ServerStart {
  /** How long getMessages is held. */
  readonly holdMs: number;
}

/** A chat server of the benchmark, in a process of its own. */
export interface BenchServer {
  readonly place: ServerPlace;
  /** Resolves when the order is taken. */
  order(order: ServerOrder): Promise<void>;
  /** How many getMessages calls are held at this moment, and how many there were at most at once. */
  polls(): Promise<{ readonly held: number; readonly most: number }>;
  stop(): void;
}

/** Starts the simulator in a process of its own, so that what it does costs the host nothing. */
export async function startBenchServer(start: Partial<ServerStart> = {}): Promise<BenchServer> {
  const all: ServerStart = { holdMs: 2000, ...start };
  const child = fork(fileURLToPath(new URL("serverMain.ts", import.meta.url)), [
    JSON.stringify(all),
  ]);
  const place = (await answerOf(child)) as ServerPlace;
  const ask = async (message: object): Promise<unknown> => {
    const answer = answerOf(child);
    child.send(message);
    return answer;
  };
  return {
    place,
    order: async (order) => {
      await ask(order);
    },
    polls: async () => (await ask({ kind: "polls" })) as { held: number; most: number },
    stop: () => {
      child.kill();
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the server of the benchmark ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  const [answer] = (await Promise.race([once(child, "message"), ended])) as [unknown];
  return answer;
}
