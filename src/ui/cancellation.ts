import type { CancellationToken } from "vscode";

/** The token of a progress notification as the signal that everything below ui understands. */
export function signalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  token.onCancellationRequested(() => {
    abort.abort();
  });
  return abort.signal;
}
