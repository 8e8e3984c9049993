import type { Exchange } from "../chat/exchange";
import type { Profile } from "../profiles/profile";

/** An exchange with what it was about. Holds no secret. */
export interface ExchangeRecord {
  readonly exchange: Exchange;
  /** The profile as it was when the request was sent. */
  readonly profile: Profile;
  /** Absent where the call was about no engagement. */
  readonly engagementId?: bigint;
}

/** How much is kept: the oldest records go first, the newest always stays. */
export interface RecentLimits {
  readonly maxRecords: number;
  /** The sum of the answers' bodies, in bytes. */
  readonly maxBytes: number;
}

/** The exchanges of this window, newest last, in memory. */
export class RecentExchanges {
  readonly #records = new Map<string, ExchangeRecord>();
  #bytes = 0;

  constructor(
    private readonly limits: RecentLimits = { maxRecords: 2_000, maxBytes: 100_000_000 },
  ) {}

  /** Keeps a record and drops the oldest beyond the limits. */
  add(record: ExchangeRecord): void {
    this.#records.set(record.exchange.id, record);
    this.#bytes += sizeOf(record);
    for (const [id, oldest] of this.#records) {
      const isOver =
        this.#records.size > this.limits.maxRecords || this.#bytes > this.limits.maxBytes;
      if (!isOver || this.#records.size === 1) {
        return;
      }
      this.#records.delete(id);
      this.#bytes -= sizeOf(oldest);
    }
  }

  /** The record of an exchange, unless it was dropped. */
  find(exchangeId: string): ExchangeRecord | undefined {
    return this.#records.get(exchangeId);
  }
}

function sizeOf({ exchange }: ExchangeRecord): number {
  return exchange.answer?.byteLength ?? 0;
}
