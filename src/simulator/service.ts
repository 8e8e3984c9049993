import type { IncomingMessage, ServerResponse } from "node:http";
import type { Header } from "../chat/exchange";
import { type OperationName, operations } from "../chat/operations";
import { errorAnswer, plainRefusal } from "./answers";
import { deliver } from "./delivery";
import { faultyResponse, healthyAnswer } from "./faultAnswers";
import type { Fault } from "./faults";
import { refuseForeignOrigin } from "./originCheck";
import type { Overrides } from "./overrides";
import { type OpenRecord, operationOf, type Recording } from "./recording";
import { checkRequest } from "./requestCheck";
import type { ServerState } from "./state";

const maxBodyBytes = 1024 * 1024;

/** Takes one request after the other from the socket to its answer. */
export class Service {
  constructor(
    private readonly state: ServerState,
    private readonly recording: Recording,
    private readonly overrides: Overrides,
  ) {}

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
      try {
        this.#answer(record, size, response);
      } catch (error) {
        this.#fail(error, record, response);
      }
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

  #answer(record: OpenRecord, size: number, response: ServerResponse): void {
    const refused =
      refuseForeignOrigin(record, this.state.port) ??
      (size > maxBodyBytes ? refuseSize(size) : undefined);
    if (refused !== undefined) {
      deliver(refused, "whole", response, record);
      return;
    }
    const { operation } = record;
    if (operation === undefined) {
      this.#answerHealthy(record, response);
    } else {
      this.#answerWith(this.overrides.take(operation), operation, record, response);
    }
  }

  #answerHealthy(record: OpenRecord, response: ServerResponse): void {
    const answer = healthyAnswer(this.state, checkRequest(record, this.state));
    deliver(answer, "whole", response, record);
  }

  #answerWith(
    fault: Fault | undefined,
    operation: OperationName,
    record: OpenRecord,
    response: ServerResponse,
  ): void {
    if (fault === undefined) {
      this.#answerHealthy(record, response);
    } else if (fault.kind === "delay") {
      this.#later(fault.ms, response, () => {
        try {
          this.#answerWith(fault.then, operation, record, response);
        } catch (error) {
          this.#fail(error, record, response);
        }
      });
    } else {
      const { answer, delivery } = faultyResponse(fault, operation, this.state, () =>
        checkRequest(record, this.state),
      );
      deliver(answer, delivery, response, record);
    }
  }

  /** Waits, unless the connection is gone before: then nobody is left to answer. */
  #later(ms: number, response: ServerResponse, act: () => void): void {
    const { socket } = response.req;
    const cancel = (): void => {
      clearTimeout(timer);
    };
    const timer = setTimeout(() => {
      socket.off("close", cancel);
      act();
    }, ms);
    socket.once("close", cancel);
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
