import type { ExchangeRecord } from "../exchanges/exchangeRecord";

/** One line for the log: facts without any secret and without the body. */
export function logLine({ exchange, profile, engagementId }: ExchangeRecord): string {
  const { answer, durationMs, operation, result } = exchange;
  const end = result.ok
    ? "ok"
    : `${result.error.failure.kind}${"code" in result.error.failure ? ` ${result.error.failure.code}` : ""}`;
  const what = engagementId === undefined ? operation : `${operation} ${engagementId}`;
  return `${what} at ${profile.origin}: ${answer ? `HTTP ${answer.status}, ` : ""}${end}, ${durationMs.toFixed(1)} ms`;
}
