// The process of server.ts: a simulator that is told by messages what to answer with.
import { startSimulator } from "../../src/simulator/simulator";
import { startFront } from "./front";
import { chatLines, engagementsGiven, largeAnswer } from "./bodies";
import type { ServerOrder, ServerStart } from "./server";

const start = JSON.parse(process.argv[2] ?? "{}") as ServerStart;
const site = "acme_sql_001h";
const sessionId = "node0bench4711pid42";
const simulator = await startSimulator({
  ...{ site, sessionId, holdMs: start.holdMs, engagements: [] },
});
const front = await startFront(simulator.url);
const headers = [["Content-Type", "application/json;charset=utf-8"]] as const;

process.on("message", (order: ServerOrder | { kind: "polls" }) => {
  process.send?.(done(order) ?? {});
});
process.on("disconnect", () => process.exit());
const { pool, accountId } = simulator;
process.send?.({ origin: front.origin, site, pool, accountId, sessionId });

function done(order: ServerOrder | { kind: "polls" }): object | undefined {
  switch (order.kind) {
    case "polls":
      return {
        held: simulator.sessions.filter(({ isPolled }) => isPolled).length,
        most: Math.max(...simulator.sessions.map(({ mostParallelPolls }) => mostParallelPolls)),
      };
    case "large":
      front.answer = order.megabytes > 0 ? largeAnswer(order.megabytes) : undefined;
      return undefined;
    case "engagements":
      simulator.next("getMessages", {
        ...{ kind: "raw", status: 200, headers },
        body: engagementsGiven(order.from, order.count),
      });
      return undefined;
    case "lines":
      simulator.next("getMessages", {
        ...{ kind: "raw", status: 200, headers },
        body: chatLines(order.from, order.engagements, order.count),
      });
      return undefined;
  }
}
