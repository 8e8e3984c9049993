import type { IncomingMessage, ServerResponse } from "node:http";
import type { Header } from "../chat/exchange";
import { operations } from "../chat/operations";
import { errorAnswer, plainRefusal } from "./answers";
import { ConsumerService } from "./consumer/consumerService";
import { isForConsumers } from "./consumer/routeCheck";
import { deliver } from "./delivery";
import { faultyResponse, healthyAnswer } from "./faultAnswers";
import { refuseForeignOrigin } from "./originCheck";
import type { Overrides } from "./overrides";
import { type OpenRecord, operationOf, type Recording } from "./recording";
import { type CheckedRequest, checkRequest } from "./requestCheck";
import type { ServerState } from "./state";

const maxBodyBytes = 1024 * 1024;

/** Takes one request after the other from the socket to its answer. */
export class Service {
  readonly #consumers: ConsumerService;

  constructor(
    private readonly state: ServerState,
    private readonly recording: Recording,
    private readonly overrides: Overrides,
  ) {
    this.#consumers = new ConsumerService(state);
  }

  serve(incoming: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBodyBytes) {
        chunks.push(chunk);
      }
    });
    incoming.on("end", () => {
      const record = this.#recordOf(incoming, Buffer.concat(chunks));
      response.on("close", () => {
        this.recording.finish(record);
      });
      this.recording.add(record);
      this.#answer(record, size, response).catch((error: unknown) => {
        this.#fail(error, record, response);
      });
    });
  }

  #recordOf(incoming: IncomingMessage, bytes: Buffer): OpenRecord {
    const url = incoming.url ?? "";
    return {
      operation: operationOf(url),
      method: incoming.method ?? "",
      url,
      headers: pairs(incoming.rawHeaders),
      bytes,
      body: bytes.toString("utf8"),
      receivedAt: this.state.now(),
      status: undefined,
    };
  }

  async #answer(record: OpenRecord, size: number, response: ServerResponse): Promise<void> {
    const refused =
      refuseForeignOrigin(record, this.state.port) ??
      (size > maxBodyBytes ? refuseSize(size) : undefined);
    if (refused !== undefined) {
      deliver(refused, "whole", response, record);
      return;
    }
    const { operation } = record;
    const signal = goneSignal(response);
    if (isForConsumers(record)) {
      deliver(await this.#consumers.answer(record, signal), "whole", response, record);
      return;
    }
    const check = (): CheckedRequest => checkRequest(record, this.state, signal);
    let fault = operation === undefined ? undefined : this.overrides.take(operation);
    while (fault?.kind === "delay") {
      await passed(fault.ms, signal);
      if (signal.aborted) {
        return;
      }
      fault = fault.then;
    }
    if (operation === undefined || fault === undefined) {
      deliver(await healthyAnswer(this.state, check()), "whole", response, record);
    } else {
      const { answer, delivery } = await faultyResponse(fault, operation, this.state, check);
      deliver(answer, delivery, response, record);
    }
  }

  /** A defect of the simulator or of a listener: told, so that nobody waits for an answer. */
  #fail(error: unknown, record: OpenRecord, response: ServerResponse): void {
    const text = error instanceof Error ? error.message : String(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const message = `The simulator itself failed, not the request: ${text}`;
    const place =
      record.operation === undefined ? "chatServer" : operations[record.operation].place;
    deliver(errorAnswer(place, 500, "INTERNAL_SERVER_ERROR", message), "whole", response, record);
  }
}

/** Aborts when the connection is gone before the answer is sent: then nobody is left to answer. */
function goneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  const { socket } = response.req;
  const abort = (): void => {
    controller.abort();
  };
  socket.once("close", abort);
  response.once("close", () => {
    socket.off("close", abort);
    abort();
  });
  return controller.signal;
}

/** Waits, at most until the signal aborts. */
function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

function refuseSize(size: number): ReturnType<typeof plainRefusal> {
  return plainRefusal(413, {
    came: `The body came with ${size} bytes.`,
    expected: `This simulator reads at most ${maxBodyBytes} bytes of body.`,
    remedy: "Send a body that is shorter.",
  });
}

function pairs(raw: readonly string[]): readonly Header[] {
  return raw.flatMap((name, index): Header[] =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : [],
  );
}
