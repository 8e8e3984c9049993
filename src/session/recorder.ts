import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Exchange, Header, SentRequest } from "../chat/exchange";
import type { Failure } from "../chat/failure";
import { allOperations, type OperationName } from "../chat/operations";
import type { Disposable } from "../util/disposable";
import type { AgentCalls } from "./agentCalls";

/** One exchange as it stands in a file of a recording; credentials are masked in all of it. */
export interface RecordedExchange {
  /** The version of this format. */
  readonly version: 1;
  readonly operation: OperationName;
  /** When the request was handed to the network, ms since 1970. */
  readonly sentAt: number;
  readonly durationMs: number;
  readonly request: SentRequest;
  /** Absent when nothing arrived. */
  readonly answer?: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: readonly Header[];
    /** The exact text, as much as arrived. */
    readonly body: string;
  };
  /** Absent on success. */
  readonly failure?: Failure;
}

/** What is recorded, and where. */
export interface RecorderParts {
  readonly calls: Pick<AgentCalls, "onDidCall">;
  readonly profileId: string;
  /** Made when it is not there; what is in it stays. */
  readonly folder: string;
  /** Told of each file that cannot be written. */
  readonly onError: (error: unknown) => void;
}

/** An exchange of the agent's side. */
type AgentExchange = Exchange & { readonly operation: OperationName };

/**
 * Writes every exchange of one profile's agent to a folder, a file each, until it is stopped. What
 * was sent as a customer is not part of it.
 */
export class Recorder implements Disposable {
  readonly #subscription: Disposable;
  #work: Promise<void> = Promise.resolve();
  #last: number;
  #count = 0;

  private constructor(
    private readonly parts: RecorderParts,
    last: number,
  ) {
    this.#last = last;
    this.#subscription = parts.calls.onDidCall(({ profile, exchange }) => {
      if (profile.id === parts.profileId && isOfAgent(exchange)) {
        this.#work = this.#work.then(() => this.#write(exchange));
      }
    });
  }

  /** Begins to record. Rejects when the folder cannot be written; nothing is recorded then. */
  static async start(parts: RecorderParts): Promise<Recorder> {
    await mkdir(parts.folder, { recursive: true });
    await writeFile(join(parts.folder, "README.txt"), readMe);
    return new Recorder(parts, await lastNumberIn(parts.folder));
  }

  /** Stops, and resolves when all that was recorded is written, with how many exchanges that were. */
  async stop(): Promise<number> {
    this.dispose();
    await this.#work;
    return this.#count;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #write(exchange: AgentExchange): Promise<void> {
    this.#last += 1;
    const name = `${String(this.#last).padStart(4, "0")}-${exchange.operation}.json`;
    try {
      const text = JSON.stringify(recordOf(exchange), null, 2);
      await writeFile(join(this.parts.folder, name), `${text}\n`, { flag: "wx" });
      this.#count += 1;
    } catch (error) {
      this.parts.onError(error);
    }
  }
}

function isOfAgent(exchange: Exchange): exchange is AgentExchange {
  return allOperations[exchange.operation].side === "agent";
}

function recordOf({
  operation,
  sentAt,
  durationMs,
  request,
  answer,
  result,
}: AgentExchange): RecordedExchange {
  return {
    version: 1,
    operation,
    sentAt,
    durationMs: Math.round(durationMs),
    request,
    ...(answer && {
      answer: {
        status: answer.status,
        statusText: answer.statusText,
        headers: answer.headers,
        body: answer.body,
      },
    }),
    ...(!result.ok && { failure: result.error.failure }),
  };
}

async function lastNumberIn(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => Number(/^\d+(?=-)/.exec(name)?.[0] ?? 0));
  return Math.max(0, ...numbers);
}

const readMe = `A recording of an agent session, made by Engagement Desk.

Each JSON file is one exchange with the chat server: the request as it was sent and the answer as it
came, numbered in the order in which the answers came.

What is masked (shown as three dots): passwords, tokens, session ids and the headers that carry them.
What is NOT masked: what customers and agents wrote, names, questions, queue names, engagement ids,
account ids, and the name of the site. Whoever gets this folder can read all of that.

The members of each file: version (of this format), operation, sentAt (milliseconds since 1970),
durationMs, request (method, url, headers, body), answer (status, statusText, headers, body; absent
when nothing arrived) and failure (absent on success).
`;
