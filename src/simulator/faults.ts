import type { ExceptionCode } from "../chat/exceptionCodes";
import type { Header } from "../chat/exchange";
import { type OperationName, operations } from "../chat/operations";
import { assumptions } from "./assumptions";

/**
 * Something to go wrong, on demand, in place of the healthy answer. A fault either stands *instead*
 * of the operation, which is then neither checked nor carried out, or it *spoils* the healthy
 * answer: the request is checked and carried out first, and so the engagement may be concluded
 * although the client never learns it.
 */
export type Fault =
  /** Instead: an error in the shape of its place, or any body of any content type. */
  | {
      readonly kind: "status";
      readonly status: number;
      /** For the chat server; the site has none. */
      readonly exceptionCode?: string;
      readonly message?: string;
      /** Sent as it is, in place of exception code and message. */
      readonly body?: string;
      /** For `body`; none is sent when left out. */
      readonly contentType?: string;
    }
  /**
   * Waits so many milliseconds before anything is done, then goes on healthy or with `then`. When
   * the client leaves meanwhile, nothing is done.
   */
  | { readonly kind: "delay"; readonly ms: number; readonly then?: Fault }
  /**
   * The connection is cut: before the headers (instead of the operation), or in the headers or in
   * the chunked body (spoiling).
   */
  | { readonly kind: "drop"; readonly at: "beforeHeaders" | "inHeaders" | "inBody" }
  /**
   * Spoils: `text`, or the documentation's own broken response example, or where none was seen the
   * healthy answer broken in the same way.
   */
  | { readonly kind: "brokenJson"; readonly text?: string }
  /** Instead: exactly these headers and bytes. */
  | {
      readonly kind: "raw";
      readonly status: number;
      readonly headers: readonly Header[];
      readonly body: string | Uint8Array;
    }
  /**
   * Instead, after the checks: HTTP 200 with this `chatSystemError`, or the simulator's own. For
   * the chat server only.
   */
  | { readonly kind: "systemError"; readonly error?: unknown }
  /** Instead: a redirect with an empty body. */
  | {
      readonly kind: "redirect";
      readonly status: 301 | 302 | 303 | 307 | 308;
      readonly location: string;
    }
  /**
   * Spoils: the first `…String` twin of the answer (`engagementIdString` in that of concludeChat)
   * says this, or the number after the right one. For the chat server only.
   */
  | { readonly kind: "wrongTwin"; readonly twin?: string }
  /** Spoils: the healthy status and headers with no body. */
  | { readonly kind: "emptyBody" }
  /** Instead: HTTP 200 with an HTML page, as a proxy's sign-in page would be. */
  | { readonly kind: "wrongContentType" }
  /** Spoils: Content-Length announces the whole body, half of it comes, the connection ends. */
  | { readonly kind: "truncated" }
  /**
   * Spoils: the body in this charset, which Content-Type declares. ISO-8859-1 and UTF-16 are really
   * used; any other label is declared over UTF-8. A member `simNote` with umlauts is added.
   */
  | { readonly kind: "charset"; readonly label: string }
  /** Spoils: declared as UTF-8, with a member `simNote` that is not. */
  | { readonly kind: "invalidUtf8" }
  /** Spoils: a member `simPadding` makes the body exactly so many bytes, or as few as it can be. */
  | { readonly kind: "large"; readonly bytes: number }
  /** No answer until the simulator is closed: instead of the operation, or within the healthy body. */
  | { readonly kind: "hang"; readonly at?: "beforeHeaders" | "inBody" };

/** The refusal with an exception code, under the HTTP status assumed for it. */
export function refusedWith(exceptionCode: ExceptionCode, message?: string): Fault {
  return {
    kind: "status",
    status: assumptions.statusOfCode.value[exceptionCode],
    exceptionCode,
    ...(message === undefined ? {} : { message }),
  };
}

/** Whether a fault can befall an operation: some need an envelope, which the site does not have. */
export function canBefall(operation: OperationName, fault: Fault): boolean {
  switch (fault.kind) {
    case "systemError":
    case "wrongTwin":
      return operations[operation].place === "chatServer";
    case "delay":
      return fault.then === undefined || canBefall(operation, fault.then);
    default:
      return true;
  }
}
