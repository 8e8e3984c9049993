import type { Header } from "../chat/exchange";
import { operations, type OperationName } from "../chat/operations";
import { Emitter, type Event } from "../util/event";

/** How many requests are kept; the oldest are forgotten. */
const maxRequests = 1000;

/** How many bytes the bodies of the kept requests may have together; the newest is always kept. */
const maxKeptBytes = 32 * 1024 * 1024;

/** A request as it came, before any check. */
export interface RecordedRequest {
  /** The operation that the path names, of whatever site; undefined for any other path. */
  readonly operation: OperationName | undefined;
  readonly method: string;
  /** The request target as sent: path and query, nothing decoded. */
  readonly url: string;
  /** Every header in the order and spelling sent, credentials included. */
  readonly headers: readonly Header[];
  readonly bytes: Buffer;
  /** The body read as UTF-8. */
  readonly body: string;
  /** When the whole request had come, by the simulator's clock. */
  readonly receivedAt: number;
  /** The status answered; undefined before the answer, and for good when no head was sent. */
  readonly status: number | undefined;
}

/** A recorded request whose status is still to be written. */
export type OpenRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

interface Waiter {
  readonly operation: OperationName;
  readonly resolve: (request: RecordedRequest) => void;
  readonly reject: (error: Error) => void;
}

/** Keeps what came, and tells those who wait for it. */
export class Recording {
  readonly #requests: RecordedRequest[] = [];
  #keptBytes = 0;
  readonly #answered = new Emitter<RecordedRequest>();
  #waiters: readonly Waiter[] = [];
  #isClosed = false;

  /** Fires when a request was answered or its connection is gone. */
  readonly onDidAnswer: Event<RecordedRequest> = this.#answered.event;

  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  add(record: OpenRecord): void {
    this.#requests.push(record);
    this.#keptBytes += record.bytes.length;
    while (
      this.#requests.length > maxRequests ||
      (this.#keptBytes > maxKeptBytes && this.#requests.length > 1)
    ) {
      this.#keptBytes -= this.#requests.shift()?.bytes.length ?? 0;
    }
    const meant = this.#waiters.filter(({ operation }) => operation === record.operation);
    this.#waiters = this.#waiters.filter((waiter) => !meant.includes(waiter));
    for (const waiter of meant) {
      waiter.resolve(record);
    }
  }

  finish(record: OpenRecord): void {
    this.#answered.fire(record);
  }

  /** The next request of the operation that comes after this call. */
  waitFor(operation: OperationName): Promise<RecordedRequest> {
    const waiting = new Promise<RecordedRequest>((resolve, reject) => {
      if (this.#isClosed) {
        reject(closedWhileWaiting(operation));
      } else {
        this.#waiters = [...this.#waiters, { operation, resolve, reject }];
      }
    });
    // Whoever does not look at the promise does not mind that it failed.
    waiting.catch(() => undefined);
    return waiting;
  }

  close(): void {
    this.#isClosed = true;
    for (const { operation, reject } of this.#waiters) {
      reject(closedWhileWaiting(operation));
    }
    this.#waiters = [];
  }

  dispose(): void {
    this.#answered.dispose();
  }
}

/** The value of a header, whatever the case of its name; several are joined as HTTP does. */
export function headerValue(request: RecordedRequest, name: string): string | undefined {
  const values = request.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase());
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(", ");
}

/** The operation that a request target names, of whatever site. */
export function operationOf(url: string): OperationName | undefined {
  const [path] = url.split("?", 1);
  const name = /^\/engagement\/api\/agent\/[^/]+\/v1\/(?<name>[^/]+)$/.exec(path ?? "")?.groups?.[
    "name"
  ];
  return Object.values(operations).find((operation) =>
    operation.place === "site" ? operation.path === path : operation.name === name,
  )?.name;
}

function closedWhileWaiting(operation: OperationName): Error {
  return new Error(`The simulator was closed while ${operation} was waited for`);
}
