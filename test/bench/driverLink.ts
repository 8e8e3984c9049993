import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Tasks } from "./driver/tasks";

/** The driver extension of one extension host. */
export interface Driver {
  /** Has a task done in the extension host. Rejects when it fails there, or when the host ends. */
  run<N extends keyof Tasks>(
    task: N,
    ...args: Parameters<Tasks[N]>
  ): Promise<Awaited<ReturnType<Tasks[N]>>>;
}

/** What a driver answers to a line. */
interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Where driver extensions report: each extension host of the benchmark connects to it once. */
export class DriverLink {
  readonly #waiting: ((driver: Driver) => void)[] = [];
  readonly #arrived: Driver[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {
    server.on("connection", (socket) => {
      const driver = driverAt(socket);
      const take = this.#waiting.shift();
      if (take) {
        take(driver);
      } else {
        this.#arrived.push(driver);
      }
    });
  }

  /** Listens on a free port of 127.0.0.1. */
  static async listen(): Promise<DriverLink> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new DriverLink(server, (server.address() as AddressInfo).port);
  }

  /** The next driver that connects. */
  next(): Promise<Driver> {
    const arrived = this.#arrived.shift();
    return arrived
      ? Promise.resolve(arrived)
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.server.close();
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Longest time a task may take before it counts as hanging, in ms. */
const limitMs = 300_000;

function driverAt(socket: Socket): Driver {
  const pending = new Map<number, Pending>();
  let last = 0;
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const { reject } of pending.values()) {
      reject(new Error("the extension host ended"));
    }
  });
  createInterface(socket).on("line", (line) => {
    const { id, value, error } = JSON.parse(line) as Answer;
    const call = pending.get(id);
    pending.delete(id);
    if (error === undefined) {
      call?.resolve(value);
    } else {
      call?.reject(new Error(error));
    }
  });
  return {
    run: (task, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        console.error(`· ${task}`);
        const timer = setTimeout(() => {
          reject(new Error(`${task} did not end in ${limitMs / 1000} s`));
        }, limitMs);
        const ended = <T extends unknown[]>(then: (...given: T) => void) => {
          return (...given: T): void => {
            clearTimeout(timer);
            then(...given);
          };
        };
        pending.set(id, {
          resolve: ended(resolve as (value: unknown) => void),
          reject: ended(reject),
        });
        socket.write(`${JSON.stringify({ id, task, args })}\n`);
      }),
  };
}
