/** A header as curl takes it: one without a value ends in a semicolon, or curl would drop it. */
export function headerArgument(name: string, value: string): string {
  return value.trim() === "" ? `${name};` : `${name}: ${value}`;
}

/** The option that keeps curl from reading brackets in an URL as a list; with a blank behind it. */
export function globOption(url: string): string {
  return /[[\]{}]/.test(url) ? "--globoff " : "";
}
