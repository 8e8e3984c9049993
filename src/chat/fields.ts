import type { Evidence } from "./evidence";

/** Types of body members. `enum` says its values in `values`. */
export type FieldType = keyof FieldValues | "enum";

interface FieldCommon {
  /** Whether the documentation requires it; `assumed` evidence where it does not say. */
  readonly required: boolean;
  readonly meaning: string;
  readonly evidence: Evidence;
}

/** One member of a request body. */
export type FieldFact =
  | (FieldCommon & { readonly type: keyof FieldValues })
  | (FieldCommon & {
      readonly type: "enum";
      /** The values that the documentation lists. */
      readonly values: readonly string[];
    });

/** The values of each type, in memory. */
interface FieldValues {
  readonly int64: bigint;
  readonly int32: number;
  readonly boolean: boolean;
  readonly string: string;
  readonly stringMap: Readonly<Record<string, string>>;
}

type ValueOf<F extends FieldFact> = F extends { readonly values: readonly (infer V)[] }
  ? V
  : F["type"] extends keyof FieldValues
    ? FieldValues[F["type"]]
    : never;

type RequiredNames<F> = {
  [K in keyof F]: F[K] extends { readonly required: true } ? K : never;
}[keyof F];

/** A request body, derived from the descriptors of its members. */
export type BodyOf<F extends Readonly<Record<string, FieldFact>>> = {
  readonly [K in RequiredNames<F>]: ValueOf<F[K]>;
} & {
  readonly [K in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[K]>;
};
