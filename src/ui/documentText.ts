import type { FieldToken } from "../chat/fields";
import { allOperations, type OperationId } from "../chat/operations";
import type { MissingCredential } from "../documents/documentCalls";
import type { Lack } from "../documents/exchangeDocument";
import { commandIds, type CommandId } from "../ids";
import type { Profile } from "../profiles/profile";

/** What mends a request that could not leave. */
type DocumentRemedy =
  | { readonly kind: "command"; readonly label: string; readonly command: CommandId }
  | { readonly kind: "request"; readonly label: string; readonly operation: OperationId };

/** Why a request could not leave, and what to do; undefined where the user left on purpose. */
export function missingText(
  what: MissingCredential,
  { name, origin }: Profile,
): { readonly text: string; readonly remedies: readonly DocumentRemedy[] } | undefined {
  const signIn = { kind: "command", label: "Sign In…", command: commandIds.signIn } as const;
  const setSession = {
    kind: "command",
    label: "Set Session…",
    command: commandIds.setSession,
  } as const;
  const first = (operation: OperationId): DocumentRemedy => ({
    kind: "request",
    label: `New ${allOperations[operation].name}`,
    operation,
  });
  switch (what) {
    case "session":
      return {
        text: `Nothing was sent: ${name} has no session for ${origin}. Sign in or set one, then send again.`,
        remedies: [signIn, setSession],
      };
    case "account":
      return {
        text: `Nothing was sent: the site of ${name} is not known. Sign in once, then send again.`,
        remedies: [signIn],
      };
    case "password":
      return undefined;
    case "agentToken":
      return {
        text: `Nothing was sent: ${name} has no token to begin a session with. Send agentTokens first; its answer brings one.`,
        remedies: [first("agentTokens")],
      };
    case "channelToken":
      return {
        text: `Nothing was sent: ${name} has no token to request an engagement with. Send establishSessions first; its answer brings one.`,
        remedies: [first("consumer/establishSessions")],
      };
    case "consumerSessionId":
      return {
        text: `Nothing was sent: ${name} has no consumer session. Send requestEngagement first; its answer brings one.`,
        remedies: [first("consumer/requestEngagement")],
      };
  }
}

/** Why a token has no value, and what to do. */
export function noValueText(token: FieldToken, done: "sent" | "copied"): string {
  const nothing = `Nothing was ${done}: ${token} has no value.`;
  switch (token) {
    case "$sessionClientId":
      return `${nothing} Every answer of the chat server brings the client id of the session: send another request of the session first, or write the id.`;
    case "$engagement":
      return `${nothing} Select an engagement in the view, or write its id.`;
    case "$next":
      return `${nothing} Requests are numbered by session: sign in first, or write a number.`;
    case "$now":
      return nothing;
  }
}

/** What an answer brought for later requests. */
export function keptText(
  kept: "agentToken" | "channelToken" | "consumerSessionId" | "session",
): string {
  switch (kept) {
    case "agentToken":
    case "channelToken":
      return "$(key) The token is kept in VS Code's secret storage for the next requests";
    case "consumerSessionId":
      return "$(key) The consumer session is kept in VS Code's secret storage for the next requests";
    case "session":
      return "$(key) The agent session is kept in VS Code's secret storage";
  }
}

/** Why a kept request cannot be sent once more as it was, and what to do. */
export function lackText(lack: Lack): string {
  switch (lack) {
    case "secret":
      return "Nothing was sent: a secret stood in this request, and secrets are not kept. Edit it as a document to write what is to stand there.";
    case "end":
      return "Nothing was sent: the body of this request was too long to be kept whole. Edit its beginning as a document.";
  }
}
