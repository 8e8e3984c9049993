import type { HistoryLimits } from "../../exchanges/history/exchangeHistory";

const megabyte = 1_000_000;

/** The limits that two settings ask for; nonsense in the settings file gives the default. */
export function historyLimits(maxEntries: unknown, maxSizeMb: unknown): HistoryLimits {
  return {
    maxEntries: isAmount(maxEntries) ? Math.floor(maxEntries) : 500,
    maxBytes: (isAmount(maxSizeMb) ? maxSizeMb : 50) * megabyte,
  };
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && value >= 1 && value <= 100_000;
}
