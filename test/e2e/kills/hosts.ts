import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { livingProcesses } from "../../host/processTable";
import { until } from "../until";
import type { Tasks } from "./driver/tasks";

/** A running extension host, with the driver in it. */
export interface Host {
  readonly pid: number;
  /** Has something done in it. Rejects when that fails there, or when the host ends. */
  run<N extends keyof Tasks>(
    task: N,
    ...args: Parameters<Tasks[N]>
  ): Promise<Awaited<ReturnType<Tasks[N]>>>;
  /** Kills it, and resolves when it is dead. */
  kill(): Promise<void>;
}

/** Where every extension host that starts reports. */
export interface Hosts {
  readonly port: number;
  /** The next one that starts, or that did since the last was asked for. */
  next(): Promise<Host>;
  close(): void;
}

/** Listens on a free port of 127.0.0.1. */
export async function listenForHosts(): Promise<Hosts> {
  const arrived: Host[] = [];
  const server = createServer((socket) => {
    void hostAt(socket).then((host) => arrived.push(host));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    next: async () => {
      await until("an extension host", () => Promise.resolve(arrived.length > 0));
      const [host] = arrived.splice(0, 1);
      assert.ok(host);
      return host;
    },
    close: () => {
      server.close();
    },
  };
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

interface Line {
  readonly pid?: number;
  readonly id?: number;
  readonly value?: never;
  readonly error?: string;
}

function hostAt(socket: Socket): Promise<Host> {
  const pending = new Map<number, Pending>();
  let last = 0;
  socket.on("error", () => undefined);
  socket.on("close", () => {
    for (const { reject } of pending.values()) {
      reject(new Error("the extension host ended"));
    }
  });
  const run: Host["run"] = (task, ...args) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      pending.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ id, task, args })}\n`);
    });
  return new Promise((resolve) => {
    createInterface(socket).on("line", (line) => {
      const { pid, id = 0, value, error } = JSON.parse(line) as Line;
      if (pid !== undefined) {
        resolve({ pid, run, kill: () => kill(pid) });
        return;
      }
      const call = pending.get(id);
      pending.delete(id);
      if (error === undefined) {
        call?.resolve(value as never);
      } else {
        call?.reject(new Error(error));
      }
    });
  });
}

async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await until(`the death of ${pid}`, () =>
    Promise.resolve(!livingProcesses().some((each) => each.pid === pid)),
  );
}
