import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Answer } from "./answers";
import type { OpenRecord } from "./recording";

/** How much of an answer arrives, and what becomes of the connection then. */
export type Delivery =
  /** All of it. */
  | "whole"
  /** Nothing; the connection is cut. */
  | "dropBeforeHeaders"
  /** The status line and half a header; the connection is cut. */
  | "dropInHeaders"
  /** Half the body in a chunk; the connection is cut. */
  | "dropInBody"
  /** Half the body that Content-Length announced; the connection ends. */
  | "truncated"
  /** Nothing, and the connection stays. */
  | "hangBeforeHeaders"
  /** Half the body in a chunk, and the connection stays. */
  | "hangInBody";

/** Sends an answer as far as the delivery lets it come, and writes the status sent to the record. */
export function deliver(
  answer: Answer,
  delivery: Delivery,
  response: ServerResponse,
  record: OpenRecord,
): void {
  // Not response.socket: that is null while an earlier request of the connection is answered.
  const { socket } = response.req;
  const body = Buffer.from(answer.body);
  const half = body.subarray(0, Math.ceil(body.length / 2));
  const sendHead = (framing: readonly string[]): void => {
    record.status = answer.status;
    response.writeHead(answer.status, [...answer.headers.flat(), ...framing]);
  };
  const cut = (): void => {
    socket.destroy();
  };
  const { undelivered } = answer;
  if (undelivered !== undefined) {
    giveBackUnlessSent(undelivered, delivery === "whole", response);
  }
  // Tests and screenshots compare whole answers: the only clock in them is the simulator's.
  response.sendDate = false;
  switch (delivery) {
    case "whole":
      sendHead(framingOf(answer, body));
      response.end(body);
      return;
    case "dropBeforeHeaders":
      cut();
      return;
    case "dropInHeaders":
      socket.write(
        `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ""}\r\nContent-Ty`,
        cut,
      );
      return;
    case "dropInBody":
      sendHead(["Transfer-Encoding", "chunked"]);
      response.write(half, cut);
      return;
    case "truncated":
      sendHead(["Content-Length", body.length.toString()]);
      response.write(half, () => socket.end());
      return;
    case "hangBeforeHeaders":
      return;
    case "hangInBody":
      sendHead(["Transfer-Encoding", "chunked"]);
      response.write(half);
      return;
  }
}

/** Calls `undelivered` once, when the connection ends before the whole answer left. */
function giveBackUnlessSent(
  undelivered: () => void,
  isWhole: boolean,
  response: ServerResponse,
): void {
  const { socket } = response.req;
  if (!isWhole || socket.destroyed) {
    undelivered();
    return;
  }
  let isSent = false;
  // Before the server's own listener, which may end the connection. An answer that is cut off counts
  // as finished, too, but only when its connection is gone.
  response.prependOnceListener("finish", () => {
    isSent = !socket.destroyed;
  });
  const end = (): void => {
    response.off("close", end);
    socket.off("close", end);
    if (!isSent) {
      undelivered();
    }
  };
  response.once("close", end);
  socket.once("close", end);
}

/** Content-Length, unless the status has no body or the answer brings its own framing. */
function framingOf({ status, headers }: Answer, body: Buffer): readonly string[] {
  const isFramed = headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name));
  return isFramed || status === 204 || status === 304
    ? []
    : ["Content-Length", body.length.toString()];
}
