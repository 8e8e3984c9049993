import type { BrowserContext } from "playwright-core";

/** What a browser asked of other machines. */
export interface RequestWatch {
  /** Addresses, in the order of the requests. */
  readonly foreign: readonly string[];
}

/**
 * Notes every request of every page, frame, worker and WebSocket that is meant for another machine. The addresses of
 * webview resources look like one, yet a service worker of the workbench answers them and they never leave the page.
 */
export function watchRequests(context: BrowserContext): RequestWatch {
  const foreign: string[] = [];
  const note = (address: string) => {
    if (!staysHere(new URL(address))) {
      foreign.push(address);
    }
  };
  context.on("request", (request) => {
    note(request.url());
  });
  context.on("page", (page) => {
    page.on("websocket", (socket) => {
      note(socket.url());
    });
  });
  return { foreign };
}

function staysHere({ protocol, hostname }: URL): boolean {
  return (
    ["data:", "blob:", "about:", "chrome-error:"].includes(protocol) ||
    ["127.0.0.1", "localhost", "[::1]"].includes(hostname) ||
    hostname.endsWith(".vscode-cdn.net")
  );
}
