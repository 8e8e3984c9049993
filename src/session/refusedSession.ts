import { headerOf, type Exchange } from "../chat/exchange";

/**
 * Whether an exchange tells that the chat server does not accept the session. The documentation has
 * HTTP 403 for a session that is not known and shows no body for it: any 403 counts, but for a web
 * page, which only a proxy would send.
 */
export function isSessionRefused({ answer, result }: Exchange): boolean {
  const failure = result.ok ? undefined : result.error.failure;
  if (failure?.kind !== "unauthorized") {
    return false;
  }
  const isPage =
    /^text\/html/i.test(headerOf(answer?.headers ?? [], "content-type") ?? "") ||
    /^\s*</.test(answer?.body ?? "");
  return failure.isChatServer || (failure.status === 403 && !isPage);
}
