import { Agent, request } from "node:http";
import { operationUrl } from "../../../src/chat/operationUrl";
import { inParallel } from "../../../src/util/inParallel";
import type { ServerPlace } from "./tasks";

/** One conclude as a bare request of Node over a connection that is kept alive; its answer is read as JSON. */
export class BareConclude {
  readonly #agent: Agent;
  #sequenceNumber: number;

  constructor(
    private readonly place: ServerPlace,
    { atOnce = 1, firstNumber = 1 } = {},
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: atOnce });
    this.#sequenceNumber = firstNumber;
  }

  conclude(id: string): Promise<unknown> {
    const { origin, site: fqSiteName, pool, accountId, sessionId } = this.place;
    const body = `{"engagementId":${id},"sequenceNumber":${this.#sequenceNumber++},"timeCreated":${Date.now()}}`;
    const url = operationUrl({ origin, fqSiteName, pool }, "concludeChat");
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          agent: this.#agent,
          method: "POST",
          headers: {
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": Buffer.byteLength(body),
            "X-AID": accountId,
            "X-JSESSIONID": sessionId,
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            if (answer.statusCode === 200) {
              resolve(JSON.parse(text));
            } else {
              reject(new Error(`${answer.statusCode}: ${text.slice(0, 200)}`));
            }
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** See {@link Tasks.bareLoop}. */
export async function bareLoop(
  place: ServerPlace,
  ids: readonly string[],
  atOnce: number,
): Promise<number> {
  const bare = new BareConclude(place, { atOnce, firstNumber: 1_000_000 });
  try {
    const start = performance.now();
    await inParallel(ids, atOnce, (id) => bare.conclude(id));
    return performance.now() - start;
  } finally {
    bare.close();
  }
}
