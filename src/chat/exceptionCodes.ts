import type { Evidence } from "./evidence";

/** What an exception code means, in the documentation's words. */
export interface ExceptionCodeFact {
  readonly meaning: string;
  readonly evidence: Evidence;
}

/**
 * The exception codes that the pages of the operations list. The pages map none of them to an HTTP
 * status.
 */
export const exceptionCodes = {
  ACCESS_DENIED: { meaning: "Authentication failed.", evidence: "documented" },
  UNKNOWN_EXCEPTION: { meaning: "An unknown error has occurred.", evidence: "documented" },
  BAD_REQUEST: { meaning: "A field in the request is invalid.", evidence: "documented" },
  INTERNAL_SERVER_ERROR: {
    meaning: "An error occurred within the core server.",
    evidence: "documented",
  },
  DEPENDENCY_APPLICATION_TIMEOUT: {
    meaning: "A dependent application did not answer in time.",
    evidence: "documented",
  },
  INVALID_FIELD: { meaning: "A field of the request is invalid.", evidence: "documented" },
  CONFLICT: {
    meaning: "The lead participant has left, or the status could not be changed.",
    evidence: "documented",
  },
  UNDEFINED_CONDITION: { meaning: "The core server gave a null result.", evidence: "documented" },
  ENGAGEMENT_ID_UNKNOWN: { meaning: "The engagement id is not valid.", evidence: "documented" },
} as const satisfies Record<string, ExceptionCodeFact>;

/** An exception code that the documentation lists. */
export type ExceptionCode = keyof typeof exceptionCodes;

/** Whether the documentation lists this code. */
export function isExceptionCode(code: string): code is ExceptionCode {
  return Object.hasOwn(exceptionCodes, code);
}
