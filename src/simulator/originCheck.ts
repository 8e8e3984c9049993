import { type Answer, plainRefusal } from "./answers";
import { headerValue, type RecordedRequest } from "./recording";

/**
 * Refuses what a web page in a browser could send: a foreign `Origin`, or a `Host` that some name
 * resolves to this machine for. Both are refusals of the simulator itself, not of a chat server.
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
  return undefined;
}
