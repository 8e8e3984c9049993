import { effectOf, type Failure } from "../../chat/failure";
import type { OperationId } from "../../chat/operations";
import { otherEngagementOf } from "../../engagements/engagementCalls";
import type { SentBy } from "../../session/agentCalls";
import type { ExchangeRecord } from "../exchangeRecord";

/** The outcomes that a request can have. */
export const historyOutcomes = [
  /** The operation's own answer came. */
  "ok",
  /** The server said no. */
  "refused",
  /** There is no answer that counts, and nothing was done. */
  "failed",
  /** Only the server knows whether it was done. */
  "unknown",
] as const;

/** One of {@link historyOutcomes}. */
export type HistoryOutcome = (typeof historyOutcomes)[number];

/** What is known of an exchange without reading its headers and bodies. */
export interface ExchangeSummary {
  readonly id: string;
  readonly operation: OperationId;
  /** Ms since 1970 by this machine's clock. */
  readonly sentAt: number;
  /** In ms. */
  readonly durationMs: number;
  /** HTTP's status; absent when nothing arrived. */
  readonly status?: number;
  /** For a harmless call, such as a poll, `unknown` means no more than `failed`. */
  readonly outcome: HistoryOutcome;
  /** Why there is no success. */
  readonly failure?: Failure["kind"];
  readonly exceptionCode?: string;
  readonly engagementId?: bigint;
  readonly sentBy: SentBy;
  readonly profile: { readonly id: string; readonly name: string };
  /** The request's body, unless it is long. */
  readonly requestBody?: string;
}

/** An exchange of the history. */
export interface HistoryEntry extends ExchangeSummary {
  /** Whether it stays however old it gets. */
  readonly isPinned: boolean;
  /** What it takes on disk. */
  readonly bytes: number;
}

/** The longest request body that a summary holds, in characters. */
const longestRequestBody = 1_000;

/** What is known of a record without its headers and bodies. */
export function summaryOf(record: ExchangeRecord): ExchangeSummary {
  const { exchange, profile, engagementId, sentBy = "command" } = record;
  const { id, operation, sentAt, durationMs, answer, request, result } = exchange;
  const failure = result.ok ? undefined : result.error.failure;
  const exceptionCode = failure && "exceptionCode" in failure ? failure.exceptionCode : undefined;
  return {
    ...{ id, operation, sentAt, durationMs, sentBy },
    ...(answer && { status: answer.status }),
    outcome: outcomeOf(record),
    ...(failure && { failure: failure.kind }),
    ...(exceptionCode !== undefined && { exceptionCode }),
    ...(engagementId !== undefined && { engagementId }),
    profile: { id: profile.id, name: profile.name },
    ...(request.body.length <= longestRequestBody && { requestBody: request.body }),
  };
}

function outcomeOf({ exchange: { result }, engagementId }: ExchangeRecord): HistoryOutcome {
  if (result.ok) {
    const isOther =
      engagementId !== undefined && otherEngagementOf(result, engagementId) !== undefined;
    return isOther ? "unknown" : "ok";
  }
  const { failure } = result.error;
  if (effectOf(failure) === "unknown") {
    return "unknown";
  }
  const isRefusal =
    failure.kind === "unauthorized" || failure.kind === "refused" || failure.kind === "systemError";
  return isRefusal ? "refused" : "failed";
}
