/** A value read from a file, whose members are not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value has members that can be looked at. */
export function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
