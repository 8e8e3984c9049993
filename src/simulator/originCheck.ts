import { type Answer, plainRefusal } from "./answers";
import { headerValue, type RecordedRequest } from "./recording";

/**
 * Refuses what a web page in a browser could send: a `Host` that some name resolves to this machine
 * for, a foreign `Origin`, or, where a browser leaves `Origin` out (with GET of pictures and scripts),
 * a `Sec-Fetch-Site` that tells of another page. These are refusals of the simulator itself, not of a
 * chat server; no answer of it has a header that would let a page of another origin read it.
 */
export function refuseForeignOrigin(request: RecordedRequest, port: number): Answer | undefined {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const host = headerValue(request, "Host");
  if (host === undefined || !own.includes(host.toLowerCase())) {
    return plainRefusal(403, {
      came: host === undefined ? "The header Host is missing." : `The header Host is ${host}.`,
      expected: `This simulator answers to ${own.join(" and ")} only.`,
      remedy: `Use the address http://127.0.0.1:${port}.`,
    });
  }
  const origin = headerValue(request, "Origin");
  if (origin !== undefined && !own.includes(origin.toLowerCase().replace(/^http:\/\//, ""))) {
    return plainRefusal(403, {
      came: `The header Origin is ${origin}: a page in a browser sent this request.`,
      expected: `This simulator serves programs, and pages of its own origin http://127.0.0.1:${port}.`,
      remedy: "Send the request from a program, without the header Origin.",
    });
  }
  const from = headerValue(request, "Sec-Fetch-Site");
  if (from !== undefined && !ownSites.has(from.toLowerCase())) {
    return plainRefusal(403, {
      came: `The header Sec-Fetch-Site is ${from}: a page in a browser sent this request.`,
      expected: `This simulator serves programs, and pages of its own origin http://127.0.0.1:${port}.`,
      remedy: "Send the request from a program, without the header Sec-Fetch-Site.",
    });
  }
  return undefined;
}

/**
 * What a browser says of a request of the simulator's own page, and of an address that was typed. A
 * page of another port is of the `same-site`, and foreign all the same.
 */
const ownSites: ReadonlySet<string> = new Set(["same-origin", "none"]);
