import type { ChatError } from "./failure";
import type { OperationId } from "./operations";

/** A header as name and value. */
export type Header = readonly [name: string, value: string];

/** The value of the first header of a name, given in lower case. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/** A request as it was sent, with every credential masked. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Header[];
  /** The exact text of the body. */
  readonly body: string;
}

/** An answer as it arrived, with every credential masked and digits untouched. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly statusText: string;
  /** As fetch gives them: names in lower case and sorted. */
  readonly headers: readonly Header[];
  /** The decoded body; as much as arrived when the connection broke. */
  readonly body: string;
  /** Whether `body` is JSON; absent where nobody looked. */
  readonly isJson?: boolean;
  /** How many bytes of body arrived, after decompression. */
  readonly byteLength: number;
  /** The charset the body was decoded with, in lower case. */
  readonly charset: string;
}

/** A number that came twice, as itself and as `…String`, with different digits. */
export interface TwinDifference {
  readonly member: string;
  readonly number: string;
  readonly twin: string;
}

/** The members of a successful envelope that this product reads; digits as written by the server. */
export interface Envelope {
  /** Members of the operation's result object, in the order received, as text. */
  readonly result: readonly Header[];
  readonly clientSendTime?: string;
  readonly serviceStartTime?: string;
  readonly serviceFinishTime?: string;
  readonly clientId?: string;
  readonly sequenceNumber?: string;
  readonly twinDifferences: readonly TwinDifference[];
}

/** What a call came to: the operation's answer, or why there is none. */
export type CallResult =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly error: ChatError };

/** One request with its answer: everything there is to show of a call. Holds no secret. */
export interface Exchange {
  /** Unique among the exchanges of one window. */
  readonly id: string;
  readonly operation: OperationId;
  readonly request: SentRequest;
  /** When the request was handed to the network, ms since 1970 by this machine's clock. */
  readonly sentAt: number;
  /** From sending to the last byte of the answer or to the failure, in ms. */
  readonly durationMs: number;
  /** Absent when nothing arrived. */
  readonly answer?: ReceivedAnswer;
  readonly result: CallResult;
}
