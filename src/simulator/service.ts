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

/** The longest body that is read. */
const maxBodyBytes = 1024 * 1024;

/** How much more of a body that is too long is let pass, so that its sender gets to read why. */
const lingerBytes = 4 * 1024 * 1024;

/** How long the sender of a body that is too long may go on, in ms. */
const lingerMs = 1000;

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

  /** Answers a request. Of a body that is too long no more is read than it takes to say so. */
  serve(incoming: IncomingMessage, response: ServerResponse): void {
    const announced = Number(incoming.headers["content-length"] ?? 0);
    if (announced > maxBodyBytes) {
      this.#refuseSize(incoming, response, announced);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    const read = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= maxBodyBytes) {
        chunks.push(chunk);
        return;
      }
      incoming.off("data", read);
      incoming.off("end", answer);
      this.#refuseSize(incoming, response, size);
    };
    const answer = (): void => {
      const record = this.#recordOf(incoming, Buffer.concat(chunks));
      this.#keep(record, response);
      this.#answer(record, response).catch((error: unknown) => {
        this.#fail(error, record, response);
      });
    };
    incoming.on("data", read);
    incoming.on("end", answer);
  }

  /** Asked before a body is sent: one that is too long need not come at all. */
  serveExpecting(incoming: IncomingMessage, response: ServerResponse): void {
    if (Number(incoming.headers["content-length"] ?? 0) <= maxBodyBytes) {
      response.writeContinue();
    }
    this.serve(incoming, response);
  }

  #keep(record: OpenRecord, response: ServerResponse): void {
    response.on("close", () => {
      this.recording.finish(record);
    });
    this.recording.add(record);
  }

  /** Answers at once, and ends the connection when the sender has had a chance to read the answer. */
  #refuseSize(incoming: IncomingMessage, response: ServerResponse, size: number): void {
    const record = this.#recordOf(incoming, Buffer.alloc(0));
    this.#keep(record, response);
    const refused = refuseForeignOrigin(record, this.state.port) ?? tooLong(size);
    const body = Buffer.from(refused.body);
    record.status = refused.status;
    response.sendDate = false;
    response.writeHead(refused.status, [
      ...refused.headers.flat(),
      ...["Content-Length", body.length.toString(), "Connection", "close"],
    ]);
    response.write(body);
    const end = (): void => {
      clearTimeout(timer);
      response.end();
    };
    const timer = setTimeout(end, lingerMs);
    let passedBytes = 0;
    incoming.on("data", (chunk: Buffer) => {
      passedBytes += chunk.length;
      if (passedBytes > lingerBytes) {
        end();
      }
    });
    incoming.on("end", end);
    incoming.on("close", end);
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

  async #answer(record: OpenRecord, response: ServerResponse): Promise<void> {
    const refused = refuseForeignOrigin(record, this.state.port);
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

/** `size` is as much as is known of it: what was announced, or what came until then. */
function tooLong(size: number): ReturnType<typeof plainRefusal> {
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
