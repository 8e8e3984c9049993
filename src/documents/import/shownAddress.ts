import { createRedactor } from "../../chat/redact";
import { sortHeaders } from "./credentials";
import type { ImportedRequest } from "./imported";

/**
 * The address of an imported request, fit to be shown: who signs in, the values of parameters, and the request's own
 * credentials are masked. It need not be an URL.
 */
export function shownAddress({ url, headers }: ImportedRequest): string {
  const secrets = sortHeaders(headers)
    .found.filter(({ kind }) => kind !== "accountId")
    .map(({ value }) => value);
  return createRedactor(secrets).facts({ location: url }).location;
}
