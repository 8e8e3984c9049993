import type { FieldFact, FieldToken } from "../chat/fields";
import type { FieldFault } from "../chat/fieldFaults";
import type { OperationId } from "../chat/operations";
import type { PartProblem } from "../chat/server";

/** How bad a problem is: errors keep a document from being sent without a second thought. */
export type ProblemSeverity = "error" | "warning" | "hint";

/** What is wrong with a request document. Facts only: who shows them writes the sentence. */
export type DocumentFact =
  /** The text is no JSON with comments; `error` as jsonc-parser names it. */
  | { readonly kind: "syntax"; readonly error: string }
  | { readonly kind: "tooDeep" }
  | { readonly kind: "notAnObject"; readonly given: string }
  | { readonly kind: "operationMissing" }
  | {
      readonly kind: "operationUnknown";
      readonly given: string;
      readonly nearest: readonly OperationId[];
    }
  | { readonly kind: "memberUnknown"; readonly name: string; readonly nearest?: string }
  | {
      readonly kind: "memberType";
      readonly name: string;
      /** What stands there, for example: a number. */
      readonly given: string;
      readonly wanted: "text" | "object";
    }
  | {
      readonly kind: "twice";
      readonly name: string;
      readonly where: "document" | "headers" | "credentials" | "body";
    }
  /** Both body and bodyText; bodyText counts. */
  | { readonly kind: "twoBodies" }
  /** A body of an operation that sends none. */
  | { readonly kind: "bodyNotSent"; readonly operation: OperationId }
  | { readonly kind: "credentialHeader"; readonly name: string }
  /** A header that is written by the client and would break the request otherwise. */
  | { readonly kind: "clientHeader"; readonly name: string }
  | { readonly kind: "headerName"; readonly name: string }
  | { readonly kind: "headerValue"; readonly name: string }
  | {
      readonly kind: "credentialUnknown";
      readonly name: string;
      readonly operation: OperationId;
      /** The headers that the operation has, perhaps none. */
      readonly known: readonly string[];
    }
  /** Neither stored nor omit nor wrong. The value is not told: it may be a secret. */
  | { readonly kind: "credentialValue"; readonly name: string }
  | { readonly kind: "pool"; readonly problem: PartProblem }
  | { readonly kind: "poolUnused"; readonly operation: OperationId }
  /** Something that looks like a credential; of a member with its name. */
  | { readonly kind: "secret"; readonly name?: string }
  | { readonly kind: "bodyNotObject"; readonly given: string }
  | {
      readonly kind: "bodyMissing";
      readonly name: string;
      readonly field: FieldFact;
      readonly operation: OperationId;
    }
  | {
      readonly kind: "bodyUnknown";
      readonly name: string;
      readonly nearest?: string;
      readonly operation: OperationId;
    }
  | {
      readonly kind: "bodyValue";
      readonly name: string;
      readonly field: FieldFact;
      readonly fault: FieldFault;
    }
  /** A text with a dollar sign where an integer belongs, which is no token. */
  | {
      readonly kind: "tokenUnknown";
      readonly name: string;
      readonly given: string;
      readonly nearest?: FieldToken;
    };

/** One problem with its place in the text, in UTF-16 units. */
export type DocumentProblem = DocumentFact & {
  readonly offset: number;
  readonly length: number;
  readonly severity: ProblemSeverity;
};
