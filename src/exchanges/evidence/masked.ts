import { wrongValue } from "../../chat/client";
import { credentialHeaderNames } from "../../chat/credentials";
import type { Exchange, Header, ReceivedAnswer, SentRequest } from "../../chat/exchange";
import { createRedactor, mask } from "../../chat/redact";

const redactor = createRedactor([]);

/** What looks like a JSON Web Token or like the session id of a chat server. */
const credentialLike = /\beyJ[\w-]{5,}(?:\.[\w-]*){0,4}|\bnode0[a-z0-9]{6,}(?:\.\w+)?/gi;

const credentialNames: ReadonlySet<string> = new Set(
  Object.values(credentialHeaderNames)
    .flat()
    .filter((name) => name !== "X-AID")
    .map((name) => name.toLowerCase()),
);

/**
 * A text with all that looks like a credential masked, for what leaves the product. Which credentials
 * there were is not known any more: the client masked those when the call was made.
 */
export function masked(text: string): string {
  return redactor.text(text).replace(credentialLike, mask);
}

/** What an exchange sent and got, fit to leave the product: masked as {@link masked} does. */
export function maskedExchange({ request, answer }: Exchange): {
  readonly request: SentRequest;
  readonly answer?: ReceivedAnswer;
} {
  return {
    request: {
      method: request.method,
      url: maskedUrl(request.url),
      headers: request.headers.map(maskedSent),
      body: masked(request.body),
    },
    ...(answer && {
      answer: {
        ...answer,
        statusText: masked(answer.statusText),
        headers: redactor.headers(answer.headers).map(([name, value]) => [name, masked(value)]),
        body: masked(answer.body),
      },
    }),
  };
}

/** The URL with its parameters masked as they are when decoded; what is left is as it was sent. */
function maskedUrl(url: string): string {
  const [address = "", query] = url.split(/\?(.*)/s, 2);
  const parameters = query?.replace(/[^&=]+/g, (part) => {
    const plain = decoded(part);
    const safe = masked(plain);
    return safe === plain ? part : encodeURIComponent(safe);
  });
  return masked(parameters === undefined ? address : `${address}?${parameters}`);
}

/** A header as it was sent. One that was wrong on purpose holds no secret, and tells much. */
function maskedSent([name, value]: Header): Header {
  const isSecret = credentialNames.has(name.toLowerCase()) && value !== wrongValue;
  return [masked(name), isSecret ? mask : masked(value)];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
