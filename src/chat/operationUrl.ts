import { allOperations, type OperationId } from "./operations";
import type { ChatServer } from "./server";

/**
 * The URL of an operation, as it goes over the wire. The colon of the pool is not escaped, as in all
 * documented examples.
 */
export function operationUrl(server: ChatServer, operation: OperationId): string {
  const site = encoded(server.fqSiteName);
  const pool = encoded(server.pool).replaceAll("%3A", ":");
  const { name, side } = allOperations[operation];
  return new URL(`${server.origin}/engagement/api/${side}/${site}/v1/${name}?pool=${pool}`).href;
}

/** A text as it stands in a URL; half a character becomes U+FFFD, as it does in a body. */
export function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
