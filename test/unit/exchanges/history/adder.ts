import { ExchangeHistory } from "../../../../src/exchanges/history/exchangeHistory";
import { recordOf } from "./setup";

// A window in a process of its own: adds exchanges until it is killed, and says so of each.
const [, , root = "", prefix = ""] = process.argv;
const history = new ExchangeHistory({
  root,
  limits: () => ({ maxEntries: 10_000, maxBytes: 1e9 }),
  now: Date.now,
  onError: (error) => {
    throw error;
  },
  onSetAside: () => undefined,
});
for (let count = 0; ; count += 1) {
  const id = `${prefix}${count}`;
  await history.add(recordOf(id, { answerBody: "x".repeat(300_000) }));
  process.stdout.write(`${id}\n`);
}
