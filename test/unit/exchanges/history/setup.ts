import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Exchange } from "../../../../src/chat/exchange";
import { ChatError, type Failure } from "../../../../src/chat/failure";
import type { ExchangeRecord } from "../../../../src/exchanges/exchangeRecord";
import {
  ExchangeHistory,
  type ExchangeHistoryParts,
} from "../../../../src/exchanges/history/exchangeHistory";
import { someProfile } from "../../../fakes/profiles";

const cleanUps: (() => unknown)[] = [];

/** Has something done after the test, in the opposite order of the calls. */
export function afterTest(cleanUp: () => unknown): void {
  cleanUps.unshift(cleanUp);
}

/** Does what {@link afterTest} asked for. */
export async function cleanUpAll(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0)) {
    await cleanUp();
  }
}

/** Waits until something is so; fails when it is not after a generous while. */
export async function until(isSo: () => unknown, limitMs = 15_000): Promise<void> {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > limitMs) {
      throw new Error(`waited ${limitMs} ms in vain for: ${isSo.toString()}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

/** How a record differs from a conclude that succeeded. */
export interface RecordChanges extends Partial<Omit<Exchange, "result" | "answer" | "request">> {
  readonly requestBody?: string;
  readonly answerBody?: string;
  readonly status?: number;
  readonly failure?: Failure;
  readonly engagementId?: bigint;
  readonly sentBy?: ExchangeRecord["sentBy"];
  readonly profileName?: string;
  /** Whether nothing arrived. */
  readonly isUnanswered?: boolean;
}

/** A record: a conclude of engagement 1000 that succeeded, but for the changes. */
export function recordOf(id: string, changes: RecordChanges = {}): ExchangeRecord {
  const {
    requestBody = '{"engagementId":1000,"sequenceNumber":2,"timeCreated":1618317020415}',
    answerBody = '{"ChatConcludeEngagementResult":{"engagementId":1000},"sequenceNumber":2}',
    status = 200,
    failure,
    engagementId = 1000n,
    sentBy,
    profileName = "ACME",
    isUnanswered = false,
    ...rest
  } = changes;
  const operation = changes.operation ?? "concludeChat";
  return {
    exchange: {
      id,
      sentAt: 1_700_000_000_000,
      durationMs: 12.5,
      ...rest,
      operation,
      request: {
        method: "POST",
        url: `https://chat.example.com/${operation}?pool=297:1`,
        headers: [
          ["content-type", "application/json"],
          ["X-JSESSIONID", "•••"],
        ],
        body: requestBody,
      },
      ...(!isUnanswered && {
        answer: {
          status,
          statusText: status === 200 ? "OK" : "",
          headers: [
            ["content-type", "application/json;charset=utf-8"],
            ["date", "Sun, 22 Nov 2026 10:00:00 GMT"],
          ],
          body: answerBody,
          byteLength: Buffer.byteLength(answerBody),
          charset: "utf-8",
        },
      }),
      result: failure
        ? { ok: false, error: new ChatError(operation, failure) }
        : {
            ok: true,
            envelope: {
              result: [["engagementId", "1000"]],
              serviceStartTime: "1618317020415",
              sequenceNumber: "2",
              twinDifferences: [{ member: "engagementId", number: "1000", twin: "1001" }],
            },
          },
    },
    profile: { ...someProfile, name: profileName },
    engagementId,
    ...(sentBy && { sentBy }),
  };
}

/** What windows are opened with. */
type Changes = Partial<ExchangeHistoryParts> & { maxEntries?: number; maxBytes?: number };

/** A folder with as many windows on it as are opened. */
export function setup() {
  const parent = mkdtempSync(join(tmpdir(), "exchanges-"));
  // What a test began may still write into it: the event loop has to go on between the attempts.
  afterTest(() => rm(parent, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  const root = join(parent, "history");
  const errors: unknown[] = [];
  const asides: string[] = [];
  const window = ({ maxEntries = 500, maxBytes = 50_000_000, ...changes }: Changes = {}) => {
    const history = new ExchangeHistory({
      root,
      limits: () => ({ maxEntries, maxBytes }),
      now: Date.now,
      onError: (error) => errors.push(error),
      onSetAside: ({ key }) => asides.push(key),
      ...changes,
    });
    afterTest(() => {
      history.dispose();
    });
    return history;
  };
  const names = () => readdirSync(root).sort();
  const contents = () => names().map((name) => readFileSync(join(root, name), "utf8"));
  return { parent, root, errors, asides, window, names, contents };
}

/** The ids of what a window lists, those that are pinned marked. */
export function idsOf(history: ExchangeHistory): string[] {
  return history.list().map(({ id, isPinned }) => `${id}${isPinned ? " pinned" : ""}`);
}
