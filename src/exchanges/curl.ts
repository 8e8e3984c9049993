import type { SentRequest } from "../chat/exchange";
import { mask } from "../chat/redact";

/**
 * The request as a cURL command for bash. Every masked header becomes an environment variable that
 * bash insists on: `X-JSESSIONID` is read from `$X_JSESSIONID`, and `Authorization` from
 * `$AUTHORIZATION`, which holds the scheme, too.
 */
export function curlForBash({ method, url, headers, body }: SentRequest): string {
  const lines = [
    `curl --request ${method} ${quote(url)}`,
    ...headers.map(([name, value]) => `--header ${headerWord(name, value, hintFor(url, name))}`),
    // Any data, even none, would make curl announce a body.
    ...(method === "GET" ? [] : [`--data-raw ${quote(body)}`]),
  ];
  return lines.join(" \\\n  ");
}

function headerWord(name: string, value: string, hint: string): string {
  if (value !== mask) {
    return quote(`${name}: ${value}`);
  }
  const variable = name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
  return `"${name}: \${${variable}:?set it to ${hint}}"`;
}

/** What to put in place of the mask, in words that mean nothing to bash. */
function hintFor(url: string, name: string): string {
  if (name.toLowerCase() !== "authorization") {
    return "the session id";
  }
  return url.includes("/services/rest/")
    ? "Basic and the base64 of user name, colon and password"
    : "Bearer and the token of agentTokens";
}

/** One bash word; inside single quotes nothing but the quote itself is special. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
