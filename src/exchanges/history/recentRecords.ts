import type { ExchangeRecord } from "../exchangeRecord";

/** How much is kept: the oldest records go first, the newest always stays. */
export interface RecentLimits {
  readonly maxRecords: number;
  /** The sum of the answers' bodies, in bytes. */
  readonly maxBytes: number;
}

/** The latest exchanges of this window, whole and in memory. */
export class RecentRecords {
  readonly #records = new Map<string, ExchangeRecord>();
  #bytes = 0;

  constructor(
    private readonly limits: RecentLimits = { maxRecords: 2_000, maxBytes: 100_000_000 },
  ) {}

  /** Keeps a record and drops the oldest beyond the limits. */
  add(record: ExchangeRecord): void {
    this.#records.set(record.exchange.id, record);
    this.#bytes += sizeOf(record);
    for (const [id] of this.#records) {
      const isOver =
        this.#records.size > this.limits.maxRecords || this.#bytes > this.limits.maxBytes;
      if (!isOver || this.#records.size === 1) {
        return;
      }
      this.drop(id);
    }
  }

  /** The record of an exchange, unless it was dropped. */
  find(exchangeId: string): ExchangeRecord | undefined {
    return this.#records.get(exchangeId);
  }

  /** Keeps a record no longer. */
  drop(exchangeId: string): void {
    const record = this.#records.get(exchangeId);
    if (record) {
      this.#records.delete(exchangeId);
      this.#bytes -= sizeOf(record);
    }
  }
}

function sizeOf({ exchange }: ExchangeRecord): number {
  return exchange.answer?.byteLength ?? 0;
}
