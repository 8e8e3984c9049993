import { readFileSync } from "node:fs";

/**
 * The authorities that the environment variable NODE_EXTRA_CA_CERTS adds to the public ones, in PEM. Node
 * before 22 loses them in a context to which an authority is added. None where the file cannot be read,
 * of which Node itself warns.
 */
export function extraAuthorities(): readonly string[] {
  const file = process.env["NODE_EXTRA_CA_CERTS"];
  try {
    return file === undefined || file === "" ? [] : [readFileSync(file, "latin1")];
  } catch {
    return [];
  }
}
