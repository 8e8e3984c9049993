import { NoteworthyCalls } from "../../exchanges/noteworthyCalls";
import { ExchangeHistory } from "../../exchanges/history/exchangeHistory";
import { HistoryError } from "../../exchanges/history/historyFolder";
import type { ExchangeRecord } from "../../exchanges/exchangeRecord";
import type { ProfileExchange } from "../../session/agentCalls";
import { Emitter } from "../../util/event";
import { logLine } from "../callLog";
import { warnWithLog } from "../commands";
import { historyErrorText } from "../exchanges/historyErrorText";
import { historyLimits } from "../exchanges/historyLimits";
import { readSetting } from "../settings";
import type { Core } from "./core";

/** What was sent, and what becomes part of it. */
export interface History {
  readonly history: ExchangeHistory;
  /** Keeps an exchange, to be shown later, and logs it. */
  readonly keep: (record: ExchangeRecord) => void;
  /** Keeps a call of an agent session, unless it is not worth it. */
  readonly keepCall: (call: ProfileExchange) => void;
}

/** Makes the history; it reads nothing before it is asked. */
export function createHistory(
  core: Pick<Core, "log" | "logError" | "now" | "onSetAside" | "shared" | "subscriptions">,
): History {
  const { log, logError, now, onSetAside, shared, subscriptions } = core;
  const history = new ExchangeHistory({
    ...{ root: shared("exchanges"), now, onSetAside },
    onError: (error) => {
      logError(error);
      if (error instanceof HistoryError) {
        warnWithLog(historyErrorText(error));
      }
    },
    limits: () => historyLimits(readSetting("history.maxEntries"), readSetting("history.maxSize")),
  });
  const keep = (record: ExchangeRecord): void => {
    void history.add(record);
    log.info(logLine(record));
  };
  const calls = new Emitter<ProfileExchange>();
  const noteworthy = new NoteworthyCalls({ onDidCall: calls.event }, keep);
  subscriptions.push(history, noteworthy, calls);
  const keepCall = (call: ProfileExchange): void => {
    calls.fire(call);
  };
  return { history, keep, keepCall };
}
