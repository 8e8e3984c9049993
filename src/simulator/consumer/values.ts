import type { BodyOf, FieldFact } from "../../chat/fields";
import type {
  ConsumerField,
  ConsumerFields,
  ConsumerOperationName,
  consumerOperations,
  sessionInformationFields,
} from "./operations";

/** A custom field, with the value as it came. */
export interface CustomField {
  readonly name: string;
  readonly type?: string;
  readonly value?: unknown;
}

/** What the site was told of a customer. */
export type SessionInformation = ValuesOf<typeof sessionInformationFields>;

/** The values of the consumer side's own types, in memory. */
interface ConsumerValues {
  /** As it came, to be given back: a text, or a number. */
  readonly clientTime: unknown;
  readonly sessionInformation: SessionInformation;
  readonly customFields: readonly CustomField[];
}

type ValueOf<F extends ConsumerField> = F["type"] extends keyof ConsumerValues
  ? ConsumerValues[F["type"]]
  : F extends FieldFact
    ? BodyOf<{ readonly value: F }> extends { readonly value?: infer V }
      ? V
      : never
    : never;

type RequiredNames<F extends ConsumerFields> = {
  [K in keyof F]: F[K] extends { readonly required: true } ? K : never;
}[keyof F];

/** The members of an object, derived from their descriptors. */
type ValuesOf<F extends ConsumerFields> = {
  readonly [K in RequiredNames<F>]: ValueOf<F[K]>;
} & {
  readonly [K in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[K]>;
};

type Descriptor<N extends ConsumerOperationName> = (typeof consumerOperations)[N];

/** The body of an operation, or where it has none the JSON of its query. */
export type ConsumerBody<N extends ConsumerOperationName> =
  Descriptor<N> extends { readonly request: infer F extends ConsumerFields }
    ? ValuesOf<F>
    : ValuesOf<Descriptor<N>["body"]>;
