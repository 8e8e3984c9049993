import type { SentRequest } from "../chat/exchange";
import { mask } from "../chat/redact";

/**
 * The request as a cURL command for bash. Every masked header becomes an environment variable that
 * bash insists on: `X-JSESSIONID` is read from `$X_JSESSIONID`.
 */
export function curlForBash({ method, url, headers, body }: SentRequest): string {
  const lines = [
    `curl --request ${method} ${quote(url)}`,
    ...headers.map(([name, value]) => `--header ${headerWord(name, value)}`),
    `--data-raw ${quote(body)}`,
  ];
  return lines.join(" \\\n  ");
}

function headerWord(name: string, value: string): string {
  if (value !== mask) {
    return quote(`${name}: ${value}`);
  }
  const variable = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  return `"${name}: \${${variable}:?set it to the session id}"`;
}

/** One bash word; inside single quotes nothing but the quote itself is special. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
