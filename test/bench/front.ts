import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server before the simulator. */
export interface Front {
  readonly origin: string;
  /** What every conclude is answered with; undefined: that the engagement asked for is concluded. */
  answer: string | undefined;
}

/**
 * Answers concludes itself, at the same small cost each, and hands everything else on to the simulator, whose cost
 * grows with the engagements that it plays: a thousand concludes are to measure the client.
 */
export async function startFront(simulator: string): Promise<Front> {
  const front: { origin: string; answer: string | undefined } = { origin: "", answer: undefined };
  const server = createServer((incoming, response) => {
    if (incoming.url?.includes("/concludeChat?") === true) {
      conclude(incoming, response, front.answer);
    } else {
      handOn(incoming, response, simulator);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  front.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return front;
}

function conclude(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: string | undefined,
): void {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const id = /"engagementId":(\d+)/.exec(Buffer.concat(chunks).toString())?.[1] ?? "0";
    response.writeHead(200, { "Content-Type": "application/json;charset=utf-8" });
    response.end(answer ?? concluded(id));
  });
}

/** The answer of a conclude as it is documented. */
function concluded(id: string): string {
  return `{"chatConcludeEngagementResult":{"engagementId":${id},"engagementIdString":"${id}"},"chatSystemError":null,"clientSendTime":1618317020415,"serviceStartTime":1618317020420,"serviceFinishTime":1618317020425,"sessionId":"x","clientId":939,"sequenceNumber":2}`;
}

function handOn(incoming: IncomingMessage, response: ServerResponse, simulator: string): void {
  const { host } = new URL(simulator);
  const { method = "GET", url = "/" } = incoming;
  const onward = request(
    `${simulator}${url}`,
    { method, headers: { ...incoming.headers, host }, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on("error", () => response.destroy());
  response.on("close", () => onward.destroy());
  incoming.pipe(onward);
}
