import type { JsonFault } from "../util/json";
import type { OperationId } from "./operations";

/** What went wrong with the connection, as far as the system's error code tells. */
export type NetworkReason =
  | "refusedConnection"
  | "unknownHost"
  | "unreachable"
  | "certificate"
  /** The profile's own cannot be used; the code is a ClientCertificateProblem. */
  | "clientCertificate"
  | "tls"
  | "reset"
  | "other";

/** Why an answer that did arrive cannot be read as the operation's answer. */
export type UnreadableFault =
  | { readonly reason: "empty" }
  | { readonly reason: "contentType"; readonly contentType: string | undefined }
  | { readonly reason: "charset"; readonly charset: string }
  | { readonly reason: "encoding"; readonly charset: string }
  | {
      readonly reason: "truncated";
      readonly receivedBytes: number;
      readonly announcedBytes: number | undefined;
    }
  | { readonly reason: "compression"; readonly code: string }
  | { readonly reason: "json"; readonly fault: JsonFault }
  | {
      readonly reason: "shape";
      /** The member that is not there; undefined when the answer is not even an object. */
      readonly missing: string | undefined;
    };

/** What the server said when it refused, from `exceptionCode` and `message` of its answer. */
export interface ServerWord {
  readonly exceptionCode?: string;
  readonly message?: string;
}

/** Every way in which a call can fail; facts only, the sentences are written in ui. */
export type Failure =
  | {
      readonly kind: "network";
      readonly reason: NetworkReason;
      /** The system's code, for example ECONNREFUSED. */
      readonly code: string;
      /** Whether the server may have got the request. */
      readonly maybeSent: boolean;
    }
  /** Nothing was sent: a header by this name holds what would end it, and begin another. */
  | { readonly kind: "unsendable"; readonly header: string }
  | { readonly kind: "timeout"; readonly timeoutMs: number }
  | { readonly kind: "cancelled"; readonly maybeSent: boolean }
  | ({
      readonly kind: "unauthorized";
      readonly status: number;
      /** False when the body is not the chat server's JSON: a proxy may have answered. */
      readonly isChatServer: boolean;
    } & ServerWord)
  | ({
      readonly kind: "refused";
      readonly status: number;
      readonly isChatServer: boolean;
    } & ServerWord)
  | ({ readonly kind: "systemError"; readonly status: number } & ServerWord)
  | { readonly kind: "redirected"; readonly status: number; readonly location: string | undefined }
  | { readonly kind: "unreadable"; readonly status: number; readonly fault: UnreadableFault }
  | { readonly kind: "tooLarge"; readonly status: number; readonly limitBytes: number };

/** A call that did not succeed. `cause` repeats the system's error, credentials masked. */
export class ChatError extends Error {
  override readonly name = "ChatError";

  constructor(
    readonly operation: OperationId,
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(`${operation}: ${failure.kind}`, options);
  }
}

/**
 * What a failed POST means for the server's state.
 * - `notDone`: the server did not get it, or said that it refused.
 * - `unknown`: the server may have done it; only the server can tell.
 */
export function effectOf(failure: Failure): "notDone" | "unknown" {
  switch (failure.kind) {
    case "network":
    case "cancelled":
      return failure.maybeSent ? "unknown" : "notDone";
    case "timeout":
    case "tooLarge":
    case "unreadable":
      return "unknown";
    case "refused":
      // A gateway that gives up (502, 504) may have passed the request on before.
      return failure.status >= 500 && !failure.isChatServer ? "unknown" : "notDone";
    case "unsendable":
    case "unauthorized":
    case "systemError":
    case "redirected":
      return "notDone";
  }
}
