import type { Evidence } from "./evidence";

/** Types of body members. */
export type FieldType = "int64" | "boolean" | "stringMap";

/** One member of a request body. */
export interface FieldFact {
  readonly type: FieldType;
  /** Whether the documentation requires it; `assumed` evidence where it does not say. */
  readonly required: boolean;
  readonly meaning: string;
  readonly evidence: Evidence;
}

/** The values of each type, in memory. */
interface FieldValues {
  readonly int64: bigint;
  readonly boolean: boolean;
  readonly stringMap: Readonly<Record<string, string>>;
}

type RequiredNames<F> = {
  [K in keyof F]: F[K] extends { readonly required: true } ? K : never;
}[keyof F];

/** A request body, derived from the descriptors of its members. */
export type BodyOf<F extends Readonly<Record<string, FieldFact>>> = {
  readonly [K in RequiredNames<F>]: FieldValues[F[K]["type"]];
} & {
  readonly [K in Exclude<keyof F, RequiredNames<F>>]?: FieldValues[F[K]["type"]];
};
