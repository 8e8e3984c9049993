import type { Evidence } from "./evidence";

/** What a request document may say instead of a value that is only known when it is sent. */
export type FieldToken = "$now" | "$next" | "$engagement" | "$sessionClientId";

interface FieldCommon {
  /** Whether the documentation requires it; `assumed` evidence where it does not say. */
  readonly required: boolean;
  /** Present where it is not known whether the member is required; `required` is false then. */
  readonly isRequiredUnknown?: true;
  readonly meaning: string;
  readonly evidence: Evidence;
  /** The token that stands for the usual value. */
  readonly token?: FieldToken;
  /** A value that makes sense in a first try, as JSON; not a fact about the API. */
  readonly sample?: unknown;
}

/** One member of a request body. */
export type FieldFact =
  | (FieldCommon & { readonly type: keyof FieldValues })
  | (FieldCommon & {
      readonly type: "enum";
      /** The values that the documentation lists. */
      readonly values: readonly string[];
      /** Present where the list could not be read to its end: further values exist or may exist. */
      readonly isOpen?: true;
    });

/** The values of each type, in memory. */
interface FieldValues {
  readonly int64: bigint;
  readonly int32: number;
  readonly boolean: boolean;
  readonly string: string;
  readonly stringMap: Readonly<Record<string, string>>;
  /** A date and time as text with an offset; a number of milliseconds is tolerated. */
  readonly clientTime: string;
  /** Objects with `name`, `type` (one of {@link customFieldTypes}) and `value`. */
  readonly customFields: readonly CustomField[];
  /** A JSON object with `sessionInformationFields`, or a text that holds one. */
  readonly sessionInformation: string | Readonly<Record<string, unknown>>;
}

/** The types a custom field may have. */
export const customFieldTypes = [
  "BOOLEAN",
  "DATE",
  "DATETIME",
  "INTEGER",
  "LONG",
  "STRING",
  "DECIMAL",
] as const;

/** One custom field as it is sent. */
export interface CustomField {
  readonly name: string;
  /** Needed when there is a value. */
  readonly type?: (typeof customFieldTypes)[number];
  readonly value?: unknown;
}

/** The members of an object, by name, in the order in which they are sent. */
export type Fields = Readonly<Record<string, FieldFact>>;

type ValueOf<F extends FieldFact> = F extends { readonly values: readonly (infer V)[] }
  ? V
  : F["type"] extends keyof FieldValues
    ? FieldValues[F["type"]]
    : never;

type RequiredNames<F> = {
  [K in keyof F]: F[K] extends { readonly required: true } ? K : never;
}[keyof F];

/** A request body, derived from the descriptors of its members. */
export type BodyOf<F extends Fields> = {
  readonly [K in RequiredNames<F>]: ValueOf<F[K]>;
} & {
  readonly [K in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[K]>;
};
